import type { Migration } from './migration.ts';

/**
 * Coupons, what each till has tried, and entry tickets that were used. Codes stand here as their HMAC only. A coupon
 * without one has given its code back and waits to be told to the mesh.
 */
export const checkout: Migration = {
  version: 3,
  name: 'checkout',
  sql: `
    CREATE TABLE coupon (
      id TEXT PRIMARY KEY, code_mac BLOB, offer TEXT, state TEXT NOT NULL, at_ms INTEGER NOT NULL,
      until_ms INTEGER NOT NULL, free_at_ms INTEGER NOT NULL, till TEXT, revision INTEGER NOT NULL, told INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX coupon_by_code ON coupon (code_mac) WHERE code_mac IS NOT NULL;
    CREATE INDEX coupon_by_release ON coupon (free_at_ms) WHERE code_mac IS NOT NULL;
    CREATE INDEX coupon_by_end ON coupon (until_ms) WHERE state = 'issued';
    CREATE INDEX coupon_waiting ON coupon (at_ms, id) WHERE revision > told;

    CREATE TABLE coupon_till (
      till TEXT PRIMARY KEY, wrong INTEGER NOT NULL, since_ms INTEGER NOT NULL, locks INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL, locked_until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE entry_ticket (
      ticket TEXT PRIMARY KEY, forget_at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entry_ticket_by_end ON entry_ticket (forget_at_ms);
  `,
};
