import type { Cancel, Clock } from '../clock.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { CommandAck, CommandData } from './contract/command.ts';
import { limits } from './contract/limits.ts';
import type { CommandOutcome, MeshLog } from './mesh.ts';
import type { MeshStore } from './ports.ts';

/** Commands remembered at once; beyond, new ones are refused. */
const maxRemembered = 10_000;
/** A command that runs for longer has failed, whatever comes of it. */
const longestRunMs = 5 * 60_000;
const prefix = 'command/';

/** What is remembered of a command until nobody can send it again. */
interface Remembered {
  readonly verb: string;
  readonly untilMs: number;
  /** Null while it runs. */
  readonly ack: CommandAck | null;
  /** The broker has acknowledged the answer. */
  readonly told: boolean;
}

export interface CommandsOptions {
  readonly database: Pick<MeshStore, 'transaction' | 'remember' | 'forget' | 'recallAll'>;
  readonly clock: Clock;
  readonly log: MeshLog;
  run(command: CommandData): Promise<CommandOutcome>;
  publish(ack: CommandAck): Promise<boolean>;
}

export type CommandVerdict =
  /** New and durable with the caller's transaction: to be started once that is committed. */
  | { readonly state: 'new'; start(): void }
  /** Seen before: it is answered with the outcome of the first. */
  | { readonly state: 'repeated'; start(): void }
  | { readonly state: 'refused'; readonly reason: Reason; readonly detail: string; start(): void };

/** Each command runs once, also over a crash: it is remembered before it starts, and again when it has ended. */
export function createCommands(options: CommandsOptions) {
  const { database, clock, log } = options;
  const known = new Map<string, Remembered>();
  function reload(): void {
    known.clear();
    for (const { name, value } of database.recallAll(prefix)) {
      known.set(name.slice(prefix.length), JSON.parse(value) as Remembered);
    }
  }
  reload();

  function keep(id: string, entry: Remembered): void {
    database.remember(prefix + id, JSON.stringify(entry));
    known.set(id, entry);
  }

  function ackOf(id: string, verb: string, { outcome, reason, detail }: CommandOutcome): CommandAck {
    const at = new Date(clock.now()).toISOString();
    return { id, verb, outcome, reason, detail: detail?.slice(0, 400) ?? null, at };
  }

  async function tell(id: string): Promise<void> {
    const entry = known.get(id);
    if (entry?.ack == null || !(await options.publish(entry.ack)) || entry.told) return;
    attempt(() => keep(id, { ...entry, told: true }));
  }

  async function run(command: CommandData): Promise<void> {
    const { id, verb } = command;
    let cancel: Cancel = () => {};
    const tooLong = new Promise<CommandOutcome>(resolve => {
      const late = {
        outcome: 'failed',
        reason: 'mesh.command-failed',
        detail: 'it took longer than 5 minutes',
      } as const;
      cancel = clock.after(longestRunMs, () => resolve(late));
    });
    const result = options.run(command).catch((error: unknown): CommandOutcome => {
      log.error({ event: 'mesh.command-failed', command: id, verb, error: String(error) }, 'a command failed');
      return { outcome: 'failed', reason: 'mesh.command-failed', detail: String(error) };
    });
    const outcome = await Promise.race([result, tooLong]);
    cancel();
    const entry = known.get(id);
    if (entry === undefined) return;
    attempt(() => keep(id, { ...entry, ack: ackOf(id, verb, outcome) }));
    await tell(id);
  }

  /** A disk that is full must not end the process; the command is then answered as interrupted after a restart. */
  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error({ event: 'mesh.command-failed', error: String(error) }, 'the end of a command cannot be remembered');
    }
  }

  function prune(): void {
    const nowMs = clock.now();
    for (const [id, { untilMs }] of known) {
      if (untilMs >= nowMs) continue;
      database.forget(prefix + id);
      known.delete(id);
    }
  }

  return {
    /** Inside a transaction. */
    take(command: CommandData): CommandVerdict {
      const { id, verb } = command;
      const nowMs = clock.now();
      const notAfterMs = Date.parse(command.notAfter);
      if (known.has(id)) return { state: 'repeated', start: () => void tell(id) };
      if (known.size >= maxRemembered) prune();
      if (known.size >= maxRemembered) {
        return { state: 'refused', reason: 'mesh.command-too-many', detail: id, start: () => {} };
      }
      const untilMs = nowMs + limits.commandLifeMs;
      const late = notAfterMs < nowMs;
      if (late || notAfterMs > untilMs) {
        const reason = late ? 'mesh.command-expired' : 'mesh.command-too-far';
        const ack = ackOf(id, verb, { outcome: 'refused', reason, detail: `notAfter ${command.notAfter}` });
        keep(id, { verb, untilMs, ack, told: false });
        return {
          state: 'refused',
          reason,
          detail: `${verb} ${id}, notAfter ${command.notAfter}`,
          start: () => void tell(id),
        };
      }
      keep(id, { verb, untilMs, ack: null, told: false });
      return { state: 'new', start: () => void run(command) };
    },
    /** A transaction failed: what memory holds may not be so. */
    reload,
    /** After a start: what ran when the process ended. */
    recover(): void {
      database.transaction(() => {
        prune();
        for (const [id, entry] of known) {
          if (entry.ack !== null) continue;
          const outcome = {
            outcome: 'interrupted',
            reason: 'mesh.command-failed',
            detail: 'the agent restarted',
          } as const;
          keep(id, { ...entry, ack: ackOf(id, entry.verb, outcome) });
        }
      });
    },
    /** Answers whatever the broker has not acknowledged yet. */
    tellPending(): void {
      for (const [id, { ack, told }] of known) if (ack !== null && !told) void tell(id);
    },
  };
}
export type Commands = ReturnType<typeof createCommands>;
