import { type Anchor, anchorAt, gatewayTime, type Moment } from '../price-hold.ts';
import type { PageEvent } from '../wire/page-event.ts';
import type { Programme } from '../wire/programme.ts';

/** What a page knows of its programme. */
export interface Standing {
  readonly programme: Programme | null;
  /** The newest change taken; -1: none. */
  readonly seq: number;
  /** The run of the gateway that its number belongs to. */
  readonly boot: string | null;
  /** Null: no stream has proved itself since the page was loaded. */
  readonly anchor: Anchor | null;
}

export const nothingKnown: Standing = { programme: null, seq: -1, boot: null, anchor: null };

/** An older word than this is not of now: it was missed, and is told late. */
const lateMs = 1_000;

export type Taken = { readonly ok: true; readonly standing: Standing } | { readonly ok: false; readonly why: string };

/**
 * Takes an event. Refused when something is missing before it: then only a whole programme helps.
 * @param boot of the event's id; null: it has none
 */
export function takeEvent(standing: Standing, event: PageEvent, boot: string | null, moment: Moment): Taken {
  const { programme, seq } = standing;
  if (event.type === 'programme') {
    const known = { programme: event.programme, seq: event.seq, boot: boot ?? standing.boot };
    return { ok: true, standing: { ...known, anchor: anchorOf(standing, event, moment) } };
  }
  if (programme === null) return { ok: false, why: `${event.type} came before any programme` };
  if (boot !== null && boot !== standing.boot) return { ok: false, why: 'the gateway started anew' };
  if (event.type === 'pulse' || event.type === 'order') {
    if (event.seq !== seq) return { ok: false, why: `change ${event.seq} is told of, ${seq} is known` };
    return { ok: true, standing: { ...standing, anchor: anchorOf(standing, event, moment) } };
  }
  if (event.seq <= seq) return { ok: true, standing };
  if (event.seq !== seq + 1) return { ok: false, why: `change ${event.seq} follows ${seq}` };
  const changed =
    event.type === 'above' ? { ...programme, above: event.above } : { ...programme, cards: merged(programme, event) };
  return {
    ok: true,
    standing: { ...standing, programme: changed, seq: event.seq, anchor: anchorOf(standing, event, moment) },
  };
}

/**
 * Changes that were missed carry the time at which they were made: only what is of now sets the clock back, or mends one
 * that was lost.
 */
function anchorOf({ anchor }: Standing, { type, atMs }: PageEvent, moment: Moment): Anchor {
  const ofNow = anchor === null || type === 'pulse' || type === 'order';
  if (!ofNow && (anchor.lost || atMs < gatewayTime(anchor, moment) - lateMs)) return anchor;
  return anchorAt(atMs, moment);
}

function merged({ cards }: Programme, event: Extract<PageEvent, { type: 'cards' }>): Programme['cards'] {
  const anew = new Map(event.cards.map(card => [card.sku, card]));
  return cards.map(card => anew.get(card.sku) ?? card);
}
