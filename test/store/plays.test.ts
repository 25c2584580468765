import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hourMs, hourOf, hourShares } from '../../src/shelf/play.ts';
import { connect } from '../../src/store/connection.ts';
import { migrate } from '../../src/store/migrations.ts';
import { createPlays, type PlayRow } from '../../src/store/plays.ts';
import { inDirectory, opened } from './opening.ts';

const beganMs = 1_795_446_000_000;
const always = [0, Number.MAX_SAFE_INTEGER] as const;

const play = (id: number, over: Partial<PlayRow> = {}): PlayRow => ({
  screen: 'entrance',
  page: 'page0001',
  id: String(id),
  entry: 'offers/tea',
  region: 'main',
  offer: 'tea',
  version: 3,
  variant: null,
  fromMs: beganMs + id * 10_000,
  toMs: beganMs + id * 10_000 + 10_000,
  seenMs: 9_000,
  frames: 540,
  ...over,
});

/** Plays on a store without the cost of a disk. */
const withPlays = (work: (plays: ReturnType<typeof createPlays>) => void, limits = { rows: 1_000, sumRows: 1_000 }) =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'a.db'), 0);
    migrate(connection);
    connection.exec('PRAGMA synchronous = OFF');
    work(createPlays(connection, limits));
    connection.close();
  });

test('plays and their sums are there after a restart', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    expect(store.addPlays([play(0), play(1, { entry: 'notice', offer: null, version: null })])).toBe(2);
    store.close();
    const again = opened(dir).store;
    expect(again.lastPlays('entrance', 9)).toEqual([play(1, { entry: 'notice', offer: null, version: null }), play(0)]);
    const sum = { screen: 'entrance', hourMs: beganMs, variant: null, count: 1, seenMs: 9_000, unseenMs: 1_000 };
    expect(again.playsByHour('entrance', ...always)).toEqual([
      { ...sum, entry: 'notice', offer: null, version: null },
      { ...sum, entry: 'offers/tea', offer: 'tea', version: 3 },
    ]);
    expect(again.playsByHour('elsewhere', ...always)).toEqual([]);
    again.close();
  }));

test('an hour is open until the mesh has its newest revision', () =>
  withPlays(plays => {
    plays.addPlays([play(0), play(1)]);
    expect(plays.openPlayHours(Number.MAX_SAFE_INTEGER, 9)).toEqual([
      { screen: 'entrance', hourMs: beganMs, revision: 1 },
    ]);
    expect(plays.openPlayHours(beganMs, 9)).toEqual([]);
    plays.addPlays([play(2)]);
    plays.toldPlayHour('entrance', beganMs, 1);
    expect(plays.openPlayHours(Number.MAX_SAFE_INTEGER, 9)).toMatchObject([{ revision: 2 }]);
    plays.toldPlayHour('entrance', beganMs, 2);
    plays.addPlays([play(2)]);
    expect(plays.openPlayHours(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  }));

test('what is old goes by whole hours, told or not', () =>
  withPlays(plays => {
    plays.addPlays([play(0), play(1, { fromMs: beganMs + hourMs, toMs: beganMs + hourMs + 10_000 })]);
    expect(plays.dropPlays(beganMs + hourMs - 1)).toBe(0);
    expect(plays.dropPlays(beganMs + hourMs + 1)).toBe(1);
    expect(plays.openPlayHours(Number.MAX_SAFE_INTEGER, 9)).toHaveLength(1);
    expect(plays.playsByHour('entrance', ...always)).toMatchObject([{ hourMs: beganMs + hourMs, count: 1 }]);
  }));

test('at the limit the oldest plays go, their sums stay, and none that went comes back', () =>
  withPlays(
    plays => {
      for (let id = 0; id < 8; id++) plays.addPlays([play(id)]);
      expect(plays.lastPlays('entrance', 99).map(({ id }) => id)).toEqual(['7', '6', '5', '4', '3']);
      expect(plays.addPlays([play(0), play(4)])).toBe(0);
      expect(plays.playsByHour('entrance', ...always)).toMatchObject([{ count: 8, seenMs: 72_000 }]);
    },
    { rows: 5, sumRows: 100 },
  ));

test('at the limit of sums the oldest hours go as a whole', () =>
  withPlays(
    plays => {
      const at = (hour: number, entry: string) =>
        play(hour, { id: `${hour}${entry}`, entry, fromMs: beganMs + hour * hourMs, toMs: beganMs + hour * hourMs });
      plays.addPlays([at(0, 'a'), at(0, 'b'), at(1, 'a'), at(2, 'a')]);
      expect(plays.playsByHour('entrance', ...always).map(row => (row.hourMs - beganMs) / hourMs)).toEqual([1, 2]);
      expect(plays.openPlayHours(Number.MAX_SAFE_INTEGER, 9)).toHaveLength(2);
    },
    { rows: 100, sumRows: 3 },
  ));

test('reports in any order and number sum up to the longest word on each play', () =>
  withPlays(plays => {
    const reported = fc.record({
      screen: fc.constantFrom('entrance', 'aisle'),
      id: fc.nat(5),
      startMs: fc.nat(3 * hourMs),
      lengthMs: fc.nat(hourMs),
      seenMs: fc.nat(hourMs),
    });
    fc.assert(
      fc.property(fc.array(fc.array(reported, { maxLength: 6 }), { maxLength: 6 }), batches => {
        plays.dropPlays(Number.MAX_SAFE_INTEGER);
        const model = new Map<string, PlayRow>();
        for (const batch of batches) {
          const rows = batch.map(({ screen, id, startMs, lengthMs, seenMs }) =>
            play(id, {
              screen,
              fromMs: beganMs + startMs,
              toMs: beganMs + startMs + lengthMs,
              seenMs: Math.min(seenMs, lengthMs),
            }),
          );
          plays.addPlays(rows);
          expect(plays.addPlays(rows)).toBe(0);
          for (const row of rows) {
            const known = model.get(`${row.screen} ${row.id}`) ?? row;
            model.set(`${row.screen} ${row.id}`, {
              ...known,
              fromMs: Math.min(known.fromMs, row.fromMs),
              toMs: Math.max(known.toMs, row.toMs),
              seenMs: Math.max(known.seenMs, row.seenMs),
            });
          }
        }
        for (const screen of ['entrance', 'aisle']) {
          const shares = [...model.values()].filter(row => row.screen === screen).flatMap(hourShares);
          const hours = [...new Set(shares.map(share => share.hourMs))].sort((a, b) => a - b);
          const expected = hours.map(hour => {
            const mine = shares.filter(share => share.hourMs === hour);
            const sum = (of: 'count' | 'seenMs' | 'unseenMs') => mine.reduce((all, share) => all + share[of], 0);
            return { hourMs: hour, count: sum('count'), seenMs: sum('seenMs'), unseenMs: sum('unseenMs') };
          });
          const kept = plays
            .playsByHour(screen, ...always)
            .map(({ hourMs: hour, count, seenMs, unseenMs }) => ({ hourMs: hour, count, seenMs, unseenMs }));
          expect(kept).toEqual(expected.filter(row => row.count + row.seenMs + row.unseenMs > 0));
        }
      }),
      { numRuns: 60 },
    );
    expect(hourOf(beganMs)).toBe(beganMs);
  }));
