import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model } from '../../devices/gicisky/models/epd-290-bwr.ts';
import { confidenceOf, type LabelState, type PlanRules, plan } from '../../src/delivery/plan.ts';
import type { DesiredRow } from '../../src/delivery/ports.ts';
import type { TillWatermark } from '../../src/delivery/till-order.ts';
import { type Change, isPriceChange } from '../../src/delivery/urgency.ts';

const nowMs = 1_796_000_000_000;
const minuteMs = 60_000;

const rules: PlanRules = {
  till: { order: 'auto', maxWaitMs: 10 * minuteMs, whenSilent: 'hold' },
  freshMs: 5 * minuteMs,
  overdueMs: 15 * minuteMs,
  gapScale: 1,
  figureGapMs: 3 * minuteMs,
};

const desired = (over: Partial<DesiredRow> = {}): DesiredRow => ({
  label: 'aabbccddeeff',
  epoch: 7,
  version: 2,
  seq: 100,
  hash: 'new',
  content: '{}',
  refusal: null,
  sinceMs: nowMs - minuteMs,
  openSinceMs: nowMs - minuteMs,
  openSeq: 100,
  untilMs: null,
  traceparent: null,
  ...over,
});

/** A label that was shown something else an hour ago and has just been heard. */
const label = (over: Partial<LabelState> = {}): LabelState => ({
  model,
  family: 'gicisky',
  desired: desired(),
  shown: { hash: 'old', atMs: nowMs - 60 * minuteMs, trusted: true },
  change: 'increase',
  attempt: null,
  lastHeardMs: nowMs - 1000,
  refreshesToday: 0,
  rebooted: false,
  pastPromise: false,
  busy: false,
  ...over,
});

const failed = (over: Partial<NonNullable<LabelState['attempt']>> = {}): LabelState['attempt'] => ({
  failures: 1,
  reason: 'radio.label-silent',
  retry: 'later',
  atMs: nowMs - 1000,
  nextMs: nowMs + 5000,
  ...over,
});

const till = (seq: number, epoch = 7): TillWatermark => ({ epoch, seq, atMs: nowMs - 1000 });

