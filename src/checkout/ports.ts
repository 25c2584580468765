/** A coupon as it is remembered. Times in ms since 1970. */
export interface CouponRow {
  readonly id: string;
  readonly offer: string | null;
  readonly state: 'issued' | 'redeemed' | 'expired';
  readonly atMs: number;
  readonly untilMs: number;
  readonly freeAtMs: number;
  readonly till: string | null;
  readonly revision: number;
}

/** Wrong codes that came from one till. */
export interface Tries {
  readonly wrong: number;
  /** Since when they are counted. */
  readonly sinceMs: number;
  /** Times that it was locked in a row. */
  readonly locks: number;
  readonly lastAtMs: number;
  readonly lockedUntilMs: number;
}

/** Where coupons are durable. Any write may throw, and then nothing of its transaction happened. */
export interface CouponStore {
  /** All of it is on disk when this returns, and nobody else wrote in between. */
  transaction<T>(work: () => T): T;
  couponByCode(mac: Uint8Array): CouponRow | null;
  couponCodes(): Uint8Array[];
  addCoupon(mac: Uint8Array, row: Pick<CouponRow, 'id' | 'offer' | 'atMs' | 'untilMs' | 'freeAtMs'>): void;
  redeemCoupon(id: string, atMs: number, till: string, freeAtMs: number): boolean;
  sweepCoupons(nowMs: number): number;
  couponTill(id: string): Tries | null;
  putCouponTill(id: string, tries: Tries): void;
}

/** Where used tickets are durable. */
export interface TicketStore {
  useTicket(ticket: string, forgetAtMs: number, nowMs: number): 'new' | 'used' | 'full';
}

/** What opens the door, for as long as it is configured to. */
export interface Relay {
  /** Whether it would open now. */
  reachable(): boolean;
  open(): void;
}
