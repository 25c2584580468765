import type { LabelContent } from '../shelf/content.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import type { FigureRate } from '../shelf/decide.ts';
import { parseDecimal } from '../shelf/exchange-rate.ts';
import { figuresOf, sameBesidesFigures } from '../shelf/figure-content.ts';
import type { Panel } from '../shelf/panel.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { DesiredRow, ShownRow } from './ports.ts';

/** Where prices in bitcoin come from, seen from what decides the rest of a label. */
export interface FigureSource {
  /**
   * The rate for figures that go along with a refresh that is due anyway; null: none may be made now.
   * @param had whether the label shows some already
   */
  riding(label: string, had: boolean): FigureRate | null;
  /** Whether the template has a place for all of them on this panel. */
  drawsSats(content: LabelContent, panel: Panel): boolean;
  /** What was decided; durable. Null: the label shows no prices in bitcoin whatever the rate. */
  settled(label: string, figure: DecidedFigure | null): void;
}

/** What was decided for the place for prices in bitcoin on a label. */
export interface DecidedFigure {
  readonly rate: FigureRate | null;
  /** The label's own legal price in minor units: what is dearer is refreshed first. */
  readonly amountMinor: bigint;
  /** Why there can be no figures, however good the rate; null: there can. */
  readonly unable: Extract<Reason, `sats.${string}`> | null;
}

/**
 * The rate for the figures of a label whose other content is decided: what is refreshed anyway takes the newest along, what
 * is not keeps what it has, so that a figure changes only when the policy says so.
 * @param fiat the content without figures
 */
export function figureRateFor(
  before: DesiredRow | null,
  shown: ShownRow | null,
  fiat: LabelContent,
  riding: (had: boolean) => FigureRate | null,
): FigureRate | null {
  const kept = before?.content ? rateIn(decodeContent(before.content)) : null;
  const due = !shown?.trusted || !sameBesidesFigures(decodeContent(shown.content), fiat);
  return due ? riding(kept !== null) : kept;
}

/**
 * The richest content that can be drawn: with figures, with their place left empty, without a place, and if need be without
 * the code to pay. What is nicer never stops a legal price; when not even that can be drawn, `fiat` says why.
 */
export function mostDrawable(
  withFigures: LabelContent | null,
  fiat: LabelContent,
  draws: (content: LabelContent) => boolean,
): LabelContent {
  const rich = withFigures ? [withFigures, fiat] : [fiat];
  const all = [...rich, { ...fiat, bitcoin: null }];
  const codeless = fiat.items.some(item => item.payCode !== null) ? all.map(withoutCode) : [];
  return [...all, ...codeless].find(draws) ?? fiat;
}

function withoutCode(content: LabelContent): LabelContent {
  return { ...content, items: content.items.map(item => ({ ...item, payCode: null })) };
}

/** The rate that a content's figures were made at; null: it has none. */
export function rateIn(content: LabelContent): FigureRate | null {
  const rate = content.bitcoin?.rate ?? null;
  if (!rate || figuresOf(content).length === 0) return null;
  const value = parseDecimal(rate.rate, ownDigits);
  if (!value) throw new Error(`${rate.rate} was stored as a rate and is none`);
  return { ...rate, value };
}

/** A rate less the store's spread has more digits than one from outside. */
const ownDigits = 40;
