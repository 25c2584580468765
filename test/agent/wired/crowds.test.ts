import { expect, test } from 'vitest';
import { type CrowdFigure, createCrowds } from '../../../src/agent/wired/crowds.ts';
import { recallCrowds, rememberCrowds } from '../../../src/agent/wired/crowds-memory.ts';
import { createInventory } from '../../../src/agent/wired/inventory.ts';
import type { Telling } from '../../../src/mesh/telling.ts';
import type { Store } from '../../../src/store/store.ts';
import { zoneHoursKeptMs } from '../../../src/store/zone-hours.ts';
import type { HeatHour } from '../../../src/zones/heat.ts';
import { loaded } from '../../config/loading.ts';
import { createVirtualClock, type VirtualClock } from '../../delivery/virtual-clock.ts';
import { inDirectory, opened } from '../../store/opening.ts';
import { beamsOf } from '../../zones/line-walkers.ts';
import { hourMs, shopYaml, startMs } from './shop.ts';

const { config } = loaded(shopYaml());
const inventory = createInventory(config);
const eightMs = Math.floor(startMs / hourMs) * hourMs;

/** What a running agent does with them, on a real store. `full`: the disk takes nothing. */
function crowdsOn(store: Store, clock: VirtualClock, trusted = () => true) {
  const disk = { full: false, puts: [] as HeatHour[] };
  const figures: CrowdFigure[] = [];
  const told: Telling[] = [];
  const crowds = createCrowds({
    config,
    inventory,
    state: recallCrowds(store),
    hours: {
      put(hour) {
        if (disk.full) throw new Error('the disk is full');
        disk.puts.push(hour);
        store.putZoneHour(hour);
      },
      has: ({ zone, hourMs: atMs }) => store.zoneHours(atMs, atMs + 1, zone).length > 0,
      drop: beforeMs => void store.dropZoneHours(beforeMs),
    },
    keptMs: zoneHoursKeptMs,
    clockTrusted: trusted,
    crossed: () => {},
    figure: figure => void figures.push(figure),
    tell: telling => void told.push(telling),
    nowMs: clock.now,
    monotonicMs: clock.monotonic,
  });
  const keep = () => rememberCrowds(store, crowds.state());
  const walk = (direction: 'in' | 'out', times = 1) => {
    for (let i = 0; i < times; i++) {
      for (const event of beamsOf([{ startMs: clock.monotonic(), lengthCm: 30, speed: 100, direction }])) {
        clock.pass(Math.max(0, event.atMs - clock.monotonic()));
        crowds.beam('till-line', event);
      }
      clock.pass(500);
      crowds.pass();
    }
  };
  return { crowds, disk, figures, told, keep, walk };
}

test('who crosses the line counts in the queue, in the zone and in the hour', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const { crowds, figures, told, walk } = crowdsOn(store, clock);
    walk('in', 3);
    walk('out');
    expect(crowds.line('till-line')).toMatchObject({ in: 3, out: 1, turnedBack: 0 });
    expect(crowds.queue('till-row')).toMatchObject({ length: 2, entered: 3, left: 1 });
    expect(crowds.inside('tills')).toMatchObject({ inside: 2 });
    expect(crowds.inside('dairy')).toBeNull();
    expect(crowds.running()).toMatchObject([{ zone: 'tills', hourMs: eightMs, entered: 3, left: 1, peak: 3 }]);
    const lengths = figures.filter(figure => figure.figure === 'length').map(({ value }) => value);
    expect(new Set(lengths)).toEqual(new Set([1, 2, 3]));
    expect(lengths.at(-1)).toBe(2);
    expect(told.filter(({ about }) => about === 'queue').at(-1)).toMatchObject({ id: 'tills', data: { length: 2 } });
    store.close();
  }));

test('a figure is said when it is another one, not with every pass', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const { crowds, figures } = crowdsOn(store, clock);
    for (let i = 0; i < 200; i++) {
      crowds.pass();
      clock.pass(50);
    }
    expect(figures.length).toBeLessThan(10);
    store.close();
  }));

test('counting begins anew for a queue, a zone, or what is behind a line', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const { crowds, walk } = crowdsOn(store, clock);
    walk('in', 2);
    expect(crowds.zero('nothing')).toBe(false);
    expect(crowds.zero('dairy')).toBe(false);
    expect(crowds.zero('till-row')).toBe(true);
    expect([crowds.queue('till-row')?.length, crowds.inside('tills')?.inside]).toEqual([0, 2]);
    expect(crowds.zero('till-line')).toBe(true);
    expect(crowds.inside('tills')?.inside).toBe(0);
    store.close();
  }));

