import type { Entry } from '../wire/programme.ts';
import type { Seen } from '../wire/report.ts';

/** Less than this of it there, and nobody reads it. */
const leastOpacity = 0.5;

/** Whether an element is drawn, within the window, and nothing lies above its middle. */
export function isSeen(element: HTMLElement): boolean {
  const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
  if (width < 1 || height < 1) return false;
  const x = (Math.max(0, left) + Math.min(innerWidth, right)) / 2;
  const y = (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2;
  if (!element.contains(document.elementFromPoint(x, y))) return false;
  if (getComputedStyle(element).visibility !== 'visible') return false;
  let opacity = 1;
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    opacity *= Number(getComputedStyle(at).opacity);
    if (opacity < leastOpacity) return false;
  }
  return true;
}

/** What can be read on the page, taken from what is drawn. */
export function readPage(root: HTMLElement, offerOf: (entry: string) => Entry['offer']): Seen & { hidden: number } {
  const prices: Seen['prices'][number][] = [];
  let hidden = 0;
  for (const price of root.querySelectorAll<HTMLElement>('[data-price]')) {
    if (prices.length >= 100 || !isSeen(price)) continue;
    const shown = price.dataset.price === 'shown';
    if (!shown) hidden += 1;
    prices.push({ sku: price.dataset.sku!, text: shown ? price.textContent.slice(0, 60) : null });
  }
  const entries: Seen['entries'][number][] = [];
  for (const region of root.querySelectorAll<HTMLElement>('[data-region]')) {
    const on = region.querySelector<HTMLElement>('[data-phase="on"]');
    if (on === null || entries.length >= 12 || !isSeen(on)) continue;
    const entry = on.dataset.entry!;
    entries.push({ region: region.dataset.region!, entry, offer: offerOf(entry) });
  }
  const overlay = [...root.querySelectorAll<HTMLElement>('[data-overlay]')].find(isSeen);
  const words = overlay?.querySelector('span') ?? overlay;
  return { prices, entries, overlay: words?.textContent.slice(0, 400) ?? null, hidden };
}
