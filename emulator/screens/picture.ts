import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import type { Programme, Seen } from './protocol.ts';

const require = createRequire(import.meta.url);
const fontFile = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const longSidePx = 480;

/** What a screen shows. */
export interface Shown {
  readonly screen: string;
  readonly programme: Programme | null;
  readonly seen: Seen;
  /** What it is to be paired with. */
  readonly code: string | null;
  readonly isIdentified: boolean;
}

interface Line {
  readonly text: string;
  readonly size: number;
  readonly fill: string;
}

const ink = '#1d2320';
const quiet = '#59625c';
const loud = '#c00d2a';

/** Draws it small, in words: not as a browser would, but so that people see what stands there. A PNG. */
export function drawScreen(shown: Shown): Uint8Array {
  const { programme, seen } = shown;
  const { widthPx, heightPx } = programme?.panel ?? { widthPx: 16, heightPx: 9 };
  const scale = longSidePx / Math.max(widthPx, heightPx);
  const [width, height] = [Math.round(widthPx * scale), Math.round(heightPx * scale)];
  const isDark = programme?.dark ?? false;
  const lines = isDark ? [] : linesOf(shown);
  let y = 8;
  const words = lines.map(({ text, size, fill }) => {
    y += size * 1.3;
    return `<text x="12" y="${Math.round(y)}" font-size="${size}" fill="${fill}">${escaped(text)}</text>`;
  });
  const ground = isDark ? '#000000' : seen.overlay === null ? '#f5f3ec' : '#fff0d6';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans">
    <rect width="${width}" height="${height}" fill="${ground}"/>${words.join('')}</svg>`;
  return new Resvg(svg, { font: { fontFiles: [fontFile], loadSystemFonts: false } }).render().asPng();
}

function linesOf({ screen, programme, seen, code, isIdentified }: Shown): Line[] {
  const lines: Line[] = [];
  const say = (text: string | null | undefined, size: number, fill = ink) => {
    if (text) lines.push({ text, size, fill });
  };
  if (isIdentified) say(screen, 40, loud);
  say(code, 48);
  say(seen.overlay, 22, loud);
  if (programme === null) return lines;
  const isPlaying = seen.entries.length > 0;
  if (isPlaying) say(programme.title?.[0], 22);
  for (const { entry } of seen.entries) {
    const scene = programme.entries.find(({ id }) => id === entry)?.scene;
    say(scene?.title?.[0], 18);
    say(scene?.text?.[0], 18);
    say(entry, 12, quiet);
  }
  const cards = new Map(programme.cards.map(card => [card.sku, card]));
  for (const { sku, text } of seen.prices) {
    say(`${cards.get(sku)?.name[0] ?? sku}  ${text ?? programme.words.priceAtShelf[0]}`, 14);
  }
  return lines;
}

const escaped = (text: string) =>
  text.replace(/[<>&"]/g, sign => `&#${sign.charCodeAt(0)};`).replace(/[^\P{Cc}]/gu, ' ');
