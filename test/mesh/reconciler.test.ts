import { expect, test } from 'vitest';
import { createVirtualClock } from '../../emulator/clock.ts';
import type { Clock } from '../../src/clock.ts';
import type { AdmittedChunk } from '../../src/mesh/admit.ts';
import { createHeads, freezeMs } from '../../src/mesh/heads.ts';
import { createLedger, emptyOutcome } from '../../src/mesh/ledger.ts';
import { createReconciler } from '../../src/mesh/reconciler.ts';
import type { Ask } from '../../src/mesh/snapshot.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { lenient } from './gateway.ts';

/** A reconciler over a real store, in time that stands still until it is moved on. */
async function rig(work: (rig: ReturnType<typeof build>) => Promise<void>): Promise<void> {
  await inDirectory(async dir => {
    const { store } = opened(dir);
    try {
      await work(build(store));
    } finally {
      store.close();
    }
  });
}

function build(store: ReturnType<typeof opened>['store']) {
  const virtual = createVirtualClock(Date.parse('2026-11-24T12:00:00Z'));
  const clock: Clock = { ...virtual, monotonic: virtual.now };
  const ledger = createLedger(store, { limits: lenient, clock });
  const heads = createHeads(clock);
  const asks: (Ask & { readonly atMs: number })[] = [];
  const conditions = new Map<string, string>();
  const startMs = clock.now();
  const reconciler = createReconciler({
    ledger,
    heads,
    clock,
    random: () => 0.5,
    async ask(ask) {
      asks.push({ ...ask, atMs: clock.now() - startMs });
      return true;
    },
    apply: (_snapshot, done) => done(true),
    condition(code, _stream, detail) {
      if (detail === null) conditions.delete(code);
      else conditions.set(code, detail);
    },
  });
  const origin = { topic: 't', payload: new Uint8Array(), redelivered: false, traceparent: null };
  return {
    asks,
    conditions,
    heads,
    clock,
    reconciler,
    advance: virtual.advance,
    /** Moves time on until there is another ask, and gives its correlation id. */
    nextAsk(): string {
      for (const before = asks.length; asks.length === before; ) virtual.advance(1_000);
      return asks.at(-1)!.corr;
    },
    /** A price fact with this number, and the stream known to be whole. */
    fact(seq: number) {
      const item = { key: `s${seq}`, version: 1, deleted: true, contentHash: `${seq}`, body: '', value: {} };
      store.transaction(() => {
        ledger.facts(emptyOutcome(), origin, {
          kind: 'facts',
          stream: 'price',
          epoch: 7,
          firstSeq: seq,
          lastSeq: seq,
          items: [item],
        });
        ledger.flush();
      });
      reconciler.evaluate();
    },
    whole() {
      const snapshot = { stream: 'price', epoch: 7, seq: 1, buckets: 'all', items: [], refused: [] } as const;
      store.transaction(() => {
        ledger.snapshotEnd(emptyOutcome(), origin, snapshot, []);
        ledger.flush();
      });
    },
    chunk(corr: string, over: Partial<AdmittedChunk['chunk']> = {}): AdmittedChunk {
      const chunk = { stream: 'price', epoch: 7, seq: 5, buckets: 'all', chunk: 0, chunks: 1, ...over } as const;
      return { kind: 'chunk', corr, chunk, items: [], refused: [] };
    },
  };
}

test('MESH-025: a gap is asked for after two seconds, unless it closes before', () =>
  rig(async ({ asks, reconciler, fact, whole, advance }) => {
    fact(1);
    whole();
    reconciler.up();
    fact(3);
    advance(1_900);
    fact(2);
    advance(60_000);
    expect(asks).toEqual([]);
    fact(5);
    advance(1_999);
    expect(asks).toEqual([]);
    advance(1);
    expect(asks).toMatchObject([{ stream: 'price', buckets: 'all' }]);
  }));

test('MESH-032, MESH-035: an ask that nobody answers is repeated, more and more slowly, and told; an answer ends it', () =>
  rig(async ({ asks, conditions, reconciler, fact, chunk, advance, nextAsk }) => {
    fact(1);
    reconciler.up();
    advance(10 * 60_000);
    const pausesMs = asks.slice(1).map(({ atMs }, index) => atMs - asks[index]!.atMs);
    expect(pausesMs.slice(0, 5)).toEqual([18_000, 21_000, 27_000, 39_000, 60_000]);
    expect(Math.max(...pausesMs)).toBeLessThanOrEqual(75_000);
    expect(conditions.get('mesh.ask-unanswered')).toContain('price');
    expect(reconciler.chunk(chunk('another'), 10)).toMatchObject({ reason: 'mesh.reply-unasked' });
    expect(reconciler.chunk(chunk('price-0123456789ab'), 10)).toBe('late');
    const corr = nextAsk();
    expect(reconciler.chunk(chunk(corr, { buckets: [1] }), 10)).toMatchObject({ reason: 'mesh.reply-unasked' });
    expect(reconciler.chunk(chunk(corr), 65 * 1024 * 1024)).toMatchObject({ reason: 'mesh.snapshot-too-large' });
    nextAsk();
    expect(reconciler.chunk(chunk(corr, { chunks: 2 }), 10)).toBeNull();
    expect(reconciler.chunk(chunk(corr, { chunks: 2, seq: 6, chunk: 1 }), 10)).toMatchObject({
      reason: 'mesh.reply-unasked',
    });
    expect(reconciler.chunk(chunk(corr, { chunks: 2 }), 10)).toBeNull();
    expect(conditions.size).toBe(1);
    expect(reconciler.chunk(chunk(corr, { chunks: 2, chunk: 1 }), 10)).toBeNull();
    expect(conditions.size).toBe(0);
  }));

test('MESH-031, MESH-036: without a head for five minutes a stream counts as frozen, and an old retained one is no sign of life', () =>
  rig(async ({ heads, clock, advance }) => {
    const sinceMs = clock.monotonic();
    const head = (issuedAt: string, seq = 5) => ({
      stream: 'price' as const,
      epoch: 7,
      seq,
      count: 0,
      digest: '0'.repeat(64),
      issuedAt,
    });
    expect(heads.judge(head('2026-11-24T10:00:00Z'), true)).toBe('known');
    advance(freezeMs + 1);
    expect(heads.frozen('price', sinceMs)).toBe(true);
    const now = head('2026-11-24T12:05:00Z');
    expect(heads.judge(now, false)).toBe('fresh');
    heads.accept(now, 'fresh');
    expect(heads.frozen('price', sinceMs)).toBe(false);
    expect(heads.judge(now, false)).toBe('known');
    expect(heads.judge(head('2026-11-24T12:04:00Z', 4), false)).toBe('replayed');
    expect(heads.judge(head('2026-11-24T12:04:00Z', 4), true)).toBe('known');
  }));
