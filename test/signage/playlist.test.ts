import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothingPlayed, type Playing, type PlaylistEntry, playOn, upcoming } from '../../src/signage/playlist.ts';
import { covers } from '../../src/signage/windows.ts';

const always = () => true;
const hourMs = 3_600_000;

function entry(id: string, rest: Partial<PlaylistEntry> = {}): PlaylistEntry {
  return { id, durationMs: 10_000, priority: 0, windows: null, capPerHour: null, ...rest };
}

/** Plays from 0 in steps; what was begun, and when. */
function play(
  entries: readonly PlaylistEntry[],
  untilMs: number,
  stepMs = 250,
  usable: (e: PlaylistEntry, atMs: number) => boolean = always,
) {
  const begun: { entry: string; atMs: number }[] = [];
  let playing: Playing = nothingPlayed;
  for (let atMs = 0; atMs < untilMs; atMs += stepMs) {
    const next = playOn(entries, playing, atMs, one => usable(one, atMs));
    if (next.on !== null && next.on !== playing.on) begun.push({ entry: next.on.entry, atMs });
    playing = next;
  }
  return { begun, playing };
}

describe('a playlist', () => {
  it('gives each entry its turn, in order, for its duration', () => {
    const { begun } = play([entry('a'), entry('b', { durationMs: 5_000 }), entry('c')], 50_000);
    expect(begun).toEqual([
      { entry: 'a', atMs: 0 },
      { entry: 'b', atMs: 10_000 },
      { entry: 'c', atMs: 15_000 },
      { entry: 'a', atMs: 25_000 },
      { entry: 'b', atMs: 35_000 },
      { entry: 'c', atMs: 40_000 },
    ]);
  });

  it('gives way at once to what has a higher priority, and goes on with who waited longest', () => {
    const news = entry('news', { priority: 5, windows: [{ fromMs: 12_000, untilMs: 20_000 }] });
    const { begun } = play([entry('a'), entry('b'), news], 45_000);
    expect(begun.map(({ entry: id, atMs }) => `${id}@${atMs}`)).toEqual(['a@0', 'b@10000', 'news@12000', 'a@20000', 'b@30000', 'a@40000']); // biome-ignore format: one line
  });

  it('shows nothing where nothing may be shown', () => {
    const { playing } = play([entry('a', { windows: [{ fromMs: 0, untilMs: 3_000 }] })], 5_000);
    expect(playing.on).toBeNull();
  });

  it('counts a cap over any hour, and lets a lower priority play when it is reached', () => {
    const { begun } = play([entry('a', { priority: 1, capPerHour: 3 }), entry('b')], 2 * hourMs, 1_000);
    const a = begun.filter(({ entry: id }) => id === 'a').map(({ atMs }) => atMs);
    expect(a).toEqual([0, 10_000, 20_000, hourMs, hourMs + 10_000, hourMs + 20_000]);
  });

  it('passes over what cannot be drawn, and takes it up when it can', () => {
    const { begun } = play([entry('a'), entry('film')], 60_000, 250, ({ id }, atMs) => id !== 'film' || atMs >= 35_000);
    expect(begun.map(({ entry: id }) => id)).toEqual(['a', 'a', 'a', 'a', 'film', 'a']);
  });

  it('says what to make ready: what outranks, or else what follows', () => {
    const news = entry('news', { priority: 5, windows: [{ fromMs: 12_000, untilMs: 20_000 }] });
    const list = [entry('a'), entry('b'), news];
    const playing = playOn(list, nothingPlayed, 0, always);
    expect(upcoming(list, playing, 3_000, always)).toBe('b');
    expect(upcoming(list, playing, 7_000, always)).toBe('news');
    expect(upcoming(list, playing, 7_000, ({ id }) => id === 'a')).toBeNull();
    expect(upcoming(list, nothingPlayed, 0, always)).toBe('a');
  });

  it('survives a clock that goes back', () => {
    const list = [entry('a'), entry('b')];
    const late = playOn(list, nothingPlayed, 1_000_000, always);
    const back = playOn(list, late, 0, always);
    expect(back.on).toEqual({ entry: 'a', fromMs: 0 });
    expect(playOn(list, back, 10_000, always).on?.entry).toBe('b');
  });

  const anyEntries = fc
    .array(
      fc.record({
        durationMs: fc.integer({ min: 1, max: 20 }).map(seconds => seconds * 1_000),
        priority: fc.integer({ min: 0, max: 2 }),
        capPerHour: fc.option(fc.integer({ min: 1, max: 5 })),
        windows: fc.option(
          fc.array(
            fc.record({
              fromMs: fc.integer({ min: 0, max: 200 }),
              untilMs: fc.option(fc.integer({ min: 0, max: 400 })),
            }),
            { maxLength: 3 },
          ),
        ),
      }),
      { maxLength: 6 },
    )
    .map(list =>
      list.map(({ windows, ...rest }, index) => ({
        id: `e${index}`,
        ...rest,
        windows:
          windows?.map(({ fromMs, untilMs }) => ({
            fromMs: fromMs * 1_000,
            untilMs: untilMs === null ? null : untilMs * 1_000,
          })) ?? null,
      })),
    );

  it('never shows what has no right to be shown, and never less than the highest that has', () => {
    fc.assert(
      fc.property(anyEntries, fc.array(fc.integer({ min: 1, max: 7_000 }), { maxLength: 120 }), (entries, steps) => {
        let playing: Playing = nothingPlayed;
        let atMs = 0;
        const starts = new Map<string, number[]>();
        for (const step of steps) {
          atMs += step;
          const before = playing;
          playing = playOn(entries, playing, atMs, always);
          const on = entries.find(({ id }) => id === playing.on?.entry) ?? null;
          const room = (one: PlaylistEntry) =>
            one.capPerHour === null ||
            (starts.get(one.id) ?? []).filter(at => at > atMs - hourMs).length < one.capPerHour;
          const able = entries.filter(one => covers(one.windows, atMs) && room(one));
          if (on === null) expect(able).toEqual([]);
          else {
            expect(covers(on.windows, atMs)).toBe(true);
            if (playing.on !== before.on) {
              expect(room(on)).toBe(true);
              starts.set(on.id, [...(starts.get(on.id) ?? []), atMs]);
            }
            for (const other of able) expect(other.priority).toBeLessThanOrEqual(on.priority);
            expect(atMs - playing.on!.fromMs).toBeLessThan(on.durationMs);
          }
        }
      }),
    );
  });

  it('is fair: nobody is begun twice more often than another of the same right', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), durations => {
        const list = durations.map((seconds, index) => entry(`e${index}`, { durationMs: seconds * 1_000 }));
        const { begun } = play(list, 100_000, 500);
        const counts = list.map(({ id }) => begun.filter(one => one.entry === id).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps nothing of entries that left', () => {
    const many = Array.from({ length: 50 }, (_, index) => entry(`e${index}`, { durationMs: 1_000, capPerHour: 2 }));
    const { playing } = play(many, 60_000, 500);
    const after = playOn([entry('only')], playing, 61_000, always);
    expect(after).toEqual({ on: { entry: 'only', fromMs: 61_000 }, turns: { only: 1 }, starts: {} });
  });
});
