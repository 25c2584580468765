import { ticks } from 'd3-array';
import type { RatePath } from './path.ts';
import type { Trace } from './simulate.ts';

const [width, height] = [1200, 520];
const edge = { left: 92, right: 24, top: 64, bottom: 56 };
const hourMs = 3_600_000;

/** Colours that can be told apart without red and green. */
const colours = {
  rate: '#5d6470',
  shown: '#b3261e',
  band: '#dcebe6',
  line: '#dedad0',
  ink: '#1c1e1f',
  muted: '#62655f',
};

/**
 * A picture of the rate, of what one label showed, and of the band around it. SVG of 1200 × 520, in the DejaVu typeface.
 * The nights are left out: time runs through the open hours only.
 */
export function plot(path: RatePath, { policy, shownLog, band }: Trace, title: string): string {
  const moments = path.rateLog.length;
  const rate = (log: number) => Math.exp(log);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < moments; at++) {
    const reach = Number.isNaN(shownLog[at]!) || Number.isNaN(band[at]!) ? 0 : band[at]!;
    const centre = Number.isNaN(shownLog[at]!) ? path.rateLog[at]! : shownLog[at]!;
    low = Math.min(low, rate(path.rateLog[at]!), rate(centre - reach));
    high = Math.max(high, rate(path.rateLog[at]!), rate(centre + reach));
  }
  const openMs = cumulated(path);
  const total = openMs.at(-1) || 1;
  const x = (at: number) => edge.left + (openMs[at]! / total) * (width - edge.left - edge.right);
  const y = (value: number) =>
    height - edge.bottom - ((value - low) / Math.max(1e-9, high - low)) * (height - edge.top - edge.bottom);

  /** Not more points than there are pixels to tell them apart. */
  const every = Math.max(1, Math.floor(moments / 4_000));
  const line = (value: (at: number) => number, steps: boolean): string => {
    let d = '';
    let before = Number.NaN;
    for (let at = 0; at < moments; at++) {
      const now = value(at);
      const jumped = steps && now !== before;
      if (at % every !== 0 && !jumped && at !== moments - 1) continue;
      if (Number.isNaN(now)) before = Number.NaN;
      else {
        const start = Number.isNaN(before) ? 'M' : jumped ? `L${x(at).toFixed(1)} ${y(before).toFixed(1)}L` : 'L';
        d += `${start}${x(at).toFixed(1)} ${y(now).toFixed(1)}`;
        before = now;
      }
    }
    return d;
  };
  const edgeOf = (sign: 1 | -1) => (at: number) => rate(shownLog[at]! + sign * band[at]!);

  const grid = ticks(low, high, 6)
    .map(value => {
      const label = Math.round(value).toLocaleString('en-GB').replaceAll(',', ' ');
      return `<line x1="${edge.left}" x2="${width - edge.right}" y1="${y(value)}" y2="${y(value)}" stroke="${colours.line}"/><text x="${edge.left - 10}" y="${y(value) + 5}" text-anchor="end" fill="${colours.muted}">${label}</text>`;
    })
    .join('');
  const hours = ticks(0, total / hourMs, 10)
    .map(hour => {
      const at = edge.left + ((hour * hourMs) / total) * (width - edge.left - edge.right);
      return `<line x1="${at}" x2="${at}" y1="${height - edge.bottom}" y2="${height - edge.bottom + 6}" stroke="${colours.muted}"/><text x="${at}" y="${height - edge.bottom + 24}" text-anchor="middle" fill="${colours.muted}">${hour}</text>`;
    })
    .join('');
  const legend = (
    [
      [colours.rate, 'rate', 0],
      [colours.band, 'band', 100],
      [colours.shown, `rate of the figure shown (${policy})`, 200],
    ] as const
  )
    .map(
      ([colour, name, from]) =>
        `<rect x="${edge.left + from}" y="40" width="18" height="10" fill="${colour}"/><text x="${edge.left + 26 + from}" y="50" fill="${colours.ink}">${name}</text>`,
    )
    .join('');
  const banded = band.some(one => !Number.isNaN(one));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, sans-serif" font-size="14"><rect width="100%" height="100%" fill="#ffffff"/><text x="${edge.left}" y="26" font-size="17" font-weight="bold" fill="${colours.ink}">${escaped(title)}</text>${legend}${grid}${hours}${
    banded
      ? `<path d="${line(edgeOf(1), true)}" fill="none" stroke="#7cc9b5"/><path d="${line(edgeOf(-1), true)}" fill="none" stroke="#7cc9b5"/>`
      : ''
  }<path d="${line(at => rate(path.rateLog[at]!), false)}" fill="none" stroke="${colours.rate}" stroke-width="1.2"/><path d="${line(at => rate(shownLog[at]!), true)}" fill="none" stroke="${colours.shown}" stroke-width="2"/><text x="${(width + edge.left) / 2}" y="${height - 10}" text-anchor="middle" fill="${colours.muted}">open hours</text></svg>\n`;
}

/** Time that the shop has been open until each moment. */
function cumulated({ lastsMs }: RatePath): Float64Array {
  const openMs = new Float64Array(lastsMs.length);
  let sum = 0;
  for (let at = 0; at < lastsMs.length; at++) {
    openMs[at] = sum;
    sum += lastsMs[at]!;
  }
  return openMs;
}

const escaped = (text: string) => text.replace(/[<>&"]/g, one => `&#${one.charCodeAt(0)};`);
