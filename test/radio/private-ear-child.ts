import { systemClock } from '../../src/clock.ts';
import { createDropCount } from '../../src/radio/audience.ts';
import { createBluetoothRadio } from '../../src/radio/bluetooth.ts';
import { createSightings } from '../../src/sightings/sightings.ts';

/**
 * A radio as a process of its own: URL TAG SOUGHT. It hears labels and one tag, counts people, and keeps nothing of
 * them, but for the one of them whose number among those counted is SOUGHT (0: none). Prints what it heard, one thing
 * a line; SIGTERM ends it.
 */
const [url = '', tag = '', sought = ''] = process.argv.slice(2);
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const sightings = createSightings({
  tags: [{ id: 'trolley', kind: 'trolley', address: tag }],
  counters: { recall: () => null, remember: () => {} },
});
// Even a technician who looks at frames sees nobody else.
sightings.capture.unlock(systemClock.now() + 600_000);
const kept: unknown[] = [];
let people = 0;

const drops = createDropCount();
const radio = createBluetoothRadio({
  url,
  clock: systemClock,
  log: { info: say, warn: say },
  audience: {
    admits: said => said.manufacturer?.company === 0x5053,
    ours(report) {
      const heard = sightings.hear(report, 'gw-01/0', systemClock.now());
      if (typeof heard === 'object') say({ tag: heard.id, rssi: heard.rssi });
      return heard !== 'stranger';
    },
    crowd: () => address => {
      // What must never be done, so that the search can be seen to find it.
      if (++people === Number(sought))
        kept.push(new Uint8Array(address), Buffer.from(address).reverse().toString('hex').toUpperCase());
    },
    dropped: drops.count,
  },
});

process.once('SIGTERM', () => void radio.stop().then(() => process.exit(kept.length > 2 ? 1 : 0)));
await radio.start(
  adv => {
    say({ label: adv.address, name: adv.name });
    // The label that comes last says by its name that all was sent.
    if (adv.name !== 'last') return;
    say({ captured: sightings.capture.frames(0, systemClock.now()), tags: sightings.tags(systemClock.now()) });
    say({ dropped: drops.totals(), people });
  },
  state => say(state),
);
