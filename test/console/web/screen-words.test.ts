import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScreenPlaysDocument } from '../../../src/console/screen-documents.ts';
import { formats } from '../../../src/console/web/format.ts';
import { playedByOffer } from '../../../src/console/web/screen-hours.ts';
import { windowsText } from '../../../src/console/web/screen-playlist.tsx';
import { screensTexts } from '../../../src/console/web/screens-texts.ts';

const noonMs = Date.UTC(2026, 10, 24, 12);
const hourMs = 3_600_000;
const play = (over: Partial<ScreenPlaysDocument['hours'][number]['plays'][number]>) => ({
  entry: 'offers',
  offer: 'tea-evening',
  version: 3,
  variant: null,
  count: 1,
  seconds: 10,
  unseenSeconds: 0,
  ...over,
});
const proof = (hours: ScreenPlaysDocument['hours']): ScreenPlaysDocument => ({
  schemaVersion: 1,
  screen: 'entrance',
  hours,
});

describe('proof of play by offer', () => {
  const hour = new Date(noonMs - hourMs).toISOString();

  test('joins the entries of an offer, keeps its versions and variants apart, and puts what has none last', () => {
    const rows = playedByOffer(
      proof([
        {
          hour,
          plays: [
            play({ offer: null, version: null, entry: 'hours', seconds: 900 }),
            play({}),
            play({ entry: 'tea', seconds: 20, unseenSeconds: 5 }),
            play({ version: 4, variant: 'b', seconds: 300 }),
          ],
        },
      ]),
      noonMs + 60_000,
      3,
    );
    expect(rows.map(({ offer, seenSeconds, unseenSeconds }) => [offer, seenSeconds, unseenSeconds])).toEqual([
      ['tea-evening@4 b', 300, 0],
      ['tea-evening@3', 30, 5],
      [null, 900, 0],
    ]);
    expect(rows[1]!.hours.map(({ seenSeconds }) => seenSeconds)).toEqual([0, 30, 0]);
    expect(rows[1]!.hours.at(-1)!.hourMs).toBe(noonMs);
  });

  test('never adds or loses a second of the hours that are drawn', () => {
    const anyPlay = fc.record({
      offer: fc.constantFrom(null, 'a', 'b'),
      variant: fc.constantFrom(null, 'x'),
      seconds: fc.nat(3_600),
      unseenSeconds: fc.nat(3_600),
    });
    fc.assert(
      fc.property(fc.array(fc.array(anyPlay), { maxLength: 24 }), told => {
        const hours = told.map((plays, back) => ({
          hour: new Date(noonMs - back * hourMs).toISOString(),
          plays: plays.map(play),
        }));
        const drawn = playedByOffer(proof(hours), noonMs, 24);
        const sum = (of: 'seconds' | 'unseenSeconds') => told.flat().reduce((total, each) => total + each[of], 0);
        expect(drawn.reduce((total, row) => total + row.seenSeconds, 0)).toBe(sum('seconds'));
        expect(drawn.reduce((total, row) => total + row.unseenSeconds, 0)).toBe(sum('unseenSeconds'));
        for (const row of drawn) expect(row.hours).toHaveLength(24);
      }),
    );
  });
});

test('the next two windows of an entry are told, and none that is over', () => {
  const window = (from: number, until: number | null) => ({
    fromMs: noonMs + from * hourMs,
    untilMs: until === null ? null : noonMs + until * hourMs,
  });
  const said = (windows: Parameters<typeof windowsText>[0]) =>
    windowsText(windows, noonMs, screensTexts.en, { ...formats.en, time: at => `${(Number(at) - noonMs) / hourMs}h` });
  expect(said(null)).toBe('always');
  expect(said([window(-3, -1), window(-1, 2), window(4, 5), window(28, 29)])).toBe('-1h to 2h, 4h to 5h');
  expect(said([window(1, null)])).toBe('from 1h on');
  expect(said([window(-2, -1)])).toBe('');
});
