import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begin,
  codeAlphabet,
  drawCode,
  drawSecret,
  enter,
  mostPairings,
  noPairings,
  type Pairings,
  pairingMs,
  pairingOf,
  tokenHash,
  withdraw,
  wrongCodes,
} from '../../src/signage/pairing.ts';

const begun = (before: Pairings, screen: string, code: string, nowMs = 0): Pairings => {
  const next = begin(before, { screen, code, secret: `secret of ${code}` }, nowMs);
  if (!next.ok) throw new Error(next.reason);
  return next.pairings;
};
const entered = (before: Pairings, screen: string, code: string, nowMs = 0) =>
  enter(before, { screen, code, token: `token for ${code}` }, nowMs);

describe('codes', () => {
  test('have six characters that nobody mistakes for others, and differ', () => {
    const codes = Array.from({ length: 200 }, () => drawCode(randomBytes));
    for (const code of codes) expect(code).toMatch(new RegExp(`^[${codeAlphabet}]{6}$`));
    expect(new Set(codes).size).toBeGreaterThan(195);
    expect(codeAlphabet).not.toMatch(/[0OQ1IL2Z5S8BUVG]/);
  });

  test('come from the randomness that is given', () => {
    expect(drawCode(() => new Uint8Array(8))).toBe('AAAAAA');
    expect(drawCode(() => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 22))).toBe('CCAAAA');
    expect(drawSecret(length => new Uint8Array(length).fill(255))).toBe(`${'_'.repeat(42)}8`);
  });
});

describe('a pairing', () => {
  test('waits, is paired by its code however it is typed, and hands its token to its secret alone', () => {
    const open = begun(begun(noPairings, 'entrance', 'ACDEFH'), 'entrance', 'WXY346');
    expect(pairingOf(open, 'entrance', 'secret of ACDEFH', 1)).toMatchObject({ token: null });
    const { pairings, outcome } = entered(open, 'entrance', 'acd-efh ', 1);
    expect(outcome).toBe('paired');
    expect(pairingOf(pairings, 'entrance', 'secret of ACDEFH', 2)).toMatchObject({ token: 'token for acd-efh ' });
    expect(pairingOf(pairings, 'entrance', 'secret of WXY346', 2)).toMatchObject({ token: null });
    expect(pairingOf(pairings, 'aisle', 'secret of ACDEFH', 2)).toBeNull();
    expect(pairingOf(pairings, 'entrance', 'secret of acdefh', 2)).toBeNull();
  });

  test('is good for one page only, on its own screen only, and no longer than it says', () => {
    const open = begun(noPairings, 'entrance', 'ACDEFH');
    const after = entered(open, 'entrance', 'ACDEFH').pairings;
    expect(entered(after, 'entrance', 'ACDEFH').outcome).toBe('screen.pair-code-wrong');
    expect(entered(open, 'aisle', 'ACDEFH').outcome).toBe('screen.pair-code-wrong');
    expect(entered(open, 'entrance', 'ACDEFH', pairingMs - 1).outcome).toBe('paired');
    expect(entered(open, 'entrance', 'ACDEFH', pairingMs).outcome).toBe('screen.pair-code-wrong');
    expect(pairingOf(after, 'entrance', 'secret of ACDEFH', pairingMs)).toBeNull();
  });

  test('is over when its token is revoked before it was fetched', () => {
    const { pairings } = entered(begun(noPairings, 'entrance', 'ACDEFH'), 'entrance', 'ACDEFH');
    const left = withdraw(pairings, new Set([tokenHash('token for ACDEFH')]));
    expect(pairingOf(left, 'entrance', 'secret of ACDEFH', 1)).toBeNull();
  });

  test('of a page that is loaded again and again takes no place of other screens', () => {
    let open = begun(noPairings, 'aisle', 'WXY346');
    for (let n = 0; n < 40; n++) open = begun(open, 'entrance', drawCode(randomBytes), n);
    expect(open.open.filter(({ screen }) => screen === 'entrance')).toHaveLength(4);
    expect(entered(open, 'aisle', 'WXY346', 50).outcome).toBe('paired');
  });

  test('is refused when all places are taken, until one has run out', () => {
    let open = noPairings;
    for (let n = 0; n < mostPairings; n++) open = begun(open, `screen-${n}`, 'ACDEFH', n);
    expect(begin(open, { screen: 'one-more', code: 'ACDEFH', secret: 's' }, 20)).toEqual({
      ok: false,
      reason: 'screen.pairings-too-many',
    });
    expect(begin(open, { screen: 'one-more', code: 'ACDEFH', secret: 's' }, pairingMs).ok).toBe(true);
  });
});

describe('wrong codes', () => {
  test('lock their screen, for the right code as well, and no other one', () => {
    let state = begun(begun(noPairings, 'entrance', 'ACDEFH'), 'aisle', 'WXY346');
    for (let n = 0; n < wrongCodes; n++) {
      const tried = entered(state, 'entrance', 'AAAAAA', n);
      expect(tried.outcome).toBe('screen.pair-code-wrong');
      state = tried.pairings;
    }
    expect(entered(state, 'entrance', 'ACDEFH', 10).outcome).toBe('screen.pairing-locked');
    expect(entered(state, 'aisle', 'WXY346', 10).outcome).toBe('paired');
    const later = begun(state, 'entrance', 'JKMNPR', pairingMs);
    expect(entered(later, 'entrance', 'JKMNPR', pairingMs + wrongCodes - 2).outcome).toBe('screen.pairing-locked');
    expect(entered(later, 'entrance', 'JKMNPR', pairingMs + wrongCodes - 1).outcome).toBe('paired');
  });

  test('are forgotten after the right one', () => {
    let state = begun(begun(noPairings, 'entrance', 'ACDEFH'), 'entrance', 'WXY346');
    for (let n = 0; n < wrongCodes - 1; n++) state = entered(state, 'entrance', 'AAAAAA').pairings;
    state = entered(state, 'entrance', 'ACDEFH').pairings;
    for (let n = 0; n < wrongCodes - 1; n++) state = entered(state, 'entrance', 'AAAAAA').pairings;
    expect(entered(state, 'entrance', 'WXY346').outcome).toBe('paired');
  });

  test('never get further than the lock permits, whatever the pattern', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 120 }), gaps => {
        let state = noPairings;
        let nowMs = 0;
        const looked: number[] = [];
        for (const gap of gaps) {
          nowMs += gap;
          const tried = entered(state, 'entrance', 'AAAAAA', nowMs);
          state = tried.pairings;
          if (tried.outcome === 'screen.pair-code-wrong') looked.push(nowMs);
        }
        for (const fromMs of looked) {
          const near = looked.filter(atMs => atMs >= fromMs && atMs < fromMs + pairingMs);
          expect(near.length).toBeLessThan(2 * wrongCodes);
        }
        expect(state.tried.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
