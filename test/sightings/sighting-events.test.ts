import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  heardTag,
  type Presence,
  quietTag,
  type SightingEvent,
  usualRules,
} from '../../src/sightings/sighting-events.ts';

/** Tells of one tag as it is heard; `quiet` lets time go by. */
function telling() {
  let presence: Presence | null = null;
  return {
    heard(receiver: string, rssi: number, nowMs: number, fresh = false): SightingEvent | null {
      const told = heardTag(presence, { id: 'anna', receiver, rssi, fresh }, nowMs);
      presence = told.presence;
      return told.event;
    },
    quiet(nowMs: number): SightingEvent | null {
      const told = presence && quietTag(presence, nowMs);
      presence = told?.presence ?? null;
      return told?.event ?? null;
    },
  };
}

describe('what is told of a tag', () => {
  it('that it appeared, is still there, and is gone', () => {
    const { heard, quiet } = telling();
    expect(heard('gw-01/0', -60, 0)).toEqual({
      transmitterId: 'anna',
      atMs: 0,
      reason: 'appearance',
      rssiSignature: [{ receiverId: 'gw-01/0', rssi: -60, numberOfDecodings: 1 }],
    });
    for (let atMs = 1_000; atMs < 60_000; atMs += 1_000) expect(heard('gw-01/0', -62, atMs)).toBeNull();
    expect(heard('gw-01/0', -62, 60_000)).toMatchObject({
      reason: 'keep-alive',
      rssiSignature: [{ rssi: -62, numberOfDecodings: 60 }],
    });
    expect(quiet(89_999)).toBeNull();
    expect(quiet(90_000)).toMatchObject({ reason: 'disappearance', rssiSignature: [{ numberOfDecodings: 60 }] });
    expect(quiet(91_000)).toBeNull();
    expect(heard('gw-01/0', -60, 92_000)).toMatchObject({ reason: 'appearance' });
  });

  it('that another receiver hears it best, with all that heard it', () => {
    const { heard } = telling();
    heard('gw-01/0', -60, 0);
    heard('gw-01/0', -80, 3_000);
    heard('gw-01/1', -50, 4_000);
    expect(heard('gw-01/0', -82, 5_000)).toMatchObject({
      reason: 'displacement',
      rssiSignature: [
        { receiverId: 'gw-01/1', rssi: -50, numberOfDecodings: 1 },
        { receiverId: 'gw-01/0', rssi: -81, numberOfDecodings: 2 },
      ],
    });
  });

  it('that it said something new, once it may be told again', () => {
    const { heard } = telling();
    heard('gw-01/0', -60, 0);
    expect(heard('gw-01/0', -60, 1_000, true)).toBeNull();
    expect(heard('gw-01/0', -60, 5_000)).toMatchObject({ reason: 'packets' });
    expect(heard('gw-01/0', -60, 11_000)).toBeNull();
  });

  it('never more often than it may be, whatever is heard, and in an order that makes sense', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 40_000 }),
      receiver: fc.constantFrom('gw-01/0', 'gw-01/1', 'gw-02/0'),
      rssi: fc.integer({ min: -100, max: -30 }),
      fresh: fc.boolean(),
      quiet: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const { heard, quiet } = telling();
        const events: SightingEvent[] = [];
        let nowMs = 0;
        for (const one of steps) {
          nowMs += one.afterMs;
          const event = one.quiet ? quiet(nowMs) : heard(one.receiver, one.rssi, nowMs, one.fresh);
          if (event !== null) events.push(event);
        }
        for (const [at, event] of events.entries()) {
          expect(event.rssiSignature.length).toBeGreaterThan(0);
          const before = events[at - 1];
          if (before === undefined) expect(event.reason).toBe('appearance');
          else if (event.reason !== 'appearance' && event.reason !== 'disappearance') {
            expect(before.reason).not.toBe('disappearance');
            expect(event.atMs - before.atMs).toBeGreaterThanOrEqual(usualRules.minGapMs);
          }
        }
      }),
      { seed: 41, numRuns: 200 },
    );
  });
});
