import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import { migrate } from '../../src/store/migrations.ts';
import { createZoneHours, hoursPerZone, type ZoneHourRow, zoneHoursKeptMs } from '../../src/store/zone-hours.ts';
import { inDirectory, opened } from './opening.ts';

const hourMs = 3_600_000;
const beganMs = 1_795_446_000_000;

const row = (zone: string, hour: number, over: Partial<ZoneHourRow> = {}): ZoneHourRow => ({
  zone,
  hourMs: beganMs + hour * hourMs,
  entered: hour % 300,
  left: hour % 200,
  peak: 7,
  visits: 3,
  dwellSeconds: 95.5,
  motionSeconds: 2_410,
  method: 'two-beams',
  confidence: 0.9,
  ...over,
});

test('an hour is there after a restart, the last word on it only', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.putZoneHour(row('tills', 0));
    store.putZoneHour(row('tills', 0, { entered: 212, dwellSeconds: null }));
    store.putZoneHour(row('dairy', 1));
    store.close();
    const again = opened(dir).store;
    expect(again.zoneHours(0, Number.MAX_SAFE_INTEGER)).toEqual([
      row('dairy', 1),
      row('tills', 0, { entered: 212, dwellSeconds: null }),
    ]);
    again.close();
  }));

test('hours are read by zone and range, and dropped by age', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.transaction(() => {
      for (let hour = 0; hour < 48; hour++) {
        store.putZoneHour(row('dairy', hour));
        store.putZoneHour(row('tills', hour));
      }
    });
    const hours = (from: number, until: number, zone?: string) =>
      store.zoneHours(beganMs + from * hourMs, beganMs + until * hourMs, zone);
    expect(hours(10, 12, 'tills')).toEqual([row('tills', 10), row('tills', 11)]);
    expect(hours(10, 12)).toHaveLength(4);
    expect(hours(10, 12, 'nowhere')).toEqual([]);
    const nowMs = beganMs + 24 * hourMs + zoneHoursKeptMs;
    expect(store.dropZoneHours(nowMs - zoneHoursKeptMs)).toBe(48);
    expect(hours(0, 1_000, 'dairy').map(one => one.hourMs)).toEqual(
      Array.from({ length: 24 }, (_, at) => beganMs + (24 + at) * hourMs),
    );
    store.close();
  }));

test('ninety days of hours are kept of a zone, and one hour more pushes the oldest out', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.transaction(() => {
      for (let hour = 0; hour <= hoursPerZone; hour++) store.putZoneHour(row('tills', hour));
    });
    const kept = store.zoneHours(0, Number.MAX_SAFE_INTEGER);
    expect(kept).toHaveLength(2_160);
    expect(kept[0]!.hourMs).toBe(beganMs + hourMs);
    store.close();
  }));

test('a clock that is years ahead for a moment costs one hour, not the ninety days', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.transaction(() => {
      for (let hour = 0; hour < 100; hour++) store.putZoneHour(row('tills', hour));
    });
    store.putZoneHour(row('tills', 500_000));
    expect(store.zoneHours(0, beganMs + 100 * hourMs)).toHaveLength(100);
    store.close();
  }));

test('zones and hours stay within their limits, as a model of them does', () =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'a.db'), 0);
    migrate(connection);
    connection.exec('PRAGMA synchronous = OFF');
    const limits = { hoursPerZone: 4, zones: 3 };
    const table = createZoneHours(connection, limits);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(30)), { maxLength: 40 }), writes => {
        table.dropZoneHours(Number.MAX_SAFE_INTEGER);
        const model = new Map<string, number[]>();
        for (const [zone, hour] of writes) {
          const id = `zone-${zone}`;
          table.putZoneHour(row(id, hour));
          const isNew = !model.has(id);
          model.set(id, [...new Set([...(model.get(id) ?? []), hour])].sort((a, b) => a - b).slice(-4));
          const newestFirst = [...model]
            .filter(([one]) => one !== id)
            .sort(([a, x], [b, y]) => y.at(-1)! - x.at(-1)! || (a < b ? -1 : 1));
          if (isNew) for (const [one] of newestFirst.slice(limits.zones - 1)) model.delete(one);
        }
        const expected = [...model]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .flatMap(([zone, hours]) => hours.map(hour => row(zone, hour)));
        expect(table.zoneHours(0, Number.MAX_SAFE_INTEGER)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
    connection.close();
  }));
