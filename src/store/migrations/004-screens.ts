import type { Migration } from './migration.ts';

/**
 * What screens have played, its sums by hour, and who may be a screen. Tokens stand here as their SHA-256 only. An
 * offer that is none is '' with version 0; so is a variant.
 */
export const screens: Migration = {
  version: 4,
  name: 'screens',
  sql: `
    CREATE TABLE screen_play (
      screen TEXT NOT NULL, page TEXT NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, region TEXT NOT NULL,
      offer TEXT NOT NULL, version INTEGER NOT NULL, variant TEXT NOT NULL,
      from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, frames INTEGER NOT NULL,
      PRIMARY KEY (screen, page, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX screen_play_by_time ON screen_play (from_ms);
    CREATE INDEX screen_play_of_screen ON screen_play (screen, from_ms);

    CREATE TABLE screen_hour (
      screen TEXT NOT NULL, hour_ms INTEGER NOT NULL, revision INTEGER NOT NULL, told INTEGER NOT NULL,
      PRIMARY KEY (screen, hour_ms)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX screen_hour_waiting ON screen_hour (hour_ms, screen) WHERE revision > told;

    CREATE TABLE screen_hour_entry (
      screen TEXT NOT NULL, hour_ms INTEGER NOT NULL, entry TEXT NOT NULL,
      offer TEXT NOT NULL, version INTEGER NOT NULL, variant TEXT NOT NULL,
      count INTEGER NOT NULL, seen_ms INTEGER NOT NULL, unseen_ms INTEGER NOT NULL,
      PRIMARY KEY (screen, hour_ms, entry, offer, version, variant)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX screen_hour_entry_by_hour ON screen_hour_entry (hour_ms);

    CREATE TABLE screen_token (
      hash TEXT PRIMARY KEY, screen TEXT NOT NULL, name TEXT, at_ms INTEGER NOT NULL, by TEXT NOT NULL,
      last_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX screen_token_of_screen ON screen_token (screen, last_ms);
  `,
};
