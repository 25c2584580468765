import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitText, heatStep, layOutZones } from '../../../src/console/web/zone-plan-layout.ts';
import type { ZoneEntry } from '../../../src/console/zone-documents.ts';
import { fixtureZones } from '../fixture-zones.ts';

const { zones } = fixtureZones(false, () => []);
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the plan of the store', () => {
  test.each([320, 336, 800, 1_600])('of %i pixels holds every zone, and none lies on another', width => {
    const { cells, height, undrawnAt } = layOutZones(zones, width);
    expect(cells.map(({ zone }) => zone.id).sort()).toEqual(zones.map(({ id }) => id).sort());
    for (const [at, cell] of cells.entries()) {
      expect(cell.x).toBeGreaterThanOrEqual(0);
      expect(cell.x + cell.width).toBeLessThanOrEqual(width);
      expect(cell.y + cell.height).toBeLessThanOrEqual(height);
      for (const other of cells.slice(at + 1)) expect(overlap(cell, other)).toBe(false);
    }
    expect(undrawnAt).toBeLessThan(cells.find(({ zone }) => zone.id === 'yard')!.y);
  });

  test('keeps its proportions on a desk, and is stretched on a phone until a zone can be read', () => {
    const dairy = (width: number) => layOutZones(zones, width).cells.find(({ zone }) => zone.id === 'dairy')!;
    const wide = dairy(1_200);
    expect((wide.width + 6) / (wide.height + 6)).toBeCloseTo(9 / 5, 5);
    const lowest = Math.min(...layOutZones(zones, 336).cells.map(({ height }) => height));
    expect(lowest).toBeGreaterThan(80);
  });

  test('stands in rows where nobody has drawn it', () => {
    const undrawn = zones.map((zone): ZoneEntry => ({ ...zone, area: null }));
    const { cells, undrawnAt } = layOutZones(undrawn, 336);
    expect(undrawnAt).toBe(0);
    expect(new Set(cells.map(({ x }) => x)).size).toBe(2);
    expect(layOutZones([], 336)).toMatchObject({ cells: [], undrawnAt: null });
  });

  test('is never infinite, whatever areas there are', () => {
    const area = fc.record({
      x: fc.double({ min: 0, max: 10_000, noNaN: true }),
      y: fc.double({ min: 0, max: 10_000, noNaN: true }),
      width: fc.double({ min: 0, max: 10_000, noNaN: true }),
      height: fc.double({ min: 0, max: 10_000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(fc.option(area), { maxLength: 6 }), fc.integer({ min: 1, max: 2_000 }), (areas, width) => {
        const plan = layOutZones(areas.map((one, at): ZoneEntry => ({ ...zones[at]!, area: one })), width); // biome-ignore format: one call
        for (const number of [plan.height, ...plan.cells.flatMap(({ x, y, width: w, height: h }) => [x, y, w, h])])
          expect(Number.isFinite(number)).toBe(true);
      }),
    );
  });
});

test.each([
  [0, 0],
  [0.004, 0],
  [0.05, 1],
  [0.35, 2],
  [0.62, 3],
  [1, 4],
])('a heat of %d is step %i', (heat, step) => expect(heatStep(heat)).toBe(step));

test('a text is cut to its room, and says so', () => {
  expect(fitText('Molkerei & Käse', 200, 12)).toBe('Molkerei & Käse');
  expect(fitText('Molkerei & Käse', 72, 12)).toBe('Molkerei…');
  expect(fitText('Molkerei', 5, 12)).toBe('');
});
