import { expect, test } from 'vitest';
import { applyPageEvent, emptyPageState } from '../../../src/console/web/page-state.ts';
import { labelId } from '../fixture-labels.ts';
import { createFixtureView } from '../fixture-view.ts';

const view = createFixtureView(4);
const snapshot = applyPageEvent(emptyPageState, { type: 'snapshot', status: view.status(), labels: view.labels() });

test('a delta replaces what changed, removes what is gone, and leaves the others the very same', () => {
  const changed = { ...view.labelSummary(labelId(1))!, priceText: '9,99 €' };
  const after = applyPageEvent(snapshot, { type: 'labels', labels: [changed], gone: [labelId(3)] });
  expect([...after.labels.keys()]).toEqual([labelId(0), labelId(1), labelId(2)]);
  expect(after.labels.get(labelId(1))!.priceText).toBe('9,99 €');
  expect(after.labels.get(labelId(0))).toBe(snapshot.labels.get(labelId(0)));
  expect(snapshot.labels.size).toBe(4);
});

test('a snapshot after a lost connection forgets labels that are gone', () => {
  const after = applyPageEvent(snapshot, {
    type: 'snapshot',
    status: view.status(),
    labels: view.labels().slice(0, 1),
  });
  expect([...after.labels.keys()]).toEqual([labelId(0)]);
});

test('activity is newest first and bounded', () => {
  const event = (n: number) => ({ at: '2026-11-23T10:00:00Z', event: 'fact.accepted', subject: `${n}`, text: `${n}` });
  const first = applyPageEvent(snapshot, { type: 'tail', events: [event(1), event(2)] });
  expect(first.activity.map(({ text }) => text)).toEqual(['2', '1']);
  const many = applyPageEvent(first, { type: 'tail', events: Array.from({ length: 100 }, (_, n) => event(n + 3)) });
  expect(many.activity).toHaveLength(40);
  expect(many.activity[0]!.text).toBe('102');
});