describe('the next step of a label', () => {
  it.each<[string, ReturnType<typeof plan>, Partial<LabelState>]>([
    ['is the picture', { type: 'show', change: 'increase' }, {}],
    ['is none without a binding', { type: 'none' }, { desired: null }],
    ['is none when it shows what it should', { type: 'none' }, { shown: { hash: 'new', atMs: nowMs, trusted: true } }],
    [
      'is the same picture again after a reboot',
      { type: 'show', change: 'first' },
      { change: 'first', shown: { hash: 'new', atMs: nowMs, trusted: false } },
    ],
    [
      'is none where a refusal forbids it',
      { type: 'refused', reason: 'price.not-positive' },
      { desired: desired({ refusal: { reason: 'price.not-positive', detail: '' } }) },
    ],
    ['is to find out what it is', { type: 'identify' }, { model: null }],
    [
      'waits for a family',
      { type: 'wait', reason: 'delivery.model-unknown', untilMs: null },
      { model: null, family: null },
    ],
    [
      'waits for a first sign of life',
      { type: 'wait', reason: 'label.never-heard', untilMs: null },
      { lastHeardMs: null },
    ],
    [
      'waits for a silent label to be heard',
      { type: 'wait', reason: 'radio.label-silent', untilMs: null },
      { lastHeardMs: nowMs - rules.freshMs - 1 },
    ],
    [
      'waits after a failure',
      { type: 'wait', reason: 'radio.label-silent', untilMs: nowMs + 5000 },
      { attempt: failed() },
    ],
    ['goes on when that wait is over', { type: 'show', change: 'increase' }, { attempt: failed({ nextMs: nowMs }) }],
    [
      'goes on when the clock was set back behind the failure',
      { type: 'show', change: 'increase' },
      { attempt: failed({ atMs: nowMs + 86_400_000, nextMs: nowMs + 86_405_000 }) },
    ],
    [
      'waits for help after a failure for good',
      { type: 'wait', reason: 'device.wrong-key', untilMs: null },
      { attempt: failed({ retry: 'never', reason: 'device.wrong-key', nextMs: 0 }) },
    ],
    [
      'spares the panel a cosmetic change too soon',
      { type: 'wait', reason: 'delivery.min-gap', untilMs: nowMs - 1000 + model.refresh.minGapMs },
      { change: 'cosmetic', shown: { hash: 'old', atMs: nowMs - 1000, trusted: true } },
    ],
    [
      'does not spare it for ever when the clock was set back',
      { type: 'show', change: 'cosmetic' },
      { change: 'cosmetic', shown: { hash: 'old', atMs: nowMs + 86_400_000, trusted: true } },
    ],
    [
      'spares the battery when the day is used up',
      { type: 'wait', reason: 'delivery.budget', untilMs: nowMs + 3_600_000 },
      { change: 'cosmetic', refreshesToday: model.refresh.perDay },
    ],
    [
      'spares neither for what a shopper acts on, such as the end of an offer',
      { type: 'show', change: 'offer' },
      { change: 'offer', refreshesToday: 10_000, shown: { hash: 'old', atMs: nowMs - 1, trusted: true } },
    ],
    [
      'spares neither for a price',
      { type: 'show', change: 'increase' },
      { refreshesToday: 10_000, shown: { hash: 'old', atMs: nowMs - 1, trusted: true } },
    ],
  ])('%s', (_what, step, state) => expect(plan(label(state), null, rules, nowMs)).toEqual(step));

  it('lowers a price after the tills, and raises it before them', () => {
    const step = (change: Change, position: TillWatermark | null) => plan(label({ change }), position, rules, nowMs);
    expect(step('decrease', till(99))).toEqual({
      type: 'wait',
      reason: 'till.waiting',
      untilMs: nowMs - minuteMs + rules.till.maxWaitMs,
    });
    expect(step('decrease', till(100)).type).toBe('show');
    expect(step('increase', till(0)).type).toBe('show');
    expect(step('first', till(0)).type).toBe('show');
  });

  it('takes a price in bitcoin down that no longer holds, though the legal price may not change yet', () => {
    const late = { pastPromise: true, change: 'decrease' as const };
    const waits = { type: 'wait', reason: 'till.waiting' };
    expect(plan(label(late), till(99), rules, nowMs)).toMatchObject({ type: 'withdraw', instead: waits });
    expect(plan(label({ ...late, pastPromise: false }), till(99), rules, nowMs)).toMatchObject(waits);
    const refusal = { reason: 'price.missing' as const, detail: '' };
    const refused = label({ ...late, desired: desired({ refusal, hash: '', content: null }) });
    expect(plan(refused, null, rules, nowMs)).toMatchObject({ type: 'withdraw', instead: { type: 'refused' } });
    expect(plan({ ...refused, lastHeardMs: nowMs - 60 * minuteMs }, null, rules, nowMs)).toMatchObject({
      type: 'refused',
    });
    expect(plan({ ...refused, shown: null }, null, rules, nowMs)).toMatchObject({ type: 'refused' });
  });

  it('spares the panel for a new figure only while the old one keeps its promise', () => {
    const recent = { change: 'figure' as const, shown: { hash: 'old', atMs: nowMs - minuteMs, trusted: true } };
    expect(plan(label(recent), null, rules, nowMs)).toEqual({
      type: 'wait',
      reason: 'delivery.min-gap',
      untilMs: nowMs + 2 * minuteMs,
    });
    expect(plan(label({ ...recent, pastPromise: true }), null, rules, nowMs)).toMatchObject({ type: 'show' });
    expect(plan(label({ ...recent, change: 'withdrawal' }), null, rules, nowMs)).toMatchObject({ type: 'show' });
  });

  const anyState: fc.Arbitrary<LabelState> = fc
    .record({
      known: fc.boolean(),
      family: fc.constantFrom('gicisky', null),
      bound: fc.boolean(),
      refused: fc.boolean(),
      sinceMinutes: fc.integer({ min: -20, max: 60 }),
      shown: fc.option(
        fc.record({
          hash: fc.constantFrom('old', 'new'),
          atMs: fc.integer({ min: nowMs - 90 * minuteMs, max: nowMs + 90 * minuteMs }),
          trusted: fc.boolean(),
        }),
        { nil: null },
      ),
      change: fc.constantFrom<Change>('increase', 'first', 'decrease', 'offer', 'withdrawal', 'figure', 'cosmetic'),
      attempt: fc.option(
        fc.record({
          failures: fc.integer({ min: 1, max: 9 }),
          retry: fc.constantFrom('later' as const, 'never' as const),
          agoMs: fc.integer({ min: -90 * minuteMs, max: 90 * minuteMs }),
          pauseMs: fc.integer({ min: 0, max: 30 * minuteMs }),
        }),
        { nil: null },
      ),
      lastHeardMs: fc.option(fc.integer({ min: nowMs - 20 * minuteMs, max: nowMs }), { nil: null }),
      refreshesToday: fc.nat(50),
      rebooted: fc.boolean(),
      pastPromise: fc.boolean(),
      busy: fc.boolean(),
    })
    .map(({ known, bound, refused, sinceMinutes, attempt, ...state }) => ({
      ...state,
      model: known ? model : null,
      desired: bound
        ? desired({
            sinceMs: nowMs - sinceMinutes * minuteMs,
            openSinceMs: nowMs - sinceMinutes * minuteMs,
            refusal: refused ? { reason: 'price.missing', detail: '' } : null,
          })
        : null,
      attempt: attempt && {
        failures: attempt.failures,
        reason: 'radio.label-silent' as const,
        retry: attempt.retry,
        atMs: nowMs - attempt.agoMs,
        nextMs: nowMs - attempt.agoMs + attempt.pauseMs,
      },
    }));
  const anyTill = fc.option(
    fc.integer({ min: 90, max: 110 }).map(seq => till(seq)),
    { nil: null },
  );

  it('never starves a price: what can be reached is shown at once, or waits for a stated and bounded reason', () => {
    const longestWaitMs = Math.max(30 * minuteMs, rules.till.maxWaitMs);
    fc.assert(
      fc.property(anyState, anyTill, (state, position) => {
        const step = plan(state, position, rules, nowMs);
        if (!isPriceChange(state.change) || step.type !== 'wait') return;
        if (step.untilMs !== null) {
          expect(step.untilMs).toBeGreaterThan(nowMs);
          expect(step.untilMs - nowMs).toBeLessThanOrEqual(longestWaitMs);
        }
        expect(step.reason).not.toMatch(/^delivery\.(min-gap|budget)$/);
        if (step.reason.startsWith('till.')) expect(state.change).toBe('decrease');
      }),
      { numRuns: 2000 },
    );
  });

  it('can be waited for: asked again when it said, it has moved on', () => {
    fc.assert(
      fc.property(anyState, anyTill, (state, position) => {
        const step = plan(state, position, rules, nowMs);
        if (step.type !== 'wait' || step.untilMs === null || step.reason === 'delivery.budget') return;
        const heard = { ...state, lastHeardMs: step.untilMs };
        const then = plan(heard, position, rules, step.untilMs);
        if (then.type === 'wait') expect(then.reason).not.toBe(step.reason);
      }),
      { numRuns: 2000 },
    );
  });

  it('never touches a label that must not be changed, is not bound, or shows what it should', () => {
    fc.assert(
      fc.property(anyState, anyTill, (state, position) => {
        const { type } = plan(state, position, rules, nowMs);
        if (type !== 'show' && type !== 'identify') return;
        expect(state.desired?.refusal).toBeNull();
        expect(state.attempt?.retry).not.toBe('never');
        if (state.shown?.trusted && state.model) expect(state.shown.hash).not.toBe(state.desired!.hash);
      }),
      { numRuns: 1000 },
    );
  });

  it('is confirmed by proof alone, and whatever is not says why once it is overdue', () => {
    fc.assert(
      fc.property(anyState, anyTill, (state, position) => {
        const step = plan(state, position, rules, nowMs);
        const { confidence, reason } = confidenceOf(state, 'acknowledged', step, rules, nowMs);
        if (confidence === 'confirmed') {
          expect([state.shown?.trusted, state.shown?.hash]).toEqual([true, state.desired?.hash]);
        }
        if (confidence === 'stale' || confidence === 'failed') expect(reason).not.toBeNull();
        if (state.shown?.trusted === false) expect(['confirmed', 'sent', 'stale']).not.toContain(confidence);
        const overdue = state.desired && nowMs - state.desired.openSinceMs > rules.overdueMs;
        if (overdue && step.type !== 'none') expect(confidence).not.toBe('pending');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what may be said of a display', () => {
  const said = (state: Partial<LabelState>, proof: 'acknowledged' | 'sent' = 'acknowledged') => {
    const whole = label(state);
    return confidenceOf(whole, proof, plan(whole, null, rules, nowMs), rules, nowMs);
  };
  const proven = { hash: 'new', atMs: nowMs, trusted: true };
  const doubted = { hash: 'new', atMs: nowMs, trusted: false };

  it.each<[string, ReturnType<typeof said>, ReturnType<typeof said>]>([
    ['proven', { confidence: 'confirmed', reason: null }, said({ shown: proven })],
    ['sent without an answer', { confidence: 'sent', reason: null }, said({ shown: proven }, 'sent')],
    ['on its way', { confidence: 'pending', reason: null }, said({})],
    ['never heard', { confidence: 'unknown', reason: 'label.never-heard' }, said({ shown: null, lastHeardMs: null })],
    [
      'refused, with an old price',
      { confidence: 'stale', reason: 'price.missing' },
      said({ desired: desired({ refusal: { reason: 'price.missing', detail: '' } }) }),
    ],
    [
      'late',
      { confidence: 'stale', reason: 'label.overdue' },
      said({ desired: desired({ openSinceMs: nowMs - rules.overdueMs - 1 }) }),
    ],
    ['rebooted', { confidence: 'unknown', reason: 'label.rebooted' }, said({ shown: doubted, rebooted: true })],
    ['interrupted', { confidence: 'unknown', reason: 'label.interrupted' }, said({ shown: doubted })],
    ['being replaced', { confidence: 'pending', reason: null }, said({ shown: doubted, busy: true })],
    [
      'failed five times',
      { confidence: 'failed', reason: 'radio.label-silent' },
      said({ attempt: failed({ failures: 5 }) }),
    ],
  ])('%s', (_what, expected, actual) => expect(actual).toEqual(expected));
});
