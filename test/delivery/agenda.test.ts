import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawAgenda, pick } from '../../src/delivery/agenda.ts';
import type { Step } from '../../src/delivery/plan.ts';
import { hear } from '../../src/delivery/reach.ts';
import { newLabel, type TrackedLabel } from '../../src/delivery/tracked-label.ts';
import { type Change, isPriceChange, lateAfterMs } from '../../src/delivery/urgency.ts';

const nowMs = 1_796_000_000_000;
const freshMs = 60_000;

function waiting(id: string, waitedMs: number, radios: readonly string[] = ['r']): TrackedLabel {
  const label = newLabel(id);
  const sinceMs = nowMs - waitedMs;
  label.desired = {
    label: id,
    epoch: 1,
    version: 1,
    seq: 1,
    hash: 'h',
    content: '{}',
    refusal: null,
    sinceMs,
    openSinceMs: sinceMs,
    openSeq: 1,
    untilMs: null,
    traceparent: null,
  };
  for (const radio of radios) hear(label.reach, radio, -60, nowMs);
  return label;
}

const drawn = (steps: readonly (readonly [TrackedLabel, Step])[]) =>
  drawAgenda(
    steps.map(([label]) => label),
    label => steps.find(([one]) => one === label)![1],
    nowMs,
  );
const show = (change: Change): Step => ({ type: 'show', change });
const ids = (steps: readonly (readonly [TrackedLabel, Step])[]) => drawn(steps).jobs.map(({ label }) => label.id);

it('is prices before offers before cosmetics, oldest first', () => {
  expect(
    ids([
      [waiting('cosmetic', 9000), show('cosmetic')],
      [waiting('offer', 8000), show('offer')],
      [waiting('young', 1000), show('increase')],
      [waiting('old', 3000), show('decrease')],
      [waiting('unknown', 2000), { type: 'identify' }],
    ]),
  ).toEqual(['old', 'unknown', 'young', 'offer', 'cosmetic']);
});

it('calls those first who will answer: who failed before or was not heard lately waits behind them', () => {
  const failed = waiting('failed', 9000);
  failed.attempt = {
    label: 'failed',
    failures: 1,
    reason: 'radio.label-silent',
    detail: '',
    atMs: nowMs - 5000,
    retry: 'later',
  };
  failed.row = { ...failed.row, lastSeenMs: nowMs };
  const quiet = waiting('quiet', 8000);
  quiet.row = { ...quiet.row, lastSeenMs: nowMs - 61_000 };
  const lively = waiting('lively', 1000);
  lively.row = { ...lively.row, lastSeenMs: nowMs - 2000 };
  const later = waiting('offer', 9999);
  later.row = { ...later.row, lastSeenMs: nowMs };
  expect(
    ids([
      [failed, show('first')],
      [quiet, show('first')],
      [lively, show('first')],
      [later, show('offer')],
    ]),
  ).toEqual(['lively', 'failed', 'quiet', 'offer']);
});

it('puts late increases before older prices', () => {
  expect(
    ids([
      [waiting('first', lateAfterMs * 9), show('first')],
      [waiting('late', lateAfterMs + 1), show('increase')],
    ]),
  ).toEqual(['late', 'first']);
});

it('leaves out what waits, and says when the first wait ends', () => {
  const wait = (untilMs: number | null): Step => ({ type: 'wait', reason: 'delivery.min-gap', untilMs });
  const agenda = drawn([
    [waiting('a', 0), wait(nowMs + 500)],
    [waiting('b', 0), wait(null)],
    [waiting('c', 0), wait(nowMs + 200)],
    [waiting('d', 0), { type: 'refused', reason: 'price.missing' }],
  ]);
  expect(agenda).toEqual({ jobs: [], nextMs: nowMs + 200 });
});

it('leaves out a label with an open session', () => {
  const label = waiting('a', 0);
  label.session = { radio: 'r', step: 'show', beganMs: 0, waits: false, progress: null };
  expect(ids([[label, show('increase')]])).toEqual([]);
});

it('gives a radio the most urgent job that it can reach: a silent label never blocks the others', () => {
  const { jobs } = drawn([
    [waiting('unheard', 5000, []), show('increase')],
    [waiting('elsewhere', 4000, ['other']), show('increase')],
    [waiting('here', 3000), show('increase')],
  ]);
  expect(jobs[pick(jobs, 'r', nowMs, freshMs)]?.label.id).toBe('here');
  expect(jobs[pick(jobs, 'other', nowMs, freshMs)]?.label.id).toBe('elsewhere');
  expect(pick(jobs, 'deaf', nowMs, freshMs)).toBe(-1);
});

it('never puts a cosmetic before a price, nor the younger of two alike before the older', () => {
  const entry = fc.tuple(
    fc.constantFrom<Change>('increase', 'first', 'decrease', 'offer', 'cosmetic'),
    fc.nat(lateAfterMs * 3),
  );
  fc.assert(
    fc.property(fc.array(entry, { minLength: 2, maxLength: 20 }), entries => {
      const steps = entries.map(([change, waitedMs], i) => [waiting(`l${i}`, waitedMs), show(change)] as const);
      const order = drawn(steps).jobs.map(({ label }) => entries[Number(label.id.slice(1))]!);
      expect(order).toHaveLength(entries.length);
      for (const [i, [change, waitedMs]] of order.entries()) {
        for (const [later, laterWaitedMs] of order.slice(i + 1)) {
          if (isPriceChange(later)) expect(isPriceChange(change)).toBe(true);
          if (later === change) expect(waitedMs).toBeGreaterThanOrEqual(laterWaitedMs);
        }
      }
    }),
  );
});
