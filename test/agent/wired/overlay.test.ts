import { expect, test } from 'vitest';
import { createOverlay } from '../../../src/agent/wired/overlay.ts';
import type { Screen } from '../../../src/checkout/price-check.ts';
import { createDesired } from '../../../src/delivery/desired.ts';
import { decodeContent } from '../../../src/shelf/content-codec.ts';
import { first, onBench } from '../../delivery/desired-bench.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { openingMs, point } from '../../shelf/facts.ts';

const display: Screen = { label: 'd-1', zone: 'dairy' };
const other: Screen = { label: 'd-2', zone: 'dairy' };
const milk = { kind: 'product', sku: '40777' } as const;

function overlaid() {
  const clock = createVirtualClock(openingMs);
  const changed: string[][] = [];
  const overlay = createOverlay({
    unknownText: gtin => `Kein Preis ${gtin ?? ''}`.trim(),
    changed: labels => void changed.push([...labels]),
    clock,
  });
  return { clock, changed, overlay };
}

test('a scanned product stands for 8 s, and only its display is decided anew', () => {
  const { clock, changed, overlay } = overlaid();
  overlay.check(display, milk);
  clock.pass(3_000);
  overlay.check(other, milk);
  expect([overlay.on('d-1'), overlay.on('d-2')]).toEqual([milk, milk]);
  clock.pass(4_999);
  expect(changed).toEqual([['d-1'], ['d-2']]);
  clock.pass(1);
  expect([overlay.on('d-1'), overlay.on('d-2')]).toEqual([null, milk]);
  expect(changed).toEqual([['d-1'], ['d-2'], ['d-1']]);
  clock.pass(3_000);
  expect(overlay.on('d-2')).toBeNull();
  expect(changed).toEqual([['d-1'], ['d-2'], ['d-1'], ['d-2']]);
  expect(clock.pending()).toBe(0);
});

test('an alarm goes before a price check, and what is under it comes back as long as it stands', () => {
  const { clock, changed, overlay } = overlaid();
  overlay.check(display, milk);
  overlay.notice('d-1', 'Kasse 2 öffnet');
  overlay.notice('d-1', 'Kasse 2 öffnet');
  expect(overlay.noticeOn('d-1')).toBe('Kasse 2 öffnet');
  overlay.notice('d-1', null);
  overlay.notice('d-2', null);
  expect(overlay.on('d-1')).toEqual(milk);
  expect(changed).toEqual([['d-1'], ['d-1'], ['d-1']]);
  overlay.notice('d-1', 'Kasse 2 öffnet');
  clock.pass(60_000);
  overlay.notice('d-1', null);
  expect(overlay.on('d-1')).toBeNull();
});

test('what the shop does not know is said as such', () => {
  const { overlay } = overlaid();
  overlay.check(display, { kind: 'unknown', gtin: '4006381333931' });
  expect(overlay.noticeOn('d-1')).toBe('Kein Preis 4006381333931');
  overlay.check(display, { kind: 'unknown', gtin: null });
  expect(overlay.noticeOn('d-1')).toBe('Kein Preis');
});

test('a check that is over while another one begins is taken back all the same', () => {
  const { clock, changed, overlay } = overlaid();
  overlay.check(display, milk);
  // The timer of a busy machine rings late: the wall clock is there already.
  clock.setWall(openingMs + 8_003);
  overlay.check(other, milk);
  expect(changed.at(-1)).toEqual(['d-2', 'd-1']);
});

test('a screen that has to make room for others gets its own content back', () => {
  const { changed, overlay } = overlaid();
  for (let i = 0; i < 201; i++) overlay.check({ ...display, label: `d-${i}` }, milk);
  const away = Array.from({ length: 201 }, (_, i) => `d-${i}`).filter(id => overlay.on(id) === null);
  expect(away).toHaveLength(1);
  expect(changed.at(-1)).toEqual(['d-200', ...away]);
});

test('a clock that is set back ends no check too late, and decides nothing without need', () => {
  const { clock, changed, overlay } = overlaid();
  clock.pass(5_000);
  overlay.check(display, milk);
  clock.pass(4_000);
  clock.setWall(openingMs + 6_000);
  clock.pass(4_000);
  expect(changed).toEqual([['d-1']]);
  clock.pass(3_000);
  expect(changed).toEqual([['d-1'], ['d-1']]);
  expect(overlay.on('d-1')).toBeNull();
});

test('a label shows the product that was scanned, then its own again; a restart forgets it at once', () =>
  onBench(({ clock, said, options, store }) => {
    said.prices.set('40777', said.prices.get('40123')!);
    const run = () => {
      const overlay = createOverlay({
        unknownText: () => 'Kein Preis',
        changed: labels => desired.recompute(labels),
        clock,
      });
      const desired = createDesired({ ...options, ...overlay.deciding(options.reader) });
      return { overlay, desired };
    };
    const content = () => decodeContent(store.desired(first)!.content!);
    const { overlay, desired } = run();
    desired.recompute([first]);
    const own = store.desired(first)!;
    expect(content().items.map(({ sku }) => sku)).toEqual(['40123']);
    overlay.check({ ...display, label: first }, milk);
    expect(content().items.map(({ sku }) => sku)).toEqual(['40777']);
    expect(overlay.reading(options.reader).binding(first)?.value.skus).toEqual(['40777']);
    expect(overlay.reading(options.reader).binding('nowhere')).toBeNull();
    clock.pass(8_000);
    expect(overlay.reading(options.reader).binding(first)?.value.skus).toEqual(['40123']);
    expect(store.desired(first)!.hash).toBe(own.hash);
    overlay.notice(first, 'Kasse 2 öffnet');
    expect(content().notice).toBe('Kasse 2 öffnet');
    expect(store.desired(first)!.hash).not.toBe(own.hash);
    overlay.stop();
    desired.stop();
    const after = run();
    after.desired.recompute([first]);
    expect(content()).not.toHaveProperty('notice');
    expect(store.desired(first)!.hash).toBe(own.hash);
    after.desired.stop();
  }));

test.each([
  ['the mesh takes its price away', (lose: { taken(): void }) => lose.taken()],
  ['its price ends', (lose: { ended(): void }) => lose.ended()],
])('a check of a product is over as soon as %s, and its display shows its own content', (_how, how) =>
  onBench(({ clock, said, options, store }) => {
    said.prices.set('40777', { timeline: [point({ toMs: openingMs + 3_000 })], seq: 7 });
    const overlay = createOverlay({
      unknownText: () => 'Kein Preis',
      changed: labels => desired.recompute(labels),
      clock,
    });
    const desired = createDesired({ ...options, ...overlay.deciding(options.reader) });
    const sku = () => decodeContent(store.desired(first)!.content!).items[0]!.sku;
    desired.recompute([first]);
    const own = store.desired(first)!;
    overlay.check({ ...display, label: first }, milk);
    expect(sku()).toBe('40777');
    how({
      taken() {
        said.prices.delete('40777');
        desired.recompute(overlay.labelsOn('40777'));
      },
      ended: () => clock.pass(3_000),
    });
    expect(store.desired(first)).toMatchObject({ hash: own.hash, refusal: null, version: own.version });
    expect(store.history(first, 9).map(({ event }) => event)).not.toContain('refused');
    expect(overlay.on(first)).toBeNull();
    // Its own price goes as well: that is refused, as ever.
    said.prices.delete('40123');
    desired.recompute([first]);
    expect(store.desired(first)?.refusal).not.toBeNull();
    overlay.stop();
    desired.stop();
    expect(clock.pending()).toBe(0);
  }),
);
