import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawBelow } from '../../src/checkout/coupon-codes.ts';
import { codeRestMs } from '../../src/checkout/coupons.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { codeBeside, couponKey, couponsOn, dayMs, minuteMs, startMs } from './opened-coupons.ts';
import { seededBytes } from './random-bytes.ts';

test('a coupon is redeemed once, and says so after a restart', () =>
  inDirectory(dir => {
    const first = opened(dir);
    const coupon = couponsOn(first.store).issued('milk-friday');
    expect(coupon).toMatchObject({ offer: 'milk-friday', untilMs: startMs + dayMs });
    expect(coupon.code).toMatch(/^\d{4}$/);
    expect(coupon.id).not.toContain(coupon.code);
    expect(coupon.qr).toBe(coupon.code);
    first.store.close();

    const second = opened(dir);
    const { coupons } = couponsOn(second.store);
    const wish = { code: coupon.code, till: 'till-1' };
    expect(coupons.redeem({ ...wish, dryRun: true })).toMatchObject({ ok: true, redeemed: false });
    expect(coupons.redeem(wish)).toMatchObject({
      ok: true,
      redeemed: true,
      coupon: { id: coupon.id, offer: 'milk-friday', state: 'redeemed', till: 'till-1' },
    });
    second.store.close();

    const third = opened(dir);
    expect(couponsOn(third.store).coupons.redeem({ ...wish, till: 'till-2' })).toMatchObject({
      ok: false,
      reason: 'coupon.used',
    });
    expect(third.store.untoldCoupons(10)).toMatchObject([
      { id: coupon.id, state: 'redeemed', till: 'till-1', revision: 2 },
    ]);
    third.store.close();
  }));

test('codes lie on the disk as HMAC only', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const { issued } = couponsOn(store);
    const codes = Array.from({ length: 50 }, () => issued('known-offer').code);
    const macs = codes.map(code => createHmac('sha256', couponKey).update(`coupon ${code}`).digest('hex'));
    expect(
      store
        .couponCodes()
        .map(mac => Buffer.from(mac).toString('hex'))
        .sort(),
    ).toEqual(macs.sort());
    expect(couponsOn(store, { key: Buffer.alloc(32) }).coupons.redeem({ code: codes[0]!, till: 'a' })).toMatchObject({
      reason: 'coupon.unknown',
    });
    store.close();
    const disk = Buffer.concat(readdirSync(dir).map(name => readFileSync(join(dir, name)))).toString('latin1');
    expect(disk).toContain('known-offer');
    // Four digits stand in hex ids and instants by chance; as a cell of their own they would stand beside the offer.
    for (const code of codes) expect(disk).not.toMatch(new RegExp(`${code}known-offer|known-offer${code}`));
  }));

test('it expires at its instant, and its code rests before it is drawn again', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const { coupons, clock, issued } = couponsOn(store);
    const { code, id, untilMs } = issued(null, minuteMs);
    clock.nowMs = untilMs - 1;
    expect(coupons.redeem({ code, till: 'a', dryRun: true })).toMatchObject({ ok: true });
    clock.nowMs = untilMs;
    expect(coupons.redeem({ code, till: 'a' })).toMatchObject({ ok: false, reason: 'coupon.expired' });
    expect(coupons.sweep()).toBe(1);
    expect(coupons.sweep()).toBe(0);
    expect(store.coupon(id)).toMatchObject({ state: 'expired', atMs: untilMs });
    // Once it was called expired, a clock that is put back does not revive it.
    clock.nowMs = startMs;
    expect(coupons.redeem({ code, till: 'b' })).toMatchObject({ ok: false, reason: 'coupon.expired' });
    clock.nowMs = untilMs + codeRestMs - 1;
    coupons.sweep();
    expect(coupons.redeem({ code, till: 'c' })).toMatchObject({ reason: 'coupon.expired' });
    clock.nowMs += 1;
    coupons.sweep();
    expect(coupons.redeem({ code, till: 'd' })).toMatchObject({ reason: 'coupon.unknown' });
    // It still waits to be told to the mesh, and is gone when it was.
    expect(store.untoldCoupons(10)).toMatchObject([{ id, state: 'expired', revision: 2 }]);
    store.couponTold(id, 1);
    expect(store.untoldCoupons(10)).toHaveLength(1);
    store.couponTold(id, 2);
    expect(store.untoldCoupons(10)).toEqual([]);
    expect(store.coupon(id)).toBeNull();
    store.close();
  }));

test(
  '10,000 codes are issued without a collision, one more is refused, and all are redeemed once',
  { timeout: 120_000 },
  () =>
    inDirectory(dir => {
      const { store } = opened(dir);
      const { coupons, clock, issued } = couponsOn(store);
      const codes = new Set<string>();
      for (let round = 0; round < 20; round++) {
        store.transaction(() => {
          for (let i = 0; i < 500; i++) codes.add(issued().code);
        });
      }
      expect(codes.size).toBe(10_000);
      expect(coupons.issue({ offer: null })).toMatchObject({ ok: false, reason: 'coupon.full' });
      const order = [...codes].sort();
      for (let round = 0; round < 20; round++) {
        store.transaction(() => {
          for (const code of order.slice(round * 500, round * 500 + 500)) {
            expect(coupons.redeem({ code, till: 'till-1' }).ok).toBe(true);
          }
        });
      }
      expect(coupons.redeem({ code: order[0]!, till: 'till-2' })).toMatchObject({ reason: 'coupon.used' });
      // All of them rest; then the space is whole again.
      clock.nowMs += codeRestMs - 1;
      expect(coupons.issue({ offer: null })).toMatchObject({ reason: 'coupon.full' });
      clock.nowMs += 1;
      expect(coupons.issue({ offer: null }).ok).toBe(true);
      expect(store.couponCodes()).toHaveLength(1);
      store.close();
    }),
);

