import type { Cancel, Clock } from '../clock.ts';
import { pick, type Random } from '../random.ts';
import type { ServerEvent } from './event-stream.ts';
import { type CookieJar, type LinkState, openPageLink } from './page-link.ts';
import { createPlayLog } from './play-log.ts';
import { type Anchor, type Clocks, clockOf, pageTimeMs, priceShown } from './price-truth.ts';
import { type Entry, type Order, type PageEvent, type Programme, pageEventSchema, type Seen } from './protocol.ts';
import { nextEdgeMs, type Turn, turnAt } from './turns.ts';

/** What the browser around a page is like. */
export interface Glass {
  readonly visible: boolean;
  /** Prices by SKU that stand there whatever the page would show; null: it shows what it should. */
  readonly frozen: Map<string, string> | null;
}

/** A page from its load to its end. */
export interface Page {
  /** A random name, as each load of the page has another. */
  readonly name: string;
  readonly seen: () => Seen;
  readonly programme: () => Programme | null;
  readonly link: () => LinkState;
  readonly code: () => string | null;
  readonly seq: () => number;
  readonly hidden: () => number;
  /** Looks again at what is to be shown, after the glass has changed. */
  look(): void;
  /** That an order was carried out goes with the next report, which is sent now. */
  did(order: string, ok: boolean): Promise<void>;
  screenshot(order: string, png: Uint8Array): Promise<boolean>;
  /** @param last whether it still says how it ended */
  close(last: boolean): Promise<void>;
}

export interface PageOptions {
  readonly url: string;
  readonly jar: CookieJar;
  readonly clock: Clock;
  /** Milliseconds that nobody can set. */
  readonly steadyMs: () => number;
  readonly random: Random;
  readonly glass: () => Glass;
  readonly reportMs: number;
  readonly retryMs: number;
  readonly onOrder: (order: Order) => void;
}

const framesPerSecond = 30;
const maxProblems = 20;
const maxPrices = 100;
/** Prices go when the gateway's word is too old, which no plan tells. */
const longestNapMs = 1_000;
const usualPanel = { widthPx: 1920, heightPx: 1080 };

