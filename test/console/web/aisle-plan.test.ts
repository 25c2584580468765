import { describe, expect, it, test } from 'vitest';
import type { LabelSummary } from '../../../src/console/documents.ts';
import { firstOf, planAisles, sameBay } from '../../../src/console/web/aisle-plan.ts';
import { createFixtureView } from '../fixture-view.ts';

const [sample] = createFixtureView(1).labels();
const at = (id: string, position: LabelSummary['position']): LabelSummary => ({ ...sample!, id, position });
const place = (aisle: string, bay: number, shelf: number, facing: number) => ({ aisle, bay, shelf, facing });

test('aisles count as people do, the top board is drawn first, facings run left to right', () => {
  const plan = planAisles([
    at('a', place('10', 1, 1, 1)),
    at('b', place('2', 2, 1, 2)),
    at('c', place('2', 2, 1, 1)),
    at('d', place('2', 2, 4, 1)),
    at('e', place('2', 1, 1, 1)),
  ]);
  expect(plan.aisles.map(({ aisle }) => aisle)).toEqual(['2', '10']);
  expect(plan.aisles[0]!.bays.map(({ bay }) => bay)).toEqual([1, 2]);
  expect(plan.aisles[0]!.bays[1]!.boards.map(({ shelf, labels }) => [shelf, labels.map(({ id }) => id)])).toEqual([
    [4, ['d']],
    [1, ['c', 'b']],
  ]);
});

test('every label has exactly one place: on a board or in the tray', () => {
  const labels = createFixtureView(240).labels();
  const plan = planAisles(labels);
  const placed = plan.aisles.flatMap(aisle => aisle.bays.flatMap(bay => bay.boards.flatMap(board => board.labels)));
  expect(plan.tray).toHaveLength(4);
  expect([...placed, ...plan.tray].map(({ id }) => id).sort()).toEqual(labels.map(({ id }) => id).sort());
});

test('a bay is the same until one of its labels is another object', () => {
  const labels = createFixtureView(30).labels();
  const bayOf = (list: LabelSummary[], index: number) => planAisles(list).aisles[0]!.bays[index]!;
  const changed = labels.map((label, index) => (index === 0 ? { ...label } : label));
  expect(sameBay(bayOf(labels, 0), bayOf([...labels], 0))).toBe(true);
  expect(sameBay(bayOf(labels, 0), bayOf(changed, 0))).toBe(false);
  expect(sameBay(bayOf(labels, 1), bayOf(changed, 1))).toBe(true);
});

describe('the beginning of a plan', () => {
  const labels = createFixtureView(60).labels();
  const plan = planAisles(labels);
  const all = (part: ReturnType<typeof firstOf>) => [
    ...part.aisles.flatMap(aisle => aisle.bays.flatMap(bay => bay.boards.flatMap(board => board.labels))),
    ...part.tray,
  ];

  it('is all of it when there is room', () => {
    const whole = firstOf(plan, 1_000, () => true);
    expect(all(whole)).toHaveLength(60);
    expect(whole.more).toBe(false);
  });

  it('is whole bays, and says that there is more', () => {
    const part = firstOf(plan, 20, () => true);
    expect(all(part).length).toBeGreaterThanOrEqual(20);
    expect(all(part).length).toBeLessThan(60);
    expect(part.more).toBe(true);
    for (const { aisle, bays } of part.aisles) {
      const before = plan.aisles.find(each => each.aisle === aisle)!;
      expect(bays).toEqual(before.bays.slice(0, bays.length));
    }
  });

  it('passes over bays where nothing is wanted', () => {
    const [wanted] = plan.aisles.at(-1)!.bays.at(-1)!.boards[0]!.labels;
    const part = firstOf(plan, 1, label => label.id === wanted!.id);
    expect(all(part).map(label => label.id)).toContain(wanted!.id);
    expect(part.more).toBe(false);
  });
});
