import { createPhone, type Phone } from '../../emulator/people/phones.ts';
import { pick, type Random, randomBytes, seededRandom } from '../../emulator/random.ts';
import { ad, extendedEvent, legacyEvent, type RawReport } from '../radio/raw-reports.ts';

/** Where the crowd is heard: by which of the gateway's radios. */
export const halls = ['hall', 'till', 'corner'] as const;
export type Hall = (typeof halls)[number];

export const phones = 2_000;
/** Of them; the others walk through the hall. */
const atTill = 240;
const inCorner = 3;
const minuteMs = 60_000;
/** Nobody is counted who is heard worse, dBm. */
const leastRssi = -85;
const passingBy = -93;

/** One time that a phone was heard by a radio. */
export interface Hearing {
  readonly atMs: number;
  readonly phone: number;
  readonly hall: Hall;
  readonly rssi: number;
  readonly address: string;
  readonly data: Uint8Array;
}

interface Walker {
  readonly phone: Phone;
  readonly hall: Hall;
  /** Between two advertisements that reach a radio. */
  readonly everyMs: number;
  /** Within reach, since the beginning. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** What it says of itself beside what phones usually say; null: nothing. */
  readonly saying: Saying | null;
  dueMs: number;
}

type Saying = (random: Random, address: Buffer) => Buffer;

/** Some carry their own address in what they say, and some a name. */
const sayings: readonly Saying[] = [
  (random, address) => ad(0xff, 0x99, 0x04, 0x05, ...randomBytes(random, 17), ...address),
  (random, address) => ad(0x16, 0xd2, 0xfc, 0x42, ...Buffer.from(address).reverse(), 0x01, ...randomBytes(random, 1)),
  (random, address) => ad(0x16, 0xaa, 0xfe, 0x00, 0xe7, ...randomBytes(random, 10), ...address, 0, 0),
  (random, address) => ad(0x16, 0xaa, 0xfe, 0x00, 0xe7, ...randomBytes(random, 3), ...address),
  (random, address) => ad(0x07, ...randomBytes(random, 10), ...Buffer.from(address).reverse()),
  (_random, address) => ad(0x09, ...Buffer.from(`Phone ${address.toString('hex').toUpperCase()}`)),
];
const sayingShare = 0.2;

/** Those that are dropped unread, or that no person carries, are not people who could be counted. */
const countable: readonly string[] = ['apple-nearby', 'vendor-noise', 'nothing'];

/** An hour of two thousand phones, which change their addresses every quarter of an hour or so. */
export function createCrowd(seed: number, beginMs: number) {
  const random = seededRandom(seed);
  const walkers = Array.from({ length: phones }, (_, at): Walker => {
    const hall: Hall = at < inCorner ? 'corner' : at < inCorner + atTill ? 'till' : 'hall';
    const fromMs = (random() * 75 - 15) * minuteMs;
    const everyMs = hall === 'corner' ? 9_000 : 40_000 + pick(random, 12_000);
    return {
      phone: createPhone((seed + Math.imul(at + 1, 0x9e3779b1)) >>> 0),
      hall,
      everyMs,
      // In the corner the same three sit all the time.
      ...(hall === 'corner'
        ? { fromMs: 0, untilMs: 60 * minuteMs }
        : { fromMs, untilMs: fromMs + (6 + random() * 24) * minuteMs }),
      saying: random() < sayingShare ? sayings[pick(random, sayings.length)]! : null,
      dueMs: beginMs + random() * everyMs,
    };
  });
  const said = new Map<number, { readonly address: string; readonly data: Uint8Array }>();
  const addresses = new Set<string>();

  function dataOf(at: number, { phone, saying }: Walker, address: string, ms: number): Uint8Array {
    if (saying === null) return phone.frameAt(ms);
    const last = said.get(at);
    if (last?.address === address) return last.data;
    const data = saying(random, Buffer.from(address, 'hex'));
    said.set(at, { address, data });
    return data;
  }

  return {
    /** Every address that was on air. */
    addresses: addresses as ReadonlySet<string>,
    /** Whether it is one that may be counted: what it says is not reserved, and its address is a private one. */
    isPerson: (at: number): boolean => {
      const { phone, saying } = walkers[at]!;
      return saying === null ? countable.includes(phone.profile.name) : phone.profile.addressKind !== 'static';
    },
    /** What is heard from the last time that it was asked until `nowMs`; at most so many, the rest comes next time. */
    until(nowMs: number, most: number): Hearing[] {
      const heard: Hearing[] = [];
      for (const [at, walker] of walkers.entries()) {
        if (heard.length >= most) break;
        if (walker.dueMs > nowMs) continue;
        const { dueMs: atMs, hall, phone } = walker;
        walker.dueMs += walker.everyMs;
        const address = phone.addressAt(atMs);
        addresses.add(address);
        const data = dataOf(at, walker, address, atMs);
        const inReach = atMs - beginMs >= walker.fromMs && atMs - beginMs < walker.untilMs;
        const rssi = inReach ? -50 - pick(random, 28) : passingBy - pick(random, 5);
        heard.push({ atMs, phone: at, hall, rssi, address, data });
        // Who stands at the till is heard in the hall as well, from further away.
        if (hall === 'till' && inReach) heard.push({ atMs, phone: at, hall: 'hall', rssi: -81, address, data });
      }
      return heard;
    },
  };
}
export type Crowd = ReturnType<typeof createCrowd>;

/** The packets of a controller that hears this, one to four reports each, legacy or extended. */
export function packetsOf(hearings: readonly Hearing[], random: Random): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at < hearings.length; ) {
    const together = hearings
      .slice(at, at + 1 + pick(random, 4))
      .map(({ address, data, rssi }): RawReport => ({ address, data, rssi }));
    packets.push((random() < 0.5 ? legacyEvent : extendedEvent)(...together));
    at += together.length;
  }
  return Buffer.concat(packets);
}

/**
 * How many people were really within reach of a hall in the minute that ended at an instant: each once, whatever they
 * sent and how often, where they were heard best.
 */
export function countsOf(crowd: Crowd, heard: readonly Hearing[]): (hall: Hall, endMs: number) => number {
  return (hall, endMs) => {
    const best = new Map<number, Hearing>();
    for (const one of heard) {
      if (one.atMs <= endMs - minuteMs || one.atMs > endMs || one.rssi < leastRssi || !crowd.isPerson(one.phone))
        continue;
      if (one.rssi > (best.get(one.phone)?.rssi ?? -128)) best.set(one.phone, one);
    }
    return [...best.values()].filter(one => one.hall === hall).length;
  };
}
