import { describe, expect, it } from 'vitest';
import { gaussian, seededRandom } from '../../emulator/random.ts';
import { createLineCounter } from '../../src/zones/line-counter.ts';
import type { BeamEvent } from '../../src/zones/ports.ts';
import { createQueue } from '../../src/zones/queue.ts';
import { beamsOf, type Walker } from './line-walkers.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const plain = { entry: ['door'], exit: ['till'], nowMs: 0 };

/** Somebody who comes at one moment and, when he is served, leaves at another. */
interface Customer {
  readonly comesMs: number;
  readonly leavesMs: number;
}

/** One till: people come by chance and are served one after the other. */
function customers(seed: number, untilMs: number, meanGapMs: number, meanServiceMs: number): Customer[] {
  const random = seededRandom(seed);
  const all: Customer[] = [];
  let comesMs = 0;
  let freeMs = 0;
  for (;;) {
    comesMs += 4_000 - Math.log(1 - random()) * (meanGapMs - 4_000);
    if (comesMs > untilMs) return all;
    freeMs =
      Math.max(comesMs + 3_000, freeMs) + Math.max(4_000, meanServiceMs + gaussian(random) * meanServiceMs * 0.2);
    all.push({ comesMs, leavesMs: freeMs });
  }
}

/** Beams of a line where these pass, and now and then somebody who thinks better of it, in between. */
function beams(passes: readonly number[], direction: 'in' | 'out', seed: number): BeamEvent[] {
  const random = seededRandom(seed);
  const walkers = passes.flatMap((startMs, at): Walker[] => {
    const body = { direction, lengthCm: 30 + random() * 15, speed: 80 + random() * 80 };
    const walker = { ...body, startMs };
    if ((passes[at + 1] ?? Number.POSITIVE_INFINITY) - startMs < 4_000 || random() < 0.6) return [walker];
    return [walker, { ...body, startMs: startMs + 1_500, turnsAtCm: 5 + random() * 36, standsMs: 200 }];
  });
  return beamsOf(walkers);
}

describe('a queue of twelve', () => {
  const people = customers(63, 40 * minuteMs, 18_000, 19_000);
  const lines = [
    {
      line: 'door',
      events: beams(
        people.map(one => one.comesMs),
        'in',
        3,
      ),
    },
    {
      line: 'till',
      events: beams(
        people.map(one => one.leavesMs),
        'out',
        4,
      ),
    },
  ];
  const events = lines
    .flatMap(({ line, events: all }) => all.map(event => ({ line, event })))
    .sort((a, b) => a.event.atMs - b.event.atMs);

  /** Plays the whole trace; `look` sees the queue once a second. */
  function play(look: (queue: ReturnType<typeof createQueue>, nowMs: number) => void) {
    const queue = createQueue(plain);
    const counters = { door: createLineCounter(), till: createLineCounter() };
    let next = 0;
    const endMs = people.at(-1)!.leavesMs + minuteMs;
    for (let nowMs = 0; nowMs <= endMs; nowMs += 1_000) {
      for (; next < events.length && events[next]!.event.atMs <= nowMs; next++) {
        const { line, event } = events[next]!;
        const counter = line === 'door' ? counters.door : counters.till;
        for (const crossing of counter.beam(event)) queue.crossed(line, crossing);
      }
      for (const line of ['door', 'till'] as const) {
        for (const crossing of counters[line].settle(nowMs)) queue.crossed(line, crossing);
      }
      look(queue, nowMs);
    }
    return counters;
  }
  const waiting = (nowMs: number) => people.filter(one => one.comesMs <= nowMs && one.leavesMs > nowMs).length;

  it('is met within one person in every second, and exactly once all have left', () => {
    let most = 0;
    let worst = 0;
    let last = -1;
    const counters = play((queue, nowMs) => {
      const truth = waiting(nowMs);
      last = queue.figure(nowMs).length;
      most = Math.max(most, truth);
      worst = Math.max(worst, Math.abs(last - truth));
    });
    expect(most).toBe(12);
    expect(worst).toBeLessThanOrEqual(1);
    expect(last).toBe(0);
    expect(counters.door.figures(hourMs)).toMatchObject({ in: people.length, out: 0 });
    expect(counters.door.figures(hourMs).turnedBack).toBeGreaterThan(20);
  });

  it('takes as long as people of the last quarter of an hour did', () => {
    play((queue, nowMs) => {
      if (nowMs !== 40 * minuteMs) return;
      const left = people.filter(one => one.leavesMs <= nowMs && one.leavesMs > nowMs - 15 * minuteMs);
      const meanSeconds = left.reduce((sum, one) => sum + one.leavesMs - one.comesMs, 0) / left.length / 1_000;
      const { waitSeconds, servedPerHour, waitMethod, waitConfidence } = queue.figure(nowMs);
      expect(Math.abs(waitSeconds! / meanSeconds - 1)).toBeLessThan(0.2);
      expect(Math.abs(servedPerHour / (left.length * 4) - 1)).toBeLessThan(0.05);
      expect(waitMethod).toBe('little');
      expect(waitConfidence).toBeGreaterThan(0.6);
    });
  });
});

