import type { Clock } from '../../clock.ts';
import type { ScreenPages } from '../../console/screens/screen-pages.ts';
import type { AssetCache } from '../../signage/assets/cache.ts';
import type { ScreenDoors } from '../../signage/screen-doors.ts';
import type { Orders } from './orders.ts';
import type { PageBook } from './page-book.ts';
import type { Programmes } from './programmes.ts';
import type { ScreenReports } from './screen-reports.ts';

export interface ScreenPagesParts {
  readonly programmes: Programmes;
  readonly pages: PageBook;
  readonly orders: Orders;
  readonly doors: ScreenDoors;
  readonly reports: ScreenReports;
  readonly assets: Pick<AssetCache, 'open'>;
  readonly clock: Clock;
}

/** What the pages of screens are served with. */
export function createScreenPages(parts: ScreenPagesParts): ScreenPages {
  const { programmes, pages, orders, doors, assets, clock } = parts;
  let unnamed = 0;

  return {
    knows: screen => programmes.feed(screen) !== null,
    join(screen, { door, page, lastEventId }, send) {
      const feed = programmes.feed(screen);
      if (!feed) return { ok: false, reason: 'screen.unknown' };
      unnamed += page === null ? 1 : 0;
      const ended = pages.stream(screen, page ?? `unnamed-${unnamed}`, door);
      if (!ended) return { ok: false, reason: 'screen.pages-too-many' };
      const { first, leave } = feed.join(lastEventId, clock.now(), event => {
        if (!send(event)) left();
      });
      function left(): void {
        leave();
        ended?.();
      }
      return { ok: true, first, leave: left };
    },
    report(screen, report, door) {
      if (!programmes.feed(screen)) return { ok: false, reason: 'screen.unknown' };
      const answer = parts.reports.take(screen, report, door);
      return answer ? { ok: true, answer } : { ok: false, reason: 'screen.pages-too-many' };
    },
    asset(screen, sha256) {
      const named = programmes.standing(screen)?.composed?.media.some(one => one.sha256 === sha256);
      return named ? assets.open(sha256) : null;
    },
    screenshot: orders.shot,
    admits: doors.admits,
    onRevoked: doors.onRevoked,
    beginPairing(screen) {
      return programmes.feed(screen) ? doors.beginPairing(screen) : { ok: false, reason: 'screen.unknown' };
    },
    pairingOf: doors.pairingOf,
  };
}
