import { Gauge, type Registry } from 'prom-client';
import type { RatesDocument } from './bitcoin-documents.ts';

/** Registers the figures about exchange rates and prices in bitcoin and returns what feeds them, at each scrape. */
export function createBitcoinMetrics(registry: Registry): (rates: RatesDocument) => void {
  const gauge = <const L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `endcap_${name}`, help, labelNames, registers: [registry] });

  const usable = gauge('rate_usable', '1 while prices in bitcoin may be made at the rate.', 'pair');
  const age = gauge('rate_age_seconds', 'Age of the last accepted rate.', 'pair');
  const accepted = gauge('rate_accepted_total', 'Rates accepted since the start.', 'pair');
  const refused = gauge('rate_refused_total', 'Rates refused since the start, by reason.', 'pair', 'reason');
  const labels = gauge('bitcoin_labels', 'Labels by what is known of their price in bitcoin.', 'state');
  const absent = gauge('bitcoin_absent_labels', 'Labels without a price in bitcoin, by reason.', 'reason');
  const low = gauge('bitcoin_low_labels', 'Labels that have few refreshes left, so that their band is widened.');
  const least = gauge('bitcoin_tokens_least', 'Refreshes left on the label that has the fewest.');
  const band = gauge('bitcoin_band_ratio', 'Where figures are made anew, as a share of the rate.');

  return ({ policy, rates, figures }) => {
    for (const one of [usable, age, accepted, refused, absent]) one.reset();
    for (const { id: pair, ...rate } of rates) {
      usable.set({ pair }, rate.state === 'usable' ? 1 : 0);
      if (rate.ageSeconds !== null) age.set({ pair }, rate.ageSeconds);
      accepted.set({ pair }, rate.accepted);
      for (const [reason, times] of Object.entries(rate.refused)) refused.set({ pair, reason }, times);
    }
    for (const one of [low, least, band]) one.remove();
    labels.reset();
    if (!policy) return;
    labels.set({ state: 'shown' }, figures.shown);
    labels.set({ state: 'sent' }, figures.onTheirWay);
    labels.set({ state: 'outdated' }, figures.outdated);
    labels.set({ state: 'absent' }, figures.absent);
    for (const [reason, times] of Object.entries(figures.reasons)) absent.set({ reason }, times);
    low.set(figures.low);
    if (figures.tokensLeast !== null) least.set(figures.tokensLeast);
    band.set(policy.bandPercent / 100);
  };
}
