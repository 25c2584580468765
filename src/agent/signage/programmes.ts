import type { ScreenNotice } from '../../alarms/outputs.ts';
import type { StoreRules } from '../../shelf/decide.ts';
import type { VersionedOffer } from '../../shelf/offer.ts';
import type { Reason } from '../../shelf/reasons.ts';
import type { ScreenMedia } from '../../shelf/screen.ts';
import { type Composed, composeEntries, qrWords } from '../../signage/compose.ts';
import { createFeed, type Feed } from '../../signage/feed.ts';
import type { SignageLayout } from '../../signage/layout-source.ts';
import type { Skin } from '../../signage/wire/layout.ts';
import type { Above, Asset, Programme } from '../../signage/wire/programme.ts';
import { phrase, wordsIn } from '../../signage/words.ts';
import { type Cards, cardKey } from './cards.ts';
import type { LayoutBook } from './layout-book.ts';
import type { Override } from './override.ts';
import type { KnownScreen, ScreenFacts } from './screen-facts.ts';

export interface ProgrammesOptions {
  /** Of this run of the agent. */
  readonly boot: string;
  readonly facts: ScreenFacts;
  readonly layouts: LayoutBook;
  readonly override: Override;
  readonly cards: Cards;
  readonly rules: StoreRules;
  readonly locales: readonly string[];
  readonly timezone: string;
  readonly priceLimitMs: number;
  readonly offers: () => readonly VersionedOffer[];
  readonly capped: (screen: string, offer: VersionedOffer) => Reason | null;
  readonly asset: (media: ScreenMedia) => Asset | { readonly missing: Reason };
  /** The store is closed. */
  readonly dark: () => boolean;
  /** A screen was composed anew; what it played before. */
  readonly composed: (feed: Feed, before: Programme | null) => void;
  readonly nowMs: () => number;
}

/** How a screen's programme came about. */
export interface Standing {
  readonly known: KnownScreen;
  readonly composed: Composed | null;
  readonly skin: string | null;
  /** Why it does not play what the mesh says; null: it does. */
  readonly refused: { readonly reason: Reason; readonly detail: string } | null;
}

const shift = { px: 4, everyMs: 60_000 } as const;

/**
 * What each screen plays, kept equal to what the facts say: composed anew when its playlist may be another, and card by
 * card when only prices are. Each has a feed that tells its pages what differs.
 */
