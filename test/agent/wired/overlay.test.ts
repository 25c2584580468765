import { expect, test } from 'vitest';
import { createOverlay } from '../../../src/agent/wired/overlay.ts';
import type { Screen } from '../../../src/checkout/price-check.ts';
import { createDesired } from '../../../src/delivery/desired.ts';
import { decodeContent } from '../../../src/shelf/content-codec.ts';
import { first, onBench } from '../../delivery/desired-bench.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { openingMs } from '../../shelf/facts.ts';

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
      const desired = createDesired({
        ...options,
        reader: overlay.reading(options.reader),
        notice: overlay.noticeOn,
      });
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
