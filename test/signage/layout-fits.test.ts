import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinLayouts } from '../../src/signage/builtin-layouts.ts';
import { fits } from '../../src/signage/layout-fits.ts';
import { previewLayout } from '../../src/signage/layout-preview.ts';
import { capitalPx, fontPx, pxPerMm, readableFromM, readingGrades, unitMm } from '../../src/signage/sign-height.ts';
import { signPanels } from './sign-panels.ts';

const hd43 = { widthPx: 1920, heightPx: 1080, diagonalInch: 43 };
const all = builtinLayouts();
const landscape = all.find(({ layout }) => layout.id === 'landscape')!;

describe('the height of signs', () => {
  it('is the rule of the trade: an inch of capitals for each 10 feet is seen at a glance, for each 25 can be read', () => {
    const feet = 0.3048;
    expect(unitMm(10 * feet) * (readingGrades.readable / readingGrades.glance)).toBeCloseTo(25.4, 6);
    expect(unitMm(25 * feet)).toBeCloseTo(25.4, 6);
  });

  it('is above what normal sight resolves: a letter of the 20/20 line spans 5 minutes of arc', () => {
    const minutes = (Math.atan(1 / readingGrades.readable) * 180 * 60) / Math.PI;
    expect(minutes / 5).toBeGreaterThan(2);
  });

  it('knows the pixels of a panel: 43 inches of full HD are 2.02 px a millimetre, 4K twice that', () => {
    expect(pxPerMm(hd43)).toBeCloseTo(2.017, 3);
    expect(pxPerMm({ widthPx: 3840, heightPx: 2160, diagonalInch: 43 })).toBeCloseTo(2 * pxPerMm(hd43), 10);
    expect(capitalPx(1, hd43, 4)).toBeCloseTo(26.9, 1);
    expect(fontPx(1, hd43, 4)).toBeCloseTo(36.9, 1);
  });

  it('goes back from pixels to the distance', () => {
    const panel = fc.record({
      widthPx: fc.integer({ min: 320, max: 7680 }),
      heightPx: fc.integer({ min: 320, max: 7680 }),
      diagonalInch: fc.integer({ min: 5, max: 120 }),
    });
    fc.assert(
      fc.property(panel, fc.integer({ min: 5, max: 300 }), (of, tenths) => {
        expect(readableFromM(capitalPx(1, of, tenths / 10), of)).toBeCloseTo(tenths / 10, 8);
      }),
    );
  });
});

describe('whether a layout fits', () => {
  it.each(signPanels.flatMap(({ name, layouts, ...place }) => layouts.map(id => [id, name, place] as const)))(
    '%s fits on %s',
    (id, _, { panel, viewingDistanceM }) => {
      expect(fits(all.find(({ layout }) => layout.id === id)!, panel, viewingDistanceM)).toEqual([]);
    },
  );

  it('tells of a panel that is too small for its distance, and from where it could be read', () => {
    const problems = fits(landscape, { ...hd43, diagonalInch: 32 }, 5);
    expect(problems.map(({ path }) => path)).toContain('regions/board/area');
    expect(problems[0]).toMatchObject({
      code: 'screen.layout-invalid',
      message: expect.stringMatching(
        /^is \d+ px in (width|height) and needs \d+ at 5 m; it would fit for readers at 3\.\d m$/,
      ),
    });
    const [, nearer] = /readers at ([\d.]+) m/.exec(problems[0]!.message)!;
    const again = fits(landscape, { ...hd43, diagonalInch: 32 }, Number(nearer));
    expect(again.map(({ path, message }) => path + message.slice(0, 20))).not.toContain(
      problems[0]!.path + problems[0]!.message.slice(0, 20),
    );
  });

  it('tells of a panel that stands the other way', () => {
    const [problem] = fits(landscape, { widthPx: 1080, heightPx: 1920, diagonalInch: 43 }, 4);
    expect(problem).toMatchObject({ path: 'for/orientation', message: 'is for landscape, the panel is portrait' });
  });

  it('wants a code that a phone reads, however near the readers are', () => {
    const small = { widthPx: 800, heightPx: 480, diagonalInch: 7 };
    const paths = fits(landscape, small, 0.5).map(({ path, message }) => `${path}: ${message}`);
    expect(paths.join()).toMatch(/regions\/code\/area: .*so that a phone reads its code/);
  });

  it('holds for everybody who is nearer', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.integer({ min: 80, max: 300 }),
        fc.integer({ min: 1, max: 100 }),
        (one, far, less) => {
          const problems = (at: number) =>
            fits(one, hd43, at).filter(({ path }) => path !== 'for/orientation' && !path.includes('code')).length;
          const near = Math.max(50, far - less);
          expect(problems(near / 100)).toBeLessThanOrEqual(problems(far / 100));
        },
      ),
    );
  });

  it('is told with the line of the source', () => {
    const place = { panel: { ...hd43, diagonalInch: 24 }, viewingDistanceM: 6 };
    const { problems, layout } = previewLayout(landscape.source, place);
    expect(layout).toEqual(landscape.layout);
    const board = problems.find(({ path }) => path === 'regions/board/area')!;
    expect(landscape.source.split('\n')[board.line! - 1]).toContain('board: { kind: board');
    expect(previewLayout(landscape.source, null).problems).toEqual([]);
    expect(previewLayout('layout: [', null)).toMatchObject({ layout: null, skins: {} });
  });
});
