import type { Feed } from '../../signage/feed.ts';
import type { OfferMark, Programme } from '../../signage/wire/programme.ts';
import type { Page } from './page-book.ts';

/** An offer that went from a programme, and the change with which it did. */
interface Left {
  readonly says: OfferMark;
  readonly boot: string;
  readonly seq: number;
}

export interface OffersLeftOptions {
  readonly pages: (screen: string) => readonly Page[];
  /** Whether any page ever showed the screen. */
  readonly everHeard: (screen: string) => boolean;
}

/** Offers of one screen that are remembered; those that went first are forgotten first. */
const mostLeft = 200;

/**
 * Offers that went from programmes and that a page may still show: one that lost its gateway plays on. Each is gone once
 * every page that reports for the screen has said that it knows of the change.
 */
export function createOffersLeft({ pages, everHeard }: OffersLeftOptions) {
  const screens = new Map<string, Map<string, Left>>();

  const knowsOf = ({ report }: Page, { boot, seq, says }: Left): boolean =>
    report !== null &&
    report.boot === boot &&
    report.seq >= seq &&
    !report.seen.entries.some(({ offer }) => offer !== null && key(offer) === key(says));

  return {
    /** A screen was composed anew; what it played before. */
    composed(feed: Feed, before: Programme | null): void {
      const now = feed.programme();
      if (!now || now === before) return;
      const { screen } = now;
      const all = screens.get(screen) ?? new Map<string, Left>();
      if (everHeard(screen)) {
        for (const says of marksOf(before)) all.set(key(says), { says, boot: feed.boot, seq: feed.seq() });
      }
      for (const says of marksOf(now)) all.delete(key(says));
      for (const oldest of [...all.keys()].slice(0, Math.max(0, all.size - mostLeft))) all.delete(oldest);
      if (all.size === 0) screens.delete(screen);
      else screens.set(screen, all);
    },
    /** Those that a page of the screen may still show. */
    on(screen: string): OfferMark[] {
      const all = screens.get(screen);
      if (!all) return [];
      // Who reads the stream and never reports is no screen.
      const known = pages(screen).filter(({ report }) => report !== null);
      for (const [name, left] of all) {
        if (known.length > 0 && known.every(page => knowsOf(page, left))) all.delete(name);
      }
      if (all.size === 0) screens.delete(screen);
      return [...all.values()].map(({ says }) => says);
    },
    forget: (screen: string): void => void screens.delete(screen),
  };
}
export type OffersLeft = ReturnType<typeof createOffersLeft>;

const key = ({ offer, version }: OfferMark): string => `${offer}@${version}`;
const marksOf = (programme: Programme | null): OfferMark[] =>
  (programme?.entries ?? []).flatMap(({ offer }) => (offer ? [offer] : []));