describe('figures', () => {
  it('follow Little: ten minutes of three people, of whom six leave, are five minutes each', () => {
    const queue = createQueue(plain);
    for (let one = 0; one < 3; one++) queue.crossed('door', { direction: 'in', atMs: 0 });
    for (let minute = 1; minute <= 10; minute++) {
      if (minute % 2 === 0 && minute < 10) {
        queue.crossed('till', { direction: 'out', atMs: minute * minuteMs });
        queue.crossed('door', { direction: 'in', atMs: minute * minuteMs });
      }
    }
    for (let one = 0; one < 2; one++) queue.crossed('till', { direction: 'out', atMs: 10 * minuteMs });
    expect(queue.figure(10 * minuteMs)).toMatchObject({
      state: 'busy',
      length: 1,
      waitSeconds: 300,
      servedPerHour: 36,
      entered: 7,
      left: 6,
      lengths: Array.from({ length: 10 }, () => 3),
    });
  });

  it('say nothing of a waiting time when nobody has left', () => {
    const queue = createQueue(plain);
    expect(queue.figure(0)).toMatchObject({ state: 'quiet', waitSeconds: null, servedPerHour: 0, waitConfidence: 0 });
    queue.crossed('door', { direction: 'in', atMs: 1_000 });
    expect(queue.figure(5_000)).toMatchObject({ state: 'busy', length: 1, waitSeconds: null });
  });

  it('count who gives up as gone and not as served; without an exit everybody was served', () => {
    const givesUp = createQueue(plain);
    const simple = createQueue({ ...plain, exit: [] });
    for (const queue of [givesUp, simple]) {
      queue.crossed('door', { direction: 'in', atMs: 0 });
      queue.crossed('door', { direction: 'out', atMs: minuteMs });
    }
    expect(givesUp.figure(hourMs / 4)).toMatchObject({ servedPerHour: 0, waitSeconds: 60, left: 1 });
    expect(simple.figure(hourMs / 4)).toMatchObject({ servedPerHour: 4, left: 1 });
    expect(simple.crossed('till', { direction: 'in', atMs: hourMs })).toBe('unknown-line');
  });

  it('hold an hour of minutes, and a standstill of days costs nothing', () => {
    const queue = createQueue({ ...plain, idleMs: 1_000 * hourMs });
    queue.crossed('door', { direction: 'in', atMs: 1 });
    for (let minute = 0; minute < 100; minute++) queue.rest(minute * minuteMs);
    expect(queue.figure(100 * minuteMs).lengths).toHaveLength(60);
    expect(queue.figure(900 * hourMs).lengths).toEqual(Array.from({ length: 60 }, () => 1));
  });
});

describe('what is wrong', () => {
  it('is a queue in which nobody moves; it begins anew after hours', () => {
    const queue = createQueue(plain);
    queue.crossed('door', { direction: 'in', atMs: 0 });
    expect(queue.figure(9 * minuteMs)).toMatchObject({ state: 'busy', reason: null });
    const before = queue.figure(9 * minuteMs).confidence;
    const stuck = queue.figure(10 * minuteMs);
    expect(stuck).toMatchObject({ state: 'stuck', reason: 'queue.stuck', length: 1 });
    expect(stuck.confidence).toBeLessThan(before * 0.6);
    expect(queue.rest(3 * hourMs)).toBe(true);
    expect(queue.figure(3 * hourMs)).toMatchObject({ state: 'quiet', length: 0, confidence: 0.95 });
  });

  it('is a blocked line, as long as it is', () => {
    const queue = createQueue(plain);
    queue.setBlocked('door', true);
    queue.setBlocked('nowhere', true);
    expect(queue.figure(0).confidence).toBe(0.48);
    queue.setBlocked('till', true);
    expect(queue.figure(0).confidence).toBe(0);
    queue.setBlocked('door', false);
    queue.setBlocked('till', false);
    expect(queue.figure(0).confidence).toBe(0.95);
  });

  it('is somebody who leaves and never came: it begins anew at nobody, and is trusted less', () => {
    const queue = createQueue(plain);
    expect(queue.crossed('till', { direction: 'out', atMs: 1_000 })).toBe('rezeroed');
    expect(queue.figure(1_000)).toMatchObject({ length: 0, confidence: 0.76 });
    queue.zero(2_000);
    expect(queue.figure(2_000).confidence).toBe(0.95);
  });
});

it('a queue that was restarted goes on with what it had', () => {
  const queue = createQueue(plain);
  for (let one = 0; one < 4; one++) queue.crossed('door', { direction: 'in', atMs: one });
  const state = JSON.parse(JSON.stringify(queue.state(10_000)));
  const again = createQueue({ ...plain, nowMs: 500, state, awayMs: 5_000 });
  expect(again.figure(500)).toMatchObject({ length: 4, entered: 4, confidence: 0.57, lengths: [] });
});
