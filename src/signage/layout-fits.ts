import type { LayoutProblem, SignageLayout } from './layout-source.ts';
import { capitalPx, capitalShare, pxPerMm, readableFromM, type SignPanel } from './sign-height.ts';
import type { Layout, Region } from './wire/layout.ts';

/** Baseline to baseline as a share of the font size, and the space around what a region shows in shares of its small text. */
export const lineHeight = 1.2;
export const padding = 0.4;
/** Width of a price such as `99,99 €` as a share of its font size. */
const priceWidth = 3.6;
/** The least that a product's name beside its price has, likewise: it goes over two lines. */
const nameWidth = 6;
/** The least side of a code: a tenth of the distance from which a phone reads it, and people step up to it. */
const codeShare = 1 / 10;
const codeFromM = 0.8;

type Text = Layout['text'];

/** The least room that a region needs, in font sizes of one unit. */
interface Need {
  readonly width: number;
  readonly height: number;
}

/**
 * Whether a layout can be drawn readably on this panel from this distance: problems that name the region, with what would
 * help. Empty: it fits. A screen of a fact that does not fit is told of, as its text would be cut or too small.
 */
export function fits(
  { layout, orientation }: Pick<SignageLayout, 'layout' | 'orientation'>,
  panel: SignPanel,
  viewingDistanceM: number,
): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  const say = (path: string, message: string) =>
    problems.push({ code: 'screen.layout-invalid', message, line: null, path });
  const is = panel.widthPx >= panel.heightPx ? 'landscape' : 'portrait';
  if (orientation !== 'any' && orientation !== is) say('for/orientation', `is for ${orientation}, the panel is ${is}`);
  const unit = capitalPx(1, panel, viewingDistanceM);
  const codePx = Math.min(viewingDistanceM, codeFromM) * 1000 * codeShare * pxPerMm(panel);
  for (const region of layout.regions) {
    const need = needOf(region, layout.text, (codePx / unit) * capitalShare);
    const short = [
      ['width', (region.width / 100) * panel.widthPx, (need.width * unit) / capitalShare],
      ['height', (region.height / 100) * panel.heightPx, (need.height * unit) / capitalShare],
    ] as const;
    for (const [side, hasPx, needsPx] of short) {
      if (hasPx >= needsPx) continue;
      const code = region.kind === 'qr' ? ', so that a phone reads its code' : '';
      const fromM = readableFromM((unit * hasPx) / needsPx, panel);
      const advice = code === '' ? `; it would fit for readers at ${Math.floor(fromM * 10) / 10} m` : code;
      say(
        `regions/${region.id}/area`,
        `is ${Math.floor(hasPx)} px in ${side} and needs ${Math.ceil(needsPx)} at ${viewingDistanceM} m${advice}`,
      );
    }
  }
  return problems;
}

function needOf({ kind, columns, rows }: Region, text: Text, code: number): Need {
  const around = 2 * padding * text.small;
  const line = (size: number) => size * lineHeight;
  const cell = { width: text.price * priceWidth, height: line(text.body) + text.price + 2 * line(text.small) };
  switch (kind) {
    case 'title':
      return { width: text.title * 6 + around, height: line(text.title) + around };
    case 'clock':
      return { width: text.title * 3.2 + around, height: line(text.title) + around };
    case 'ticker':
      return { width: text.body * 12 + around, height: line(text.body) + around };
    case 'qr':
      return { width: code + around, height: code + around };
    case 'board':
      return {
        width: columns * (text.price * priceWidth + text.body * nameWidth + around),
        height: line(text.title) + rows * (text.price + 2 * line(text.small)) + around,
      };
    case 'playlist':
      return { width: columns * (cell.width + around), height: line(text.title) + rows * (cell.height + around) };
  }
}
