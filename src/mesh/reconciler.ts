import type { Cancel, Clock, Random } from '../clock.ts';
import type { AdmittedChunk } from './admit.ts';
import { differingBuckets } from './contract/digest.ts';
import type { Buckets } from './contract/snapshot.ts';
import { type StreamName, streamNames } from './contract/streams.ts';
import type { Heads } from './heads.ts';
import type { Ledger } from './ledger.ts';
import { type Ask, type Assembly, assemble, type Snapshot } from './snapshot.ts';
import { missing } from './stream.ts';

/** Messages on their way may overtake each other; a gap that lasts is a loss. */
const gapPatienceMs = 2_000;
/** An answer that does not go on for this long is not coming. */
const answerPatienceMs = 15_000;
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;
/** Between snapshots that do not bring the digests together. */
const longestMismatchRetryMs = 10 * 60_000;
/** Asks for a stream of which nothing was ever heard. */
const asksForUnknown = 3;
/** Asks without an answer before people are told. */
const asksBeforeAlarm = 3;
/** What every store has. Other streams are asked for once something was heard of them. */
const coreStreams: readonly StreamName[] = ['price', 'product', 'offer', 'binding', 'template'];

/** Why a chunk of a snapshot is refused. */
export interface ChunkRefusal {
  readonly reason: 'mesh.reply-unasked' | 'mesh.snapshot-too-large';
  readonly detail: string;
}

export interface ReconcilerOptions {
  readonly ledger: Ledger;
  readonly heads: Heads;
  readonly clock: Clock;
  readonly random: Random;
  /** Sends the ask; false: it did not reach the broker. */
  ask(ask: Ask, known: { epoch: number; seq: number } | null): Promise<boolean>;
  /** Makes the snapshot durable in slices; `done` is told whether it did. */
  apply(snapshot: Snapshot, done: (applied: boolean) => void): void;
  condition(code: 'mesh.digest-mismatch' | 'mesh.ask-unanswered', stream: StreamName, detail: string | null): void;
}

interface Effort {
  /** Asked although nothing is known of the stream. */
  blind: boolean;
  gapSinceMs: number | null;
  /** Buckets whose digest differs from the head's. */
  mismatch: Buckets | null;
  /** The head that was compared last, and whether anything has changed since. */
  compared: unknown;
  mismatches: number;
  assembly: Assembly | null;
  applying: boolean;
  progressAtMs: number;
  attempts: number;
  notBeforeMs: number;
}

/**
 * Brings streams that are not whole back into line: compares what is known with what heads say, asks for snapshots, and
 * asks again. Level-triggered: `evaluate` looks at the present state only, so nothing is lost when it is not called.
 * At most one snapshot per stream is under way.
 */
