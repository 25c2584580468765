import { expect, test } from 'vitest';
import { problemText } from '../../src/config/explain.ts';
import { nearest } from '../../src/config/nearest.ts';
import { load, problemsOf, smallest } from './loading.ts';

/** What goes wrong, where, and what people are told. */
const cases: readonly (readonly [what: string, text: string, line: number | null, field: string, told: RegExp])[] = [
  ['a store number without quotes', smallest.replace('"0042"', '0042'), 3, 'gateway.store', /quotes: "0042"/],
  ['a truth value for text', smallest.replace('gw-01', 'true'), 4, 'gateway.id', /quotes: "true"/],
  ['an empty value', smallest.replace('gw-01', ''), 4, 'gateway.id', /is empty/],
  ['a missing field', smallest.replace('  id: gw-01\n', ''), 1, 'gateway.id', /is missing.*for example: id: gw-01/s],
  ['a missing section', smallest.replace(/^mesh:[\s\S]*/m, ''), null, 'mesh', /is missing.*add the section/s],
  ['a misspelt field', `${smallest}  requireSignature: true\n`, 9, 'mesh.requireSignature', /"requireSignatures"/],
  ['a misspelt section', `${smallest}consol: {}\n`, 9, 'consol', /did you mean "console"/],
  ['a field out of place', `${smallest}weather: {}\n`, 9, 'weather', /remove it; known here: gateway, data, mesh/],
  ['a misspelt secret file', `${smallest}console: {tokenfil: x}\n`, 9, 'console.tokenfil', /"tokenFile"/],
  ['a misspelt choice', `${smallest}till: {order: strikt}\n`, 9, 'till.order', /did you mean "strict"/],
  ['a misspelt item', smallest.replace('[price]', '[prise]'), 8, 'mesh.keys[0].signs[0]', /did you mean "price"/],
  ['text for a number', `${smallest}till: {maxWaitMs: "5"}\n`, 9, 'till.maxWaitMs', /"5" is not a/],
  ['a broker that is no URL', smallest.replace('mqtt://', ''), 6, 'mesh.url', /must look like mqtts/],
  ['an unknown time zone', smallest.replace('gw-01', 'gw-01\n  timezone: Berlin'), 5, 'gateway.timezone', /IANA/],
  ['an upper-case id', smallest.replace('acme', 'ACME'), 2, 'gateway.organisation', /lower-case/],
  ['MQTT 3', `${smallest}  protocol: 3\n`, 9, 'mesh.protocol', /must be 5, or 4/],
  ['no pinned key', smallest.replace(/ {2}keys:[\s\S]*/, ''), 5, 'mesh', /every message would be refused/],
  ['a certificate without key', `${smallest}  cert: a.pem\n`, 9, 'mesh.cert', /belong together/],
  ['one adapter twice', `${smallest}radios:\n  - url: hci:0\n  - url: hci:0\n`, 11, 'radios[1].url', /given twice/],
  ['a tab', smallest.replace('  store', '\tstore'), 3, '', /two spaces/],
  ['one field twice', smallest.replace('  id:', '  store: "1"\n  id:'), 4, '', /unique/],
  ['a list as the file', '- a\n- b\n', 1, '', /sections/],
];

test.each(cases)('%s is told with its line and its fix', (_, text, line, field, told) => {
  const problems = problemsOf(text);
  const problem = problems.find(candidate => candidate.field === field);
  expect(problem?.place?.line ?? null, problems.map(problemText).join('\n')).toBe(line);
  expect(problemText(problem!)).toMatch(told);
});

test('all problems are told at once, in the order of the file', () => {
  const text = `${smallest.replace('acme', 'ACME').replace('mqtt://', '')}till: {order: never}\n`;
  expect(problemsOf(text).map(problem => problem.field)).toEqual(['gateway.organisation', 'mesh.url', 'till.order']);
});

test('a problem reads like a compiler’s', () => {
  const [problem] = problemsOf(smallest.replace('"0042"', '0042'));
  expect(problemText(problem!)).toBe(
    '/etc/endcap/endcap.yaml:3:3: gateway.store: must be text, and 0042 without quotes is a number\n' +
      '  fix: write it in quotes: "0042"',
  );
});

test('a file that cannot be read, or blows itself up, is one problem', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n`;
  expect(problemsOf(bomb)).toHaveLength(1);
  expect(problemsOf('x'.repeat(1_000_001))[0]!.message).toContain('longer');
  expect(load('').ok).toBe(false);
});

test('the nearest name is one that can have been meant', () => {
  expect(nearest('max_wait_ms', ['order', 'maxWaitMs'])).toBe('maxWaitMs');
  expect(nearest('zone', ['gateway', 'data', 'mesh'])).toBeNull();
});
