import type { Cancel, Clock } from '../clock.ts';
import { gaussian, type Random } from '../random.ts';
import type { Bodies } from './assortment.ts';
import type { CentralMesh } from './central.ts';
import { type RateScenario, rateScenarios } from './rate-scenarios.ts';

/** A pair of the emulated market. */
interface Pair {
  readonly name: string;
  /** Digits after the decimal point of its rates. */
  readonly digits: number;
  /** The middle, in its smallest step. */
  middle: number;
  /** Number of the last rate. */
  seq: number;
  /** As last published; null: not yet. */
  published: { readonly rate: string; readonly atMs: number } | null;
}

/** What the feed is doing, for people. */
export interface RateFeedStatus {
  readonly scenario: string;
  readonly rates: readonly { readonly pair: string; readonly rate: string | null; readonly atMs: number | null }[];
}

export interface RateFeed {
  status(): RateFeedStatus;
  /** Changes the scenario. False: there is none of that name. */
  play(scenario: string): boolean;
  stop(): void;
}

export interface RateFeedOptions {
  readonly mesh: Pick<CentralMesh, 'change' | 'forge' | 'weather'>;
  readonly everyMs: number;
  readonly clock: Clock;
  /** Of its own, so that rates do not change what else happens in the shop. */
  readonly random: Random;
}

const yearMs = 365 * 24 * 3600 * 1000;
const validMs = 300_000;
const middles = [
  ['btc-eur', 60_909_10, 2],
  ['btc-usd', 70_654_55, 2],
  ['btc-gbp', 53_112_72, 2],
  ['btc-chf', 56_779_46, 2],
  ['btc-jpy', 9_876_543, 0],
] as const;

/** A market whose rates the central mesh aggregates and publishes: seeded random walks, and scenarios on demand. */
export function startRates({ mesh, everyMs, clock, random }: RateFeedOptions): RateFeed {
  const pairs = middles.map(([name, middle, digits]): Pair => ({ name, digits, middle, seq: 0, published: null }));
  const [calm] = rateScenarios;
  let scenario: RateScenario = calm!;
  let cancel: Cancel = () => {};

  function move(pair: Pair): void {
    const deviation = scenario.sigma * Math.sqrt(everyMs / yearMs);
    pair.middle = Math.max(1, Math.round(pair.middle * Math.exp(deviation * gaussian(random))));
  }

  function bodyOf(pair: Pair): Bodies[number] {
    const { factor, spreadBps, sources, ageMs, repeats } = scenario;
    const middle = BigInt(pair.middle) * BigInt(factor);
    const half = (middle * BigInt(spreadBps)) / 20_000n;
    if (!repeats || pair.seq === 0) pair.seq += 1;
    const atMs = clock.now() - ageMs;
    const text = (steps: bigint) => decimal(steps, pair.digits);
    pair.published = { rate: text(middle), atMs };
    return [
      pair.name,
      {
        rate: text(middle),
        bid: text(middle - half),
        ask: text(middle + half),
        t: atMs,
        seq: pair.seq,
        n: sources,
        dispersionBps: 8,
        validMs,
      },
    ];
  }

  function publish(): void {
    cancel = clock.after(everyMs, publish);
    pairs.forEach(move);
    if (scenario.publisher === 'nobody') return;
    const bodies = pairs.map(bodyOf);
    if (scenario.publisher === 'authority') mesh.change('fx', bodies);
    else mesh.forge('fx', bodies);
  }
  publish();

  return {
    status: () => ({
      scenario: scenario.name,
      rates: pairs.map(({ name, published }) => ({
        pair: name,
        rate: published?.rate ?? null,
        atMs: published?.atMs ?? null,
      })),
    }),
    play(name) {
      const next = rateScenarios.find(one => one.name === name);
      if (!next) return false;
      if (scenario.clockOffsetMs !== 0) mesh.weather.clockOffsetMs = 0;
      scenario = next;
      if (next.clockOffsetMs !== 0) mesh.weather.clockOffsetMs = next.clockOffsetMs;
      for (const pair of pairs) pair.middle = Math.round(pair.middle * (1 + next.jump));
      return true;
    },
    stop: () => cancel(),
  };
}

/** A whole number of smallest steps as a plain decimal. */
function decimal(steps: bigint, digits: number): string {
  if (digits === 0) return steps.toString();
  const text = steps.toString().padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
