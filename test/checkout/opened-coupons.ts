import { createHash } from 'node:crypto';
import { type CouponOptions, createCoupons } from '../../src/checkout/coupons.ts';
import type { Store } from '../../src/store/store.ts';
import { seededBytes } from './random-bytes.ts';

export const couponKey = createHash('sha256').update('key of the tests').digest();
export const startMs = 1_796_000_000_000;
export const dayMs = 86_400_000;
export const minuteMs = 60_000;

/** Coupons on a store, as they are configured when nothing is said, and a clock that is set by hand. */
export function couponsOn(store: Store, over: Partial<CouponOptions> = {}) {
  const clock = { nowMs: startMs, now: () => clock.nowMs };
  const coupons = createCoupons({
    store,
    clock,
    key: couponKey,
    randomBytes: seededBytes(7),
    lifeMs: dayMs,
    tries: 3,
    lockMs: minuteMs,
    url: null,
    ...over,
  });
  const issued = (offer: string | null = null, lifeMs?: number) => {
    const result = coupons.issue({ offer, ...(lifeMs === undefined ? {} : { lifeMs }) });
    if (!result.ok) throw new Error(result.reason);
    return result.coupon;
  };
  return { coupons, clock, issued };
}

/** A code that nobody holds, given those that are. */
export function codeBeside(held: readonly string[]): string {
  for (let n = 0; n < 10_000; n++) {
    const code = String(n).padStart(4, '0');
    if (!held.includes(code)) return code;
  }
  throw new Error('every code is held');
}
