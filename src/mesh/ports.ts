/** What the mesh needs from a store. Everything is synchronous; `transaction` returns after the commit is on disk. */
export interface FactStore {
  /** Runs `work` in one transaction: all of it is durable when this returns, or none of it happened. May nest. */
  transaction<T>(work: () => T): T;
  fact(stream: string, key: string): FactRow | null;
  putFact(row: FactRow): void;
  /** Every key of a stream, deleted ones included, in key order. */
  factKeys(stream: string): Iterable<FactKey>;
  stream(name: string): StreamRow | null;
  streams(): StreamRow[];
  putStream(row: StreamRow): void;
  quarantine(entry: QuarantineEntry): void;
  /** Small durable values: remembered commands, key set version, session facts. Null when never set. */
  recall(name: string): string | null;
  remember(name: string, value: string): void;
  audit(entry: AuditEntry): void;
}

export interface FactKey {
  readonly key: string;
  readonly epoch: number;
  readonly version: number;
  readonly seq: number;
  readonly deleted: boolean;
}

/** The newest accepted fact of one key. */
export interface FactRow extends FactKey {
  readonly stream: string;
  /** SHA-256 (hex) of the RFC 8785 form of the item: tells a duplicate from an equivocation. */
  readonly contentHash: string;
  /** RFC 8785 JSON of the item as it was received; empty for deletions. */
  readonly body: string;
  readonly receivedAtMs: number;
  readonly traceparent: string | null;
}

/** How far a stream is known. */
export interface StreamRow {
  readonly name: string;
  readonly epoch: number;
  /** Every seq up to here is accounted for. */
  readonly seq: number;
  /** Ranges seen above `seq`, `[first, last]` ascending: what is missing between is the gap. At most 64 are kept. */
  readonly ahead: readonly (readonly [number, number])[];
  /** The last verified head. */
  readonly headSeq: number | null;
  readonly headAtMs: number | null;
}

export interface QuarantineEntry {
  readonly atMs: number;
  readonly topic: string;
  readonly reason: string;
  readonly detail: string;
  /** The first 16 KiB of the payload. */
  readonly payload: Uint8Array;
  /** SHA-256 (hex) of the whole payload: the same message quarantined again only counts. */
  readonly payloadHash: string;
}

export interface AuditEntry {
  readonly atMs: number;
  /** Who: `mesh`, `technician:anna`, `agent`. */
  readonly actor: string;
  /** Stable verb, e.g. `fact.accepted`, `label.shown`. */
  readonly action: string;
  /** What it was done to: a label id, `price/40123`. */
  readonly subject: string;
  /** Free, JSON-serialisable, without secrets. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The labels whose reported state is behind what is known of them. Level-triggered: no queue to lose. */
export interface ReportStore {
  /** Oldest first, at most `limit`. */
  unreported(limit: number): { readonly label: string; readonly revision: number }[];
  /** The state document as of `revision` has been acknowledged by the broker. */
  markReported(label: string, revision: number): void;
}

/** A binding made at the shelf, and what became of it. */
export interface LocalBindingRow {
  readonly label: string;
  /** JSON of `skus`, `template`, `position`, `page` as in a binding fact; empty: the label was unbound. */
  readonly body: string;
  /** The mesh's fact that it was made over; null: there was none. */
  readonly basis: { readonly epoch: number; readonly version: number } | null;
  readonly madeAtMs: number;
  readonly actor: string;
  readonly state: 'open' | 'adopted' | 'overruled';
  /** Rises with each change, so that telling and changing cannot miss each other. */
  readonly revision: number;
}

/** The bindings made at the shelf that the broker does not know of as they are now. */
export interface LocalBindingStore {
  /** Oldest first, at most `limit`. */
  untoldBindings(limit: number): LocalBindingRow[];
  /** The broker has acknowledged what is said of the label as of `revision`. */
  bindingTold(label: string, revision: number): void;
  /** All that are open are to be told once more. */
  tellBindingsAgain(): void;
}

/** What the client needs beyond facts and reports: its own small memory, and the quarantine for people's decisions. */
export interface MeshStore extends FactStore, ReportStore, LocalBindingStore {
  forget(name: string): void;
  /** Everything whose name starts with `prefix`, in name order. */
  recallAll(prefix: string): { readonly name: string; readonly value: string }[];
  /** Facts of a stream that are not deleted. */
  factCount(stream: string): number;
  /** `payload` may be cut; `payloadHash` is of the whole. */
  quarantinedMessage(
    id: number,
  ): Pick<QuarantineEntry, 'topic' | 'reason' | 'detail' | 'payload' | 'payloadHash'> | null;
  /** False when there is none with that id. */
  dropQuarantined(id: number): boolean;
}
