import { describe, expect, test } from 'vitest';
import { createChangeWindow, holdFor, type PriceContext } from '../../src/mesh/plausibility.ts';
import { lenient } from './gateway.ts';

const nowMs = Date.parse('2026-11-24T12:00:00Z');
const point = (amountMinor: number, over: Record<string, unknown> = {}) => ({
  from: '2026-01-01T00:00:00Z',
  amountMinor,
  currency: 'EUR',
  unitPriceMinor: amountMinor,
  unit: 'kg' as const,
  kind: 'regular' as const,
  ...over,
});
const context = (over: Partial<PriceContext> = {}): PriceContext => ({
  nowMs,
  before: [point(1_000)],
  unitPriceRequired: () => false,
  tooManyChanges: () => false,
  ...over,
});
const reasonOf = (timeline: ReturnType<typeof point>[], over: Partial<PriceContext> = {}) =>
  holdFor(timeline, context(over), lenient)?.reason ?? null;

describe('MESH-043: a price is held', () => {
  test('when it is zero or negative, also as unit price and also the first one', () => {
    expect(reasonOf([point(0)], { before: null })).toBe('mesh.held-not-positive');
    expect(reasonOf([point(-1)])).toBe('mesh.held-not-positive');
    expect(reasonOf([point(1_000, { unitPriceMinor: -5 })])).toBe('mesh.held-not-positive');
  });

  test('when it moves by more than allowed, up or down, and not at the limit itself', () => {
    expect(reasonOf([point(1_600)])).toBeNull();
    expect(reasonOf([point(1_601)])).toBe('mesh.held-change-too-large');
    expect(reasonOf([point(625)])).toBeNull();
    expect(reasonOf([point(624)])).toBe('mesh.held-change-too-large');
  });

  test('when a later point of the timeline would move it, but not for what is over', () => {
    const later = point(1, { from: '2026-12-01T00:00:00Z' });
    expect(reasonOf([point(1_000), later])).toBe('mesh.held-change-too-large');
    const over = point(1, { to: '2026-02-01T00:00:00Z' });
    expect(reasonOf([over, point(1_000)])).toBeNull();
  });

  test('when the product requires a unit price and there is none', () => {
    const { unitPriceMinor: _, unit: __, ...bare } = point(1_000);
    const timeline = [bare] as unknown as ReturnType<typeof point>[];
    expect(reasonOf(timeline, { unitPriceRequired: () => true })).toBe('mesh.held-unit-price-missing');
    expect(reasonOf(timeline)).toBeNull();
  });

  test('when it is one change too many; an unchanged price never is', () => {
    expect(reasonOf([point(1_100)], { tooManyChanges: () => true })).toBe('mesh.held-too-many-changes');
    expect(reasonOf([point(1_000)], { tooManyChanges: () => true })).toBeNull();
  });
});

test('the window counts each SKU once, forgets it in time, and asks for the share only beyond the free number', () => {
  const window = createChangeWindow({ ...lenient, minChanges: 2, maxShareOfStorePercent: 50, windowMs: 1_000 });
  window.add('a', 0);
  window.add('b', 500);
  const never = () => expect.fail('not to be counted');
  expect(window.full('a', never, 600)).toBe(false);
  expect(window.full('c', () => 4, 600)).toBe(true);
  expect(window.full('c', () => 6, 600)).toBe(false);
  expect(window.full('c', never, 1_001)).toBe(false);
});
