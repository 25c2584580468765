import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCrowdCount, keyedHash } from '../../src/zones/crowd-count.ts';
import { createHashTable } from '../../src/zones/hash-table.ts';
import { seeded } from './radio-model.ts';

/** Six bytes, the most significant last: its upper two bits say of which kind the address is. */
function address(number: number, kind = 0b01): Uint8Array {
  return Uint8Array.of(number, number >> 8, number >> 16, number >> 24, 7, (kind << 6) | 5);
}

/** Hands out keys, and keeps what it has handed out. */
function keys(seed = 1) {
  const random = seeded(seed);
  const given: Uint8Array[] = [];
  const asGiven: string[] = [];
  return {
    given,
    asGiven,
    randomBytes: (length: number) => {
      const key = Uint8Array.from({ length }, () => Math.floor(random() * 256));
      given.push(key);
      asGiven.push(Buffer.from(key).toString('hex'));
      return key;
    },
  };
}

function counting(options: { leastTold?: number; mostHashes?: number; windowMs?: number; zones?: string[] } = {}) {
  const source = keys();
  const crowd = createCrowdCount({
    zones: ['dairy', 'entrance'],
    windowMs: 60_000,
    leastTold: 5,
    randomBytes: source.randomBytes,
    ...options,
  });
  return { crowd, ...source };
}

/** What is told of `people` in the entrance. */
function toldOf(people: number, leastTold = 5) {
  const { crowd } = counting({ leastTold, mostHashes: people + 1 });
  crowd.figures(0);
  for (let one = 0; one < people; one++) crowd.heard(address(one), 'random', 'entrance', -60, 0);
  return crowd.figures(60_000)!.figures.find(({ zone }) => zone === 'entrance')!;
}

describe('what is told', () => {
  it('is nothing of fewer than five, and otherwise rounded to five', () => {
    const told = [0, 1, 4, 5, 7, 8, 12, 13, 100].map(people => toldOf(people).count);
    expect(told).toEqual([null, null, null, 5, 5, 10, 10, 15, 100]);
  });

  it('never gives away a number exactly, whatever the least that is told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 40 }), leastTold => {
        const behind = new Map<number | null, number>();
        for (let people = 0; people < 60; people++) {
          const { count } = toldOf(people, leastTold);
          if (count !== null) expect(count).toBeGreaterThanOrEqual(leastTold);
          behind.set(count, (behind.get(count) ?? 0) + 1);
        }
        behind.delete(60); // cut off by the end of this test
        expect(Math.min(...behind.values())).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 12 },
    );
  });

  it('never tells less than five people, and never counts shorter than a minute', () => {
    expect(toldOf(4, 1).count).toBeNull();
    const { crowd } = counting({ windowMs: 1_000 });
    crowd.heard(address(1), 'random', 'dairy', -60, 0);
    expect(crowd.figures(59_999)).toBeNull();
    expect(crowd.figures(60_000)).not.toBeNull();
  });

  it('is as sure of two numbers that are told alike', () => {
    expect(toldOf(5)).toEqual(toldOf(7));
    expect(toldOf(0)).toEqual(toldOf(4));
    expect(toldOf(4).confidence).toBe(0);
    expect(toldOf(100).confidence).toBeGreaterThan(toldOf(10).confidence);
    expect(toldOf(10_000).confidence).toBeLessThanOrEqual(0.6);
  });

  it('is of the window that is over, and nothing where windows passed unheard', () => {
    const { crowd } = counting();
    for (let one = 0; one < 10; one++) crowd.heard(address(one), 'random', 'dairy', -60, 5_000);
    expect(crowd.figures(64_999)).toBeNull();
    const over = crowd.figures(65_500)!;
    expect(over.endedMs).toBe(65_000);
    expect(over.figures.map(({ count }) => count)).toEqual([10, null]);
    expect(crowd.figures(65_000 + 200_000)).toMatchObject({
      endedMs: 65_000 + 180_000,
      figures: [{ count: null }, { count: null }],
    });
  });
});

describe('who counts', () => {
  const answer = (bytes: Uint8Array, type: 'public' | 'random', zone = 'dairy', rssi = -60) =>
    counting().crowd.heard(bytes, type, zone, rssi, 0);

  it('is who has a private address, and no device', () => {
    const kinds = [0b00, 0b01, 0b10, 0b11].map(kind => answer(address(9, kind), 'random'));
    expect(kinds).toEqual(['counted', 'counted', 'device', 'device']);
    expect(answer(address(9), 'public')).toBe('device');
    expect(answer(new Uint8Array(5), 'random')).toBe('device');
    expect(answer(new Uint8Array(0), 'random')).toBe('device');
  });

  it('is who is near, in a zone of this gateway', () => {
    expect(answer(address(9), 'random', 'dairy', -86)).toBe('weak');
    expect(answer(address(9), 'random', 'dairy', Number.NaN)).toBe('weak');
    expect(answer(address(9), 'random', 'bakery')).toBe('elsewhere');
  });

  it('counts once, in the zone that hears it best, in whatever order it is heard', () => {
    const heard = [
      { zone: 'dairy', rssi: -70 },
      { zone: 'entrance', rssi: -60 },
      { zone: 'dairy', rssi: -80 },
      { zone: 'entrance', rssi: -75 },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(heard, { minLength: heard.length }), order => {
        const { crowd } = counting();
        for (const { zone, rssi } of order) {
          for (let one = 0; one < 20; one++) crowd.heard(address(one), 'random', zone, rssi, 0);
        }
        expect(crowd.figures(60_000)!.figures.map(({ count }) => count)).toEqual([null, 20]);
      }),
    );
  });
});

