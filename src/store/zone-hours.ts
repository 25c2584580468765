import type { Connection } from './connection.ts';

/** How long hours are kept. */
export const zoneHoursKeptMs = 90 * 86_400_000;
/** Hours kept of each zone, the newest ones, whatever the clock said when they were written. */
export const hoursPerZone = 90 * 24;
/** Zones kept; of more, the one goes whose newest hour is the oldest. All of it is at most some 20 MB. */
export const zonesKept = 100;

/** One hour of one zone. */
export interface ZoneHourRow {
  readonly zone: string;
  /** When it began, wall clock. */
  readonly hourMs: number;
  readonly entered: number;
  readonly left: number;
  readonly peak: number;
  readonly visits: number;
  readonly dwellSeconds: number | null;
  readonly motionSeconds: number;
  readonly method: string;
  readonly confidence: number;
}

export interface ZoneHoursLimits {
  readonly hoursPerZone: number;
  readonly zones: number;
}

const standard: ZoneHoursLimits = { hoursPerZone, zones: zonesKept };

/**
 * What the hours were like. The bounds do not ask the clock: one that was years ahead for a moment must not cost the
 * ninety days before it. What is older than they are goes with `dropZoneHours`, when the clock is trusted.
 */
export function createZoneHours(connection: Connection, limits: ZoneHoursLimits = standard) {
  const put = connection.change(
    `INSERT OR REPLACE INTO zone_hour
       (zone, hour_ms, entered, exited, peak, visits, dwell_seconds, motion_seconds, method, confidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const oldestKept = connection.query<[number]>(
    'SELECT hour_ms FROM zone_hour WHERE zone = ?1 ORDER BY hour_ms DESC LIMIT 1 OFFSET ?2',
  );
  const trim = connection.change('DELETE FROM zone_hour WHERE zone = ? AND hour_ms < ?');
  const zonesByAge = connection.query<[string]>(
    'SELECT zone FROM zone_hour WHERE zone <> ?1 GROUP BY zone ORDER BY max(hour_ms) DESC, zone LIMIT -1 OFFSET ?2',
  );
  const known = connection.query<[number]>('SELECT 1 FROM zone_hour WHERE zone = ? LIMIT 1');
  const forget = connection.change('DELETE FROM zone_hour WHERE zone = ?');
  const dropOld = connection.change('DELETE FROM zone_hour WHERE hour_ms < ?');
  const range = connection.query<
    [string, number, number, number, number, number, number | null, number, string, number]
  >(
    `SELECT zone, hour_ms, entered, exited, peak, visits, dwell_seconds, motion_seconds, method, confidence
     FROM zone_hour WHERE (?1 = '' OR zone = ?1) AND hour_ms >= ?2 AND hour_ms < ?3
     ORDER BY zone, hour_ms LIMIT ?4`,
  );
  return {
    /** Puts the hour in the place of what was known of it. */
    putZoneHour(row: ZoneHourRow): void {
      connection.transaction(() => {
        const isNew = known.first(row.zone) === null;
        const { dwellSeconds, motionSeconds, method, confidence } = row;
        put(
          row.zone,
          row.hourMs,
          row.entered,
          row.left,
          row.peak,
          row.visits,
          dwellSeconds,
          motionSeconds,
          method,
          confidence,
        );
        const oldest = oldestKept.first(row.zone, limits.hoursPerZone - 1);
        if (oldest) trim(row.zone, oldest[0]);
        if (isNew) for (const [zone] of zonesByAge.all(row.zone, limits.zones - 1)) forget(zone);
      });
    },
    /** Forgets hours that began before this instant; returns how many. */
    dropZoneHours: (beforeMs: number): number => dropOld(beforeMs),
    /**
     * Hours that began from `fromMs` and before `untilMs`, by zone, the oldest first. `zone`: of this one only. Never
     * more than the table holds.
     */
    zoneHours: (fromMs: number, untilMs: number, zone = ''): ZoneHourRow[] =>
      range
        .all(zone, fromMs, untilMs, limits.hoursPerZone * limits.zones)
        .map(([id, hourMs, entered, left, peak, visits, dwellSeconds, motionSeconds, method, confidence]) => ({
          zone: id,
          hourMs,
          entered,
          left,
          peak,
          visits,
          dwellSeconds,
          motionSeconds,
          method,
          confidence,
        })),
  };
}
