import { type HourShare, hourMs, hourOf, hourShares, longestPlay } from '../shelf/play.ts';
import type { Connection } from './connection.ts';

/** Plays kept one by one, some 40 MB; the oldest go first, and their sums stay. */
export const playRows = 200_000;
/** Rows of sums kept; of more, the oldest hours go as a whole. */
export const playSumRows = 200_000;

/** An entry that was on a screen. Whole ms since 1970; `seenMs` is at most the time from `fromMs` to `toMs`. */
export interface PlayRow {
  readonly screen: string;
  /** A load of the page; `id` is unique in it. */
  readonly page: string;
  readonly id: string;
  readonly entry: string;
  readonly region: string;
  /** Null: no offer. */
  readonly offer: string | null;
  readonly version: number | null;
  readonly variant: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seenMs: number;
  readonly frames: number;
}

/** What was played of one entry in one hour. */
export interface PlayHourRow {
  readonly screen: string;
  readonly hourMs: number;
  readonly entry: string;
  readonly offer: string | null;
  readonly version: number | null;
  readonly variant: string | null;
  /** Plays that began in this hour. */
  readonly count: number;
  readonly seenMs: number;
  readonly unseenMs: number;
}

/** An hour of a screen that differs from what the mesh was told. */
export interface OpenPlayHour {
  readonly screen: string;
  readonly hourMs: number;
  readonly revision: number;
}

export interface PlayLimits {
  readonly rows: number;
  readonly sumRows: number;
}

type Cells = [string, string, string, string, string, string, number, string, number, number, number, number];
const columns = 'screen, page, id, entry, region, offer, version, variant, from_ms, to_ms, seen_ms, frames';

/**
 * Proof of play: each play once, however often it is reported, and the sums of each hour beside it. The sums outlive
 * the plays, so that a busy store keeps its seven days.
 */