test('whatever tills do in whatever order, a code is redeemed once and never reused early', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const act = fc.oneof(
      fc.record({ do: fc.constant('issue' as const), lifeMs: fc.integer({ min: minuteMs, max: 10 * minuteMs }) }),
      fc.record({
        do: fc.constant('redeem' as const),
        which: fc.nat(30),
        till: fc.constantFrom('a', 'b', 'c'),
        dryRun: fc.boolean(),
      }),
      fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 6 * minuteMs }) }),
    );
    const randomBytes = seededBytes(3);
    let epochMs = startMs;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), acts => {
        const restMs = 5 * minuteMs;
        const { coupons, clock } = couponsOn(store, { randomBytes, tries: 1_000, restMs });
        clock.nowMs = epochMs;
        const held: { code: string; id: string; untilMs: number; freeAtMs: number; redeemed: boolean }[] = [];
        for (const step of acts) {
          if (step.do === 'pass') clock.nowMs += step.ms;
          else if (step.do === 'issue') {
            const result = coupons.issue({ offer: null, lifeMs: step.lifeMs });
            if (!result.ok) throw new Error(result.reason);
            const { code, id, untilMs } = result.coupon;
            expect(held.filter(one => one.freeAtMs > clock.nowMs).map(one => one.code)).not.toContain(code);
            held.push({ code, id, untilMs, freeAtMs: untilMs + restMs, redeemed: false });
          } else if (held.length > 0) {
            const { code } = held[step.which % held.length]!;
            const one = held.findLast(coupon => coupon.code === code)!;
            const result = coupons.redeem({ code, till: step.till, dryRun: step.dryRun });
            const open = !one.redeemed && clock.nowMs < one.untilMs;
            expect(result.ok).toBe(open);
            if (result.ok && result.redeemed) {
              expect(result.coupon.id).toBe(one.id);
              one.redeemed = true;
              one.freeAtMs = clock.nowMs + restMs;
            }
          }
        }
        epochMs = clock.nowMs + dayMs;
      }),
      { seed: 4, numRuns: 60 },
    );
    store.close();
  }));

test('three wrong codes lock a till, each time for longer, through a restart', () =>
  inDirectory(dir => {
    const first = opened(dir);
    const before = couponsOn(first.store);
    const { code } = before.issued();
    const wrong = codeBeside([code]);
    for (let i = 0; i < 3; i++) {
      expect(before.coupons.redeem({ code: wrong, till: 'a' })).toMatchObject({ reason: 'coupon.unknown' });
    }
    expect(before.coupons.redeem({ code, till: 'a' })).toMatchObject({ reason: 'coupon.locked', detail: 'for 60 s' });
    first.store.close();

    const second = opened(dir);
    const { coupons, clock } = couponsOn(second.store);
    expect(coupons.redeem({ code, till: 'a', dryRun: true })).toMatchObject({ reason: 'coupon.locked' });
    // Another till is not concerned.
    expect(coupons.redeem({ code, till: 'b', dryRun: true })).toMatchObject({ ok: true });
    clock.nowMs += minuteMs;
    for (let i = 0; i < 3; i++)
      expect(coupons.redeem({ code: '12', till: 'a' })).toMatchObject({ reason: 'coupon.unknown' });
    clock.nowMs += 2 * minuteMs - 1;
    expect(coupons.redeem({ code, till: 'a' })).toMatchObject({ reason: 'coupon.locked' });
    clock.nowMs += 1;
    expect(coupons.redeem({ code, till: 'a' })).toMatchObject({ ok: true });
    second.store.close();
  }));

test('trying all codes out does not come far, from one till or from many names', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const hours = 24;
    for (const tills of [1, 1_000]) {
      const { coupons, clock } = couponsOn(store);
      clock.nowMs = startMs + tills * 30 * dayMs;
      let answered = 0;
      for (let n = 0; n < hours * 60; n++) {
        store.transaction(() => {
          for (let i = 0; i < 20; i++) {
            const code = String((n * 20 + i) % 10_000).padStart(4, '0');
            const result = coupons.redeem({ code, till: `till-${(n * 20 + i) % tills}` });
            if (result.ok || result.reason !== 'coupon.locked') answered += 1;
          }
        });
        clock.nowMs += minuteMs;
      }
      expect(answered).toBeGreaterThan(0);
      expect(answered).toBeLessThan(tills === 1 ? 100 : 1_000);
    }
    store.close();
  }));

test('codes are drawn uniformly, and from a stuck source not at all', () => {
  const bytes = seededBytes(11);
  const seen = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 20_000; i++) seen[drawBelow(10, bytes)]! += 1;
  // Nine degrees of freedom: 27.9 is exceeded once in a thousand.
  expect(seen.reduce((sum, n) => sum + (n - 2_000) ** 2 / 2_000, 0)).toBeLessThan(27.9);
  expect(() => drawBelow(10_000, length => new Uint8Array(length).fill(0xff))).toThrow('stuck');
});

test('its QR code and NDEF message lead to the address that is configured', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const plain = couponsOn(store).issued();
    expect(Buffer.from(plain.ndef).toString('hex')).toBe(`d101075402656e${Buffer.from(plain.code).toString('hex')}`);
    const url = 'https://shop.example/c/{code}';
    const coupon = couponsOn(store, { url, randomBytes: seededBytes(99) }).issued();
    expect(coupon.qr).toBe(`https://shop.example/c/${coupon.code}`);
    expect(Buffer.from(coupon.ndef).subarray(0, 5).toString('hex')).toBe('d101145504');
    expect(Buffer.from(coupon.ndef).subarray(5).toString()).toBe(`shop.example/c/${coupon.code}`);
    store.close();
  }));
