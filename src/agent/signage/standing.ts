import type { Reason } from '../../shelf/reasons.ts';
import type { Programme } from '../../signage/wire/programme.ts';
import type { Report, Seen } from '../../signage/wire/report.ts';
import type { Page } from './page-book.ts';
import type { Programmes } from './programmes.ts';
import type { ScreenWatch } from './watch.ts';

export type ScreenStateName = 'playing' | 'stale' | 'silent' | 'off' | 'unpaired' | 'refused';

/** How a screen stands, in one word and why. */
export interface ScreenStanding {
  readonly state: ScreenStateName;
  readonly reason: Reason | null;
  readonly pages: readonly Page[];
  /** The page that reported last. */
  readonly newest: Page | null;
  readonly visible: boolean | null;
  readonly hidden: number;
  readonly seen: Seen | null;
}

export interface StandingParts {
  readonly programmes: Programmes;
  readonly pages: (screen: string) => readonly Page[];
  readonly watch: ScreenWatch;
  /** Whether pages need a token here, and the screen has none. */
  readonly unpaired: (screen: string) => boolean;
  readonly silentMs: number;
  readonly monotonicMs: () => number;
}

/** What is known of a screen, from what its pages say. One that can be seen speaks for it. */
export function standingOf(screen: string, parts: StandingParts): ScreenStanding {
  const pages = parts.pages(screen);
  const spoken = pages.filter(({ report }) => report !== null);
  const newest = spoken.find(({ report }) => report?.visible) ?? spoken[0] ?? null;
  const report = newest?.report ?? null;
  const silent = newest?.heardMs == null || parts.monotonicMs() - newest.heardMs > parts.silentMs;
  const known = {
    pages,
    newest,
    visible: report?.visible ?? null,
    hidden: report?.hidden ?? 0,
    seen: report?.seen ?? null,
  };
  const refused = parts.programmes.standing(screen)?.refused ?? null;
  const programme = parts.programmes.feed(screen)?.programme();
  if (refused) return { ...known, state: 'refused', reason: refused.reason };
  if (programme?.dark) return { ...known, state: 'off', reason: null };
  if (silent && parts.unpaired(screen)) return { ...known, state: 'unpaired', reason: 'screen.unpaired' };
  if (silent) return { ...known, state: 'silent', reason: 'screen.silent' };
  if (isStale(report!, programme ?? null)) return { ...known, state: 'stale', reason: 'screen.stale' };
  const [wrong = null] = parts.watch.raised(screen);
  return { ...known, state: 'playing', reason: wrong };
}

/** Whether a page hides prices that its programme has: those that the gateway gives none of are no fault of the page. */
export function isStale({ clock, hidden }: Pick<Report, 'clock' | 'hidden'>, programme: Programme | null): boolean {
  const absent = programme?.cards.filter(card => card.absent !== null).length ?? 0;
  return clock !== 'true' || hidden > absent;
}
