import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../emulator/clock.ts';
import { rateScenarios } from '../../emulator/mesh/rate-scenarios.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import { digestOf, type Item, type Joiner, join, until } from './joiner.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A shop whose rates come fast, and somebody who listens. */
async function listening(seed = 1): Promise<{ shop: Shop; joiner: Joiner }> {
  const options = { labels: 4, adapters: 1, broker: null, driftPerMinute: 0, clock: systemClock };
  const shop = await createShop({ ...options, seed, headEveryMs: 100, ratesEveryMs: 20 });
  stops.push(() => shop.stop());
  const { url } = shop.configuration().mesh as { url: string };
  const joiner = await join(url, () => shop.mesh.keys);
  stops.push(() => joiner.leave());
  return { shop, joiner };
}

const rates = (joiner: Joiner): Item[] =>
  joiner.of('fact', 'fx').flatMap(({ data, signed, fits }) => (signed && fits ? data!.items : []));
const euros = (joiner: Joiner) => rates(joiner).filter(({ pair }) => pair === 'btc-eur');
/** The next so many rates of bitcoin in euro, once those under way are through. */
async function next(joiner: Joiner, count: number): Promise<Item[]> {
  const from = euros(joiner).length;
  await until(() => euros(joiner).length >= from + count + 2, `${count} rates`);
  return euros(joiner).slice(from + 2, from + 2 + count);
}

describe('the emulated rates', () => {
  it('are signed facts of the stream fx for all stores, in several pairs, numbered without a gap', async () => {
    const { joiner } = await listening();
    await next(joiner, 3);
    const facts = joiner.of('fact', 'fx');
    expect(facts.filter(({ fits, signed }) => !fits || !signed)).toEqual([]);
    expect(facts.every(({ topic }) => topic?.store === 'all')).toBe(true);
    expect(new Set(rates(joiner).map(({ pair }) => pair))).toEqual(
      new Set(['btc-eur', 'btc-usd', 'btc-gbp', 'btc-chf', 'btc-jpy']),
    );
    const numbers = facts.map(({ data }) => data!.firstSeq);
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
    for (const { rate, bid, ask, n } of euros(joiner)) {
      expect(Number(bid)).toBeLessThan(Number(rate));
      expect(Number(ask)).toBeGreaterThan(Number(rate));
      expect(n).toBe(5);
    }
  });

  it('can be asked for as a snapshot, which agrees with its head', async () => {
    const { shop, joiner } = await listening();
    await next(joiner, 1);
    shop.rates!.play('silence');
    const chunks = await joiner.ask('fx');
    expect(chunks.every(({ fits, signed }) => fits && signed)).toBe(true);
    const items = chunks.flatMap(({ data }) => data!.items);
    const { seq, epoch } = chunks[0]!.data!;
    await until(() => joiner.of('head', 'fx').at(-1)?.data?.seq === seq, 'the head');
    expect(joiner.of('head', 'fx').at(-1)!.data!.digest).toBe(digestOf(items, 'pair', epoch));
  });

  it('are the same in every run of one seed', async () => {
    const walk = async (seed: number) => {
      const { joiner } = await listening(seed);
      await until(() => euros(joiner).some(({ seq }) => seq === 8), 'eight rates');
      return euros(joiner).find(({ seq }) => seq === 8)!.rate;
    };
    const [one, again, other] = [await walk(3), await walk(3), await walk(4)];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

describe('a scenario', () => {
  it('has a name of its own and begins calm', () => {
    expect(rateScenarios[0]!.name).toBe('calm');
    expect(new Set(rateScenarios.map(({ name }) => name)).size).toBe(rateScenarios.length);
  });

  it('is refused when there is none of that name', async () => {
    const { shop } = await listening();
    expect(shop.rates!.play('moon')).toBe(false);
    expect(shop.rates!.status().scenario).toBe('calm');
  });

  it.each([
    ['decimal-slip', (before: Item, after: Item) => Number(after.rate) / Number(before.rate) > 9],
    ['quorum-loss', (_: Item, after: Item) => after.n === 1],
    ['wide-spread', (_: Item, after: Item) => Number(after.ask) / Number(after.bid) > 1.015],
    ['stale-time', (before: Item, after: Item) => Number(before.t) - Number(after.t) > 500_000],
    ['replayed', (before: Item, after: Item) => after.seq === Number(before.seq) + 2 || after.seq === before.seq],
  ])('%s does what it says, and ends', async (name, holds) => {
    const { shop, joiner } = await listening();
    const [before] = await next(joiner, 1);
    expect(holds(before!, before!) && name !== 'replayed').toBe(false);
    shop.rates!.play(name);
    const during = await next(joiner, 2);
    if (name === 'replayed') expect(during[0]!.seq).toBe(during[1]!.seq);
    else expect(during.every(after => holds(before!, after))).toBe(true);
    shop.rates!.play('calm');
    const [after, later] = await next(joiner, 2);
    expect(Number(after!.rate) / Number(before!.rate)).toBeCloseTo(1, 1);
    expect(Number(later!.seq)).toBe(Number(after!.seq) + 1);
  });

  it('genuine-drop takes the market down by 4 %, where it stays', async () => {
    const { shop, joiner } = await listening();
    const [before] = await next(joiner, 1);
    shop.rates!.play('genuine-drop');
    const [fallen] = await next(joiner, 1);
    expect(Number(fallen!.rate) / Number(before!.rate)).toBeCloseTo(0.96, 2);
    shop.rates!.play('calm');
    const [after] = await next(joiner, 1);
    expect(Number(after!.rate) / Number(before!.rate)).toBeCloseTo(0.96, 2);
  });

  it('silence is silence, while heads go on', async () => {
    const { shop, joiner } = await listening();
    await next(joiner, 1);
    shop.rates!.play('silence');
    const heads = joiner.of('head', 'fx').length;
    await until(() => joiner.of('head', 'fx').length >= heads + 2, 'heads');
    const quiet = rates(joiner).length;
    await until(() => joiner.of('head', 'fx').length >= heads + 4, 'more heads');
    expect(rates(joiner).length).toBe(quiet);
  });

  it('bad-signature publishes what nobody with the right key signed, and takes no number', async () => {
    const { shop, joiner } = await listening();
    await next(joiner, 1);
    shop.rates!.play('bad-signature');
    await until(() => joiner.of('fact', 'fx').filter(({ signed }) => !signed).length > 5, 'forged rates');
    const numbered = joiner
      .of('fact', 'fx')
      .filter(({ signed }) => signed)
      .at(-1)!.data!.lastSeq;
    const forged = joiner.of('fact', 'fx').filter(({ signed }) => !signed);
    expect(forged.every(({ fits, data }) => fits && data!.firstSeq > numbered && data!.firstSeq <= numbered + 5)).toBe(
      true,
    );
  });

  it('clock-unsynchronised moves the time of the heads, not of the rates', async () => {
    const { shop, joiner } = await listening();
    shop.rates!.play('clock-unsynchronised');
    const from = joiner.of('head', 'price').length;
    await until(() => joiner.of('head', 'price').length > from + 1, 'heads');
    const aheadMs = Date.parse(joiner.of('head', 'price').at(-1)!.data!.issuedAt) - Date.now();
    expect(aheadMs).toBeGreaterThan(500_000);
    const [rate] = await next(joiner, 1);
    expect(Math.abs(Number(rate!.t) - Date.now())).toBeLessThan(20_000);
    shop.rates!.play('calm');
    expect(shop.mesh.weather.clockOffsetMs).toBe(0);
  });
});
