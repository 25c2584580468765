import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBthome } from '../../../src/beacons/formats/bthome-encryption.ts';
import { type BthomeEvent, hearBthome, nothingHeard } from '../../../src/beacons/formats/bthome-replay.ts';
import { hex } from '../../devices/feed.ts';
import vectors from '../../vectors/beacons/bthome.json' with { type: 'json' };

/** Novelty of each in turn, a second apart unless told. */
function hearAll(events: readonly (BthomeEvent & { atMs?: number })[]) {
  let history = nothingHeard;
  return events.map((event, at) => {
    const heard = hearBthome(history, event, event.atMs ?? at * 1_000);
    // A plain value: what is kept on disk goes on as if it had been in memory.
    history = JSON.parse(JSON.stringify(heard.history));
    return heard.novelty;
  });
}
const encrypted = (counter: number): BthomeEvent => ({ type: 'encrypted', counter });
const packet = (packetId: number | null, atMs?: number) => ({
  type: 'plain' as const,
  packetId,
  ...(atMs === undefined ? {} : { atMs }),
});

describe('encrypted messages', () => {
  it('are taken upwards only, also below 100', () => {
    expect(hearAll([5, 6, 6, 5, 99, 7, 100, 99, 50].map(encrypted))).toEqual([
      'new',
      'new',
      'repeated',
      'replayed',
      'new',
      'replayed',
      'new',
      'replayed',
      'replayed',
    ]);
  });

  it('take no recording of the public tests that goes back', () => {
    const counters = ['test_increasing_encryption_counter, first', 'test_decreasing_encryption_counter, second'].map(
      name => {
        const { hex: bytes, key, address } = vectors.sealed.find(({ test }) => test === name)!;
        const opened = openBthome(hex(bytes), hex(address), hex(key));
        return opened.ok ? opened.counter : -1;
      },
    );
    expect(hearAll(counters.map(encrypted))).toEqual(['new', 'replayed']);
  });

  it('do not begin again by themselves at the highest counter', () => {
    expect(hearAll([encrypted(0xffffffff), encrypted(0)])).toEqual(['new', 'replayed']);
  });

  it('begin again when somebody says that the battery was changed', () => {
    expect(hearAll([encrypted(5_000), encrypted(1), { type: 'battery-changed' }, encrypted(1), encrypted(1)])).toEqual([
      'new',
      'replayed',
      'new',
      'new',
      'repeated',
    ]);
  });

  it('are each taken once at most, whatever is played back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 60 }), counters => {
        const taken = counters.filter((_, at) => hearAll(counters.slice(0, at + 1).map(encrypted)).at(-1) === 'new');
        expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
      }),
      { seed: 13, numRuns: 50 },
    );
  });

  it('make plain ones suspicious', () => {
    expect(hearAll([packet(1), encrypted(1), packet(2), { type: 'battery-changed' }, packet(3)])).toEqual([
      'new',
      'new',
      'downgraded',
      'new',
      'new',
    ]);
  });
});

describe('plain messages', () => {
  // Source: Bluetooth-Devices/bthome-ble: test_identical_packet_id, test_increasing_packet_id.
  it('are taken once for each packet id, in either order of the radio', () => {
    expect(hearAll([packet(9), packet(9), packet(8), packet(10), packet(72), packet(73)])).toEqual([
      'new',
      'repeated',
      'repeated',
      'new',
      'new',
      'new',
    ]);
    expect(hearAll([packet(250), packet(2), packet(251), packet(66)])).toEqual(['new', 'new', 'repeated', 'repeated']);
  });

  it('are new again after four seconds, and after the clock was set', () => {
    expect(hearAll([packet(9, 0), packet(9, 4_000), packet(9, 4_001)])).toEqual(['new', 'repeated', 'new']);
    expect(hearAll([packet(9, 100_000), packet(9, 10)])).toEqual(['new', 'new']);
  });

  it('are all taken where the sensor does not number them', () => {
    expect(hearAll([packet(null), packet(null), packet(3), packet(null), packet(3)])).toEqual([
      'new',
      'new',
      'new',
      'new',
      'repeated',
    ]);
  });
});
