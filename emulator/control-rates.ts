import { z } from 'zod';
import type { Clock } from './clock.ts';
import { rateScenarios } from './mesh/rate-scenarios.ts';
import type { RateFeed } from './mesh/rates.ts';

export const rateOrder = z.strictObject({
  scenario: z.string().min(1).max(40),
  forMs: z.int().positive().max(86_400_000).optional(),
});

/** What the market is doing, and orders to do something else for a while. */
export function createRateControl(feed: RateFeed, clock: Clock) {
  let cancel = () => {};
  return {
    status() {
      const { scenario, rates } = feed.status();
      return {
        scenarios: rateScenarios.map(({ name, description }) => ({ name, description, active: name === scenario })),
        rates: rates.map(({ pair, rate, atMs }) => ({
          pair,
          rate,
          at: atMs === null ? null : new Date(atMs).toISOString(),
        })),
      };
    },
    /** False: there is no such scenario. What lasts for a time is followed by the first of the list. */
    play({ scenario, forMs }: z.output<typeof rateOrder>): boolean {
      if (!feed.play(scenario)) return false;
      cancel();
      cancel = forMs === undefined ? () => {} : clock.after(forMs, () => void feed.play(rateScenarios[0]!.name));
      return true;
    },
    stop: () => cancel(),
  };
}