test('counts go on after a restart, and less surely', () =>
  inDirectory(dir => {
    const first = opened(dir);
    const clock = createVirtualClock(startMs);
    const before = crowdsOn(first.store, clock);
    before.walk('in', 4);
    const sure = before.crowds.inside('tills')!.confidence;
    before.keep();
    first.store.close();
    const { store } = opened(dir);
    const { crowds } = crowdsOn(store, createVirtualClock(startMs + 60_000));
    expect(crowds.queue('till-row')?.length).toBe(4);
    expect(crowds.inside('tills')?.inside).toBe(4);
    expect(crowds.inside('tills')!.confidence).toBeLessThan(sure);
    expect(crowds.running()).toMatchObject([{ zone: 'tills', hourMs: eightMs, entered: 4 }]);
    store.close();
  }));

test('an hour is stored and told once when it is over', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const { crowds, disk, told, keep, walk } = crowdsOn(store, clock);
    walk('in');
    crowds.hours();
    expect(disk.puts).toEqual([]);
    clock.pass(hourMs);
    // What is kept meanwhile takes nothing away from it.
    keep();
    crowds.hours();
    crowds.hours();
    clock.pass(hourMs);
    crowds.hours();
    expect(disk.puts.map(({ hourMs: atMs }) => atMs)).toEqual([eightMs]);
    expect(store.zoneHours(0, Number.MAX_SAFE_INTEGER)).toMatchObject([{ zone: 'tills', entered: 1 }]);
    expect(told.filter(({ about }) => about === 'heat')).toMatchObject([
      { id: 'tills', data: { zone: 'tills', hour: '2026-11-24T08:00:00.000Z', entered: 1 } },
    ]);
    store.close();
  }));

test('an hour that a full disk refused is stored once there is room', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const { crowds, disk, walk } = crowdsOn(store, clock);
    walk('in');
    clock.pass(hourMs);
    disk.full = true;
    expect(() => crowds.hours()).toThrow('the disk is full');
    walk('out');
    clock.pass(hourMs);
    expect(() => crowds.hours()).toThrow('the disk is full');
    disk.full = false;
    crowds.hours();
    expect(disk.puts.map(({ hourMs: atMs, entered, left }) => [atMs, entered, left])).toEqual([
      [eightMs, 1, 0],
      [eightMs + hourMs, 0, 1],
    ]);
    store.close();
  }));

test('an hour in which the agent stopped is stored by the next run, unless it was already', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const before = crowdsOn(store, clock);
    before.walk('in', 2);
    before.keep();
    const later = createVirtualClock(startMs + 2 * hourMs);
    const after = crowdsOn(store, later);
    after.crowds.hours();
    expect(after.disk.puts).toMatchObject([{ hourMs: eightMs, entered: 2 }]);
    // It crashed before it kept that: what is stored is not put back to what it once was.
    store.putZoneHour({ ...after.disk.puts[0]!, entered: 7 });
    const again = crowdsOn(store, later);
    again.crowds.hours();
    expect(again.disk.puts).toEqual([]);
    expect(store.zoneHours(0, Number.MAX_SAFE_INTEGER)).toMatchObject([{ entered: 7 }]);
    store.close();
  }));

test('hours go after ninety days, when the clock can be believed', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    let trusted = true;
    const { crowds, walk } = crowdsOn(store, clock, () => trusted);
    walk('in');
    clock.pass(hourMs);
    crowds.hours();
    const stored = () => store.zoneHours(0, Number.MAX_SAFE_INTEGER).map(({ hourMs: atMs }) => atMs);
    expect(stored()).toEqual([eightMs]);
    trusted = false;
    clock.setWall(startMs + 3_650 * 24 * hourMs);
    clock.pass(2 * hourMs);
    crowds.hours();
    expect(stored()).toEqual([eightMs]);
    trusted = true;
    clock.setWall(eightMs + zoneHoursKeptMs);
    crowds.hours();
    expect(stored()).toEqual([eightMs]);
    clock.pass(hourMs);
    crowds.hours();
    expect(stored()).toEqual([]);
    store.close();
  }));

test('in a zone somebody moves as long as one of its sensors says so', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const { crowds } = crowdsOn(store, clock);
    crowds.motion('pir-1', true);
    crowds.motion('pir-2', true);
    clock.pass(10_000);
    crowds.motion('pir-1', false);
    clock.pass(20_000);
    crowds.motion('pir-2', false);
    clock.pass(60_000);
    crowds.motion('nothing', true);
    expect(crowds.running()).toMatchObject([{ zone: 'dairy', motionSeconds: 30, method: 'motion' }]);
    store.close();
  }));

test('what cannot be read of before counts as nothing', () => {
  for (const text of [
    '{',
    '[]',
    '7',
    'null',
    '{"atMs":"x"}',
    '{"atMs":1,"queues":4,"zones":{"tills":3},"hours":"x"}',
  ]) {
    const state = recallCrowds({ recall: () => text });
    expect(state === null || (Object.keys(state.zones).length === 0 && state.hours.length === 0), text).toBe(true);
  }
});
