import type { Clock } from '../clock.ts';
import type { AdmittedChunk } from './admit.ts';
import { createCommitter } from './committer.ts';
import type { Inbound } from './connection.ts';
import type { Aftermath, Intake } from './intake.ts';
import { emptyOutcome, type Ledger, type Origin, type Outcome } from './ledger.ts';
import type { MeshLog, TillMark } from './mesh.ts';
import type { MeshStore } from './ports.ts';
import type { ChunkRefusal } from './reconciler.ts';
import { type Snapshot, vanished } from './snapshot.ts';

/** Items of a snapshot that share a transaction: about 10 ms. */
const sliceItems = 200;
/** More than a transaction holds, so that slices leave room for the messages between them. */
const sliceWeight = 256 * 1024;

export interface ReceptionOptions {
  readonly database: MeshStore;
  readonly ledger: Ledger;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: MeshLog;
  /** It is on disk. */
  durable(outcome: Outcome): void;
  /** Nothing can be made durable: what is not acknowledged must come again. */
  broken(error: unknown): void;
  onTill(mark: TillMark): void;
  /** Null: it fits an ask. `late`: there is none for it any more. */
  onChunk(chunk: AdmittedChunk, payloadBytes: number): ChunkRefusal | 'late' | null;
  /** After each message; what is known may have changed. */
  settled(): void;
}

/** Has messages and snapshots made durable, and only then acknowledged and acted upon. */
export function createReception(options: ReceptionOptions) {
  const { database, ledger, intake, clock, log, durable, broken } = options;
  const committer = createCommitter({
    transaction: work => database.transaction(work),
    flush: ledger.flush,
    reload() {
      ledger.reload();
      intake.reload();
    },
    isStorageFault,
    soon: work => void setImmediate(work),
  });

  /** Quarantines a message in a commit of its own. */
  function refuse(origin: Origin, reason: Parameters<Ledger['refuse']>[2], detail: string, done: () => void): void {
    let outcome = emptyOutcome();
    committer.add({
      weight: origin.payload.length,
      work() {
        outcome = emptyOutcome();
        ledger.refuse(outcome, origin, reason, detail);
      },
      committed() {
        done();
        durable(outcome);
      },
      failed: broken,
    });
  }

  function receive(inbound: Inbound): void {
    const { topic, payload, redelivered } = inbound;
    let outcome = emptyOutcome();
    let after: Aftermath = {};
    committer.add({
      weight: payload.length,
      work() {
        outcome = emptyOutcome();
        after = intake.take(outcome, inbound);
      },
      committed() {
        inbound.ack();
        durable(outcome);
        finish(after, { topic, payload, redelivered, traceparent: null });
      },
      failed(error) {
        if (isStorageFault(error)) return broken(error);
        // A message that a bug of ours stumbles over must not stand in the way of all others.
        log.error(
          { event: 'mesh.message-unprocessable', topic, error: String(error) },
          'a message cannot be processed',
        );
        const origin = { topic, payload, redelivered: false, traceparent: null };
        refuse(origin, 'mesh.unprocessable', String(error), inbound.ack);
      },
    });
  }

  function finish({ chunk, till, start }: Aftermath, origin: Origin): void {
    if (till !== undefined) options.onTill(till);
    start?.();
    const refusal = chunk === undefined ? null : options.onChunk(chunk, origin.payload.length);
    if (refusal === 'late') durable({ ...emptyOutcome(), counts: new Map([['late-reply', 1]]) });
    else if (refusal !== null) refuse(origin, refusal.reason, refusal.detail, () => {});
    options.settled();
  }

  /** Each slice holds by itself; only the last one says that the stream is whole. */
  function applySnapshot(topic: string, snapshot: Snapshot, done: (applied: boolean) => void): void {
    const { stream, epoch, seq, items } = snapshot;
    const origin = { topic, payload: new Uint8Array(), redelivered: false, traceparent: null };
    let outcome = emptyOutcome();

    function end(): void {
      ledger.snapshotEnd(outcome, origin, snapshot, [...vanished(snapshot, database.factKeys(stream))]);
      const detail = { epoch, seq, items: items.length, refused: snapshot.refused.length };
      database.audit({ atMs: clock.now(), actor: 'mesh', action: 'snapshot.applied', subject: stream, detail });
    }

    function slice(from: number): void {
      const last = from + sliceItems >= items.length;
      committer.add({
        weight: sliceWeight,
        work() {
          outcome = emptyOutcome();
          ledger.snapshotItems(outcome, origin, snapshot, from, from + sliceItems);
          if (last) end();
        },
        committed() {
          durable(outcome);
          if (last) done(true);
          else slice(from + sliceItems);
        },
        failed(error) {
          done(false);
          broken(error);
        },
      });
    }
    slice(0);
  }

  return { receive, applySnapshot };
}
export type Reception = ReturnType<typeof createReception>;

/** The store's errors say why; everything else is a bug. */
function isStorageFault(error: unknown): boolean {
  return error instanceof Error && 'reason' in error;
}
