import { Gauge, type Registry } from 'prom-client';
import { ScreenEntry, type ScreenListDocument } from './screen-documents.ts';

/** Registers the figures about screens and returns what feeds them, at each scrape. */
export function createScreenMetrics(registry: Registry): (screens: ScreenListDocument) => void {
  const gauge = <const L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `endcap_${name}`, help, labelNames, registers: [registry] });

  const states = gauge('screens', 'Screens by how they stand.', 'state');
  const hidden = gauge('screen_prices_hidden', 'Prices that gave way to a note.', 'screen');
  const pages = gauge('screen_pages', 'Pages that show the screen now.', 'screen');
  const heard = gauge('screen_last_report_timestamp_seconds', 'When a page reported last, Unix time.', 'screen');
  const visible = gauge('screen_visible', '1 while a page says that it can be seen.', 'screen');
  const plays = gauge('screen_plays_total', 'Entries that were played since the start.', 'screen');
  const seen = gauge('screen_seen_seconds_total', 'Time of them that is proven to be seen, since the start.', 'screen');

  return ({ screens }) => {
    for (const one of [states, hidden, pages, heard, visible, plays, seen]) one.reset();
    for (const state of ScreenEntry.shape.state.options) states.set({ state }, 0);
    for (const { id: screen, ...now } of screens) {
      states.inc({ state: now.state });
      hidden.set({ screen }, now.pricesHidden);
      pages.set({ screen }, now.pages);
      plays.set({ screen }, now.played.count);
      seen.set({ screen }, now.played.seenSeconds);
      if (now.heardAt !== null) heard.set({ screen }, Date.parse(now.heardAt) / 1000);
      if (now.visible !== null) visible.set({ screen }, now.visible ? 1 : 0);
    }
  };
}
