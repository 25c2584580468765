import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fits } from '../../src/signage/layout-fits.ts';
import { readLayout } from '../../src/signage/layout-source.ts';
import { capitalPx, unitMm } from '../../src/signage/sign-height.ts';

const guide = readFileSync(new URL('../../docs/layouts.md', import.meta.url), 'utf8');

it('the layout that docs/layouts.md shows is a valid one, and fits on the panel of its table', () => {
  const read = readLayout(/```yaml\n([\s\S]+?)```/.exec(guide)![1]!);
  expect(read.ok ? [] : read.problems).toEqual([]);
  if (read.ok) expect(fits(read, { widthPx: 1920, heightPx: 1080, diagonalInch: 43 }, 4)).toEqual([]);
});

it('the table of sign heights is what is counted with', () => {
  const rows = [...guide.matchAll(/^\| ([\d.]+) m \| (.+) \|$/gm)];
  expect(rows.length).toBe(7);
  const millimetres = (value: number) => `${Number(value.toFixed(1))} mm`;
  const panels = [
    { widthPx: 1920, heightPx: 1080, diagonalInch: 32 },
    { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
    { widthPx: 3840, heightPx: 2160, diagonalInch: 55 },
  ];
  for (const [, distance, cells] of rows) {
    const metres = Number(distance);
    const heights = [1, 1.5, 2.5].map(units => millimetres(units * unitMm(metres)));
    const pixels = panels.map(panel => String(Math.round(capitalPx(1, panel, metres))));
    expect(cells!.split(' | ')).toEqual([...heights, ...pixels]);
  }
});
