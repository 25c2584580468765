import { describe, expect, it } from 'vitest';
import { createAtlas } from '../../src/render/atlas.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { compileTemplate } from '../../src/render/template.ts';

const atlas = createAtlas();

function withElements(...elements: string[]): string {
  return `template: mine
words:
  de: { hi: Grüße }
  en: { hi: Hello }
options: { link: '' }
variants:
  - name: one
    width: 250
    height: 122
    elements:
${elements.map(element => `      - ${element}`).join('\n')}
    staff:
      - { type: facts, x: 2, y: 2, width: -2, height: -2, size: 10 }
`;
}

function problemsOf(source: string) {
  const result = compileTemplate(source, atlas);
  return result.ok ? [] : result.problems.map(({ code, line }) => ({ code, line }));
}

describe('a template', () => {
  it('of those that come with Endcap has no problems', () => {
    for (const source of builtinTemplates()) expect(problemsOf(source)).toEqual([]);
  });

  it('is accepted with every element type', () => {
    const png =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const source = withElements(
      "{ type: text, value: '{words.hi} {sku}', x: 4, y: 4, size: 12, max_width: 100 }",
      "{ type: multiline, value: '{name}', x: 4, y: 20, max_width: 100, size: 12, lines: 2 }",
      '{ type: unitprice, x: 4, y: 50, size: 10, max_width: 100 }',
      '{ type: price, x: 120, y: 4, width: 120, height: 40, max_size: 30 }',
      '{ type: badge, x: 120, y: 50, width: 60, height: 16, size: 11 }',
      '{ type: line, x_start: 0, y_start: 70, x_end: 100%, y_end: 70 }',
      '{ type: line, x_start: 200, y_start: 50, x_end: 210, y_end: 60, width: 2 }',
      '{ type: rectangle, x_start: 200, y_start: 50, x_end: 220, y_end: 66, outline: black, radius: 2 }',
      '{ type: progress_bar, x_start: 4, y_start: 66, x_end: 60, y_end: 70, progress: 40 }',
      '{ type: icon, value: star, x: 225, y: 50, size: 16 }',
      `{ type: image, x: 245, y: 50, data: '${png}' }`,
      '{ type: barcode, x: 0, y: 74, height: 30, digits: 10 }',
      "{ type: qrcode, x: 240, y: 68, data: '{gtin}', anchor: rt, max_size: 4 }",
    );
    expect(problemsOf(source)).toEqual([]);
  });

  it('is checked with its options on as well', () => {
    const hidden = "{ type: qrcode, when: 'option:link', data: '{options.link}', x: 200, y: 0, max_size: 66 }";
    expect(problemsOf(withElements(hidden))).toEqual([{ code: 'template.outside-panel', line: 11 }]);
  });

  const broken: [name: string, element: string, code: string][] = [
    [
      'reaches beyond the panel',
      '{ type: price, x: 200, y: 0, width: 60, height: 40, max_size: 20 }',
      'template.outside-panel',
    ],
    ['is too small to read', '{ type: text, value: x, x: 4, y: 9, size: 8 }', 'template.font-too-small'],
    ['writes what the font lacks', "{ type: text, value: '漢', x: 4, y: 9, size: 12 }", 'template.glyph-missing'],
    [
      'asks for an ink that is not there',
      '{ type: text, value: x, x: 4, y: 9, size: 12, color: red }',
      'template.ink-missing',
    ],
    ['colours bars', '{ type: barcode, x: 0, y: 40, height: 30, color: accent }', 'template.bars-coloured'],
    ['has modules of one pixel', '{ type: barcode, x: 0, y: 40, height: 30, module: 1 }', 'template.module-too-small'],
    ['has modules of broken pixels', '{ type: barcode, x: 0, y: 40, height: 30, module: 1.5 }', 'template.schema'],
    [
      'names a placeholder that does not exist',
      "{ type: text, value: '{prize}', x: 4, y: 9, size: 12 }",
      'template.placeholder-unknown',
    ],
    [
      'names a condition that does not exist',
      '{ type: text, when: rainy, value: x, x: 4, y: 9, size: 12 }',
      'template.schema',
    ],
    [
      'makes a price optional',
      "{ type: text, value: '{price}', optional: true, x: 4, y: 9, size: 12 }",
      'template.schema',
    ],
    [
      'embeds what is no picture',
      "{ type: image, x: 0, y: 0, data: 'data:image/png;base64,AAAA' }",
      'render.image-undecodable',
    ],
  ];
  for (const [name, element, code] of broken) {
    it(`that ${name} is refused with its line`, () => {
      const found = problemsOf(withElements("{ type: text, value: '{sku}', x: 4, y: 100, size: 12 }", element));
      expect(found).toContainEqual({ code, line: 12 });
    });
  }

  it('whose texts may collide, or touch a code, is refused', () => {
    const text = (y: number) => `{ type: text, value: '{name}', x: 4, y: ${y}, size: 20 }`;
    expect(problemsOf(withElements(text(10), text(18)))).toEqual([{ code: 'template.texts-overlap', line: 12 }]);
    expect(problemsOf(withElements(text(10), text(30)))).toEqual([]);
    const code = '{ type: barcode, x: 0, y: 40, height: 30 }';
    expect(problemsOf(withElements(text(30), code))).toEqual([{ code: 'template.code-covered', line: 11 }]);
    const exclusive = `{ type: text, when: '!offer', value: '{name}', x: 4, y: 10, size: 20 }`;
    expect(problemsOf(withElements(exclusive, exclusive.replace('!offer', 'offer')))).toEqual([]);
  });

  it('that is no YAML, too large or a bomb is refused', () => {
    expect(problemsOf('template: [')).toEqual([{ code: 'template.not-yaml', line: 1 }]);
    expect(problemsOf('x'.repeat(600_000))).toEqual([{ code: 'template.not-yaml', line: null }]);
    let bomb = 'a0: &a0 [x, x, x, x, x, x, x, x, x]\n';
    for (let i = 1; i < 9; i++)
      bomb += `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]\n`;
    expect(problemsOf(bomb)).toEqual([{ code: 'template.not-yaml', line: null }]);
  });
});
