import type { Connection } from './connection.ts';

/** Tokens of one screen; of more, the one goes that was used longest ago. */
export const tokensPerScreen = 32;
/** Uses are written down this far apart at most. */
export const tokenTouchMs = 3_600_000;

/** A page that may be a screen. */
export interface ScreenTokenRow {
  /** SHA-256 of the token, 64 hex digits. The token itself is with its page alone. */
  readonly hash: string;
  readonly screen: string;
  /** What people call it; null: it has no name. */
  readonly name: string | null;
  /** When it was paired, and by whom. */
  readonly atMs: number;
  readonly by: string;
  /** When it was used last, to the hour. */
  readonly lastMs: number;
}

type Cells = [string, string, string | null, number, string, number];

/** Which pages have been paired with which screen. */
export function createScreenTokens(connection: Connection) {
  const columns = 'hash, screen, name, at_ms, by, last_ms';
  const put = connection.change(`INSERT OR REPLACE INTO screen_token (${columns}) VALUES (?, ?, ?, ?, ?, ?)`);
  const trim = connection.change(
    `DELETE FROM screen_token WHERE screen = ?1 AND hash <> ?2 AND hash IN (
       SELECT hash FROM screen_token WHERE screen = ?1 AND hash <> ?2
       ORDER BY last_ms DESC, hash LIMIT -1 OFFSET ?3)`,
  );
  const find = connection.query<Cells>(`SELECT ${columns} FROM screen_token WHERE hash = ?`);
  const ofScreen = connection.query<Cells>(
    `SELECT ${columns} FROM screen_token WHERE screen = ? ORDER BY at_ms, hash LIMIT ${tokensPerScreen}`,
  );
  const touch = connection.change('UPDATE screen_token SET last_ms = ? WHERE hash = ? AND last_ms <= ?');
  const revokeOne = connection.change('DELETE FROM screen_token WHERE screen = ? AND hash = ?');
  const revokeAll = connection.change('DELETE FROM screen_token WHERE screen = ?');
  return {
    putScreenToken(row: ScreenTokenRow): void {
      connection.transaction(() => {
        put(row.hash, row.screen, row.name, row.atMs, row.by, row.lastMs);
        trim(row.screen, row.hash, tokensPerScreen - 1);
      });
    },
    screenToken(hash: string): ScreenTokenRow | null {
      const cells = find.first(hash);
      return cells && rowOf(cells);
    },
    /** Of one screen, the oldest pairing first. */
    screenTokens: (screen: string): ScreenTokenRow[] => ofScreen.all(screen).map(rowOf),
    /** Writes down that it was used, at most once an hour. */
    touchScreenToken(hash: string, nowMs: number): void {
      touch(nowMs, hash, nowMs - tokenTouchMs);
    },
    /** Ends one token of the screen, or all of them; returns how many. */
    revokeScreenTokens: (screen: string, hash?: string): number =>
      hash === undefined ? revokeAll(screen) : revokeOne(screen, hash),
  };
}

const rowOf = ([hash, screen, name, atMs, by, lastMs]: Cells): ScreenTokenRow => ({
  hash,
  screen,
  name,
  atMs,
  by,
  lastMs,
});