describe('what is left of an address', () => {
  it('is hashed with HMAC-SHA256, eight bytes', () => {
    const key = new Uint8Array(32).fill(7);
    const expected = createHmac('sha256', key).update(address(3)).digest('hex').slice(0, 16);
    expect(Buffer.from(keyedHash(key, address(3))).toString('hex')).toBe(expected);
  });

  it('is hashed with another key in the next window, and the old one is overwritten', () => {
    const { crowd, given, asGiven } = counting();
    for (let window = 0; window < 5; window++) crowd.heard(address(1), 'random', 'dairy', -60, window * 60_000);
    expect(given).toHaveLength(5);
    expect(new Set(asGiven).size).toBe(5);
    expect(asGiven.every(key => key.length === 64)).toBe(true);
    for (const key of given.slice(0, -1)) expect([...key]).toEqual(new Array(32).fill(0));
    const hashes = asGiven.map(key => Buffer.from(keyedHash(Buffer.from(key, 'hex'), address(1))).toString('hex'));
    expect(new Set(hashes).size).toBe(5);
  });

  it('is nothing after the window', () => {
    const { crowd } = counting();
    for (let one = 0; one < 50; one++) crowd.heard(address(one), 'random', 'dairy', -60, 0);
    expect(crowd.size()).toBe(50);
    crowd.figures(60_000);
    expect(crowd.size()).toBe(0);
    for (let one = 0; one < 3; one++) crowd.heard(address(one), 'random', 'dairy', -60, 61_000);
    expect(crowd.figures(120_000)!.figures[0]!.count).toBeNull();
  });

  it('is nothing once it is stopped, key and figures included', () => {
    const { crowd, given } = counting();
    for (let one = 0; one < 50; one++) crowd.heard(address(one), 'random', 'dairy', -60, 0);
    crowd.figures(60_000);
    crowd.stop();
    expect(given.every(key => key.every(byte => byte === 0))).toBe(true);
    expect(crowd.size()).toBe(0);
    expect(crowd.figures(61_000)).toBeNull();
    expect(crowd.heard(address(1), 'random', 'dairy', -60, 62_000)).toBe('stopped');
    expect(given).toHaveLength(2);
  });

  it('is wiped from memory, byte by byte', () => {
    const table = createHashTable(1_000);
    for (let one = 0; one < 500; one++) table.put(keyedHash(new Uint8Array(32), address(one)), one % 7, -60);
    const bytes = () =>
      table.memory().flatMap(part => [...new Uint8Array(part.buffer)].filter(byte => byte !== 0)).length;
    expect(bytes()).toBeGreaterThan(4_000);
    table.wipe();
    expect(bytes()).toBe(0);
  });
});

describe('limits', () => {
  it('remembers no more than 20,000 addresses of 100,000, and says that it were more', () => {
    const { crowd } = counting();
    let answers = 0;
    for (let one = 0; one < 100_000; one++) {
      if (crowd.heard(address(one), 'random', 'dairy', -60, 0) === 'saturated') answers += 1;
    }
    expect(crowd.size()).toBe(20_000);
    expect(answers).toBe(80_000);
    expect(crowd.heard(address(1), 'random', 'dairy', -50, 0)).toBe('counted');
    const [dairy] = crowd.figures(60_000)!.figures;
    expect(dairy).toMatchObject({ count: 20_000, saturated: true });
    expect(crowd.figures(120_000)!.figures[0]).toMatchObject({ count: null, saturated: false });
  });

  it('counts as a set does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.nat(3), fc.integer({ min: -100, max: 0 })), { maxLength: 200 }),
        heard => {
          const table = createHashTable(60);
          const best = new Map<number, { zone: number; rssi: number }>();
          for (const [who, zone, rssi] of heard) {
            table.put(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, who), zone, rssi);
            const known = best.get(who);
            if (!known || rssi > known.rssi || (rssi === known.rssi && zone < known.zone))
              best.set(who, { zone, rssi });
          }
          const expected = [0, 1, 2, 3].map(zone => [...best.values()].filter(one => one.zone === zone).length);
          expect(table.counts(4)).toEqual(expected);
          expect(table.size()).toBe(best.size);
        },
      ),
    );
  });
});
