import { bitcoinSchema } from '../../src/config/bitcoin.ts';
import { createFigures, type FigureMarket } from '../../src/delivery/figures.ts';
import type { DesiredRow } from '../../src/delivery/ports.ts';
import type { LabelContent } from '../../src/shelf/content.ts';
import { encodeContent } from '../../src/shelf/content-codec.ts';
import type { FigureRate } from '../../src/shelf/decide.ts';
import { logOf } from '../../src/shelf/exchange-rate.ts';
import { usualRules } from '../../src/shelf/refresh-policy.ts';
import { satsOf, unitSatsTenthsOf } from '../../src/shelf/sats.ts';
import { formatSats } from '../../src/shelf/sats-format.ts';
import { contentOf, euro, milk } from '../render/samples.ts';
import { type Figure, median, round } from './figure.ts';

const labels = 40_000;
const ticks = 60;
const nowMs = 1_796_000_000_000;
const locale = 'de-DE';

function rateAt(cents: bigint, seq: number): FigureRate {
  const value = { digits: cents, scale: 2 };
  return { pair: 'btc-eur', rate: `${cents / 100n}.${cents % 100n}`, atMs: nowMs, seq, timeText: '14:05', value };
}

/** The prices of a store whose figures were made at rates all over the band. */
function store(): { rows: DesiredRow[]; prices: Map<string, bigint> } {
  const prices = new Map<string, bigint>();
  const rows = Array.from({ length: labels }, (_, index): DesiredRow => {
    const label = index.toString(16).padStart(12, 'f');
    const amountMinor = BigInt(100 + ((index * 7919) % 9_900));
    prices.set(label, amountMinor);
    const { value: _value, ...rate } = rateAt(6_090_910n + BigInt(((index * 104_729) % 120_000) - 60_000), index);
    const item = { ...milk, price: euro(amountMinor), sats: { sats: 1n, unitTenths: null } };
    const content: LabelContent = contentOf([item], { bitcoin: { style: 'sats', rate } });
    const place = { label, epoch: 1, version: 1, seq: 1, sinceMs: 0, openSinceMs: 0, openSeq: 1 };
    return { ...place, hash: 'h', content: encodeContent(content), refusal: null, untilMs: null, traceparent: null };
  });
  return { rows, prices };
}

/**
 * A tick of the rate for 40,000 labels: which of them have left their band, and their prices in satoshi and as text. The
 * store and the radios are not in it. Beside it the naive way: every label counted, written and compared at every tick.
 */
export async function benchFigures(): Promise<Figure[]> {
  const { rows, prices } = store();
  let rate = rateAt(6_090_910n, 0);
  let changed = 0;
  let sink = 0;
  const market = (): FigureMarket => ({
    rate,
    rateLog: logOf(rate.value),
    unusable: null,
    band: 0.015,
    mayReturn: true,
    phase: 'open',
    openingMs: null,
  });
  const figures = createFigures({
    store: {
      transaction: work => work(),
      allDesired: () => rows,
      banks: () => new Map(),
      putBank: () => {},
    },
    rules: { ...usualRules(bitcoinSchema.parse({})), returnShare: 0.15 },
    market,
    drawsSats: () => true,
    refigure(rates) {
      for (const [label, at] of rates) {
        const amountMinor = prices.get(label)!;
        if (!at) continue;
        const price = euro(amountMinor);
        sink +=
          formatSats(satsOf(price, at.value), 'sats', locale).length + Number(unitSatsTenthsOf(price, at.value) % 2n);
        changed += 1;
        figures.settled(label, { rate: at, amountMinor, unable: null });
      }
    },
    inFlight: () => false,
    clock: { now: () => nowMs, monotonic: () => nowMs, after: () => () => {} },
    breathe: () => new Promise(resume => setImmediate(resume)),
    failed(error) {
      throw error;
    },
    ticked: () => {},
  });
  const move = (tick: number) => rateAt(6_090_910n + BigInt((tick + 1) * 2_500), tick + 1);

  const ours: number[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    rate = move(tick);
    const start = performance.now();
    await figures.tick();
    ours.push(performance.now() - start);
  }

  const written = new Map<string, string>();
  const naive: number[] = [];
  for (let tick = 0; tick < ticks / 4; tick++) {
    rate = move(tick);
    const start = performance.now();
    for (const [label, amountMinor] of prices) {
      const text = formatSats(satsOf(euro(amountMinor), rate.value), 'sats', locale);
      if (written.get(label) !== text) written.set(label, text);
    }
    naive.push(performance.now() - start);
  }
  if (sink === 0 || changed === 0) throw new Error('nothing was decided');

  const ms = median(ours);
  const perTick = Math.round(changed / ticks);
  return [
    {
      name: 'fx.tick40000Ms',
      value: round(ms, 2),
      unit: 'ms',
      goal: 100,
      baseline: round(median(naive), 2),
      samples: ticks,
      note: `${Math.round(labels / ms / 1000)} million decisions a second, of which ${perTick} a tick make a new figure`,
    },
  ];
}