export function createProgrammes(options: ProgrammesOptions) {
  const { facts, cards, locales, nowMs } = options;
  const feeds = new Map<string, Feed>();
  const standings = new Map<string, Standing>();
  const notices = new Map<string, readonly ScreenNotice[]>();
  const goodLayouts = new Map<string, SignageLayout>();
  let begun = 0;

  function compose(id: string): void {
    const known = facts.get(id);
    if (!known) {
      standings.delete(id);
      goodLayouts.delete(id);
      return;
    }
    const { fact } = known;
    const found = options.layouts.of(fact);
    const refused = found.ok ? null : found;
    // What was good before goes on, so that offers and prices in it stay true.
    const layout = found.ok ? found.layout : goodLayouts.get(id);
    if (!layout) {
      standings.set(id, { known, composed: null, skin: null, refused });
      return;
    }
    goodLayouts.set(id, layout);
    const composed = composeEntries({
      fact,
      locales,
      rules: options.rules,
      offers: options.offers(),
      factsOf: cards.factsOf,
      asset: options.asset,
      capped: offer => options.capped(id, offer),
      atMs: nowMs(),
    });
    const skin = skinOf(fact.skin, fact.zone, layout.skins);
    standings.set(id, { known, composed, skin: skin.name, refused });
    const inBitcoin = new Set(composed.entries.flatMap(({ scene }) => (scene.kind === 'bitcoin' ? scene.skus : [])));
    const feed = feedOf(id);
    const before = feed.programme();
    feed.update(
      {
        screen: id,
        version: known.version,
        zone: fact.zone,
        panel: fact.panel,
        viewingDistanceM: fact.viewingDistanceM,
        layout: layout.layout,
        skin: skin.skin,
        locales: [...locales],
        timezone: options.timezone,
        title: fact.title && wordsIn(fact.title, locales),
        ticker: fact.ticker.map(text => wordsIn(text, locales)),
        board: fact.board && {
          title: fact.board.title && wordsIn(fact.board.title, locales),
          skus: [...fact.board.skus],
        },
        qr: fact.qr && qrWords(fact.qr, locales),
        entries: [...composed.entries],
        cards: composed.skus.map(sku => cards.card(sku, fact.zone, inBitcoin.has(sku))),
        above: aboveOf(known),
        words: {
          priceAtShelf: phrase('priceAtShelf', locales),
          soldOut: phrase('soldOut', locales),
          members: phrase('members', locales),
        },
        dark: options.dark(),
        priceLimitMs: options.priceLimitMs,
        shift,
      },
      nowMs(),
    );
    options.composed(feed, before);
  }

  function skinOf(own: string | null, zone: string | null, skins: Readonly<Record<string, Skin>>) {
    const [first = ''] = Object.keys(skins);
    const name = [facts.skinOf(zone), own].find(one => one !== null && Object.hasOwn(skins, one)) ?? first;
    return { name, skin: skins[name]! };
  }

  function aboveOf({ fact }: KnownScreen): Above {
    const overlays = (notices.get(fact.screen) ?? []).slice(0, 20).map(notice => ({ ...notice }));
    const ordered = options.override.on(fact);
    const emergency = ordered
      ? { text: ordered.text, fromMs: ordered.sinceMs, untilMs: ordered.untilMs }
      : facts.emergencyOf(fact.zone, nowMs());
    return { overlays, emergency: emergency && { ...emergency, text: wordsIn(emergency.text, locales) } };
  }

  /** The numbers of a screen that went and came again mean nothing to who knew it before. */
  function feedOf(id: string): Feed {
    const known = feeds.get(id);
    if (known) return known;
    const feed = createFeed(`${options.boot}.${begun}`);
    begun += 1;
    feeds.set(id, feed);
    return feed;
  }

  /** The programme as it stands, with something else in it. */
  function amend(id: string, change: (programme: Programme, known: KnownScreen) => Partial<Programme>): void {
    const known = facts.get(id);
    const feed = feeds.get(id);
    const programme = feed?.programme();
    if (!known || !feed || !programme) return;
    const changed = change(programme, known);
    if (Object.keys(changed).length > 0) feed.update({ ...programme, ...changed }, nowMs());
  }

  return {
    /** Screens that are fed, playing or not. */
    ids: (): string[] => [...facts.all().keys()],
    standing: (id: string): Standing | null => standings.get(id) ?? null,
    feed: (id: string): Feed | null => (facts.get(id) ? feedOf(id) : null),
    feeds: (): ReadonlyMap<string, Feed> => feeds,
    composeAll(): void {
      cards.together(() => {
        for (const id of new Set([...standings.keys(), ...facts.all().keys()])) compose(id);
      });
      for (const [id, feed] of feeds) {
        if (facts.get(id)) continue;
        feeds.delete(id);
        feed.end(nowMs());
      }
      const shown = [...feeds.values()].flatMap(feed => {
        const programme = feed.programme();
        return programme ? programme.cards.map(({ sku }) => cardKey(sku, programme.zone)) : [];
      });
      cards.retain(new Set(shown));
    },
    /** Prices of these products may be others. */
    reprice(skus: ReadonlySet<string>): void {
      cards.together(() => {
        for (const id of feeds.keys()) {
          amend(id, programme => {
            if (!programme.cards.some(({ sku }) => skus.has(sku))) return {};
            const bitcoin = new Set(
              programme.entries.flatMap(({ scene }) => (scene.kind === 'bitcoin' ? scene.skus : [])),
            );
            return {
              cards: programme.cards.map(card =>
                skus.has(card.sku) ? cards.card(card.sku, programme.zone, bitcoin.has(card.sku)) : card,
              ),
            };
          });
        }
      });
    },
    /** All that alarms have standing over a screen. */
    over(id: string, all: readonly ScreenNotice[]): void {
      notices.set(id, all);
      amend(id, (_programme, known) => ({ above: aboveOf(known) }));
    },
    /** Emergencies, or the hours, may be others. */
    recheck(): void {
      const dark = options.dark();
      for (const id of feeds.keys()) amend(id, (_programme, known) => ({ above: aboveOf(known), dark }));
    },
    /** Whether an offer is made somewhere with one of these products. */
    offering: (skus: ReadonlySet<string>): boolean =>
      [...feeds.values()].some(feed =>
        feed.programme()?.entries.some(({ scene }) => scene.kind === 'offer' && scene.skus.some(sku => skus.has(sku))),
      ),
    /** Products that are shown in satoshi somewhere. */
    inBitcoin: (): ReadonlySet<string> =>
      new Set(
        [...feeds.values()].flatMap(feed =>
          (feed.programme()?.entries ?? []).flatMap(({ scene }) => (scene.kind === 'bitcoin' ? scene.skus : [])),
        ),
      ),
    /** Everything that some screen would play. */
    media: (): ScreenMedia[] => [...standings.values()].flatMap(({ composed }) => composed?.media ?? []),
  };
}
export type Programmes = ReturnType<typeof createProgrammes>;
