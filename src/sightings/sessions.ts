import { tokenKeyOf } from '../beacons/formats/session-token.ts';
import type { IdentityTable } from './identity-table.ts';
import { type Rotation, tokenRotation } from './rotation.ts';
import { type TagRecord, unheard } from './tag-memory.ts';

/** Sessions that are followed at the same time. */
export const maxSessions = 1_000;

/** The visit of somebody who agreed to be noticed. */
export interface SessionRequest {
  readonly session: string;
  /** 16 bytes; wiped once the session's own key is made from it. */
  readonly key: Uint8Array;
  readonly untilMs: number;
}

export type SessionOpened =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'privacy.session-too-many'; readonly detail: string };

/** Who may be noticed, and until when. Nothing of a session is left at its end. */
export interface Sessions {
  /** A session that is open gets its new end and key. One that has ended already is not opened. */
  open(request: SessionRequest, nowMs: number): SessionOpened;
  /** True when it was open. */
  close(session: string): boolean;
  closeAll(): void;
  status(): { readonly open: number; readonly nextEndsAtMs: number | null };
  /** Ends what is over, and turns the tokens. */
  turn(nowMs: number): void;
  /** From when until when `turn` has nothing to do. */
  steady(): { readonly fromMs: number; readonly untilMs: number };
  records(): readonly TagRecord[];
}

interface Visit {
  readonly record: TagRecord;
  readonly tokenKey: Uint8Array;
  readonly rotation: Rotation;
  readonly untilMs: number;
}

/** No sessions. */
export function createSessions<T>(table: IdentityTable<T>, whoOf: (record: TagRecord) => T): Sessions {
  const visits = new Map<string, Visit>();

  function close(session: string): boolean {
    const visit = visits.get(session);
    if (visit === undefined) return false;
    visit.rotation.end();
    visit.tokenKey.fill(0);
    return visits.delete(session);
  }

  return {
    open({ session, key, untilMs }, nowMs) {
      const known = visits.get(session);
      if (known === undefined && visits.size >= maxSessions)
        return { ok: false, reason: 'privacy.session-too-many', detail: `${maxSessions} sessions are open.` };
      const record = known?.record ?? unheard(session, 'session');
      close(session);
      if (untilMs > nowMs) {
        const tokenKey = tokenKeyOf(key);
        const rotation = tokenRotation(table, whoOf(record), tokenKey);
        rotation.turn(nowMs / 1_000);
        visits.set(session, { record, tokenKey, rotation, untilMs });
      }
      key.fill(0);
      return { ok: true };
    },
    close,
    closeAll() {
      for (const session of [...visits.keys()]) close(session);
    },
    status: () => ({
      open: visits.size,
      nextEndsAtMs: visits.size === 0 ? null : Math.min(...[...visits.values()].map(({ untilMs }) => untilMs)),
    }),
    turn(nowMs) {
      for (const [session, { untilMs, rotation }] of [...visits]) {
        if (untilMs <= nowMs) close(session);
        else rotation.turn(nowMs / 1_000);
      }
    },
    steady() {
      let fromMs = Number.NEGATIVE_INFINITY;
      let nextMs = Number.POSITIVE_INFINITY;
      for (const { untilMs, rotation } of visits.values()) {
        fromMs = Math.max(fromMs, rotation.from() * 1_000);
        nextMs = Math.min(nextMs, untilMs, rotation.until() * 1_000);
      }
      return { fromMs, untilMs: nextMs };
    },
    records: () => [...visits.values()].map(({ record }) => record),
  };
}
