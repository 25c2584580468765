import type { LabelContent, ShownRate } from './content.ts';
import { encodeContent } from './content-codec.ts';

/** One price in satoshi that a label shows, with the rate that it was made at. */
export interface ShownFigure {
  readonly sku: string;
  readonly sats: bigint;
  readonly rate: ShownRate;
}

/** The prices in satoshi that a content says. */
export function figuresOf({ bitcoin, items }: LabelContent): ShownFigure[] {
  const rate = bitcoin?.rate ?? null;
  if (!rate) return [];
  return items.flatMap(({ sku, sats }) => (sats ? [{ sku, sats: sats.sats, rate }] : []));
}

/** The same content with the place for prices in bitcoin left empty. */
export function withoutFigures(content: LabelContent): LabelContent {
  const { bitcoin, items } = content;
  if (!bitcoin?.rate) return content;
  return { ...content, bitcoin: { ...bitcoin, rate: null }, items: items.map(item => ({ ...item, sats: null })) };
}

/** Whether two contents say the same but for their prices in bitcoin. */
export function sameBesidesFigures(a: LabelContent, b: LabelContent): boolean {
  return encodeContent(withoutFigures(a)) === encodeContent(withoutFigures(b));
}

/** Whether two contents say the same prices in bitcoin, of the same rate. */
export function sameFigures(a: LabelContent, b: LabelContent): boolean {
  const [left, right] = [figuresOf(a), figuresOf(b)];
  return (
    left.length === right.length &&
    left.every(({ sku, sats, rate }, index) => {
      const other = right[index];
      return other?.sku === sku && other.sats === sats && other.rate.seq === rate.seq && other.rate.atMs === rate.atMs;
    })
  );
}
