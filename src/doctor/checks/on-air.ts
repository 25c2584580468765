import { type Check, fail, notMeasured, ok } from '../check.ts';

const silentMs = 5 * 60_000;

/** Does the radio hear anything? */
export const onAir: Check = {
  name: 'on-air',
  after: ['adapters', 'adapter-owner'],
  run({ agent, nowMs }) {
    if (!agent) return notMeasured('only a running agent listens', 'Start the agent.');
    const ready = agent.status.radios.filter(radio => radio.state === 'ready');
    if (ready.length === 0) return notMeasured('no adapter is ready yet', 'Wait a moment, then look again.');
    const heard = agent.labels.flatMap(label => (label.lastSeen === null ? [] : [Date.parse(label.lastSeen)]));
    if (heard.length === 0) {
      return notMeasured('no label was ever heard', 'Bring a label next to the gateway and wake it.');
    }
    const ageMs = nowMs - Math.max(...heard);
    if (ageMs > silentMs) {
      return fail(
        `no label was heard for ${Math.round(ageMs / 60_000)} minutes`,
        'Look at the antenna and for what covers it; unplug the adapter and plug it in again.',
      );
    }
    const now = heard.filter(atMs => nowMs - atMs <= silentMs).length;
    return ok(`${now} ${now === 1 ? 'label was' : 'labels were'} heard within the last five minutes`);
  },
};
