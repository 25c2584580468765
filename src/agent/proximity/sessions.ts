import type { Cancel, Clock } from '../../clock.ts';
import { sessionCloseArgsSchema, sessionOpenArgsSchema } from '../../mesh/contract/proximity.ts';
import type { CommandOutcome } from '../../mesh/mesh.ts';
import type { Reason } from '../../shelf/reasons.ts';
import type { Mode } from './privacy-mode.ts';

/** Somebody who has checked in and consented, for this visit. The key is not kept here. */
export interface Session {
  readonly session: string;
  readonly untilMs: number;
  readonly consent: string;
  readonly purpose: string;
  readonly audience: 'member' | 'session';
  readonly zone: string | null;
}

export interface SessionsOptions {
  readonly mode: () => Mode;
  /** Who listens for the tokens. */
  readonly ear: {
    openSession(session: {
      readonly session: string;
      readonly key: Uint8Array;
      readonly untilMs: number;
    }): { readonly ok: true } | { readonly ok: false; readonly reason: Reason };
    closeSession(session: string): void;
  };
  /** One is new, has moved, or is over (`null`). */
  readonly changed: (id: string, session: Session | null) => void;
  readonly clock: Clock;
}

const done: CommandOutcome = { outcome: 'done', reason: null, detail: null };
const refused = (reason: Reason, detail: string): CommandOutcome => ({ outcome: 'refused', reason, detail });
/** Longest sleep before the clock is looked at again, as it may be set. */
const longestSleepMs = 60_000;

/** The visits that this gateway follows: in memory only, each with its end, none unless the privacy mode permits it. */
export function createSessions({ mode, ear, changed, clock }: SessionsOptions) {
  const open = new Map<string, Session>();
  let cancel: Cancel = () => {};

  function end(session: string): void {
    if (!open.delete(session)) return;
    ear.closeSession(session);
    changed(session, null);
  }

  function sleep(): void {
    cancel();
    if (open.size === 0) return;
    const nextMs = Math.min(...[...open.values()].map(({ untilMs }) => untilMs));
    cancel = clock.after(Math.min(longestSleepMs, Math.max(0, nextMs - clock.now())), () => {
      for (const { session, untilMs } of [...open.values()]) if (untilMs <= clock.now()) end(session);
      sleep();
    });
  }

  return {
    /** The command `session-open`. */
    open(args: unknown): CommandOutcome {
      const parsed = sessionOpenArgsSchema.safeParse(args);
      if (!parsed.success) {
        const [problem] = parsed.error.issues;
        return refused('mesh.command-unknown', `args.${problem?.path.join('.')}: ${problem?.message}`);
      }
      if (mode() !== 'consented') return refused('privacy.mode-not-permitted', `the mode is ${mode()}`);
      const { session, key, until, consent, purpose, audience } = parsed.data;
      const untilMs = Date.parse(until);
      if (untilMs <= clock.now()) return refused('mesh.command-expired', `until ${until}`);
      const taken = ear.openSession({ session, key: Buffer.from(key, 'hex'), untilMs });
      if (!taken.ok) return refused(taken.reason, session);
      const zone = open.get(session)?.zone ?? null;
      const entry: Session = { session, untilMs, consent, purpose, audience, zone };
      open.set(session, entry);
      changed(session, entry);
      sleep();
      return done;
    },
    /** The command `session-close`. */
    close(args: unknown): CommandOutcome {
      const parsed = sessionCloseArgsSchema.safeParse(args);
      if (!parsed.success) return refused('mesh.command-unknown', 'args.session must be the id of a session');
      end(parsed.data.session);
      return done;
    },
    moved(session: string, zone: string | null): void {
      const entry = open.get(session);
      if (!entry || entry.zone === zone) return;
      const moved = { ...entry, zone };
      open.set(session, moved);
      changed(session, moved);
    },
    /** As when the mode permits them no longer. */
    endAll(): void {
      for (const session of [...open.keys()]) end(session);
    },
    all: (): readonly Session[] => [...open.values()],
    get: (session: string): Session | null => open.get(session) ?? null,
    stop: () => cancel(),
  };
}
export type Sessions = ReturnType<typeof createSessions>;
