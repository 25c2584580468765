import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { systemClock } from '../../emulator/clock.ts';
import { createShop } from '../../emulator/shop.ts';

/** An emulated shop as a process of its own: DIR LABELS ADAPTERS REFRESH-SCALE. Says when it is open; ends on SIGTERM. */
const [dir = '', labels, adapters, refreshScale] = process.argv.slice(2);
const shop = await createShop({
  labels: Number(labels),
  seed: 1,
  adapters: Number(adapters),
  broker: null,
  driftPerMinute: 0,
  clock: systemClock,
  refreshScale: Number(refreshScale),
});
const keyFile = `${dir}/keys.csv`;
writeFileSync(keyFile, shop.keyFile());
writeFileSync(`${dir}/shop.yaml`, stringify({ ...shop.configuration(), data: `${dir}/data`, labels: { keyFile } }));
process.once('SIGTERM', () => void shop.stop().then(() => process.exit(0)));
process.stdout.write('open\n');
