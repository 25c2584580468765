import type { Migration } from './migration.ts';

/**
 * What each hour was like in each zone. It only adds: nothing of the schema before it is touched, so the copy that an
 * update keeps aside is all that is needed to go back.
 */
export const zoneHours: Migration = {
  version: 2,
  name: 'zone-hours',
  sql: `
    CREATE TABLE zone_hour (
      zone TEXT NOT NULL, hour_ms INTEGER NOT NULL, entered INTEGER NOT NULL, exited INTEGER NOT NULL,
      peak INTEGER NOT NULL, visits INTEGER NOT NULL, dwell_seconds REAL, motion_seconds INTEGER NOT NULL,
      method TEXT NOT NULL, confidence REAL NOT NULL,
      PRIMARY KEY (zone, hour_ms)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX zone_hour_by_hour ON zone_hour (hour_ms);
  `,
};
