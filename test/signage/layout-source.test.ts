import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinLayoutNames, builtinLayouts } from '../../src/signage/builtin-layouts.ts';
import { contrast, tooClose } from '../../src/signage/contrast.ts';
import { isLayoutSource, longestSource, readLayout } from '../../src/signage/layout-source.ts';
import { layoutSchema, skinSchema } from '../../src/signage/wire/layout.ts';

const source = `layout: counter
about: Over the cheese counter.
for: { orientation: landscape }
text: { price: 3, title: 2, body: 1.5, small: 1 }
regions:
  header: { kind: title, area: [0, 0, 100, 20], tone: accent }
  main:
    kind: playlist
    area: [0, 20, 60, 80]
    columns: 2
  prices: { kind: board, area: [60, 20, 40, 80], rows: 4 }
skins:
  day: &day
    background: '#ffffff'
    ink: '#222222'
    quiet: '#666666'
    surface: '#f4f4f4'
    surfaceInk: '#222222'
    accent: '#8a1538'
    accentInk: '#ffffff'
  night: { <<: *day, background: '#000000', ink: '#ffffff', quiet: '#aaaaaa', accent: '#ffcc00', accentInk: '#000000' }
`;

/** What is said of the source with one text in place of another. */
function problemsOf(before: string, after: string) {
  expect(source).toContain(before);
  const read = readLayout(source.replace(before, after));
  return read.ok ? [] : read.problems.map(({ line, path, message }) => `${line}: ${path}: ${message}`);
}

