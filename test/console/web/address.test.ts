import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelStates, matches, stateOf } from '../../../src/console/web/label-state.ts';
import { readUrl, type UrlState, writeUrl } from '../../../src/console/web/url-state.ts';
import { createFixtureView } from '../fixture-view.ts';

const read = (path: string) => readUrl(new URL(path, 'http://localhost'));

describe('the address', () => {
  test('says every state and reads it back', () => {
    const state: fc.Arbitrary<UrlState> = fc.record({
      page: fc.constantFrom('aisle', 'zones', 'quarantine', 'templates'),
      view: fc.constantFrom('shelf', 'list'),
      filter: fc.constantFrom(null, ...labelStates),
      search: fc.string(),
      label: fc.option(fc.string({ minLength: 1 })),
      screen: fc.option(fc.string({ minLength: 1 })),
      size: fc.constantFrom(null, 's', 'm', 'l'),
    });
    fc.assert(
      fc.property(state, value => {
        expect(read(writeUrl(value))).toEqual(value);
      }),
    );
  });

  test('leaves out what it does not know', () => {
    expect(read('/?filter=nonsense&view=x&size=9')).toMatchObject({ filter: null, view: 'shelf', size: null });
    expect(read('/toString')).toMatchObject({ page: 'aisle' });
  });
});

describe('what is looked for', () => {
  const [label] = createFixtureView(1).labels();
  test.each([
    ['berg', true],
    ['BERGKASE', true],
    ['käse gereift', true],
    ['gereift 40123', true],
    ['500000000000', true],
    ['berg butter', false],
  ])('%s: %s', (search, found) => {
    expect(matches(label!, null, search)).toBe(found);
  });

  test('a label that a rule holds back counts as refused, whatever its confidence', () => {
    const held = { ...label!, refused: true };
    expect([stateOf(held), matches(held, 'refused', ''), matches(held, 'confirmed', '')]).toEqual([
      'refused',
      true,
      false,
    ]);
  });
});
