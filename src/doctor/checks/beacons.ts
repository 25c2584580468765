import { type Check, fail, notMeasured, ok, warn } from '../check.ts';

const named = 5;

/** Are the beacons really on air? The radio that hears the labels listens for what the other one broadcasts. */
export const beacons: Check = {
  name: 'beacons',
  after: ['adapters', 'adapter-owner'],
  async run({ config, agent, testBeacons }) {
    const adapter = config.beacons?.adapter;
    const down = agent?.status.alarms.find(({ reason }) => reason === 'beacon.adapter-down');
    if (down)
      return fail(
        `${adapter ?? 'the adapter that broadcasts'}: ${down.detail}`,
        'Look at its detail in endcap beacon list; check its power, its cable and beacons.adapter.',
      );
    if (!agent || !testBeacons)
      return adapter === undefined
        ? ok('the configuration names no adapter to broadcast with')
        : notMeasured('only a running agent broadcasts', 'Start the agent.');
    const heard = await testBeacons();
    if (heard === null) return notMeasured('the agent did not say what it hears', 'Look again in a moment.');
    if (adapter === undefined) {
      return heard.beacons.length === 0
        ? ok('the configuration names no adapter to broadcast with, and the mesh wants no beacons here')
        : warn(
            `the mesh wants ${countOf(heard.beacons.length)} here, and there is no adapter to broadcast with`,
            'Add a second adapter and name it under beacons.adapter.',
          );
    }
    if (heard.beacons.length === 0) return ok(`${adapter} has nothing to broadcast: the mesh wants no beacons here`);
    const missed = heard.beacons.filter(beacon => !beacon.heard);
    if (missed.length === 0) {
      const weakest = Math.min(...heard.beacons.map(({ rssi }) => rssi ?? 0));
      return ok(`${countOf(heard.beacons.length)} heard by the other radio, the weakest with ${weakest} dBm`);
    }
    const names = missed.slice(0, named).map(({ id, reason }) => (reason === null ? id : `${id} (${reason})`));
    const more = missed.length > named ? ` and ${missed.length - named} more` : '';
    const evidence = `not heard within five seconds: ${names.join(', ')}${more}`;
    const fix =
      'Move the antennas apart, check that the adapter transmits, and look at the radios; then endcap beacon test.';
    return missed.length === heard.beacons.length ? fail(evidence, fix) : warn(evidence, fix);
  },
};

const countOf = (count: number) => `${count} ${count === 1 ? 'beacon' : 'beacons'}`;