describe('the source of a layout', () => {
  it('becomes what the page draws', () => {
    const read = readLayout(source);
    expect(read).toMatchObject({
      ok: true,
      about: 'Over the cheese counter.',
      orientation: 'landscape',
      layout: {
        id: 'counter',
        text: { price: 3, title: 2, body: 1.5, small: 1 },
        regions: [
          { id: 'header', kind: 'title', x: 0, y: 0, width: 100, height: 20, tone: 'accent', columns: 1, rows: 1 },
          { id: 'main', kind: 'playlist', x: 0, y: 20, width: 60, height: 80, tone: 'plain', columns: 2, rows: 1 },
          { id: 'prices', kind: 'board', x: 60, y: 20, width: 40, height: 80, tone: 'plain', columns: 1, rows: 4 },
        ],
      },
    });
    if (!read.ok) return;
    expect(Object.keys(read.skins)).toEqual(['day', 'night']);
    expect(layoutSchema.safeParse(read.layout).success).toBe(true);
  });

  it.each([
    [
      'layout: counter',
      'layout: Cheese Counter',
      '1: layout: must be lower-case letters, digits and hyphens, at most 40',
    ],
    [
      'kind: board',
      'kind: prices',
      '11: regions/prices/kind: "prices" is none of title, clock, playlist, board, ticker, qr',
    ],
    [
      'rows: 4',
      'lines: 4',
      '11: regions/prices/lines: is not a field of a layout; known here: kind, area, tone, columns, rows',
    ],
    ['about:', 'abuot:', '2: abuot: is not a field of a layout; known here: layout, about, for, text, regions, skins'],
    ['[60, 20, 40, 80]', '[60, 20, 40]', '11: regions/prices/area: must be [x, y, width, height] in per cent'],
    ['[60, 20, 40, 80]', '[60, 20, 40, 81]', '11: regions/prices/area: leaves the screen: 20 + 81 is more than 100'],
    ['[60, 20, 40, 80]', '[61, 20, 40, 80]', '11: regions/prices/area: leaves the screen: 61 + 40 is more than 100'],
    ['[60, 20, 40, 80]', '[60, 20, 0, 80]', '11: regions/prices/area: has no size'],
    ['[60, 20, 40, 80]', '[-1, 20, 40, 80]', '11: regions/prices/area/0: must be 0 to 100'],
    ['[60, 20, 40, 80]', '[50, 20, 40, 80]', '11: regions/prices/area: lies over "main"'],
    [
      'kind: playlist',
      'kind: board',
      '8: regions/main/kind: needs a region "main" of the kind playlist: that is where playlists go',
    ],
    ['  main:', '  loop:', '5: regions: needs a region "main" of the kind playlist: that is where playlists go'],
    [
      'small: 1',
      'small: 0.8',
      '4: text/small: must be 1 units at least, or it cannot be read from the viewing distance',
    ],
    [
      'price: 3',
      'price: 2',
      '4: text/price: must be 2.5 units at least, or it cannot be read from the viewing distance',
    ],
    ['body: 1.5, ', '', '4: text/body: is missing'],
    ["ink: '#222222'", 'ink:', '15: skins/day/ink: is empty'],
    ["ink: '#222222'", "ink: '#222'", '15: skins/day/ink: must be #rrggbb in lower case'],
  ])('with "%s" as "%s" names line, field and what is wrong', (before, after, problem) => {
    expect(problemsOf(before, after)).toContain(problem);
  });

  it('names both colours of text that is hard to read, and never rounds up to enough', () => {
    // #777777 on white: 4.48 : 1, the grey that just misses.
    expect(problemsOf("quiet: '#666666'", "quiet: '#777777'")).toEqual([
      '16: skins/day/quiet: #777777 on background #ffffff has a contrast of 4.47 : 1, it needs 4.5 : 1',
    ]);
    expect(problemsOf("quiet: '#666666'", "quiet: '#767676'")).toEqual([]);
    expect(problemsOf("accent: '#8a1538'", "accent: '#aaaaaa'").length).toBe(2);
  });

  it('may touch another region, in thirds as well', () => {
    expect(problemsOf('[60, 20, 40, 80]', '[60.005, 20, 39.99, 80]')).toEqual([]);
  });

  it('says where YAML is broken, and what is no mapping', () => {
    const broken = readLayout('layout: a\nregions: [');
    expect(broken).toMatchObject({ ok: false, problems: [{ code: 'screen.layout-invalid', line: 2 }] });
    for (const other of ['', '- layout', 'layout', `layout: "${'x'.repeat(longestSource)}"`]) {
      expect(readLayout(other).ok).toBe(false);
    }
  });

  it('holds against aliases that would blow it up', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefg'.split('').map((name, at) => {
        const before = `*${'abcdefg'[at]!}`;
        return `${name}: &${name} [${Array(9).fill(before).join(', ')}]`;
      }),
    ];
    expect(readLayout(`layout: x\n${bomb.join('\n')}`)).toMatchObject({ ok: false });
  });

  it('never throws, whatever stands there', () => {
    const lines = source.split('\n');
    const spoilt = fc.tuple(fc.nat(lines.length - 1), fc.string({ unit: 'grapheme', maxLength: 30 }));
    fc.assert(
      fc.property(fc.array(spoilt, { minLength: 1, maxLength: 4 }), changes => {
        const changed = [...lines];
        for (const [at, text] of changes) changed[at] = text;
        const read = readLayout(changed.join('\n'));
        expect(read.ok || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('which template is a layout', () => {
  it.each([
    ['layout: a', true],
    ["# first\n'layout': a", true],
    ['text: {}\nlayout: broken: yaml', true],
    ['template: shelf\ndescription: "layout: no"', false],
    ['template: shelf\nshared:\n  layout: x', false],
    ['- layout: a', false],
    ['layout', false],
    ['', false],
  ])('%j: %s', (text, expected) => expect(isLayoutSource(text)).toBe(expected));
});

describe('the layouts that come with Endcap', () => {
  const all = builtinLayouts();

  it('are called as their files', () => expect(all.map(({ layout }) => layout.id)).toEqual([...builtinLayoutNames]));

  it.each(all.map(one => [one.layout.id, one] as const))('%s has what a store re-skins with', (_, { skins, about }) => {
    expect(Object.keys(skins)).toEqual(['day', 'night', 'sale', 'season']);
    expect(about).not.toBe('');
    for (const skin of Object.values(skins)) expect(tooClose(skinSchema.parse(skin))).toEqual([]);
  });

  it('wear the same colours, so that a zone looks as one', () => {
    const [first, ...others] = all.map(({ skins }) => skins);
    for (const skins of others) expect(skins).toEqual(first);
  });
});

describe('regions', () => {
  const area = fc.tuple(fc.nat(99), fc.nat(99), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }));

  it('are taken exactly when no point of the screen belongs to two and none lies outside', () => {
    fc.assert(
      fc.property(area, area, (one, other) => {
        const text = source
          .replace('[0, 0, 100, 20]', '[0, 0, 0.001, 0.001]')
          .replace('[0, 20, 60, 80]', `[${one.join(', ')}]`)
          .replace('[60, 20, 40, 80]', `[${other.join(', ')}]`);
        const inside = [one, other].every(([x, y, width, height]) => x + width <= 100 && y + height <= 100);
        let shared = false;
        for (let x = 0; x < 100; x++) {
          const across = [one, other].every(each => x >= each[0] && x < each[0] + each[2]);
          for (let y = 0; across && y < 100; y++) {
            shared ||= [one, other].every(each => y >= each[1] && y < each[1] + each[3]);
          }
        }
        expect(readLayout(text).ok).toBe(inside && !shared);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('are measured for contrast the same either way', () => {
    const colour = fc.nat(0xffffff).map(value => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colour, colour, (one, other) => {
        expect(contrast(one, other)).toBe(contrast(other, one));
        expect(contrast(one, other)).toBeGreaterThanOrEqual(1);
        expect(contrast(one, other)).toBeLessThanOrEqual(21);
      }),
    );
  });
});
