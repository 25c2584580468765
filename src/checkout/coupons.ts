import type { Clock } from '../clock.ts';
import { createCodes } from './coupon-codes.ts';
import { textMessage, uriMessage } from './ndef.ts';
import type { CouponRow, CouponStore } from './ports.ts';
import { afterRight, afterWrong, type TryLimits, waitMs } from './tries.ts';

/** How long a code rests after its coupon was redeemed or expired, so that no old slip of paper opens a new coupon. */
export const codeRestMs = 86_400_000;
/** All tills together may try so many times what one may: names of tills are cheap. */
const everyTillFactor = 10;
/** No till is called so. */
const everyTill = '*';

export interface CouponOptions {
  readonly store: CouponStore;
  readonly clock: Pick<Clock, 'now'>;
  /** For the HMAC of codes, 32 bytes; with another key every coupon that is open becomes unknown. */
  readonly key: Uint8Array;
  /** Cryptographically random. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly lifeMs: number;
  readonly tries: number;
  readonly lockMs: number;
  /** Where its QR code leads, with `{code}` in it; null: the code itself. */
  readonly url: string | null;
  readonly restMs?: number;
  /** Whether the clock may be believed; while it may not, nothing ends for good. Absent: always. */
  readonly trusted?: () => boolean;
}

/** A new coupon; its code is told this once. */
export interface IssuedCoupon {
  readonly id: string;
  readonly code: string;
  readonly offer: string | null;
  readonly untilMs: number;
  /** Text of its QR code. */
  readonly qr: string;
  /** An NDEF message: a URI when there is an address, else a text. */
  readonly ndef: Uint8Array;
}

export type IssueResult =
  | { readonly ok: true; readonly coupon: IssuedCoupon }
  | { readonly ok: false; readonly reason: 'coupon.full'; readonly detail: string };

export type RedeemResult =
  | { readonly ok: true; readonly coupon: CouponRow; readonly redeemed: boolean }
  | {
      readonly ok: false;
      readonly reason: 'coupon.unknown' | 'coupon.used' | 'coupon.expired' | 'coupon.locked';
      readonly detail: string;
    };

export interface Coupons {
  issue(wish: { readonly offer: string | null; readonly lifeMs?: number }): IssueResult;
  /** `dryRun`: asks only. A wrong code counts all the same. */
  redeem(wish: { readonly code: string; readonly till: string; readonly dryRun?: boolean }): RedeemResult;
  /** Ends coupons whose time is over; to be called every minute or so. Returns how many. */
  sweep(): number;
}

/**
 * Coupons as four digits. Each answer is one transaction on disk before it is given, so of two tills that come with the
 * same code one is too late, and a restart forgets neither a coupon nor a try. Throws what the store throws when it
 * cannot write: then nothing was issued or redeemed.
 */
export function createCoupons(options: CouponOptions): Coupons {
  const { store, clock, randomBytes, url, trusted = () => true } = options;
  const restMs = options.restMs ?? codeRestMs;
  const codes = createCodes(options.key);
  const oneTill: TryLimits = { tries: options.tries, lockMs: options.lockMs, windowMs: Number.POSITIVE_INFINITY };
  const allTills: TryLimits = {
    tries: options.tries * everyTillFactor,
    lockMs: options.lockMs,
    windowMs: options.lockMs * everyTillFactor,
  };
  const limits = (till: string) => [[till, oneTill] as const, [everyTill, allTills] as const];

  function countWrong(till: string, nowMs: number): void {
    for (const [who, limit] of limits(till)) store.putCouponTill(who, afterWrong(store.couponTill(who), nowMs, limit));
  }

  function present(code: string): { readonly qr: string; readonly ndef: Uint8Array } {
    const qr = url === null ? code : url.replaceAll('{code}', code);
    const ndef = url === null ? textMessage(code, 'en') : uriMessage(qr);
    if (ndef === null) throw new Error('the address of coupons is longer than its configuration allows');
    return { qr, ndef };
  }

  return {
    issue({ offer, lifeMs = options.lifeMs }) {
      const nowMs = clock.now();
      const id = Buffer.from(randomBytes(16)).toString('hex');
      const untilMs = nowMs + lifeMs;
      const code = store.transaction(() => {
        if (trusted()) store.sweepCoupons(nowMs);
        const drawn = codes.draw(mac => store.couponByCode(mac) !== null, store.couponCodes, randomBytes);
        if (drawn === null) return null;
        store.addCoupon(codes.macOf(drawn), { id, offer, atMs: nowMs, untilMs, freeAtMs: untilMs + restMs });
        return drawn;
      });
      if (code === null) return { ok: false, reason: 'coupon.full', detail: 'all 10,000 codes are held' };
      return { ok: true, coupon: { id, code, offer, untilMs, ...present(code) } };
    },
    redeem({ code, till, dryRun = false }) {
      const nowMs = clock.now();
      return store.transaction((): RedeemResult => {
        const wait = Math.max(...limits(till).map(([who, limit]) => waitMs(store.couponTill(who), nowMs, limit)));
        if (wait > 0) return refused('coupon.locked', `for ${Math.ceil(wait / 1_000)} s`);
        const coupon = /^\d{4}$/.test(code) ? store.couponByCode(codes.macOf(code)) : null;
        const problem = problemOf(coupon, nowMs);
        if (problem !== null || coupon === null) {
          countWrong(till, nowMs);
          return problem ?? refused('coupon.unknown', 'no coupon has this code');
        }
        if (dryRun) return { ok: true, coupon, redeemed: false };
        if (!store.redeemCoupon(coupon.id, nowMs, till, nowMs + restMs)) throw new Error('an open coupon was not open');
        const tried = store.couponTill(till);
        if (tried !== null) store.putCouponTill(till, afterRight(tried));
        const state = 'redeemed' as const;
        const revision = coupon.revision + 1;
        const row = { ...coupon, state, atMs: nowMs, till, freeAtMs: nowMs + restMs, revision };
        return { ok: true, coupon: row, redeemed: true };
      });
    },
    sweep: () => store.sweepCoupons(clock.now()),
  };
}

function problemOf(coupon: CouponRow | null, nowMs: number): RedeemResult | null {
  if (coupon === null) return refused('coupon.unknown', 'no coupon has this code');
  if (coupon.state === 'redeemed') return refused('coupon.used', `at ${instant(coupon.atMs)}`);
  if (coupon.state === 'expired' || nowMs >= coupon.untilMs) {
    return refused('coupon.expired', `since ${instant(coupon.untilMs)}`);
  }
  return null;
}

function refused(reason: Extract<RedeemResult, { ok: false }>['reason'], detail: string): RedeemResult {
  return { ok: false, reason, detail };
}

const instant = (ms: number): string => new Date(ms).toISOString();
