import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { drawScreen } from '../../src/cli/screen-picture.ts';

/** Left half white, right half of a colour. */
function picture(width: number, height: number, right: readonly [number, number, number]): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) data.set(at % width < width / 2 ? [255, 255, 255] : right, at * 3);
  return encode({ width, height, data, channels: 3 });
}

describe('a screen in the terminal', () => {
  it.each([
    [320, 180, 80, 23],
    [180, 320, 40, 36],
  ])('of %i by %i pixels takes %i columns and keeps its shape', (width, height, columns, rows) => {
    const drawn = drawScreen(picture(width, height, [0, 0, 0]), { width: columns, colour: false, fine: false });
    const lines = drawn.trimEnd().split('\n');
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect([...`${line.padEnd(columns)}`]).toHaveLength(columns);
    expect(lines[0]!.startsWith('█'.repeat(columns / 2))).toBe(true);
    expect(lines[0]!.trimEnd()).toHaveLength(columns / 2);
  });

  it('has its colours where the terminal has them', () => {
    const png = picture(4, 2, [200, 30, 10]);
    const fine = drawScreen(png, { width: 80, colour: true, fine: true });
    expect(fine).toBe('\x1b[38;2;255;255;255;48;2;255;255;255m▀▀\x1b[38;2;200;30;10;48;2;200;30;10m▀▀\x1b[0m\n');
    expect(drawScreen(png, { width: 80, colour: true, fine: false })).toContain('\x1b[38;5;166;48;5;166m');
  });
});