export function createReconciler(options: ReconcilerOptions) {
  const { ledger, heads, clock, random } = options;
  const efforts = new Map<StreamName, Effort>();
  let online = false;
  let cancelTimer: Cancel = () => {};

  function effortOf(stream: StreamName): Effort {
    let effort = efforts.get(stream);
    if (effort === undefined) {
      effort = {
        blind: false,
        gapSinceMs: null,
        mismatch: null,
        compared: null,
        mismatches: 0,
        assembly: null,
        applying: false,
        progressAtMs: 0,
        attempts: 0,
        notBeforeMs: 0,
      };
      efforts.set(stream, effort);
    }
    return effort;
  }

  function compare(stream: StreamName, effort: Effort): void {
    const head = heads.latest(stream);
    const row = ledger.row(stream);
    if (head === null || row === null || effort.compared === head) return;
    if (head.epoch !== row.epoch || head.seq !== row.seq || row.ahead.length > 0) return;
    effort.compared = head;
    const digest = ledger.digest(stream);
    if (digest.whole() === head.digest) {
      effort.mismatch = null;
      effort.mismatches = 0;
      options.condition('mesh.digest-mismatch', stream, null);
      return;
    }
    const differing = head.buckets === undefined ? [] : differingBuckets(digest.prefixes(), head.buckets);
    effort.mismatch = differing.length === 0 ? 'all' : differing;
    if (effort.mismatches > 0) {
      const pauseMs = Math.min(longestMismatchRetryMs, firstRetryMs * 2 ** effort.mismatches);
      effort.notBeforeMs = Math.max(effort.notBeforeMs, clock.monotonic() + pauseMs);
      options.condition(
        'mesh.digest-mismatch',
        stream,
        `${stream} at seq ${head.seq}, after ${effort.mismatches} snapshots`,
      );
    }
  }

  /** What is wanted of a stream and when; null: nothing. */
  function want(stream: StreamName, effort: Effort): { buckets: Buckets; atMs: number } | null {
    const row = ledger.row(stream);
    const nowMs = clock.monotonic();
    const atMs = effort.notBeforeMs;
    if (row === null) return effort.blind ? { buckets: 'all', atMs } : null;
    if (!ledger.isWhole(stream)) return { buckets: 'all', atMs };
    if (missing(row, row.headSeq) > 0) {
      effort.gapSinceMs ??= nowMs;
      return { buckets: 'all', atMs: Math.max(atMs, effort.gapSinceMs + gapPatienceMs) };
    }
    effort.gapSinceMs = null;
    compare(stream, effort);
    return effort.mismatch === null ? null : { buckets: effort.mismatch, atMs: effort.notBeforeMs };
  }

  function failed(stream: StreamName, effort: Effort): void {
    effort.assembly = null;
    effort.attempts += 1;
    const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** effort.attempts) * (0.5 + random() / 2);
    effort.notBeforeMs = clock.monotonic() + pauseMs;
    const known = ledger.row(stream) !== null;
    if (!known && effort.attempts >= asksForUnknown) effort.blind = false;
    if (known && effort.attempts >= asksBeforeAlarm) {
      options.condition('mesh.ask-unanswered', stream, `${stream} was asked for ${effort.attempts} times`);
    }
  }

  function begin(stream: StreamName, effort: Effort, buckets: Buckets): void {
    const ask: Ask = { corr: correlation(stream, random), stream, buckets };
    const row = ledger.row(stream);
    effort.assembly = assemble(ask);
    effort.progressAtMs = clock.monotonic();
    const { assembly } = effort;
    void options.ask(ask, row === null ? null : { epoch: row.epoch, seq: row.seq }).then(sent => {
      if (sent || effort.assembly !== assembly) return;
      failed(stream, effort);
      evaluate();
    });
  }

  function evaluate(): void {
    cancelTimer();
    if (!online) return;
    const nowMs = clock.monotonic();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const stream of new Set([...efforts.keys(), ...ledger.rows().map(({ name }) => name as StreamName)])) {
      const effort = effortOf(stream);
      if (effort.applying) continue;
      if (effort.assembly !== null && nowMs - effort.progressAtMs >= answerPatienceMs) failed(stream, effort);
      if (effort.assembly !== null) {
        nextMs = Math.min(nextMs, effort.progressAtMs + answerPatienceMs);
        continue;
      }
      const wanted = want(stream, effort);
      if (wanted === null) continue;
      if (wanted.atMs <= nowMs) begin(stream, effort, wanted.buckets);
      nextMs = Math.min(nextMs, Math.max(wanted.atMs, nowMs + answerPatienceMs / 10));
    }
    if (nextMs < Number.POSITIVE_INFINITY) cancelTimer = clock.after(Math.max(1, nextMs - nowMs), evaluate);
  }

  function finished(snapshot: Snapshot, applied: boolean): void {
    const { stream } = snapshot;
    const effort = effortOf(stream);
    effort.applying = false;
    effort.assembly = null;
    if (applied) {
      effort.blind = false;
      effort.attempts = 0;
      effort.notBeforeMs = 0;
      effort.gapSinceMs = null;
      effort.compared = null;
      if (effort.mismatch !== null) effort.mismatches += 1;
      effort.mismatch = null;
      options.condition('mesh.ask-unanswered', stream, null);
    } else failed(stream, effort);
    evaluate();
  }

  return {
    evaluate,
    up(): void {
      online = true;
      evaluate();
    },
    down(): void {
      online = false;
      cancelTimer();
      for (const effort of efforts.values()) {
        if (effort.applying) continue;
        effort.assembly = null;
        effort.notBeforeMs = 0;
      }
    },
    /** Every stream that a store has is wanted, whatever is known; the caller has made the doubt durable. */
    wantAll(): void {
      for (const stream of coreStreams) effortOf(stream).blind ||= ledger.row(stream) === null;
      for (const effort of efforts.values()) {
        effort.notBeforeMs = 0;
        effort.attempts = 0;
      }
    },
    /** The stream is wanted although nothing may be known of it. */
    wantOne(stream: StreamName): void {
      const effort = effortOf(stream);
      effort.blind = true;
      effort.notBeforeMs = 0;
      effort.attempts = 0;
    },
    /**
     * A chunk that came: null when it fits, `late` when no ask is open for it (it was ours before a restart or a
     * repetition, and it is authentic, so it is only counted), else why it is refused. Call `evaluate` afterwards.
     */
    chunk(message: AdmittedChunk, payloadBytes: number): ChunkRefusal | 'late' | null {
      for (const [stream, effort] of efforts) {
        const { assembly } = effort;
        if (assembly?.ask.corr !== message.corr || effort.applying) continue;
        const progress = assembly.add(message, payloadBytes);
        if (progress.state === 'unfit') return { reason: 'mesh.reply-unasked', detail: progress.detail };
        effort.progressAtMs = clock.monotonic();
        if (progress.state === 'more') return null;
        if (progress.state === 'complete') {
          effort.applying = true;
          options.apply(progress.snapshot, applied => finished(progress.snapshot, applied));
          return null;
        }
        failed(stream, effort);
        return { reason: 'mesh.snapshot-too-large', detail: progress.detail };
      }
      return looksLikeOurs(message) ? 'late' : { reason: 'mesh.reply-unasked', detail: message.corr };
    },
    stop(): void {
      online = false;
      cancelTimer();
    },
  };
}
export type Reconciler = ReturnType<typeof createReconciler>;

/** Whether an ask of ours, before a restart or a repetition, may have had this id. */
function looksLikeOurs({ corr }: AdmittedChunk): boolean {
  return streamNames.some(
    stream => corr.startsWith(`${stream}-`) && /^[a-z0-9]{12}$/.test(corr.slice(stream.length + 1)),
  );
}

function correlation(stream: StreamName, random: Random): string {
  const part = () =>
    Math.floor(random() * 36 ** 6)
      .toString(36)
      .padStart(6, '0');
  return `${stream}-${part()}${part()}`;
}
