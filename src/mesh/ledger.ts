import type { Reason } from '../shelf/reasons.ts';
import type { AdmittedFacts, AdmittedItem, RefusedItem } from './admit.ts';
import { canonicalise, sha256Hex } from './contract/canonical.ts';
import type { Digest } from './contract/digest.ts';
import type { HeadData } from './contract/head.ts';
import { type StreamName, streamNames } from './contract/streams.ts';
import type { Change } from './mesh.ts';
import { judge } from './ordering.ts';
import type { FactRow, MeshStore, StreamRow } from './ports.ts';
import { createPriceGuard, type PriceGuardOptions } from './price-guard.ts';
import type { Snapshot } from './snapshot.ts';
import { advance, covers } from './stream.ts';
import { digestOf, isVanished } from './stream-digest.ts';
import { createWithheld } from './withheld.ts';

/** Where a message came from. */
export interface Origin {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The broker says that it may have delivered this before. */
  readonly redelivered: boolean;
  readonly traceparent: string | null;
}

/** What a transaction did, for whoever has to tell of it once it is durable. */
export interface Outcome {
  readonly changes: Change[];
  readonly counts: Map<string, number>;
  readonly refusals: { readonly reason: Reason; readonly topic: string; readonly detail: string }[];
}

export const emptyOutcome = (): Outcome => ({ changes: [], counts: new Map(), refusals: [] });

/** A fact that waits for a person's word, as it lies in the quarantine. */
export interface HeldFact {
  readonly stream: StreamName;
  readonly epoch: number;
  readonly seq: number;
  readonly item: Readonly<Record<string, unknown>>;
}

/**
 * Brings admitted messages into the store by the contract's rules. Everything here runs inside the caller's
 * transaction; what it keeps in memory mirrors the store, and `reload` makes it so again after a transaction failed.
 * Cost of an item: one look-up, one upsert.
 */
