import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screenPlaysSchema } from '../../src/mesh/contract/screen-report.ts';
import { hourMs, hourShares, playsKeptMs } from '../../src/shelf/play.ts';
import {
  aheadMs,
  frameProvesMs,
  judgePlays,
  latenessMs,
  mostLines,
  type PlayedSum,
  playsOfHour,
  sumsByEntry,
} from '../../src/signage/proof.ts';
import type { Play } from '../../src/signage/wire/report.ts';

const nowMs = 1_795_446_000_000;

const play = (over: Partial<Play> = {}): Play => ({
  id: 'p-1',
  entry: 'offers/tea',
  region: 'main',
  offer: { offer: 'tea', version: 3, variant: 'b' },
  fromMs: nowMs - 10_000,
  toMs: nowMs,
  seenMs: 9_000,
  frames: 540,
  ...over,
});
const judge = (...plays: Play[]) => judgePlays(plays, nowMs, () => 10_000);

const anyPlay = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    backMs: fc.double({ min: 0, max: 2 * hourMs, noNaN: true }),
    lengthMs: fc.double({ min: 0, max: 70_000, noNaN: true }),
    seenMs: fc.double({ min: 0, max: 90_000, noNaN: true }),
    frames: fc.nat(100),
  })
  .map(({ id, backMs, lengthMs, seenMs, frames }) =>
    play({ id, fromMs: nowMs - backMs - lengthMs, toMs: nowMs - backMs, seenMs, frames }),
  );

describe('proof of play', () => {
  it('takes a play with its offer, in whole milliseconds', () => {
    expect(judge(play({ fromMs: nowMs - 10_000.4, seenMs: 8_999.6 }))).toEqual({
      proven: [
        {
          id: 'p-1',
          entry: 'offers/tea',
          region: 'main',
          offer: 'tea',
          version: 3,
          variant: 'b',
          fromMs: nowMs - 10_000,
          toMs: nowMs,
          seenMs: 9_000,
          frames: 540,
        },
      ],
      refused: [],
    });
  });

  it('believes what was seen as far as frames and time bear it out', () => {
    const seen = (over: Partial<Play>) => judge(play(over)).proven[0]!.seenMs;
    expect(seen({ seenMs: 60_000 })).toBe(10_000);
    expect(seen({ frames: 0 })).toBe(0);
    expect(seen({ frames: 3 })).toBe(3 * frameProvesMs);
  });

  it('refuses what cannot have been, and says why', () => {
    const why = (over: Partial<Play>) => judge(play(over)).refused[0]?.why ?? null;
    expect(why({ toMs: nowMs + aheadMs })).toBeNull();
    expect(why({ toMs: nowMs + aheadMs + 1 })).toBe('future');
    expect(why({ toMs: nowMs - 10_001 })).toBe('backwards');
    expect(why({ fromMs: nowMs - 10_000 - latenessMs })).toBeNull();
    expect(why({ fromMs: nowMs - 10_001 - latenessMs })).toBe('too-long');
    expect(why({ fromMs: nowMs - playsKeptMs - 1, toMs: nowMs - playsKeptMs + 9_999 })).toBe('past');
    const unknown = judgePlays([play({ fromMs: nowMs - 600_000 })], nowMs, () => null);
    expect(unknown.refused).toEqual([]);
  });

  it('counts each play once, whatever order and number it comes in', () => {
    fc.assert(
      fc.property(fc.array(anyPlay, { maxLength: 20 }), plays => {
        const byId = (judged: ReturnType<typeof judge>) =>
          judged.proven
            .map(({ id, fromMs, toMs, seenMs, frames }) => ({ id, fromMs, toMs, seenMs, frames }))
            .sort((a, b) => (a.id < b.id ? -1 : 1));
        const once = byId(judge(...plays));
        expect(byId(judge(...plays, ...plays))).toEqual(once);
        expect(byId(judge(...[...plays].reverse()))).toEqual(once);
        expect(new Set(once.map(({ id }) => id)).size).toBe(once.length);
        for (const { fromMs, toMs, seenMs } of once) {
          expect(seenMs).toBeGreaterThanOrEqual(0);
          expect(seenMs).toBeLessThanOrEqual(toMs - fromMs);
        }
      }),
    );
  });

  it('adds up: the hours told are the plays taken', () => {
    fc.assert(
      fc.property(fc.array(anyPlay, { maxLength: 20 }), plays => {
        const { proven } = judge(...plays);
        const sums = new Map<number, PlayedSum[]>();
        for (const one of proven) {
          for (const { hourMs: hour, ...share } of hourShares(one)) {
            sums.set(hour, [...(sums.get(hour) ?? []), { ...one, ...share }]);
          }
        }
        const told = [...sums].map(([hour, all]) => screenPlaysSchema.parse(playsOfHour('entrance', hour, all)));
        const lines = told.flatMap(hour => hour.plays);
        const total = (of: (line: (typeof lines)[number]) => number) => lines.reduce((all, line) => all + of(line), 0);
        expect(total(({ count }) => count)).toBe(proven.length);
        expect(Math.round(total(({ seconds }) => seconds) * 1_000)).toBe(
          proven.reduce((all, one) => all + one.seenMs, 0),
        );
        expect(Math.round(total(({ seconds, unseenSeconds }) => seconds + unseenSeconds) * 1_000)).toBe(
          proven.reduce((all, one) => all + one.toMs - one.fromMs, 0),
        );
      }),
    );
  });
});

describe('the report of an hour', () => {
  const sum = (over: Partial<PlayedSum> = {}): PlayedSum => ({
    entry: 'offers/tea',
    offer: 'tea',
    version: 3,
    variant: null,
    count: 2,
    seenMs: 15_500,
    unseenMs: 500,
    ...over,
  });

  it('names the entry of the playlist, apart by offer, version and variant', () => {
    const lines = sumsByEntry([
      sum(),
      sum({ entry: 'offers' }),
      sum({ version: 4 }),
      sum({ variant: 'b' }),
      sum({ entry: 'offers/milk', offer: 'milk' }),
    ]);
    expect(lines.map(({ entry, offer, version, variant, count }) => [entry, offer, version, variant, count])).toEqual([
      ['offers', 'tea', 3, null, 4],
      ['offers', 'tea', 4, null, 2],
      ['offers', 'tea', 3, 'b', 2],
      ['offers', 'milk', 3, null, 2],
    ]);
  });

  it('is what the mesh takes, also of more lines than it takes', () => {
    const many = Array.from({ length: mostLines + 5 }, (_, at) => sum({ entry: `e${at}`, offer: null, seenMs: at }));
    const body = screenPlaysSchema.parse(playsOfHour('entrance', nowMs, many));
    expect(body.plays).toHaveLength(mostLines);
    expect(body.plays.at(-1)).toMatchObject({ entry: 'e5', seconds: 0.005, unseenSeconds: 0.5 });
  });
});
