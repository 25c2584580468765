import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quarantinePayloadBytes } from '../../src/store/quarantine.ts';
import { inDirectory, opened } from './opening.ts';

const limits = { quarantineRows: 5, auditRows: 7, historyRowsPerLabel: 3 };

test('quarantine keeps the newest rows, counts all, and merges repeats', () =>
  inDirectory(dir => {
    const { store } = opened(dir, { limits });
    const message = fc.record({ hash: fc.integer({ min: 0, max: 9 }), reason: fc.constantFrom('mesh.a', 'mesh.b') });
    const action = fc.oneof({ weight: 5, arbitrary: message }, { weight: 1, arbitrary: fc.constant('drop' as const) });
    let atMs = 0;
    const everCounted = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), actions => {
        store.dropAllQuarantined();
        /** Model: hash → times, in order of first arrival. */
        const model = new Map<string, number>();
        for (const act of actions) {
          if (act === 'drop') {
            const newest = store.quarantined(1)[0];
            if (newest === undefined) continue;
            expect(store.dropQuarantined(newest.id)).toBe(true);
            expect(store.dropQuarantined(newest.id)).toBe(false);
            model.delete(newest.payloadHash);
            continue;
          }
          const payloadHash = String(act.hash);
          const payload = new Uint8Array(20_000).fill(act.hash);
          store.quarantine({ atMs: ++atMs, topic: 't', reason: act.reason, detail: 'd', payload, payloadHash });
          everCounted.set(act.reason, (everCounted.get(act.reason) ?? 0) + 1);
          model.set(payloadHash, (model.get(payloadHash) ?? 0) + 1);
          const rows = store.quarantined(100);
          expect(rows.length).toBeLessThanOrEqual(limits.quarantineRows);
          // Whatever the table let go is gone from the model as well; what is left must agree in order and count.
          const left = new Set(rows.map(row => row.payloadHash));
          for (const hash of model.keys()) if (!left.has(hash)) model.delete(hash);
          expect(rows.map(row => [row.payloadHash, row.times]).reverse()).toEqual([...model]);
          expect(left.has(payloadHash)).toBe(true);
        }
        expect(store.quarantineCounts()).toEqual(Object.fromEntries([...everCounted].sort()));
      }),
      { seed: 4, numRuns: 60 },
    );
    store.close();
  }));

test('a quarantined payload is cut to its limit', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const payload = new Uint8Array(quarantinePayloadBytes + 1).fill(7);
    const entry = { atMs: 1, reason: 'mesh.not-json', detail: 'x'.repeat(5_000), payload, payloadHash: 'h' };
    store.quarantine({ ...entry, topic: 't'.repeat(5_000) });
    const [row] = store.quarantined(1);
    expect(store.quarantinedMessage(row!.id)!.payload).toHaveLength(quarantinePayloadBytes);
    expect(row!.detail).toHaveLength(1_024);
    expect(row!.topic).toHaveLength(1_024);
    expect(store.quarantinedMessage(row!.id + 1)).toBeNull();
    store.close();
  }));

test('audit trail and history keep exactly the newest', () =>
  inDirectory(dir => {
    const { store } = opened(dir, { limits });
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 }), labels => {
        for (const label of ['a', 'b', 'c']) store.removeLabel(label);
        labels.forEach((label, atMs) => {
          store.addHistory({ label, atMs, event: 'heard', detail: { atMs } });
          store.audit({ atMs, actor: 'agent', action: 'x', subject: label, detail: { atMs } });
        });
        const events = labels.map((label, atMs) => ({ label, atMs })).reverse();
        for (const label of ['a', 'b', 'c']) {
          const expected = events.filter(event => event.label === label).slice(0, limits.historyRowsPerLabel);
          expect(store.history(label, 100).map(({ label: id, atMs }) => ({ label: id, atMs }))).toEqual(expected);
        }
        const trail = store.auditTrail(100);
        expect(trail.length).toBeLessThanOrEqual(limits.auditRows);
        const expected = events.slice(0, limits.auditRows).map(event => event.atMs);
        expect(trail.slice(0, expected.length).map(row => row.atMs)).toEqual(expected);
        expect(trail[0]?.detail).toEqual(labels.length > 0 ? { atMs: labels.length - 1 } : trail[0]?.detail);
      }),
      { seed: 4, numRuns: 60 },
    );
    const all = store.auditTrail(100);
    expect(store.auditTrail(100, all[2]!.id)).toEqual(all.slice(3));
    store.close();
  }));
