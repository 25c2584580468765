import { programmesAround, type ToldProgramme, toldProgramme } from './recent-programmes.ts';
import type { Card } from './wire/card.ts';
import type { PageEvent } from './wire/page-event.ts';
import type { Programme } from './wire/programme.ts';

/** An event as it goes over the wire; `id` null: it is not to be resumed from. */
export interface FeedEvent {
  readonly id: string | null;
  readonly json: string;
}

/** Changes kept for pages that come back, and how long they may be in all; who missed more gets the whole programme. */
const journalSize = 200;
const journalChars = 1_048_576;
/** So long a programme of before is remembered. */
const pastMs = 15_000;

/**
 * The stream of one screen: every change has a number, without a gap, and is told as what differs. A page that comes back
 * names the last one that it has and gets what it missed, or everything anew.
 * @param boot of this run of the agent: numbers of another run mean nothing
 */
export function createFeed(boot: string) {
  const listeners = new Set<(event: FeedEvent) => void>();
  let journal: { readonly seq: number; readonly event: FeedEvent }[] = [];
  let seq = 0;
  let programme: Programme | null = null;
  let told: readonly ToldProgramme[] = [];

  const eventOf = (event: PageEvent, resumable: boolean): FeedEvent => ({
    id: resumable ? `${boot}-${event.seq}` : null,
    json: JSON.stringify(event),
  });
  const send = (event: FeedEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  function change(event: PageEvent): void {
    const made = eventOf(event, true);
    // Nobody needs what was before a whole programme.
    if (event.type === 'programme') journal = [];
    journal.push({ seq: event.seq, event: made });
    let chars = journal.reduce((sum, one) => sum + one.event.json.length, 0);
    while (journal.length > 1 && (journal.length > journalSize || chars > journalChars)) {
      chars -= journal.shift()!.event.json.length;
    }
    send(made);
  }

  function update(now: Programme, atMs: number): void {
    const before = programme;
    const whole = before === null || !sameBesides(before, now);
    const cards = whole ? [] : changedCards(before.cards, now.cards);
    const above = !whole && !same(before.above, now.above);
    if (!whole && cards.length === 0 && !above) return;
    told = toldProgramme(told, now, atMs, pastMs);
    programme = now;
    if (whole) change({ type: 'programme', seq: ++seq, atMs, programme: now });
    if (cards.length > 0) change({ type: 'cards', seq: ++seq, atMs, cards });
    if (above) change({ type: 'above', seq: ++seq, atMs, above: now.above });
  }

  return {
    programme: (): Programme | null => programme,
    seq: (): number => seq,
    boot,
    /** What held at some time since then, the newest last: a report may have crossed a change on its way. */
    since: (atMs: number): Programme[] => programmesAround(told, atMs, 0),
    /** How many listen. */
    size: (): number => listeners.size,
    /** Tells what differs from before; nothing where nothing does. */
    update,
    /** Nothing changed, and what is shown is true at `atMs`. */
    pulse(atMs: number): void {
      if (programme && listeners.size > 0) send(eventOf({ type: 'pulse', seq, atMs }, false));
    },
    /** The screen is not fed any more: its prices go at once, and its pages have to come again, to be told so. */
    end(atMs: number): void {
      if (programme) {
        const cards = programme.cards.map(card => ({ ...card, steps: [], absent: 'screen.unknown', sats: null }));
        update({ ...programme, cards }, atMs);
      }
      // Tells of a change that they cannot have.
      send(eventOf({ type: 'pulse', seq: seq + 1, atMs }, false));
      listeners.clear();
    },
    order(order: 'reload' | 'identify' | 'screenshot', id: string, atMs: number): void {
      send(eventOf({ type: 'order', seq, atMs, order, id }, false));
    },
    /**
     * What a page needs first, and all that follows from there.
     * @param last the id of the last change that it has; null: none
     */
    join(last: string | null, atMs: number, listener: (event: FeedEvent) => void) {
      const missed = programme === null ? null : missedSince(last);
      const now = programme;
      const first: FeedEvent[] =
        missed ?? (now === null ? [] : [eventOf({ type: 'programme', seq, atMs, programme: now }, true)]);
      // Says at once how late it is: what was missed carries the time of its own.
      if (missed !== null) first.push(eventOf({ type: 'pulse', seq, atMs }, false));
      listeners.add(listener);
      return { first, leave: (): void => void listeners.delete(listener) };
    },
  };

  function missedSince(last: string | null): FeedEvent[] | null {
    const [, theirBoot, number] = /^(.+)-(\d+)$/.exec(last ?? '') ?? [];
    if (theirBoot !== boot) return null;
    const known = Number(number);
    if (known > seq) return null;
    const oldest = journal[0]?.seq ?? seq + 1;
    return known + 1 < oldest ? null : journal.filter(one => one.seq > known).map(({ event }) => event);
  }
}
export type Feed = ReturnType<typeof createFeed>;

/** Whether everything but prices and what lies above is the same. A card that came or went is a new programme. */
function sameBesides(a: Programme, b: Programme): boolean {
  const skus = a.cards.length === b.cards.length && a.cards.every(({ sku }, index) => sku === b.cards[index]!.sku);
  const fields = Object.keys(b) as (keyof Programme)[];
  return skus && fields.every(field => field === 'cards' || field === 'above' || same(a[field], b[field]));
}

function changedCards(before: readonly Card[], now: readonly Card[]): Card[] {
  const known = new Map(before.map(card => [card.sku, card]));
  return now.filter(card => !same(known.get(card.sku), card));
}

/** What was not made anew is not looked at again. */
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
