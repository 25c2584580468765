import type { Clock, Random } from '../clock.ts';
import type { LogFields } from '../shelf/log-events.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { CommandAck, CommandData } from './contract/command.ts';
import type { GatewayHealth, LabelState } from './contract/gateway.ts';
import type { SigningKey } from './contract/keys.ts';
import type { StreamName } from './contract/streams.ts';
import type { NeighbourMedians } from './neighbours.ts';
import type { MeshStore } from './ports.ts';
import type { Telling } from './telling.ts';

/** How to reach the broker. Certificates and key are PEM. */
export interface BrokerAccess {
  readonly url: string;
  /** 5, or 4 for MQTT 3.1.1. */
  readonly protocol: 4 | 5;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly ca?: string | Buffer | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
}

/** Price facts beyond these are held for approval; the old price stays. */
export interface PlausibilityLimits {
  /** One price, in per cent of the lower of the two. */
  readonly maxChangePercent: number;
  /** Share of all the store's prices that may change within `windowMs`, in per cent. */
  readonly maxShareOfStorePercent: number;
  /** Changes up to this many are never held for their share. */
  readonly minChanges: number;
  readonly windowMs: number;
}

/** A fact that was just made durable. The fact itself is in the store. */
export interface Change {
  readonly stream: StreamName;
  readonly key: string;
  readonly epoch: number;
  /** RFC 8785 JSON of the item; empty: it is gone. */
  readonly body: string;
  /** W3C trace context that the message carried. */
  readonly traceparent: string | null;
}

/** The tills charge by everything up to here. */
export interface TillMark {
  readonly stream: StreamName;
  readonly epoch: number;
  readonly seq: number;
}

/** How a command ended. */
export type CommandOutcome = Pick<CommandAck, 'outcome' | 'reason' | 'detail'>;

/** Something a person should look at, or that is over (`cleared`). */
export interface AlarmNotice {
  readonly code: Reason;
  readonly state: 'raised' | 'cleared';
  /** What it is about: a topic, a stream, a label. */
  readonly subject: string;
  readonly detail: string;
  readonly atMs: number;
}

/** Where this gateway's own log lines go. A pino logger fits. */
export interface MeshLog {
  info(fields: LogFields, text: string): void;
  warn(fields: LogFields, text: string): void;
  error(fields: LogFields, text: string): void;
}

/** What the mesh asks of the rest of the house when it reports. */
export interface MeshDocuments {
  /** What is known of a label at this moment; null: it is not ours (any more). */
  labelState(label: string): LabelState | null;
  /** Trace context of the fact that the label's state goes back to; null: none came with it. */
  traceparent(label: string): string | null;
  health(): Pick<GatewayHealth, 'uptimeSeconds' | 'rssBytes' | 'labels'>;
  /** Proven on the shelf up to here; null where the stream drives no labels. */
  applied(stream: StreamName): { readonly epoch: number; readonly seq: number } | null;
}

/** Called after the commit they speak of, never inside a transaction. What they throw is logged. */
export interface MeshHooks {
  onCommitted(changes: readonly Change[]): void;
  onCommand(command: CommandData): Promise<CommandOutcome>;
  onTill(mark: TillMark): void;
  onAlarm(alarm: AlarmNotice): void;
  /** Another gateway of the store has told what it heard. */
  onMedians?(medians: NeighbourMedians): void;
  /** A message was refused and lies in the quarantine. */
  onRefused(refusal: { readonly reason: Reason; readonly topic: string; readonly detail: string }): void;
}

export interface MeshOptions {
  readonly organisation: string;
  readonly store: string;
  readonly gateway: string;
  readonly broker: BrokerAccess;
  /** What is pinned in the configuration, public keys raw. A newer signed key set may replace them. */
  readonly keys: readonly SigningKey[];
  /** False: lab. Whoever reaches the broker can change prices; said loudly. */
  readonly requireSignatures: boolean;
  readonly plausibility: PlausibilityLimits;
  readonly database: MeshStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: MeshLog;
  /** Of the agent, for the birth message. */
  readonly version: string;
  readonly documents: MeshDocuments;
  readonly hooks: MeshHooks;
}

export interface StreamStatus {
  readonly name: StreamName;
  readonly epoch: number;
  /** Every seq up to here is accounted for. */
  readonly seq: number;
  /** Sequence numbers known to be missing. */
  readonly gap: number;
  readonly headSeq: number | null;
  /** When the last verified head came. */
  readonly headAtMs: number | null;
}

export interface MeshStatus {
  /** `amber`: connected, but `detail` makes the picture doubtful. */
  readonly state: 'connected' | 'connecting' | 'offline' | 'amber';
  /** A reason code with a few words, or null when all is well. */
  readonly detail: string | null;
  /** Lab mode. */
  readonly unsignedAllowed: boolean;
  readonly lastMessageAtMs: number | null;
  /** How far this machine's clock is ahead of the mesh's; null: not measured. */
  readonly clockSkewMs: number | null;
  readonly streams: readonly StreamStatus[];
  /** Messages and items since start by what became of them: reason codes of refusals, and `accepted`, `duplicate`. */
  readonly counts: Readonly<Record<string, number>>;
}

export type ReleaseResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string };

export interface Mesh {
  /** Connects and stays connected. */
  start(): void;
  /** Says goodbye to the broker and lets go of it; resolves within `timeoutMs` (default 2 s). */
  stop(timeoutMs?: number): Promise<void>;
  status(): MeshStatus;
  /** The till's newest watermark that is known; survives restarts. */
  tillMark(stream: StreamName): TillMark | null;
  /** Asks for everything again: one stream, or all that are known. Throws when the store takes nothing. */
  resync(stream?: StreamName): void;
  /** Accepts a fact that the plausibility guard holds, by its id in the quarantine. */
  release(quarantineId: number, actor: string): ReleaseResult;
  /** Removes a message from the quarantine without accepting it. False: there is none with that id. Throws when the store takes nothing. */
  drop(quarantineId: number): boolean;
  /** Poke: labels' states or the applied watermark have changed. */
  reportChanged(): void;
  /** Says something of beacons, zones, sessions or offers; of each topic the newest word counts. */
  tell(telling: Telling): void;
  /** A session is over: what was not said of it yet is not said any more. */
  forgetSession(session: string): void;
  /** Publishes an alarm, or that it is over. At most one message per code and 10 s. */
  alarm(alarm: Omit<AlarmNotice, 'atMs'>): void;
}
