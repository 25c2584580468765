import type { Migration } from './migration.ts';

/**
 * STRICT tables, so a column holds its type or the write fails. No foreign keys between labels and what is known of
 * them: a binding, a key or an upload may each be the first word about a label.
 */
export const ground: Migration = {
  version: 1,
  name: 'ground',
  sql: `
    CREATE TABLE fact (
      stream TEXT NOT NULL, key TEXT NOT NULL, epoch INTEGER NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL,
      deleted INTEGER NOT NULL, content_hash TEXT NOT NULL, body TEXT NOT NULL, received_at_ms INTEGER NOT NULL,
      traceparent TEXT, checksum INTEGER NOT NULL,
      PRIMARY KEY (stream, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE stream (
      name TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, ahead TEXT NOT NULL,
      head_seq INTEGER, head_at_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE label_sku (
      label TEXT NOT NULL, sku TEXT NOT NULL, PRIMARY KEY (label, sku)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX label_sku_by_sku ON label_sku (sku, label);

    CREATE TABLE offer_sku (
      offer TEXT NOT NULL, sku TEXT NOT NULL, PRIMARY KEY (offer, sku)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX offer_sku_by_sku ON offer_sku (sku, offer);

    CREATE TABLE label (
      label TEXT PRIMARY KEY, model TEXT, family TEXT, firmware TEXT, battery_mv INTEGER, rssi INTEGER,
      last_seen_ms INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX product_by_gtin ON fact (json_extract(body, '$.gtin')) WHERE stream = 'product' AND deleted = 0;

    CREATE TABLE local_binding (
      label TEXT PRIMARY KEY, body TEXT NOT NULL, basis_epoch INTEGER, basis_version INTEGER,
      made_at_ms INTEGER NOT NULL, actor TEXT NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL,
      told INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE label_sample (
      label TEXT PRIMARY KEY, readings BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE label_key (
      label TEXT PRIMARY KEY, wrapped BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE desired (
      label TEXT PRIMARY KEY, epoch INTEGER NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL,
      hash TEXT NOT NULL, content TEXT, refusal_reason TEXT, refusal_detail TEXT, since_ms INTEGER NOT NULL,
      open_since_ms INTEGER NOT NULL, open_seq INTEGER NOT NULL,
      until_ms INTEGER, traceparent TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX desired_by_until ON desired (until_ms) WHERE until_ms IS NOT NULL;

    CREATE TABLE shown (
      label TEXT PRIMARY KEY, epoch INTEGER NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL,
      hash TEXT NOT NULL, content TEXT NOT NULL, at_ms INTEGER NOT NULL, proof TEXT NOT NULL, trusted INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sats_figure (
      label TEXT NOT NULL, sku TEXT NOT NULL, shown_at_ms INTEGER NOT NULL, sats TEXT NOT NULL, pair TEXT NOT NULL,
      rate TEXT NOT NULL, rate_at_ms INTEGER NOT NULL, rate_seq INTEGER NOT NULL, ended_at_ms INTEGER,
      PRIMARY KEY (label, sku, shown_at_ms)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sats_figure_by_sku ON sats_figure (sku, ended_at_ms);
    CREATE INDEX sats_figure_by_end ON sats_figure (ended_at_ms) WHERE ended_at_ms IS NOT NULL;

    CREATE TABLE sats_bank (
      label TEXT PRIMARY KEY, tokens REAL NOT NULL, at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE attempt (
      label TEXT PRIMARY KEY, failures INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
      at_ms INTEGER NOT NULL, retry TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE report (
      label TEXT PRIMARY KEY, revision INTEGER NOT NULL, reported INTEGER NOT NULL, waiting_since_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX report_waiting ON report (waiting_since_ms, label) WHERE revision > reported;

    CREATE TABLE history (
      label TEXT NOT NULL, n INTEGER NOT NULL, at_ms INTEGER NOT NULL, event TEXT NOT NULL, detail TEXT NOT NULL,
      PRIMARY KEY (label, n)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE quarantine (
      id INTEGER PRIMARY KEY AUTOINCREMENT, payload_hash TEXT NOT NULL UNIQUE, first_at_ms INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL, times INTEGER NOT NULL, topic TEXT NOT NULL, reason TEXT NOT NULL,
      detail TEXT NOT NULL, payload BLOB NOT NULL
    ) STRICT;
    CREATE TABLE quarantine_count (reason TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
      subject TEXT NOT NULL, detail TEXT NOT NULL
    ) STRICT;

    CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
};
