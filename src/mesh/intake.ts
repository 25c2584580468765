import { type AdmittedChunk, admit, type Doorkeeper } from './admit.ts';
import type { Commands } from './commands.ts';
import type { Inbound } from './connection.ts';
import type { SigningKey } from './contract/keys.ts';
import type { StreamName } from './contract/streams.ts';
import type { Heads } from './heads.ts';
import { initialTrust, rememberedTrust, rollOver, type Trust } from './keys.ts';
import type { Ledger, Origin, Outcome } from './ledger.ts';
import type { TillMark } from './mesh.ts';
import type { MeshStore } from './ports.ts';

const trustName = 'mesh.keys';
const tillName = (stream: string) => `till/${stream}`;
const tracePattern = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

export interface IntakeOptions {
  readonly database: MeshStore;
  readonly door: Omit<Doorkeeper, 'trust'>;
  readonly pinned: readonly SigningKey[];
  readonly ledger: Ledger;
  readonly heads: Heads;
  readonly commands: Commands;
  readonly now: () => number;
}

/** What is left to do once the message is durable. */
export interface Aftermath {
  chunk?: AdmittedChunk;
  till?: TillMark;
  start?: () => void;
}

/** Takes one message from bytes to rows, inside the caller's transaction. Refusals are rows, too. */
export function createIntake(options: IntakeOptions) {
  const { database, ledger, heads, commands, pinned } = options;
  let trust: Trust = initialTrust(pinned, database.recall(trustName));

  function tillMark(stream: StreamName): TillMark | null {
    const value = database.recall(tillName(stream));
    return value === null ? null : (JSON.parse(value) as TillMark);
  }

  function take(outcome: Outcome, inbound: Inbound): Aftermath {
    const admission = admit(inbound.topic, inbound.payload, { ...options.door, trust });
    const origin: Origin = {
      topic: inbound.topic,
      payload: inbound.payload,
      redelivered: inbound.redelivered,
      traceparent: null,
    };
    if (!admission.ok) {
      ledger.refuse(outcome, origin, admission.reason, admission.detail);
      return {};
    }
    const { message } = admission;
    const trace = inbound.traceparent ?? message.traceparent;
    const traceparent = trace !== null && tracePattern.test(trace) ? trace : null;
    switch (message.kind) {
      case 'facts':
        ledger.facts(outcome, { ...origin, traceparent }, message);
        return {};
      case 'head': {
        const verdict = heads.judge(message.head, inbound.retained);
        if (verdict === 'replayed') ledger.refuse(outcome, origin, 'mesh.replayed', `issued ${message.head.issuedAt}`);
        else if (ledger.head(outcome, origin, message.head, verdict === 'fresh')) heads.accept(message.head, verdict);
        return {};
      }
      case 'chunk':
        return { chunk: message };
      case 'keys': {
        const next = rollOver(trust, message.set);
        if (next.ok) {
          trust = next.trust;
          database.remember(trustName, rememberedTrust(trust, pinned));
          const detail = { version: trust.version, kids: trust.keys.map(({ kid }) => kid) };
          database.audit({ atMs: options.now(), actor: 'mesh', action: 'keys.rolled', subject: 'mesh', detail });
        } else if (message.set.version !== trust.version) {
          // The set in force comes again with every connection, since it is retained.
          ledger.refuse(outcome, origin, 'mesh.key-set-refused', next.detail);
        }
        return {};
      }
      case 'command': {
        const verdict = commands.take(message.command);
        if (verdict.state === 'refused') ledger.refuse(outcome, origin, verdict.reason, verdict.detail);
        return { start: verdict.start };
      }
      case 'till': {
        const { stream, epoch, seq } = message.mark;
        const before = tillMark(stream);
        const ahead = before === null || epoch > before.epoch || (epoch === before.epoch && seq > before.seq);
        if (!ahead) return {};
        const mark = { stream, epoch, seq };
        database.remember(tillName(stream), JSON.stringify(mark));
        return { till: mark };
      }
    }
  }

  return {
    take,
    tillMark,
    trust: (): Trust => trust,
    /** A transaction failed: what memory holds may not be so. */
    reload(): void {
      commands.reload();
      trust = initialTrust(pinned, database.recall(trustName));
    },
  };
}
export type Intake = ReturnType<typeof createIntake>;
