import { z } from 'zod';
import type { PageDoor } from '../../console/screens/screen-pages.ts';
import type { Difference } from '../../signage/expect.ts';
import type { Report, ReportAnswer, Seen } from '../../signage/wire/report.ts';
import type { Store } from '../../store/store.ts';
import type { Orders } from './orders.ts';
import type { PageBook } from './page-book.ts';
import type { PlayLog } from './play-log.ts';
import type { Programmes } from './programmes.ts';
import { isStale } from './standing.ts';
import type { ScreenWatch } from './watch.ts';

export interface ScreenReportsParts {
  readonly programmes: Programmes;
  readonly pages: PageBook;
  readonly orders: Orders;
  readonly plays: PlayLog;
  readonly watch: ScreenWatch;
  readonly differences: (screen: string, seen: Seen) => Difference[];
  readonly memory: Pick<Store, 'recall' | 'remember'>;
  readonly failed: (error: unknown) => void;
}

const name = 'screens/heard';

/** Takes the heartbeats of pages apart: for the proof of play, the watchdog, and orders that were carried out. */
export function createScreenReports(parts: ScreenReportsParts) {
  const { programmes, pages, orders, plays, watch } = parts;
  const heard = new Set(recalled(parts.memory.recall(name)));
  const shots = new Map<string, readonly Difference[]>();

  /** Remembered, so that a page which died while the agent was restarted is missed as well. */
  function hear(screen: string): void {
    if (heard.has(screen)) return;
    heard.add(screen);
    try {
      parts.memory.remember(name, JSON.stringify([...heard]));
    } catch (error) {
      heard.delete(screen);
      parts.failed(error);
    }
  }

  return {
    /** Null: the screen has no room for another page. */
    take(screen: string, report: Report, door: PageDoor): ReportAnswer | null {
      const entered = pages.report(screen, report, door);
      if (!entered) return null;
      hear(screen);
      if (entered.anew) orders.loadedAnew(screen);
      const programme = programmes.feed(screen)?.programme() ?? null;
      const differences = parts.differences(screen, report.seen);
      for (const { id, ok } of report.done) {
        const order = orders.of(screen).find(one => one.id === id);
        if (order?.order === 'screenshot') shots.set(screen, differences);
        orders.done(screen, id, ok);
      }
      watch.report(screen, {
        page: report.page,
        visible: report.visible,
        stale: programme !== null && isStale(report, programme),
        differs: differences.length > 0,
        heapBytes: report.heapBytes,
        entryEnded: report.plays.length > 0,
      });
      try {
        return { taken: plays.take(screen, report, programme?.entries ?? []) };
      } catch (error) {
        // The page keeps its plays and says them again.
        parts.failed(error);
        return { taken: [] };
      }
    },
    everHeard: (screen: string): boolean => heard.has(screen),
    /** What contradicted the programme when the last picture was taken; null: none was. */
    shotDifferences: (screen: string): readonly Difference[] | null => shots.get(screen) ?? null,
    /** The screen is fed no more. */
    forget(screen: string): void {
      shots.delete(screen);
      if (heard.delete(screen)) parts.memory.remember(name, JSON.stringify([...heard]));
    },
  };
}
export type ScreenReports = ReturnType<typeof createScreenReports>;

/** Who cannot be read any more was never heard. */
function recalled(text: string | null): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(text ?? '[]'));
  } catch {
    return [];
  }
}
