import type { Words } from './wire/card.ts';
import type { Emergency, Programme } from './wire/programme.ts';
import type { Seen } from './wire/report.ts';

/** What a report may be late by: the way of a change to the page, the drawing of it, and the way back. */
export const reportToleranceMs = 5_000;

export type DifferenceCode =
  /** A price that no step of its card permits. */
  | 'price'
  /** A price of a product that the programme does not have. */
  | 'product'
  /** An entry that the programme does not have, or not at this time. */
  | 'entry'
  /** An offer that the entry does not make any more, or in another version. */
  | 'offer'
  | 'overlay-missing'
  | 'overlay-over'
  | 'emergency-missing'
  /** Something is shown while the screen should be dark. */
  | 'dark';

/** What can be read on a screen and should not be, or the other way round. */
export interface Difference {
  readonly code: DifferenceCode;
  /** Product, entry or region. */
  readonly subject: string;
  /** For people, in English. */
  readonly text: string;
}

/** More are not told of one look. */
const mostDifferences = 20;

/** A stretch of the time in which what was read was on the screen. */
interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * What contradicts the programme in what a page says can be read on it. Prices that gave way to words contradict nothing.
 * @param programmes what held at some time within the tolerance, the newest last: a change may have crossed the report
 * @param atMs when the report arrived
 */
export function differences(
  seen: Seen,
  programmes: readonly Programme[],
  atMs: number,
  toleranceMs = reportToleranceMs,
): Difference[] {
  if (programmes.length === 0) return [];
  const span = { fromMs: atMs - toleranceMs, untilMs: atMs };
  const found: Difference[] = [];
  for (const price of seen.prices) {
    if (price.text !== null) add(found, priceDifference(price.sku, price.text, programmes, span));
  }
  for (const entry of seen.entries) add(found, entryDifference(entry, programmes, span));
  add(found, aboveDifference(seen.overlay, programmes, span));
  return found.slice(0, mostDifferences);
}

/**
 * Products whose price gave way to words although the gateway holds one for them: what a page hides that has lost its clock
 * or its stream. A change within the tolerance is no reason to complain.
 */
export function hiddenInVain(
  seen: Seen,
  programmes: readonly Programme[],
  atMs: number,
  toleranceMs = reportToleranceMs,
): string[] {
  const span = { fromMs: atMs - toleranceMs, untilMs: atMs };
  const holds = (programme: Programme, sku: string) =>
    programme.cards.some(
      card => card.sku === sku && card.absent === null && card.steps.some(step => holdsThrough(step, span)),
    );
  return seen.prices
    .filter(({ sku, text }) => text === null && programmes.length > 0 && programmes.every(one => holds(one, sku)))
    .map(({ sku }) => sku);
}

const add = (found: Difference[], one: Difference | null): void => {
  if (one !== null) found.push(one);
};

function priceDifference(sku: string, text: string, programmes: readonly Programme[], span: Span): Difference | null {
  const awake = programmes.filter(({ dark }) => !dark);
  if (awake.length === 0)
    return { code: 'dark', subject: sku, text: `${sku} is shown while the screen should be dark` };
  const cards = awake.flatMap(programme => programme.cards.filter(card => card.sku === sku));
  if (cards.length === 0) {
    return { code: 'product', subject: sku, text: `${sku} shows ${text}, and the programme has no such product` };
  }
  const steps = cards
    .filter(({ absent }) => absent === null)
    .flatMap(card => card.steps.filter(step => meet(step, span)));
  if (steps.some(step => bare(step.price.text) === bare(text))) return null;
  const holds = steps.at(-1)?.price.text;
  const rest = holds === undefined ? 'no price may be shown' : `${holds} holds`;
  return { code: 'price', subject: sku, text: `${sku} shows ${text}, and ${rest}` };
}

function entryDifference(
  { region, entry, offer }: Seen['entries'][number],
  programmes: readonly Programme[],
  span: Span,
): Difference | null {
  const known = programmes
    .filter(({ dark }) => !dark)
    .flatMap(programme => programme.entries.filter(one => one.id === entry && one.region === region));
  if (known.length === 0)
    return { code: 'entry', subject: entry, text: `${entry} is not in the programme of ${region}` };
  const timely = known.filter(({ windows }) => windows === null || windows.some(window => meet(window, span)));
  if (timely.length === 0) return { code: 'entry', subject: entry, text: `${entry} may not be shown at this time` };
  const same = timely.some(
    one =>
      one.offer?.offer === offer?.offer &&
      one.offer?.version === offer?.version &&
      one.offer?.variant === offer?.variant,
  );
  if (same) return null;
  const shown = offer === null ? 'no offer' : `${offer.offer} in version ${offer.version}`;
  return { code: 'offer', subject: entry, text: `${entry} makes ${shown}, and the programme says otherwise` };
}

function aboveDifference(overlay: string | null, programmes: readonly Programme[], span: Span): Difference | null {
  const stood = programmes.map(({ above }) => above);
  const emergencies = stood.map(({ emergency }) => emergency);
  const everyTime = emergencies.every(one => one !== null && holdsThrough(one, span));
  const words = overlay === null ? null : bare(overlay);
  const says = (texts: Words) => texts.some(text => bare(text) === words);
  const emergencyRead = emergencies.some(one => one !== null && meet(one, span) && says(one.text));
  if (everyTime && !emergencyRead) {
    const text = emergencies.at(-1)!.text[0]!;
    return { code: 'emergency-missing', subject: 'screen', text: `the emergency is not shown: ${text}` };
  }
  if (emergencyRead) return null;
  const overlays = stood.flatMap(above => above.overlays);
  if (words === null) {
    const missing =
      !emergencies.some(one => one !== null && meet(one, span)) && stood.every(one => one.overlays.length > 0);
    const text = stood.at(-1)!.overlays[0]?.text;
    return missing ? { code: 'overlay-missing', subject: 'screen', text: `the alarm is not shown: ${text}` } : null;
  }
  if (overlays.some(({ text }) => says([text]))) return null;
  return { code: 'overlay-over', subject: 'screen', text: `an alarm is shown that is over: ${overlay}` };
}

/** Whether they have an instant in common. */
const meet = (stretch: { readonly fromMs: number; readonly untilMs: number | null }, span: Span) =>
  stretch.fromMs <= span.untilMs && (stretch.untilMs === null || span.fromMs < stretch.untilMs);

const holdsThrough = ({ fromMs, untilMs }: Pick<Emergency, 'fromMs' | 'untilMs'>, span: Span) =>
  fromMs <= span.fromMs && (untilMs === null || span.untilMs < untilMs);

/** Spaces are the layout's business, and of many kinds. */
const bare = (text: string) => text.replace(/\s/gu, '');
