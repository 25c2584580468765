import type { Connection } from './connection.ts';

/** Coupons kept that have given back their code and could not be told to the mesh yet; the oldest go first. */
export const untoldCouponRows = 20_000;
/** Tills whose wrong codes are remembered; the one that was wrong longest ago goes first. */
export const couponTills = 256;

/** A coupon. Times in ms since 1970. */
export interface CouponRow {
  readonly id: string;
  readonly offer: string | null;
  readonly state: 'issued' | 'redeemed' | 'expired';
  /** When it came into this state. */
  readonly atMs: number;
  readonly untilMs: number;
  /** From then on its code may be drawn again. */
  readonly freeAtMs: number;
  readonly till: string | null;
  readonly revision: number;
}

/** Wrong codes of one till. */
export interface CouponTillRow {
  readonly wrong: number;
  readonly sinceMs: number;
  readonly locks: number;
  readonly lastAtMs: number;
  readonly lockedUntilMs: number;
}

type Cells = [string, string | null, string, number, number, number, string | null, number];

/** Coupons by the HMAC of their code, of which there is at most one at any time. */
export function createCouponRows(connection: Connection) {
  const columns = 'id, offer, state, at_ms, until_ms, free_at_ms, till, revision';
  const byCode = connection.query<Cells>(`SELECT ${columns} FROM coupon WHERE code_mac = ?`);
  const byId = connection.query<Cells>(`SELECT ${columns} FROM coupon WHERE id = ?`);
  const codes = connection.query<[Uint8Array]>('SELECT code_mac FROM coupon WHERE code_mac IS NOT NULL');
  const untold = connection.query<Cells>(
    `SELECT ${columns} FROM coupon WHERE revision > told ORDER BY at_ms, id LIMIT ?`,
  );
  const add = connection.change(
    `INSERT INTO coupon (id, code_mac, offer, state, at_ms, until_ms, free_at_ms, till, revision, told)
     VALUES (?, ?, ?, 'issued', ?, ?, ?, NULL, 1, 0)`,
  );
  const redeem = connection.change(
    `UPDATE coupon SET state = 'redeemed', at_ms = ?, till = ?, free_at_ms = ?, revision = revision + 1
     WHERE id = ? AND state = 'issued'`,
  );
  const expire = connection.change(
    "UPDATE coupon SET state = 'expired', at_ms = until_ms, revision = revision + 1 WHERE state = 'issued' AND until_ms <= ?",
  );
  const release = connection.change('UPDATE coupon SET code_mac = NULL WHERE code_mac IS NOT NULL AND free_at_ms <= ?');
  const tidy = connection.change('DELETE FROM coupon WHERE code_mac IS NULL AND told = revision');
  const tidyOne = connection.change('DELETE FROM coupon WHERE id = ? AND code_mac IS NULL AND told = revision');
  const trim = connection.change(
    `DELETE FROM coupon WHERE id IN (
       SELECT id FROM coupon WHERE code_mac IS NULL ORDER BY at_ms DESC, id DESC LIMIT -1 OFFSET ?)`,
  );
  const tell = connection.change('UPDATE coupon SET told = ? WHERE id = ? AND told < ?');
  const till = connection.query<[number, number, number, number, number]>(
    'SELECT wrong, since_ms, locks, last_at_ms, locked_until_ms FROM coupon_till WHERE till = ?',
  );
  const putTill = connection.change(
    `INSERT OR REPLACE INTO coupon_till (till, wrong, since_ms, locks, last_at_ms, locked_until_ms)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const trimTills = connection.change(
    `DELETE FROM coupon_till WHERE till IN (
       SELECT till FROM coupon_till ORDER BY last_at_ms DESC, till LIMIT -1 OFFSET ?)`,
  );
  return {
    /** The coupon that holds this code now, whatever became of it. */
    couponByCode(mac: Uint8Array): CouponRow | null {
      const cells = byCode.first(mac);
      return cells && rowOf(cells);
    },
    coupon(id: string): CouponRow | null {
      const cells = byId.first(id);
      return cells && rowOf(cells);
    },
    /** The HMAC of every code that is held; 10,000 at most. */
    couponCodes: (): Uint8Array[] => codes.all().map(([mac]) => mac),
    addCoupon(mac: Uint8Array, row: Pick<CouponRow, 'id' | 'offer' | 'atMs' | 'untilMs' | 'freeAtMs'>): void {
      add(row.id, mac, row.offer, row.atMs, row.untilMs, row.freeAtMs);
    },
    /** False when it is not open any more, and then nothing is changed. */
    redeemCoupon: (id: string, atMs: number, tillId: string, freeAtMs: number): boolean =>
      redeem(atMs, tillId, freeAtMs, id) > 0,
    /** Ends what is over, and gives back codes whose time of rest is over. Returns how many expired. */
    sweepCoupons: (nowMs: number): number =>
      connection.transaction(() => {
        const expired = expire(nowMs);
        if (release(nowMs) > 0) {
          tidy();
          trim(untoldCouponRows);
        }
        return expired;
      }),
    /** Coupons whose state the mesh does not know, oldest first. */
    untoldCoupons: (limit: number): CouponRow[] => untold.all(limit).map(rowOf),
    couponTold(id: string, revision: number): void {
      connection.transaction(() => {
        tell(revision, id, revision);
        tidyOne(id);
      });
    },
    couponTill(id: string): CouponTillRow | null {
      const cells = till.first(id);
      if (!cells) return null;
      const [wrong, sinceMs, locks, lastAtMs, lockedUntilMs] = cells;
      return { wrong, sinceMs, locks, lastAtMs, lockedUntilMs };
    },
    putCouponTill(id: string, row: CouponTillRow): void {
      connection.transaction(() => {
        putTill(id, row.wrong, row.sinceMs, row.locks, row.lastAtMs, row.lockedUntilMs);
        trimTills(couponTills);
      });
    },
  };
}

function rowOf([id, offer, state, atMs, untilMs, freeAtMs, till, revision]: Cells): CouponRow {
  return { id, offer, state: state as CouponRow['state'], atMs, untilMs, freeAtMs, till, revision };
}
