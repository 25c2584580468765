import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '../../emulator/mesh/amount.ts';
import { createTill } from '../../emulator/mesh/till.ts';
import { amountAt, type Point, rfc3339, withPoint } from '../../emulator/mesh/timeline.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const hour = 3_600_000;

function point(amountMinor: number, fromMs: number, toMs?: number): Point {
  return {
    from: rfc3339(fromMs),
    ...(toMs === undefined ? {} : { to: rfc3339(toMs) }),
    amountMinor,
    currency: 'EUR',
    unitPriceMinor: amountMinor,
    unit: 'kg',
    kind: toMs === undefined ? 'regular' : 'reduction',
  };
}
const costs = (amountMinor: number) => [point(amountMinor, now - hour)];
const newTill = () => createTill([['a', costs(100)] as const, ['b', costs(100)] as const], 2);

describe('a till', () => {
  it('charges less at once, and nobody need have proven it', () => {
    const till = newTill();
    till.hear(3, 'a', costs(90));
    till.advance(now);
    expect([till.charges('a', now), till.mark()]).toEqual([90, 3]);
  });

  it('charges more only when every gateway has proven it', () => {
    const till = newTill();
    till.applied('gw-1', 2);
    till.applied('gw-2', 2);
    till.hear(3, 'a', costs(110));
    till.applied('gw-1', 3);
    till.advance(now);
    expect([till.charges('a', now), till.mark(), till.waiting()]).toEqual([100, 2, 1]);
    till.applied('gw-2', 3);
    till.advance(now);
    expect([till.charges('a', now), till.mark(), till.waiting()]).toEqual([110, 3, 0]);
  });

  it('lets nothing overtake what waits', () => {
    const till = newTill();
    till.hear(3, 'a', costs(110));
    till.hear(4, 'b', costs(90));
    till.advance(now);
    expect([till.charges('b', now), till.mark()]).toEqual([100, 2]);
    till.applied('gw', 3);
    till.advance(now);
    expect([till.charges('a', now), till.charges('b', now), till.mark()]).toEqual([110, 90, 4]);
  });

  it('sells no more what left, and sells what is new', () => {
    const till = newTill();
    till.hear(3, 'a', null);
    till.hear(4, 'c', costs(5));
    till.advance(now);
    expect([till.charges('a', now), till.charges('c', now), till.mark()]).toEqual([null, 5, 4]);
  });

  it('charges no higher price when more gateways speak than it can follow', () => {
    const till = newTill();
    for (let at = 0; at <= 1_001; at++) till.applied(`gw-${at}`, 3);
    till.hear(3, 'a', costs(110));
    till.advance(now);
    expect(till.charges('a', now)).toBe(100);
  });

  it('waits for proof in the new numbers after a new epoch', () => {
    const till = newTill();
    till.applied('gw', 2);
    till.hear(3, 'a', costs(110));
    till.renew(2);
    till.advance(now);
    expect([till.charges('a', now), till.mark()]).toEqual([100, 0]);
    till.applied('gw', 2);
    till.advance(now);
    expect([till.charges('a', now), till.mark()]).toEqual([110, 2]);
  });

  it('keeps the newest change of each product when ten thousand wait', () => {
    const till = newTill();
    for (let seq = 3; seq <= 10_010; seq++) till.hear(seq, seq % 2 === 0 ? 'a' : 'b', costs(100 + seq));
    expect(till.waiting()).toBeLessThan(10_001);
    till.applied('gw', 10_010);
    till.advance(now);
    expect([till.charges('a', now), till.charges('b', now), till.mark()]).toEqual([10_110, 10_109, 10_010]);
  });
});

describe('a timeline', () => {
  it('a new price holds from its second on, also when several are set within it', () => {
    let timeline: readonly Point[] = costs(100);
    for (const amount of [90, 80, 70]) timeline = withPoint(timeline, point(amount, now + amount), now + amount)!;
    expect(amountAt(timeline, now + 90)).toBe(70);
  });

  it('a new price takes over from a reduction; what was planned stays planned', () => {
    const timeline = [point(100, now - hour), point(80, now - hour / 2, now + hour), point(120, now + 2 * hour)];
    const next = withPoint(timeline, point(95, now), now)!;
    expect([amountAt(next, now), amountAt(next, now + hour), amountAt(next, now + 2 * hour)]).toEqual([95, 95, 120]);
  });

  it('never grows past what the contract carries', () => {
    let timeline: readonly Point[] = costs(100);
    for (let at = 1; at < 64; at++) timeline = withPoint(timeline, point(at, now + at * hour), now)!;
    expect(timeline.length).toBe(64);
    expect(withPoint(timeline, point(1, now + 100 * hour), now)).toBeNull();
    expect(withPoint(timeline, point(7, now + 5 * hour), now)?.length).toBe(64);
  });
});

describe('an amount', () => {
  it('is exact for every amount of a currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 1_000_000_000_000n),
        fc.constantFrom(['EUR', 2], ['JPY', 0], ['KWD', 3]),
        (minor, c) => {
          const [currency, digits] = c as [string, number];
          const text = minor.toString().padStart(digits + 1, '0');
          const written = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
          expect(parseAmount(written, currency)).toBe(minor);
        },
      ),
    );
  });

  it('is refused when it is not one', () => {
    for (const text of ['', '0', '0.00', '-1', '1.234', '1,5', '.5', '1.', '1e3', ' 1', '10000000000.01', '٣']) {
      expect(parseAmount(text, 'EUR')).toBeNull();
    }
    expect(parseAmount('1.5', 'EUR')).toBe(150n);
    expect(parseAmount('1000000000000', 'JPY')).toBe(1_000_000_000_000n);
    expect(parseAmount('1000000000001', 'JPY')).toBeNull();
    expect(parseAmount('1.5', 'JPY')).toBeNull();
  });
});
