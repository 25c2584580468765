import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { type Glass, openPage, type Page } from './page.ts';
import type { CookieJar, LinkState } from './page-link.ts';
import { drawScreen } from './picture.ts';
import type { Order, Seen } from './protocol.ts';

/** How a screen really is, past the agent. */
export interface ScreenTruth {
  readonly screen: string;
  /** `off`: unplugged; `waiting`: for an agent. */
  readonly state: 'off' | LinkState;
  /** Of the page that is loaded. */
  readonly page: string | null;
  /** What it asks to be paired with. */
  readonly code: string | null;
  readonly visible: boolean;
  readonly frozen: boolean;
  /** Shows its name. */
  readonly identified: boolean;
  readonly loads: number;
  readonly seq: number;
  readonly hidden: number;
  readonly seen: Seen;
}

/** A display with a browser in it, as it hangs above the aisle: what it shows follows from what the gateway says. */
export interface EmulatedScreen {
  readonly id: string;
  /** Loads its page from a gateway's console, such as `http://127.0.0.1:8080/`. */
  load(console: string): void;
  unplug(): void;
  plug(): void;
  /** Whether it could be seen, for instance because another window lies over the page. */
  hide(isHidden: boolean): void;
  /** Keeps the prices that stand there, whatever its page would show. */
  freeze(isFrozen: boolean): void;
  truth(): ScreenTruth;
  /** What it shows, as a small PNG. */
  picture(): Uint8Array;
  stop(): Promise<void>;
}

export interface ScreenOptions {
  readonly id: string;
  readonly clock: Clock;
  readonly steadyMs: () => number;
  readonly random: Random;
  /** Between two reports; default 5,000. */
  readonly reportMs?: number;
  /** Before it tries again; default 1,000. */
  readonly retryMs?: number;
}

const usualReportMs = 5_000;
const usualRetryMs = 1_000;
const identifyMs = 10_000;
/** Orders that were carried out, so that one which comes again is only told again. */
const maxRemembered = 50;
const nothing: Seen = { prices: [], entries: [], overlay: null };

export function createScreen(options: ScreenOptions): EmulatedScreen {
  const { id, steadyMs } = options;
  const jar: CookieJar = { cookie: null };
  const carriedOut = new Map<string, boolean>();
  let glass: Glass = { visible: true, frozen: null };
  let url: string | null = null;
  let page: Page | null = null;
  let isPlugged = true;
  let isStopped = false;
  let loads = 0;
  let identifiedUntilMs = Number.NEGATIVE_INFINITY;

  function open(): void {
    if (url === null || !isPlugged || isStopped) return;
    loads++;
    page = openPage({
      ...options,
      url,
      jar,
      glass: () => glass,
      reportMs: options.reportMs ?? usualReportMs,
      retryMs: options.retryMs ?? usualRetryMs,
      onOrder: order => void follow(order),
    });
  }

  async function reload(): Promise<void> {
    const before = page;
    await before?.close(true);
    // Somebody may have pulled the plug meanwhile.
    if (page === before) open();
  }

  async function follow({ order, id: name }: Order): Promise<void> {
    const asked = page;
    const before = carriedOut.get(name);
    if (asked === null) return;
    if (before !== undefined) return asked.did(name, before);
    carriedOut.set(name, true);
    if (carriedOut.size > maxRemembered) carriedOut.delete(carriedOut.keys().next().value!);
    if (order === 'identify') identifiedUntilMs = steadyMs() + identifyMs;
    if (order === 'screenshot') carriedOut.set(name, await asked.screenshot(name, picture()));
    await asked.did(name, carriedOut.get(name) ?? true);
    if (order === 'reload' && page === asked) await reload();
  }

  const isIdentified = () => steadyMs() < identifiedUntilMs;

  const picture = () =>
    drawScreen({
      screen: id,
      programme: page?.programme() ?? null,
      seen: page?.seen() ?? nothing,
      code: page?.code() ?? null,
      isIdentified: isIdentified(),
    });

  return {
    id,
    load(console) {
      url = new URL(`s/${id}`, console).href;
      if (page === null) open();
      else void reload();
    },
    unplug() {
      isPlugged = false;
      void page?.close(false);
      page = null;
    },
    plug() {
      if (isPlugged) return;
      isPlugged = true;
      open();
    },
    hide(isHidden) {
      glass = { ...glass, visible: !isHidden };
      page?.look();
    },
    freeze(isFrozen) {
      const prices = page?.seen().prices ?? [];
      const stand = prices.flatMap(({ sku, text }) => (text === null ? [] : [[sku, text] as const]));
      glass = { ...glass, frozen: isFrozen ? new Map(stand) : null };
      page?.look();
    },
    truth: () => ({
      screen: id,
      state: !isPlugged ? 'off' : (page?.link() ?? 'waiting'),
      page: page?.name ?? null,
      code: page?.code() ?? null,
      visible: isPlugged && glass.visible,
      frozen: glass.frozen !== null,
      identified: isIdentified(),
      loads,
      seq: page?.seq() ?? -1,
      hidden: page?.hidden() ?? 0,
      seen: page?.seen() ?? nothing,
    }),
    picture,
    async stop() {
      isStopped = true;
      await page?.close(false);
      page = null;
    },
  };
}
