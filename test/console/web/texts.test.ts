import { expect, test } from 'vitest';
import { nodesTexts } from '../../../src/console/web/nodes-texts.ts';
import { pageTexts } from '../../../src/console/web/page-texts.ts';
import { queuesTexts } from '../../../src/console/web/queues-texts.ts';
import { germanReasons } from '../../../src/console/web/reason-texts.ts';
import { screensTexts } from '../../../src/console/web/screens-texts.ts';
import { texts } from '../../../src/console/web/texts.ts';
import { zonesTexts } from '../../../src/console/web/zones-texts.ts';
import { reasons } from '../../../src/shelf/reasons.ts';

/** Every text of a tree by its path; a text that takes values is called with stand-ins. */
function leaves(tree: unknown, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  if (typeof tree === 'function') return [[path, String(tree('1', '2', '3', '4'))]];
  return Object.entries(tree as object).flatMap(([key, value]) => leaves(value, `${path}/${key}`));
}

test.each([
  ['texts', texts],
  ['page texts', pageTexts],
  ['texts of zones', zonesTexts],
  ['texts of nodes', nodesTexts],
  ['texts of queues', queuesTexts],
  ['texts of screens', screensTexts],
])('%s are complete in both languages', (_name, both) => {
  const [german, english] = [leaves(both.de), leaves(both.en)];
  expect(german.map(([path]) => path)).toEqual(english.map(([path]) => path));
  for (const [path, text] of [...german, ...english]) expect(text.trim(), path).not.toBe('');
});

test('every reason that a page can show has German words', () => {
  const shown = Object.keys(reasons).filter(code => !code.startsWith('cli.'));
  expect(Object.keys(germanReasons).sort()).toEqual(shown.sort());
  for (const [code, { meaning, fix }] of Object.entries(germanReasons)) {
    const declared = reasons[code as keyof typeof reasons];
    expect([meaning.trim(), fix.trim()], code).not.toContain('');
    expect(meaning, code).not.toBe(declared.meaning);
  }
});
