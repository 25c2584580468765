import { type Check, fail, ok } from '../check.ts';

/** Is what is remembered whole? */
export const store: Check = {
  name: 'store',
  after: ['permissions', 'disk'],
  run(patient) {
    const { agent } = patient;
    const moved = agent?.status.alarms.find(alarm => alarm.reason === 'store.damaged');
    const fix =
      'Restart the agent: it puts the damaged file aside and asks the mesh for everything again. If it comes back, replace the disk or the card.';
    if (moved)
      return fail(
        moved.detail,
        'It was put aside and everything was asked for again. If it comes back, replace the disk or the card.',
      );
    const damage = patient.storeDamage();
    if (typeof damage === 'string') return fail(damage, fix);
    const state = agent?.status.store;
    if (state && !['ok', 'checking'].includes(state.state)) return fail(`${state.state}: ${state.detail ?? ''}`, fix);
    return ok(damage === undefined ? 'there is none yet' : 'every page and every fact is whole');
  },
};