export function openPage(options: PageOptions): Page {
  const { clock, steadyMs, random, glass, reportMs } = options;
  const name = Array.from({ length: 16 }, () => pick(random, 36).toString(36)).join('');
  let programme: Programme | null = null;
  let seq = -1;
  let boot: string | null = null;
  let anchor: Anchor | null = null;
  let turns = new Map<string, Turn | null>();
  let shown = '';
  let reportedAtMs = steadyMs();
  let problems: string[] = [];
  const done: { readonly id: string; readonly ok: boolean }[] = [];
  const plays = createPlayLog(name, framesPerSecond);
  let closed = false;

  const now = (): Clocks => ({ steadyMs: steadyMs(), wallMs: clock.now() });

  function complain(problem: string): void {
    if (problems.length < maxProblems) problems.push(problem.slice(0, 400));
  }

  function onEvent({ id, data }: ServerEvent): void {
    const event = eventOf(data);
    if (event === null) {
      complain('the gateway sent an event that cannot be read');
      link.renew();
      return;
    }
    if (!follows(event)) {
      complain(`event ${event.seq} came after ${seq}`);
      link.renew();
      return;
    }
    boot = id.slice(0, Math.max(0, id.lastIndexOf('-'))) || boot;
    seq = event.seq;
    anchor = { atMs: event.atMs, ...now() };
    if (event.type === 'programme') programme = event.programme;
    if (event.type === 'above' && programme) programme = { ...programme, above: event.above };
    if (event.type === 'cards' && programme) {
      const fresh = new Map(event.cards.map(card => [card.sku, card]));
      programme = { ...programme, cards: programme.cards.map(card => fresh.get(card.sku) ?? card) };
    }
    look();
    if (event.type === 'order') options.onOrder(event);
  }

  /** Whether nothing is missing between what came before and this. */
  function follows({ type, seq: next }: PageEvent): boolean {
    if (type === 'programme') return true;
    return seq >= 0 && next === (type === 'pulse' || type === 'order' ? seq : seq + 1);
  }

  const isEmergency = ({ above: { emergency } }: Programme, nowMs: number): boolean =>
    emergency !== null && emergency.fromMs <= nowMs && (emergency.untilMs === null || nowMs < emergency.untilMs);

  /** Shows what is to be shown now, tells of it when it is something else, and sleeps until the next change. */
  function look(): void {
    if (closed || programme === null || anchor === null) return;
    const clocks = now();
    const nowMs = pageTimeMs(anchor, clocks);
    const isBlank = programme.dark || isEmergency(programme, nowMs);
    const entries = isBlank ? [] : programme.entries;
    turns = new Map(
      [...new Set(entries.map(({ region }) => region))].map(region => {
        const own = entries.filter(entry => entry.region === region);
        return [region, turnAt(own, turns.get(region) ?? null, nowMs, plays.begunMs)] as const;
      }),
    );
    plays.follow(playing(), nowMs, clocks.steadyMs, glass().visible);
    const showing = JSON.stringify([[...turns], { ...seen(), prices: [] }]);
    if (showing !== shown) {
      shown = showing;
      void report();
    }
    nap();
    const edgeMs = nextEdgeMs(programme, turns.values(), nowMs);
    nap = clock.after(Math.min(longestNapMs, edgeMs === null ? longestNapMs : edgeMs - nowMs), look);
  }
  let nap: Cancel = () => {};

  /** The entries that are shown, with the turn that each of them has. */
  function playing(): { readonly entry: Entry; readonly turn: Turn }[] {
    return [...turns].flatMap(([region, turn]) => {
      const entry = programme?.entries.find(one => one.region === region && one.id === turn?.entry);
      return turn === null || entry === undefined ? [] : [{ entry, turn }];
    });
  }

  function priceOf(sku: string, priceLimitMs: number): string | null {
    const { frozen } = glass();
    const kept = frozen?.get(sku);
    if (kept !== undefined) return kept;
    const card = programme?.cards.find(one => one.sku === sku);
    const text = priceShown(card, anchor, now(), priceLimitMs);
    if (text !== null) frozen?.set(sku, text);
    return text;
  }

  function seen(): Seen {
    if (programme === null || anchor === null || programme.dark) return { prices: [], entries: [], overlay: null };
    const { above, board, priceLimitMs } = programme;
    if (above.emergency !== null && isEmergency(programme, pageTimeMs(anchor, now()))) {
      return { prices: [], entries: [], overlay: above.emergency.text[0]! };
    }
    const shownNow = playing();
    const skus = new Set([...(board?.skus ?? []), ...shownNow.flatMap(({ entry }) => entry.scene.skus)]);
    return {
      prices: [...skus].slice(0, maxPrices).map(sku => ({ sku, text: priceOf(sku, priceLimitMs) })),
      entries: shownNow.map(({ entry }) => ({ region: entry.region, entry: entry.id, offer: entry.offer })),
      overlay: above.overlays[0]?.text ?? null,
    };
  }

  const hidden = () => seen().prices.filter(({ text }) => text === null).length;

  let sending: Promise<void> | null = null;
  let again = false;
  /** One after the other; what is to be told meanwhile goes with the next one. */
  function report(): Promise<void> {
    again = true;
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function send(): Promise<void> {
    while (again) {
      again = false;
      const clocks = now();
      const overMs = clocks.steadyMs - reportedAtMs;
      reportedAtMs = clocks.steadyMs;
      const { visible } = glass();
      const told = { done: done.splice(0, maxProblems), problems };
      problems = [];
      const { widthPx, heightPx } = programme?.panel ?? usualPanel;
      const taken = await link.report({
        page: name,
        seq,
        boot,
        visible,
        frames: visible ? Math.round((overMs / 1_000) * framesPerSecond) : 0,
        overMs: Math.round(overMs),
        clock: clockOf(anchor, clocks),
        hidden: hidden(),
        heapBytes: null,
        widthPx,
        heightPx,
        seen: seen(),
        plays: plays.untaken(),
        ...told,
      });
      if (taken === null) {
        done.unshift(...told.done);
        for (const problem of told.problems) complain(problem);
      } else plays.forget(taken);
    }
  }

  const link = openPageLink({ ...options, page: name, onEvent });
  let beat = clock.after(reportMs, function again() {
    if (link.state() !== 'pairing') void report();
    beat = clock.after(reportMs, again);
  });

  return {
    name,
    seen,
    programme: () => programme,
    link: link.state,
    code: link.code,
    seq: () => seq,
    hidden,
    look() {
      look();
      void report();
    },
    did(order, ok) {
      done.push({ id: order, ok });
      return report();
    },
    screenshot: link.screenshot,
    async close(last) {
      if (closed) return;
      closed = true;
      nap();
      beat();
      if (last && anchor !== null) {
        const clocks = now();
        plays.follow([], pageTimeMs(anchor, clocks), clocks.steadyMs, glass().visible);
        await report();
      }
      link.close();
    },
  };
}

function eventOf(data: string): PageEvent | null {
  try {
    const read = pageEventSchema.safeParse(JSON.parse(data));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