export function createPlays(connection: Connection, limits: PlayLimits = { rows: playRows, sumRows: playSumRows }) {
  const one = connection.query<Cells>(`SELECT ${columns} FROM screen_play WHERE screen = ? AND page = ? AND id = ?`);
  const put = connection.change(
    `INSERT OR REPLACE INTO screen_play (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const last = connection.query<Cells>(
    `SELECT ${columns} FROM screen_play WHERE screen = ? ORDER BY from_ms DESC, page, id LIMIT ?`,
  );
  const add = connection.change(
    `INSERT INTO screen_hour_entry (screen, hour_ms, entry, offer, version, variant, count, seen_ms, unseen_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, seen_ms = seen_ms + excluded.seen_ms,
       unseen_ms = unseen_ms + excluded.unseen_ms`,
  );
  const revise = connection.change(
    `INSERT INTO screen_hour (screen, hour_ms, revision, told) VALUES (?, ?, 1, 0)
     ON CONFLICT DO UPDATE SET revision = revision + 1`,
  );
  const tell = connection.change('UPDATE screen_hour SET told = ? WHERE screen = ? AND hour_ms = ? AND told < ?');
  const open = connection.query<[string, number, number]>(
    `SELECT screen, hour_ms, revision FROM screen_hour WHERE revision > told AND hour_ms < ?
     ORDER BY hour_ms, screen LIMIT ?`,
  );
  const sums = connection.query<[string, number, string, string, number, string, number, number, number]>(
    `SELECT screen, hour_ms, entry, offer, version, variant, count, seen_ms, unseen_ms FROM screen_hour_entry
     WHERE screen = ? AND hour_ms >= ? AND hour_ms < ? AND (count > 0 OR seen_ms > 0 OR unseen_ms > 0)
     ORDER BY hour_ms, entry, offer, version, variant LIMIT ?`,
  );
  const counted = connection.query<[number]>('SELECT count(*) FROM screen_play');
  const oldest = connection.query<[number]>('SELECT from_ms FROM screen_play ORDER BY from_ms LIMIT 1');
  const trim = connection.change(
    `DELETE FROM screen_play WHERE (screen, page, id) IN (
       SELECT screen, page, id FROM screen_play ORDER BY from_ms, screen, page, id LIMIT ?)`,
  );
  const sumsCounted = connection.query<[number]>('SELECT count(*) FROM screen_hour_entry');
  const oldestHour = connection.query<[number]>('SELECT hour_ms FROM screen_hour_entry ORDER BY hour_ms LIMIT 1');
  const drop = connection.change('DELETE FROM screen_play WHERE from_ms < ?');
  const dropHours = connection.change('DELETE FROM screen_hour WHERE hour_ms < ?');
  const dropSums = connection.change('DELETE FROM screen_hour_entry WHERE hour_ms < ?');

  /** Counting walks through the table, so it is done once for so many new plays; room for them is made before. */
  const slack = Math.floor(limits.rows / 200);
  let uncounted = Number.POSITIVE_INFINITY;
  let floorMs = Number.NEGATIVE_INFINITY;

  function makeRoom(): void {
    uncounted = 0;
    const total = counted.first()?.[0] ?? 0;
    const most = limits.rows - slack;
    if (total > most) trim(total - most);
    floorMs = total < most ? Number.NEGATIVE_INFINITY : (oldest.first()?.[0] ?? 0);
    while ((sumsCounted.first()?.[0] ?? 0) > limits.sumRows - slack) {
      const hour = oldestHour.first()?.[0] ?? 0;
      dropHours(hour + hourMs);
      dropSums(hour + hourMs);
    }
  }

  const count = (row: PlayRow, share: HourShare, sign: 1 | -1) =>
    add(
      row.screen,
      share.hourMs,
      row.entry,
      row.offer ?? '',
      row.version ?? 0,
      row.variant ?? '',
      sign * share.count,
      sign * share.seenMs,
      sign * share.unseenMs,
    );

  return {
    /**
     * Takes plays, all of them or none. One that is known already counts once, at its longest. At the limit a play
     * older than all that are kept is left out: nobody could tell any more whether it was counted.
     * @returns how many were new or longer than known
     */
    addPlays: (rows: readonly PlayRow[]): number =>
      connection.transaction(() => {
        if (uncounted === Number.POSITIVE_INFINITY) makeRoom();
        const touched = new Map<string, readonly [screen: string, hourMs: number]>();
        let changed = 0;
        for (const row of rows) {
          const cells = one.first(row.screen, row.page, row.id);
          const known = cells && rowOf(cells);
          if (known ? !isLonger(row, known) : row.fromMs < floorMs) continue;
          const play = known ? longestPlay(known, row) : row;
          put(...cellsOf(play));
          const before = known ? hourShares(known) : [];
          const after = hourShares(play);
          for (const share of before) count(play, share, -1);
          for (const share of after) count(play, share, 1);
          for (const { hourMs: hour } of after) touched.set(`${row.screen} ${hour}`, [row.screen, hour]);
          changed += 1;
        }
        for (const [screen, hour] of touched.values()) revise(screen, hour);
        uncounted += changed;
        if (uncounted > slack) makeRoom();
        return changed;
      }),
    /** Forgets what was played in hours that began before the hour of this instant; returns how many plays went. */
    dropPlays: (beforeMs: number): number =>
      connection.transaction(() => {
        const beforeHour = hourOf(beforeMs);
        dropHours(beforeHour);
        dropSums(beforeHour);
        return drop(beforeHour);
      }),
    /** Sums of hours that began from `fromMs` and before `toMs`, the oldest first. Never more than the table holds. */
    playsByHour: (screen: string, fromMs: number, toMs: number): PlayHourRow[] =>
      sums
        .all(screen, fromMs, toMs, limits.sumRows)
        .map(([id, hour, entry, offer, version, variant, plays, seenMs, unseenMs]) => ({
          screen: id,
          hourMs: hour,
          entry,
          ...markOf(offer, version, variant),
          count: plays,
          seenMs,
          unseenMs,
        })),
    /** The newest plays of a screen, the newest first. */
    lastPlays: (screen: string, limit: number): PlayRow[] => last.all(screen, limit).map(rowOf),
    /** Hours that began before this instant and differ from what the mesh was told, the oldest first. */
    openPlayHours: (beganBeforeMs: number, limit: number): OpenPlayHour[] =>
      open.all(beganBeforeMs, limit).map(([screen, hour, revision]) => ({ screen, hourMs: hour, revision })),
    /** The mesh has this revision of the hour; a later change opens it again. */
    toldPlayHour(screen: string, hour: number, revision: number): void {
      tell(revision, screen, hour, revision);
    },
  };
}

const isLonger = (row: PlayRow, known: PlayRow) =>
  row.fromMs < known.fromMs || row.toMs > known.toMs || row.seenMs > known.seenMs || row.frames > known.frames;

function cellsOf(row: PlayRow): Cells {
  const { screen, page, id, entry, region, offer, version, variant, fromMs, toMs, seenMs, frames } = row;
  return [screen, page, id, entry, region, offer ?? '', version ?? 0, variant ?? '', fromMs, toMs, seenMs, frames];
}

function rowOf(cells: Cells): PlayRow {
  const [screen, page, id, entry, region, offer, version, variant, fromMs, toMs, seenMs, frames] = cells;
  return { screen, page, id, entry, region, ...markOf(offer, version, variant), fromMs, toMs, seenMs, frames };
}

const markOf = (offer: string, version: number, variant: string) => ({
  offer: offer === '' ? null : offer,
  version: offer === '' ? null : version,
  variant: variant === '' ? null : variant,
});
