import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { advertisements, createListener } from '../sightings/decode-load.ts';
import { residentMb } from './shop-and-agent.ts';

/*
 * Listens to a crowd in a process of its own: `endcap`, or `noble`, by noble's own way of reading advertisements, which
 * makes a text of every address and keeps every device. Prints `{perSecond, rssMb}`.
 */

const [way = 'endcap'] = process.argv.slice(2);
const timed = 60_000;
const crowd = 50_000;
const parts = 25;

interface NobleHci extends EventEmitter {
  processLeAdvertisingReport(reports: number, data: Buffer): void;
}

function nobleListener(): (packet: Buffer) => void {
  const require = createRequire(import.meta.url);
  const Hci = require('noble/lib/hci-socket/hci.js') as { prototype: NobleHci };
  const Gap = require('noble/lib/hci-socket/gap.js') as new (hci: NobleHci) => EventEmitter;
  const hci: NobleHci = Object.assign(new EventEmitter(), {
    processLeAdvertisingReport: Hci.prototype.processLeAdvertisingReport,
  });
  const gap = new Gap(hci);
  gap.on('discover', () => {});
  return packet => hci.processLeAdvertisingReport(packet[4]!, packet.subarray(5));
}

const listen = way === 'noble' ? nobleListener() : createListener();
/** The packets themselves are gone when it returns. */
function speed(): number {
  for (const packet of advertisements(5_000, 1_000, 2)) listen(packet);
  const packets = advertisements(timed, 10_000, 1);
  const beganMs = performance.now();
  for (const packet of packets) listen(packet);
  return (timed * 1_000) / (performance.now() - beganMs);
}

const perSecond = speed();
for (let part = 0; part < parts; part++) {
  for (const packet of advertisements(Math.ceil((crowd / parts) * 1.3), crowd / parts, 100 + part)) listen(packet);
}
(globalThis as { gc?: () => void }).gc?.();
process.stdout.write(JSON.stringify({ perSecond, rssMb: residentMb(process.pid) }));
