import type { PageDoor } from '../../console/screens/screen-pages.ts';
import type { Report } from '../../signage/wire/report.ts';

/** A page that shows a screen: one load of it in one browser. */
export interface Page {
  readonly page: string;
  readonly door: PageDoor;
  readonly sinceMs: number;
  readonly streams: number;
  readonly heardMs: number | null;
  readonly report: Report | null;
  /** What went wrong there, the newest last. */
  readonly problems: readonly string[];
}

const mostPages = 8;
const mostInAll = 64;
const mostProblems = 20;

/** Pages by screen: those that stream, and those that have reported lately. Instants by a clock that never goes back. */
export function createPageBook(options: { readonly keptMs: number; readonly monotonicMs: () => number }) {
  const { keptMs, monotonicMs } = options;
  const screens = new Map<string, Map<string, Page>>();

  function prune(): void {
    const nowMs = monotonicMs();
    for (const [screen, pages] of screens) {
      for (const [name, { streams, heardMs, sinceMs }] of pages) {
        if (streams === 0 && nowMs - (heardMs ?? sinceMs) > keptMs) pages.delete(name);
      }
      if (pages.size === 0) screens.delete(screen);
    }
  }

  /** The page, entered where it was not known; null: there is no room. */
  function enter(screen: string, name: string, door: PageDoor): Page | null {
    prune();
    const pages = screens.get(screen) ?? new Map<string, Page>();
    const known = pages.get(name);
    if (known) return known;
    const all = [...screens.values()].reduce((sum, each) => sum + each.size, 0);
    if (all >= mostInAll) return null;
    if (pages.size >= mostPages) {
      // One that only reported makes room for one that comes.
      const idle = [...pages.values()].find(({ streams }) => streams === 0);
      if (!idle) return null;
      pages.delete(idle.page);
    }
    const page: Page = {
      page: name,
      door,
      sinceMs: monotonicMs(),
      streams: 0,
      heardMs: null,
      report: null,
      problems: [],
    };
    pages.set(name, page);
    screens.set(screen, pages);
    return page;
  }

  function put(screen: string, page: Page): void {
    screens.get(screen)?.set(page.page, page);
  }

  return {
    /** A stream begins; the returned function ends it, once. Null: there is no room. */
    stream(screen: string, name: string, door: PageDoor): (() => void) | null {
      const page = enter(screen, name, door);
      if (!page) return null;
      put(screen, { ...page, streams: page.streams + 1 });
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        const now = screens.get(screen)?.get(name);
        if (now) put(screen, { ...now, streams: now.streams - 1 });
      };
    },
    /** What a page said. `anew`: it is another load than any that was known. Null: there is no room. */
    report(screen: string, report: Report, door: PageDoor): { readonly anew: boolean } | null {
      const anew = !screens.get(screen)?.has(report.page);
      const page = enter(screen, report.page, door);
      if (!page) return null;
      const problems = [...page.problems, ...report.problems].slice(-mostProblems);
      put(screen, { ...page, heardMs: monotonicMs(), report, problems });
      return { anew };
    },
    /** Those that stream or have reported lately, the newest word first. */
    of(screen: string): Page[] {
      prune();
      return [...(screens.get(screen)?.values() ?? [])].sort((a, b) => (b.heardMs ?? 0) - (a.heardMs ?? 0));
    },
    count: (): number => [...screens.values()].reduce((sum, pages) => sum + pages.size, 0),
    forget: (screen: string): void => void screens.delete(screen),
  };
}
export type PageBook = ReturnType<typeof createPageBook>;
