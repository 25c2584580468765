import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAgo, formatDuration, parseDuration, shortAge } from '../../src/cli/duration.ts';
import { cut, displayWidth, formatPairs, formatTable } from '../../src/cli/table.ts';
import { createTerminal, plain } from '../../src/cli/terminal.ts';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['2h', 7_200_000],
    ['366d', 366 * 86_400_000],
    ['367d', null],
    ['0s', null],
    ['30', null],
    ['-1s', null],
    ['1.5s', null],
    ['', null],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each([
    [0, '0 s'],
    [59_499, '59 s'],
    [60_000, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [90_000_000, '1 d 1 h'],
  ])('writes %i ms', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('says how long ago', () => {
    const now = Date.parse('2026-11-23T10:00:00Z');
    expect(formatAgo(null, now)).toBe('never');
    expect(formatAgo('2026-11-23T10:00:02Z', now)).toBe('just now');
    expect(formatAgo('2026-11-23T09:59:48Z', now)).toBe('12 s ago');
    expect(shortAge('2026-11-22T09:00:00Z', now)).toBe('1 d');
    expect(shortAge('2026-11-23T09:01:00Z', now)).toBe('59 min');
  });
});

describe('tables', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 40 });

  it('never exceed the width, whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
        fc.integer({ min: 1, max: 100 }),
        (rows, width) => {
          const columns = [
            { title: 'A' },
            { title: 'LONG TITLE', shrinkTo: 4 },
            { title: 'C', align: 'right' as const },
          ];
          const lines = formatTable(columns, rows, width).split('\n');
          expect(lines).toHaveLength(rows.length + 2);
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('show that something was cut, and keep what must not be', () => {
    const table = formatTable(
      [{ title: 'ID' }, { title: 'NAME', shrinkTo: 4 }],
      [['500000000000', 'Bergkäse gereift']],
      22,
    );
    expect(table).toBe('ID            NAME\n500000000000  Bergkäs…\n');
  });

  it('count columns, not characters', () => {
    expect(displayWidth('Käse')).toBe(4);
    expect(displayWidth('Ka\u0308se')).toBe(4);
    expect(displayWidth('牛乳')).toBe(4);
    expect(cut('牛乳屋', 5)).toBe('牛乳…');
  });

  it('cut the values of pairs', () => {
    expect(
      formatPairs(
        [
          ['Label', 'abcdefgh'],
          ['Id', 'x'],
        ],
        12,
      ),
    ).toBe('Label  abcd…\nId     x\n');
  });
});

describe('a terminal', () => {
  const stream = (isTTY: boolean, columns?: number) => ({ write: () => true, isTTY, ...(columns ? { columns } : {}) });

  it('has colour only where it may', () => {
    const colour = (tty: boolean, env: Record<string, string>) =>
      createTerminal(stream(tty), stream(tty), env).colours.red('x') !== 'x';
    expect(colour(true, {})).toBe(true);
    expect(colour(false, {})).toBe(false);
    expect(colour(true, { NO_COLOR: '1' })).toBe(false);
    expect(colour(true, { NO_COLOR: '' })).toBe(true);
    expect(colour(true, { TERM: 'dumb' })).toBe(false);
  });

  it('is as wide as it says, else as COLUMNS says, else endless', () => {
    expect(createTerminal(stream(true, 100), stream(true), { COLUMNS: '50' }).width).toBe(100);
    expect(createTerminal(stream(false), stream(false), { COLUMNS: '50' }).width).toBe(50);
    expect(createTerminal(stream(false), stream(false), { COLUMNS: 'x' }).width).toBeNull();
  });

  it('is never steered by what others wrote', () => {
    expect(plain('\u001b[31mred\r\n\u202e99.91')).toBe('\ufffd[31mred\ufffd\ufffd\ufffd99.91');
  });
});
