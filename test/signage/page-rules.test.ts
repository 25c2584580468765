import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftAt } from '../../src/signage/burn-in.ts';
import { backoffMs } from '../../src/signage/page/backoff.ts';
import { readEventStream } from '../../src/signage/page/event-stream.ts';
import { createKeep } from '../../src/signage/page/keep.ts';
import { addPlay, emptyPlayLog, forgetPlays, mostPlays, type PlayLog } from '../../src/signage/page/play-log.ts';
import { partOf } from '../../src/signage/page/range.ts';
import { frozenMs, type Health, shouldReload } from '../../src/signage/page/self-watch.ts';

describe('the stream of a page', () => {
  it('reads the same whatever the pieces are', () => {
    const text = 'id: b-1\ndata: {"a":1}\n\n: a word aside\n\ndata: two\ndata: lines\n\r\nid: b-2\ndata:x\n\n';
    const whole = readEventStream()(text);
    expect(whole).toEqual([
      { id: 'b-1', data: '{"a":1}' },
      { id: 'b-1', data: 'two\nlines' },
      { id: 'b-2', data: 'x' },
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), sizes => {
        const read = readEventStream();
        const got = [];
        for (let at = 0, index = 0; at < text.length; index += 1) {
          const size = sizes[index % sizes.length]!;
          got.push(...read(text.slice(at, at + size)));
          at += size;
        }
        expect(got).toEqual(whole);
      }),
    );
  });

  it('refuses a message without an end', () => {
    const read = readEventStream();
    expect(() => {
      for (let count = 0; count < 10; count += 1) read(`data: ${'x'.repeat(1_000_000)}`);
    }).toThrow('too long');
  });

  it('waits longer each time, to a limit, and never for nothing', () => {
    for (const random of [0, 0.5, 0.999]) {
      const waits = Array.from({ length: 12 }, (_, tries) => backoffMs(tries, () => random));
      expect(waits[0]).toBeGreaterThanOrEqual(250);
      expect(waits.at(-1)).toBeLessThanOrEqual(15_000);
      expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    }
  });
});

const play = (id: string) => ({
  id,
  entry: 'a',
  region: 'main',
  offer: null,
  fromMs: 0,
  toMs: 1,
  seenMs: 1,
  frames: 1,
});

describe('plays that wait for the gateway', () => {
  it('are kept until they are taken, the oldest given up at the limit', () => {
    let log: PlayLog = emptyPlayLog;
    for (let count = 0; count < mostPlays + 5; count += 1) log = addPlay(log, play(`p-${count}`));
    expect(log.plays).toHaveLength(mostPlays);
    expect(log.dropped).toBe(5);
    expect(log.plays[0]?.id).toBe('p-5');
    expect(forgetPlays(log, ['p-5', 'p-7', 'unknown']).plays.slice(0, 2).map(({ id }) => id)).toEqual(['p-6', 'p-8']); // biome-ignore format: one line
    expect(forgetPlays(log, ['unknown'])).toBe(log);
  });

  it('outlive the page, and what the browser kept badly hurts nobody', () => {
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    } as unknown as Storage;
    const keep = createKeep('door-1', storage);
    const kept = { ...keep.load(), plays: [play('p-1')], starts: { main: { a: [5] } }, rescueWallMs: 7 };
    keep.save(kept);
    expect(keep.load()).toEqual(kept);
    items.set('endcap.screen.door-1', '{"plays":[{"id":5}],"rescueWallMs":9,"orders":');
    expect(keep.load().plays).toEqual([]);
    items.set('endcap.screen.door-1', '{"plays":[{"id":5}],"rescueWallMs":9}');
    expect(keep.load()).toMatchObject({ plays: [], rescueWallMs: 9 });
    expect(createKeep('door-1', null).load().plays).toEqual([]);
  });
});

describe('a page that watches itself', () => {
  const well: Health = {
    loadedMs: 0,
    visibleSinceMs: 0,
    lastFrameMs: 100_000,
    broken: false,
    live: true,
    dark: false,
    atAnEnd: false,
    lastRescueWallMs: null,
  };
  const dayMs = 86_400_000;

  it('loads itself anew when it draws nothing while it is visible, at most once a minute', () => {
    expect(shouldReload(well, 100_000 + frozenMs, 0)).toBeNull();
    expect(shouldReload(well, 100_001 + frozenMs, 0)).toBe('rescue');
    expect(shouldReload({ ...well, visibleSinceMs: null }, 900_000, 0)).toBeNull();
    expect(shouldReload({ ...well, visibleSinceMs: 110_000 }, 120_000, 0)).toBeNull();
    const again = { ...well, broken: true, lastRescueWallMs: 1_000_000 };
    expect(shouldReload(again, 100_000, 1_059_999)).toBeNull();
    expect(shouldReload(again, 100_000, 1_060_000)).toBe('rescue');
  });

  it('rests once a day, when it disturbs nobody and the gateway is there', () => {
    const old = { ...well, lastFrameMs: dayMs };
    expect(shouldReload({ ...old, atAnEnd: true }, dayMs, 0)).toBeNull();
    expect(shouldReload({ ...old, atAnEnd: true }, dayMs + 1, 0)).toBe('rest');
    expect(shouldReload(old, dayMs + 1, 0)).toBeNull();
    expect(shouldReload({ ...old, atAnEnd: true, live: false }, dayMs + 1, 0)).toBeNull();
    expect(shouldReload({ ...old, dark: true }, dayMs / 2 + 1, 0)).toBe('rest');
    expect(shouldReload({ ...well, dark: true }, 110_000, 0)).toBeNull();
  });
});

describe('the shift against burn-in', () => {
  it('goes round within its limit, each way for as long as the others', () => {
    const at = Array.from({ length: 18 }, (_, turn) => shiftAt({ px: 4, everyMs: 60_000 }, turn * 60_000 + 30_000));
    expect(new Set(at.map(({ x, y }) => `${x} ${y}`)).size).toBe(9);
    expect(at.slice(9)).toEqual(at.slice(0, 9));
    for (const { x, y } of at) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(4);
    expect(shiftAt({ px: 0, everyMs: 60_000 }, 120_000)).toEqual({ x: 0, y: 0 });
  });
});

describe('a part of a kept film', () => {
  const film = () => new Response('0123456789', { headers: { 'content-type': 'video/webm' } });
  it.each([
    ['bytes=0-', 206, 'bytes 0-9/10', '0123456789'],
    ['bytes=3-5', 206, 'bytes 3-5/10', '345'],
    ['bytes=8-99', 206, 'bytes 8-9/10', '89'],
    ['bytes=10-', 416, 'bytes */10', ''],
    ['bytes=-3', 200, null, '0123456789'],
  ])('%s', async (range, status, contentRange, body) => {
    const part = await partOf(film(), range);
    expect(part.status).toBe(status);
    expect(part.headers.get('content-range')).toBe(contentRange);
    expect(await part.text()).toBe(body);
  });
});
