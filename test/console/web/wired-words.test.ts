import { describe, expect, it } from 'vitest';
import { readSubject } from '../../../src/console/web/alarm-subject.ts';
import { lightOf, linesOf } from '../../../src/console/web/part-says.ts';
import { navigation, type PageName, pathOf, readUrl } from '../../../src/console/web/url-state.ts';

describe('what an alarm looks at', () => {
  it.each([
    ['length of queue tills', { kind: 'length', id: 'tills' }],
    ['wait-seconds of queue tills', { kind: 'wait', id: 'tills' }],
    ['occupancy of zone dairy', { kind: 'zone', id: 'dairy' }],
    ['button bell-2', { kind: 'button', id: 'bell-2' }],
    ['the weather', null],
    ['', null],
  ])('%s', (on, subject) => expect(readSubject(on)).toEqual(subject));
});

describe('what a part says', () => {
  it.each([
    [{ light: 'blink' }, 'ready', 'blink'],
    [{ light: true }, 'ready', 'on'],
    [{}, 'off', 'off'],
    [{}, 'ready', null],
  ])('a light that says %j in state %s burns %s', (values, state, light) =>
    expect(lightOf({ values, state })).toBe(light),
  );

  it('a display is read from the top, and nothing else is a row', () => {
    expect(linesOf({ values: { line2: 'b', model: 'lcd-16x2', line1: 'a', line10: 'x' } })).toEqual(['a', 'b']);
  });
});

describe('the navigation', () => {
  it('leads to every page once, and each address back to its page', () => {
    const pages = navigation.flatMap((entry): PageName[] => (typeof entry === 'string' ? [entry] : [...entry.pages]));
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.length).toBe(16);
    for (const page of pages) expect(readUrl(new URL(pathOf(page), 'http://x')).page).toBe(page);
  });
});
