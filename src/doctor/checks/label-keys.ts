import { type Check, fail, notMeasured, ok } from '../check.ts';

const reasons: readonly string[] = ['device.wrong-key', 'device.auth-required'];
const named = 5;

/** Do the labels' keys open them? */
export const labelKeys: Check = {
  name: 'label-keys',
  after: [],
  run({ agent }) {
    if (!agent) return notMeasured('only a running agent speaks with labels', 'Start the agent.');
    const locked = agent.labels
      .filter(label => label.reason !== null && reasons.includes(label.reason))
      .map(label => label.id);
    if (locked.length > 0) {
      const more = locked.length > named ? ` and ${locked.length - named} more` : '';
      return fail(
        `the stored key does not open ${locked.slice(0, named).join(', ')}${more}`,
        'Put the right keys into the file of labels.keyFile and restart the agent.',
      );
    }
    const unreadable = agent.status.alarms.find(alarm => alarm.reason === 'store.keyring-mismatch');
    if (unreadable)
      return fail(
        unreadable.detail,
        'Bring back the keyring secret that the keys were stored with, or give the keys again with labels.keyFile.',
      );
    return ok('no label refuses its key');
  },
};
