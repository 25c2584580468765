import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AttemptRow, DesiredRow, LabelStore, ShownRow } from '../../src/delivery/ports.ts';
import type { FactStore, ReportStore } from '../../src/mesh/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { factRow, opened } from './opening.ts';

let dir: string;
let store: Store;
let nowMs: number;

function reopen(): void {
  store.close();
  ({ store } = opened(dir));
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'endcap-store-'));
  nowMs = 1_000;
  ({ store } = opened(dir, { clock: { now: () => nowMs, monotonic: () => nowMs, after: () => () => {} } }));
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const desired: DesiredRow = {
  label: 'l-1',
  epoch: 7,
  version: 412,
  seq: 88_100,
  hash: '0123456789abcdef',
  content: '{"page":"price"}',
  refusal: null,
  sinceMs: 1_796_000_000_000,
  openSinceMs: 1_795_999_000_000,
  openSeq: 88_050,
  untilMs: 1_796_000_100_000,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

test('the store fits the ports of mesh and delivery', () => {
  const ports: FactStore & ReportStore & LabelStore = store;
  expect(ports.streams()).toEqual([]);
});

describe('facts', () => {
  test('come back as they were put, also after a restart', () => {
    const row = factRow('40123', 412, { body: '{"name":"Käse „Ü“ 🧀"}', traceparent: '00-ab-cd-01' });
    store.putFact(row);
    expect(store.fact('price', '40123')).toEqual(row);
    reopen();
    expect(store.fact('price', '40123')).toEqual(row);
    expect(store.fact('price', '40124')).toBeNull();
    expect(store.fact('product', '40123')).toBeNull();
  });

  test('the newest replaces the one before', () => {
    store.putFact(factRow('a', 1));
    store.putFact(factRow('a', 2, { deleted: true, body: '' }));
    expect(store.fact('price', 'a')).toMatchObject({ version: 2, deleted: true, body: '' });
    expect(store.factCount('price')).toBe(0);
  });

  test('keys come in order, over more than one page, while facts are being written', () => {
    store.transaction(() => {
      for (let i = 0; i < 2_500; i++) store.putFact(factRow(`k${String(i).padStart(5, '0')}`));
    });
    const keys: string[] = [];
    for (const { key } of store.factKeys('price')) {
      keys.push(key);
      if (keys.length === 10) store.putFact(factRow('a-late-one'));
    }
    expect(keys).toHaveLength(2_500);
    expect(keys).toEqual(keys.toSorted());
    expect(store.facts('price', { afterKey: 'k02497', limit: 10 }).map(row => row.key)).toEqual(['k02498', 'k02499']);
  });

  test('deletions of older epochs can be forgotten', () => {
    store.putFact(factRow('a', 1, { deleted: true, body: '', epoch: 1 }));
    store.putFact(factRow('b', 1, { deleted: true, body: '', epoch: 2 }));
    store.putFact(factRow('c', 1, { epoch: 1 }));
    expect(store.purgeDeletions('price', 2)).toBe(1);
    expect([...store.factKeys('price')].map(row => row.key)).toEqual(['b', 'c']);
  });
});

test('streams keep their gaps', () => {
  const row = {
    name: 'price',
    epoch: 7,
    seq: 10,
    ahead: [
      [12, 14],
      [16, 16],
    ] as const,
    headSeq: null,
    headAtMs: null,
  };
  store.putStream(row);
  store.putStream({ ...row, name: 'fx', headSeq: 5, headAtMs: 1_796_000_000_000 });
  reopen();
  expect(store.stream('price')).toEqual(row);
  expect(store.streams().map(stream => stream.name)).toEqual(['fx', 'price']);
  expect(store.stream('offer')).toBeNull();
});

describe('transactions', () => {
  test('an exception takes everything back', () => {
    const work = () =>
      store.transaction(() => {
        store.putFact(factRow('a'));
        throw new Error('no');
      });
    expect(work).toThrow('no');
    expect(store.fact('price', 'a')).toBeNull();
  });

  test('a nested one that fails takes only its own part back', () => {
    store.transaction(() => {
      store.putFact(factRow('outer'));
      expect(() =>
        store.transaction(() => {
          store.putFact(factRow('inner'));
          throw new Error('inner');
        }),
      ).toThrow('inner');
    });
    expect(store.fact('price', 'outer')).not.toBeNull();
    expect(store.fact('price', 'inner')).toBeNull();
  });

  test('asynchronous work is refused, not half committed', () => {
    expect(() =>
      store.transaction(async () => {
        store.putFact(factRow('a'));
      }),
    ).toThrow(TypeError);
    expect(store.fact('price', 'a')).toBeNull();
  });
});

describe('labels', () => {
  const heard = {
    label: 'l-1',
    model: 'gicisky-213-bwr',
    family: 'gicisky',
    firmware: null,
    batteryMv: 2_950,
    rssi: -61,
    lastSeenMs: 1_796_000_000_000,
  };

  test('come back with whether they have a key', () => {
    store.putLabel(heard);
    expect(store.label('l-1')).toEqual({ ...heard, hasKey: false });
    store.putLabelKey('l-1', new Uint8Array(16));
    expect(store.label('l-1')).toEqual({ ...heard, hasKey: true });
    expect(store.labels()).toEqual([{ ...heard, hasKey: true }]);
  });

  test('desired, shown and attempt come back as they were put', () => {
    const refused: DesiredRow = {
      ...desired,
      label: 'l-2',
      content: null,
      hash: '',
      refusal: { reason: 'price.unit-price-missing', detail: 'kg' },
      untilMs: null,
      traceparent: null,
    };
    const shown: ShownRow = {
      label: 'l-1',
      epoch: 7,
      version: 411,
      seq: 88_000,
      hash: 'fedcba9876543210',
      content: '{}',
      atMs: 5,
      proof: 'acknowledged',
      trusted: false,
    };
    const attempt: AttemptRow = {
      label: 'l-1',
      failures: 3,
      reason: 'radio.label-silent',
      detail: 'timeout',
      atMs: 9,
      retry: 'later',
    };
    store.putDesired(desired);
    store.putDesired(refused);
    store.putShown(shown);
    store.putAttempt(attempt);
    reopen();
    expect(store.allDesired()).toEqual([desired, refused]);
    expect(store.desired('l-2')).toEqual(refused);
    expect(store.shown('l-1')).toEqual(shown);
    expect(store.allShown()).toEqual([shown]);
    expect(store.attempt('l-1')).toEqual(attempt);
    store.clearAttempt('l-1');
    store.removeDesired('l-2');
    expect(store.allAttempts()).toEqual([]);
    expect(store.desired('l-2')).toBeNull();
  });

  test('what the timeline changes next is found by instant', () => {
    store.putDesired({ ...desired, untilMs: 300 });
    store.putDesired({ ...desired, label: 'l-2', untilMs: 200 });
    store.putDesired({ ...desired, label: 'l-3', untilMs: null });
    expect(store.nextDueMs()).toBe(200);
    expect(store.labelsDue(199, 10)).toEqual([]);
    expect(store.labelsDue(300, 10)).toEqual(['l-2', 'l-1']);
  });

  test('the index leads from a SKU to labels and offers', () => {
    store.indexBinding('l-1', ['a', 'b']);
    store.indexBinding('l-2', ['b']);
    store.indexBinding('l-1', ['b', 'c']);
    store.indexOffer('o-1', ['a', 'b']);
    expect(store.labelsBySku('a')).toEqual([]);
    expect(store.labelsBySku('b')).toEqual(['l-1', 'l-2']);
    store.unindexBinding('l-2');
    expect(store.labelsBySku('b')).toEqual(['l-1']);
    expect(store.offersBySku('a')).toEqual(['o-1']);
    store.unindexOffer('o-1');
    expect(store.offersBySku('a')).toEqual([]);
  });

  test('a removed label leaves nothing but the audit trail', () => {
    store.putLabel(heard);
    store.putLabelKey('l-1', new Uint8Array(16));
    store.putDesired(desired);
    store.indexBinding('l-1', ['a']);
    store.touchReport('l-1');
    store.addHistory({ label: 'l-1', atMs: 1, event: 'heard', detail: {} });
    store.removeLabel('l-1');
    expect(store.label('l-1')).toBeNull();
    expect(store.hasKey('l-1')).toBe(false);
    expect(store.desired('l-1')).toBeNull();
    expect(store.labelsBySku('a')).toEqual([]);
    expect(store.unreported(10)).toEqual([]);
    expect(store.history('l-1', 10)).toEqual([]);
  });
});

describe('reports', () => {
  test('a label waits until its latest revision is acknowledged', () => {
    store.touchReport('l-1');
    store.touchReport('l-1');
    expect(store.unreported(10)).toEqual([{ label: 'l-1', revision: 2 }]);
    store.markReported('l-1', 1);
    expect(store.unreported(10)).toEqual([{ label: 'l-1', revision: 2 }]);
    store.markReported('l-1', 2);
    expect(store.unreported(10)).toEqual([]);
    store.markReported('l-1', 1);
    expect(store.unreported(10)).toEqual([]);
  });

  test('a label that changes all the time keeps its place in the line', () => {
    nowMs = 1;
    store.touchReport('busy');
    nowMs = 2;
    store.touchReport('calm');
    nowMs = 3;
    store.touchReport('busy');
    expect(store.unreported(1)).toEqual([{ label: 'busy', revision: 2 }]);
    store.markReported('busy', 1);
    expect(store.unreported(10).map(row => row.label)).toEqual(['calm', 'busy']);
  });
});

test('memory recalls what it was told', () => {
  expect(store.recall('keys.version')).toBeNull();
  store.remember('keys.version', '3');
  store.remember('keys.version', '4');
  store.remember('command/a%', '1');
  store.remember('command/b', '2');
  reopen();
  expect(store.recall('keys.version')).toBe('4');
  expect(store.recallAll('command/').map(row => row.name)).toEqual(['command/a%', 'command/b']);
  store.forget('command/b');
  expect(store.recall('command/b')).toBeNull();
});