export function createLedger(database: MeshStore, guardOptions: PriceGuardOptions) {
  const withheld = createWithheld(database);
  const guard = createPriceGuard(database, guardOptions);
  const rows = new Map<StreamName, StreamRow>();
  const whole = new Map<StreamName, number>();
  const digests = new Map<StreamName, Digest>();
  const changed = new Set<StreamName>();
  const { clock } = guardOptions;

  function reload(): void {
    rows.clear();
    whole.clear();
    digests.clear();
    changed.clear();
    withheld.reload();
    guard.reload();
    for (const row of database.streams()) {
      const name = streamNames.find(known => known === row.name);
      if (name !== undefined) rows.set(name, row);
    }
    for (const { name, value } of database.recallAll('whole/')) whole.set(name.slice(6) as StreamName, Number(value));
  }
  reload();

  function put(row: StreamRow, name: StreamName): void {
    rows.set(name, row);
    changed.add(name);
  }

  function refuse(outcome: Outcome, origin: Origin, reason: Reason, detail: string): void {
    // A broker that repeats itself after a lost connection is no news.
    const harmless = origin.redelivered && (reason === 'mesh.replayed' || reason === 'mesh.reordered');
    count(outcome, harmless ? 'duplicate' : reason);
    if (harmless) return;
    outcome.refusals.push({ reason, topic: origin.topic, detail });
    const payload = origin.payload;
    database.quarantine({
      atMs: clock.now(),
      topic: origin.topic,
      reason,
      detail,
      payload,
      payloadHash: sha256Hex(payload),
    });
  }

  /** The row of a stream that has reached `epoch`; null: the epoch is over. */
  function enter(stream: StreamName, epoch: number): StreamRow | null {
    const row = rows.get(stream);
    if (row !== undefined && row.epoch >= epoch) return row.epoch === epoch ? row : null;
    digests.delete(stream);
    return { name: stream, epoch, seq: 0, ahead: [], headSeq: null, headAtMs: null };
  }

  /** The newest thing known of a key, believed or not. */
  function newest(stream: StreamName, key: string, stored: { epoch: number; version: number } | null) {
    const held = withheld.find(stream, key);
    if (held === null) return stored;
    return stored === null || held.epoch > stored.epoch || held.version > stored.version ? held : stored;
  }

  function track(
    stream: StreamName,
    key: string,
    before: { epoch: number; version: number } | null,
    after: { epoch: number; version: number } | null,
  ): void {
    const digest = digests.get(stream);
    const epoch = rows.get(stream)?.epoch;
    if (digest === undefined) return;
    if (before !== null && before.epoch === epoch) digest.toggle(key, before);
    if (after !== null && after.epoch === epoch) digest.toggle(key, after);
  }

  function withhold(
    stream: StreamName,
    epoch: number,
    item: Pick<AdmittedItem, 'key' | 'version' | 'contentHash'>,
    stored: FactRow | null,
  ): void {
    const before = newest(stream, item.key, stored === null || isVanished(stored) ? null : stored);
    const fact = { epoch, version: item.version, contentHash: item.contentHash };
    if (withheld.add(stream, item.key, fact)) track(stream, item.key, before, fact);
  }

  function accept(
    outcome: Outcome,
    stream: StreamName,
    epoch: number,
    seq: number,
    item: AdmittedItem,
    stored: FactRow | null,
    traceparent: string | null,
  ): void {
    const before = newest(stream, item.key, stored === null || isVanished(stored) ? null : stored);
    const { key, version, deleted, contentHash, body } = item;
    database.putFact({
      stream,
      key,
      epoch,
      version,
      seq,
      deleted,
      contentHash,
      body,
      receivedAtMs: clock.now(),
      traceparent,
    });
    const held = withheld.find(stream, key);
    if (held !== null && (held.epoch < epoch || (held.epoch === epoch && held.version <= version)))
      withheld.remove(stream, key);
    track(stream, key, before, newest(stream, key, { epoch, version }));
    if (stream === 'price') guard.accepted(item, stored);
    outcome.changes.push({ stream, key, epoch, body, traceparent });
    count(outcome, 'accepted');
  }

  /** One item, by the rule of versions. @returns what a message of facts has to say about it */
  function bring(
    outcome: Outcome,
    origin: Origin,
    at: { stream: StreamName; epoch: number; seq: number; fromSnapshot: boolean },
    item: AdmittedItem,
  ): 'older' | 'equivocation' | null {
    const { stream, epoch, seq } = at;
    const incoming = { epoch, version: item.version, contentHash: item.contentHash };
    const stored = database.fact(stream, item.key);
    let verdict = judge(incoming, stored);
    // What a snapshot lacked and a later one has again is back.
    if (verdict === 'duplicate' && at.fromSnapshot && stored !== null && isVanished(stored)) verdict = 'newer';
    if (verdict === 'newer') {
      const held = withheld.find(stream, item.key);
      if (held?.epoch === epoch && held.version === item.version) verdict = judge(incoming, held);
    }
    if (verdict === 'duplicate') count(outcome, 'duplicate');
    if (verdict === 'older' || verdict === 'equivocation') return verdict;
    if (verdict !== 'newer') return null;
    const hold = stream === 'price' && !item.deleted ? guard.judge(item, stored, at.fromSnapshot) : null;
    if (hold === null) accept(outcome, stream, epoch, seq, item, stored, origin.traceparent);
    else {
      const fact: HeldFact = { stream, epoch, seq, item: item.value };
      refuse(
        outcome,
        { ...origin, redelivered: false, payload: Buffer.from(canonicalise(fact)) },
        hold.reason,
        `${item.key} v${item.version}: ${hold.detail}`,
      );
      withhold(stream, epoch, item, stored);
    }
    return null;
  }

  return {
    refuse,
    row: (stream: StreamName): StreamRow | null => rows.get(stream) ?? null,
    rows: (): StreamRow[] => [...rows.values()],
    /** Whether a snapshot of the stream's epoch was applied, and nothing since said that one is wanted. */
    isWhole: (stream: StreamName): boolean => whole.get(stream) === rows.get(stream)?.epoch,
    /** A snapshot is wanted, whatever is known. Durable. */
    doubt(stream: StreamName): void {
      whole.delete(stream);
      database.forget(`whole/${stream}`);
    },

    facts(outcome: Outcome, origin: Origin, message: AdmittedFacts): void {
      const { stream, epoch, firstSeq, lastSeq, items } = message;
      const row = enter(stream, epoch);
      if (row === null) {
        refuse(outcome, origin, 'mesh.epoch-old', `epoch ${epoch} of ${stream}`);
        return;
      }
      const seenBefore = covers(row, firstSeq, lastSeq);
      put({ ...row, ...advance(row, firstSeq, lastSeq) }, stream);
      const older: string[] = [];
      const equivocal: string[] = [];
      items.forEach((item, index) => {
        const odd = bring(outcome, origin, { stream, epoch, seq: firstSeq + index, fromSnapshot: false }, item);
        if (odd === 'older') older.push(`${item.key} v${item.version}`);
        if (odd === 'equivocation') equivocal.push(`${item.key} v${item.version}`);
      });
      if (equivocal.length > 0) refuse(outcome, origin, 'mesh.equivocation', listed(equivocal));
      else if (older.length > 0)
        refuse(outcome, origin, seenBefore ? 'mesh.replayed' : 'mesh.reordered', listed(older));
    },

    /** A verified head; false: its epoch is over. @param fresh whether it is news that the authority lives */
    head(outcome: Outcome, origin: Origin, head: HeadData, fresh: boolean): boolean {
      const row = enter(head.stream, head.epoch);
      if (row === null) {
        refuse(outcome, origin, 'mesh.epoch-old', `a head of epoch ${head.epoch}`);
        return false;
      }
      const headSeq = Math.max(row.headSeq ?? 0, head.seq);
      put({ ...row, headSeq, headAtMs: fresh ? clock.now() : row.headAtMs }, head.stream);
      count(outcome, 'accepted');
      return true;
    },

    /** Part of a snapshot: the same rule of versions, so each slice holds by itself. */
    snapshotItems(outcome: Outcome, origin: Origin, snapshot: Snapshot, from: number, to: number): void {
      const { stream, epoch, seq } = snapshot;
      const row = enter(stream, epoch);
      if (row === null) return;
      put(row, stream);
      for (const item of snapshot.items.slice(from, to)) {
        const odd = bring(outcome, origin, { stream, epoch, seq: Math.max(seq, 1), fromSnapshot: true }, item);
        if (odd === 'equivocation')
          refuse(
            outcome,
            held(origin, { stream, epoch, seq, item: item.value }),
            'mesh.equivocation',
            `${item.key} v${item.version}`,
          );
      }
    },

    /** The end of a snapshot: what its schema refused, what is gone, and how far the stream is known now. */
    snapshotEnd(outcome: Outcome, origin: Origin, snapshot: Snapshot, gone: Iterable<{ readonly key: string }>): void {
      const { stream, epoch, seq } = snapshot;
      const row = enter(stream, epoch);
      if (row === null) return;
      for (const item of snapshot.refused) refuseItem(outcome, origin, snapshot, item);
      for (const { key } of gone) {
        const fact = database.fact(stream, key);
        if (fact === null) continue;
        const before = newest(stream, key, isVanished(fact) ? null : fact);
        withheld.remove(stream, key);
        database.putFact({ ...fact, deleted: true, body: '', seq: 0, receivedAtMs: clock.now() });
        track(stream, key, before, null);
        if (stream === 'price') guard.reload();
        if (!fact.deleted) outcome.changes.push({ stream, key, epoch, body: '', traceparent: null });
      }
      if (snapshot.buckets === 'all') {
        put({ ...row, ...advance(row, 1, seq) }, stream);
        whole.set(stream, epoch);
        database.remember(`whole/${stream}`, String(epoch));
      } else put(row, stream);
    },

    /** What is known of the stream, to be compared with its head. */
    digest(stream: StreamName): Digest {
      const kept = digests.get(stream);
      if (kept !== undefined) return kept;
      const made = digestOf(rows.get(stream)?.epoch ?? 0, database.factKeys(stream), withheld.of(stream));
      digests.set(stream, made);
      return made;
    },

    /** Accepts a held fact after all. False: something newer is here already. */
    release(outcome: Outcome, fact: HeldFact, item: AdmittedItem): boolean {
      const stored = database.fact(fact.stream, item.key);
      const current = rows.get(fact.stream)?.epoch === fact.epoch;
      if (!current || judge({ ...item, epoch: fact.epoch }, stored) !== 'newer') return false;
      accept(outcome, fact.stream, fact.epoch, fact.seq, item, stored, null);
      return true;
    },

    /** Writes the streams that moved; the last thing in a transaction. */
    flush(): void {
      for (const name of changed) database.putStream(rows.get(name)!);
      changed.clear();
    },
    reload,
  };

  function refuseItem(outcome: Outcome, origin: Origin, snapshot: Snapshot, item: RefusedItem): void {
    const { stream, epoch } = snapshot;
    const stored = database.fact(stream, item.key);
    const known = withheld.find(stream, item.key);
    if (judge({ ...item, epoch }, stored) !== 'newer' || known?.version === item.version) return;
    refuse(
      outcome,
      { ...origin, payload: Buffer.from(item.body), redelivered: false },
      'mesh.item-invalid',
      `${item.key} v${item.version}: ${item.detail}`,
    );
    withhold(stream, epoch, item, stored);
  }
}
export type Ledger = ReturnType<typeof createLedger>;

function held(origin: Origin, fact: HeldFact): Origin {
  return { ...origin, redelivered: false, payload: Buffer.from(canonicalise(fact)) };
}

function count(outcome: Outcome, what: string): void {
  outcome.counts.set(what, (outcome.counts.get(what) ?? 0) + 1);
}

function listed(keys: readonly string[]): string {
  return keys.length <= 5 ? keys.join(', ') : `${keys.slice(0, 5).join(', ')} and ${keys.length - 5} more`;
}
