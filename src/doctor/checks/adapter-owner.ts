import { type Check, fail, ok } from '../check.ts';

/** Does any adapter have two masters? */
export const adapterOwner: Check = {
  name: 'adapter-owner',
  after: [],
  run(patient) {
    const users = patient.adapterUsers();
    for (const { url } of patient.config.radios) {
      const masters = users.filter(user => user.radios.includes(url));
      if (masters.length > 1) {
        const pids = masters.map(user => user.pid).join(' and ');
        return fail(
          `${url} is in the configuration of two running agents: processes ${pids}`,
          'Stop one of them, or give each its own adapter.',
        );
      }
    }
    return ok('every adapter has one master');
  },
};
