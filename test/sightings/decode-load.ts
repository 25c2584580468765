import { randomBytes, seededRandom } from '../../emulator/random.ts';
import { encodeBthome } from '../../src/beacons/formats/bthome.ts';
import { encodeSessionToken } from '../../src/beacons/formats/session-token.ts';
import { createDropCount } from '../../src/radio/audience.ts';
import { createEar } from '../../src/radio/ear.ts';
import { readReports } from '../../src/radio/reports.ts';
import { createSightings, type Sightings } from '../../src/sightings/sightings.ts';
import { ad, legacyEvent } from '../radio/raw-reports.ts';

/*
 * What a radio hears in a busy shop, and how fast the gateway listens to it: every packet goes the whole way from its
 * bytes over the ear to the sightings.
 */

const chain = 'e2c56db5dffb48d2b060d0f5a71096e0';
const uidNamespace = '00112233445566778899';
const labelCount = 200;
const tagCount = 60;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const bytes = (text: string): number[] => [...Buffer.from(text, 'hex')];

/** Staff with iBeacons, trolleys with UIDs, sensors with BTHome: twenty each. */
const tags = Array.from({ length: tagCount }, (_, at) => {
  const id = `tag-${at}`;
  if (at % 3 === 0) return { id, kind: 'staff' as const, ibeacon: { uuid: chain, major: 1, minor: at } };
  if (at % 3 === 1) return { id, kind: 'trolley' as const, uid: uidNamespace + hex(at, 12) };
  return { id, kind: 'sensor' as const, address: `c0ffee0000${hex(at, 2)}` };
});

const tagPayload = (at: number, packet: number): Buffer => {
  if (at % 3 === 0) return ad(0xff, 0x4c, 0x00, 0x02, 0x15, ...bytes(chain), 0, 1, 0, at, 0xc5);
  if (at % 3 === 1)
    return Buffer.concat([
      ad(0x03, 0xaa, 0xfe),
      ad(0x16, 0xaa, 0xfe, 0x00, 0xe7, ...bytes(uidNamespace), ...bytes(hex(at, 12)), 0, 0),
    ]);
  const objects = [
    { id: 0x00, name: 'packet-id', value: packet & 0xff },
    { id: 0x02, name: 'temperature', value: 4.25 },
  ];
  const frame = { format: 'bthome', encrypted: false, triggered: false, address: null, objects } as const;
  return ad(0x16, 0xd2, 0xfc, ...encodeBthome(frame));
};

/**
 * Advertisements as packets of a controller, the same for the same seed: a tenth of labels, a tenth of tags, the rest of
 * phones and other things, whose addresses are `addresses` different ones.
 */
export function advertisements(count: number, addresses: number, seed: number): readonly Buffer[] {
  const random = seededRandom(seed);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const strangers = Array.from(
    { length: addresses },
    () => hex(0x40 + pick(0x40), 2) + randomBytes(random, 5).toString('hex'),
  );
  const sayings: readonly (() => Buffer)[] = [
    () => ad(0xff, 0x4c, 0x00, 0x10, 0x05, ...randomBytes(random, 5)),
    () => ad(0xff, 0x4c, 0x00, 0x12, 0x02, 0x00, 0x01),
    () => Buffer.concat([ad(0x03, 0x6f, 0xfd), ad(0x16, 0x6f, 0xfd, ...randomBytes(random, 20))]),
    () => ad(0xff, 0x4c, 0x00, 0x02, 0x15, ...randomBytes(random, 20), 0xc5),
    () => ad(0xff, 0x99, 0x04, 0x05, ...randomBytes(random, 23)),
    () => ad(0x21, ...encodeSessionToken({ format: 'session-token', token: randomBytes(random, 8).toString('hex') })),
    () => Buffer.alloc(0),
  ];
  let next = 0;
  return Array.from({ length: count }, (_, at) => {
    const who = random();
    const flags = ad(0x01, 0x06);
    if (who < 0.1) {
      const data = Buffer.concat([flags, ad(0xff, 0x53, 0x50, 0x33, 0x1d, 0x81, 0x01, 0x40)]);
      return legacyEvent({ address: `ffff9200${hex(pick(labelCount), 4)}`, data });
    }
    if (who < 0.2) {
      const tag = pick(tagCount);
      const address = tag % 3 === 2 ? `c0ffee0000${hex(tag, 2)}` : `c0aa000000${hex(tag, 2)}`;
      return legacyEvent({ address, data: tagPayload(tag, at) });
    }
    // Each address is heard at least once where there are enough packets.
    const address = strangers[next++ % addresses]!;
    return legacyEvent({ address, data: sayings[pick(sayings.length)]!(), rssi: -50 - pick(40) });
  });
}

/** An ear with its audience, as the agent has them. */
function listener(sightings: Sightings, people: { counted: number }) {
  const drops = createDropCount();
  let nowMs = Date.UTC(2026, 10, 30);
  const ear = createEar({
    admits: said => said.manufacturer?.company === 0x5053,
    ours: report => sightings.hear(report, 'gw-01/0', nowMs) !== 'stranger',
    crowd: () => () => people.counted++,
    dropped: drops.count,
  });
  return {
    drops,
    hear(packet: Uint8Array): void {
      nowMs++;
      readReports(packet, report => void ear.hear(report, nowMs));
      packet.fill(0);
    },
  };
}

const noCounters = { recall: () => null, remember: () => {} };

/** Takes packets as the agent does, from their bytes to what is known of tags. */
export function createListener(): (packet: Uint8Array) => void {
  return listener(createSightings({ tags, counters: noCounters }), { counted: 0 }).hear;
}

/** How many advertisements a second are listened to, the whole way. */
export function decodedPerSecond(count = 60_000, seed = 1): number {
  const people = { counted: 0 };
  const { hear } = listener(createSightings({ tags, counters: noCounters }), people);
  for (const packet of advertisements(5_000, 1_000, seed + 1)) hear(packet);
  const packets = advertisements(count, 10_000, seed);
  const beganMs = performance.now();
  for (const packet of packets) hear(packet);
  return (count * 1_000) / (performance.now() - beganMs);
}

/**
 * What listening to that many different addresses leaves behind, in bytes of heap, and what was made of them. Meant for
 * `node --expose-gc`; without it the figure holds garbage as well.
 */
export function memoryAfter(
  addresses = 50_000,
  seed = 1,
): { readonly heapBytes: number; readonly people: number; readonly tagsHeard: number; readonly dropped: number } {
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
  const people = { counted: 0 };
  const sightings = createSightings({ tags, counters: noCounters });
  const { hear, drops } = listener(sightings, people);
  for (const packet of advertisements(5_000, 1_000, seed + 1)) hear(packet);
  collect();
  const before = process.memoryUsage().heapUsed;
  const parts = 20;
  // In parts, so that the packets themselves do not count.
  for (let part = 0; part < parts; part++)
    for (const packet of advertisements(Math.ceil((addresses / parts) * 1.3), addresses / parts, seed + 2 + part))
      hear(packet);
  collect();
  const heapBytes = process.memoryUsage().heapUsed - before;
  const { malformed: _, ...kinds } = drops.totals();
  return {
    heapBytes,
    people: people.counted,
    tagsHeard: sightings.tags(Date.UTC(2026, 10, 30)).filter(({ lastSeenMs }) => lastSeenMs !== null).length,
    dropped: Object.values(kinds).reduce((sum, count) => sum + count, 0),
  };
}
