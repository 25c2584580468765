import type { Cancel, Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Pricing } from './pricing.ts';

const shortestMs = 250;

/** A plausible next price: up or down by 2 to 15 %, ending in 9 as shop prices do, never below 9 minor units. */
export function nextPrice(amountMinor: bigint, random: Random): bigint {
  const percent = BigInt(2 + Math.floor(random() * 14)) * (random() < 0.5 ? -1n : 1n);
  const moved = amountMinor + (amountMinor * percent) / 100n;
  const ending = (moved / 10n) * 10n + 9n;
  return ending === amountMinor ? ending + 10n : ending;
}

/**
 * Changes random prices for as long as it runs.
 * @param perMinute changes a minute; fast rates go out together every 250 ms
 */
export function startDrift(pricing: Pricing, perMinute: number, clock: Clock, random: Random): Cancel {
  const everyMs = Math.max(shortestMs, 60_000 / perMinute);
  const skus = pricing.skus();
  let owed = 0;
  let cancel: Cancel = () => {};
  function step(): void {
    const prices = new Map<string, bigint>();
    for (owed += (perMinute * everyMs) / 60_000; owed >= 1; owed--) {
      const sku = skus[Math.floor(random() * skus.length)]!;
      const amount = pricing.amount(sku);
      if (amount !== null) prices.set(sku, nextPrice(BigInt(amount), random));
    }
    pricing.setPrices([...prices]);
    cancel = clock.after(everyMs, step);
  }
  cancel = clock.after(everyMs, step);
  return () => cancel();
}
