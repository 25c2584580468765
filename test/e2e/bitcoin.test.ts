import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FiguresDocument, QuoteDocument, RatesDocument } from '../../src/console/bitcoin-documents.ts';
import { allProven, type House, liars, openHouse, until } from './house.ts';

/** Fifteen times as fast as in a shop: 15 minutes of silence are one. */
const minuteMs = 4_000;
const rate = {
  freshMs: 1.5 * minuteMs,
  usableMs: 5 * minuteMs,
  withdrawMs: 15 * minuteMs,
  steadyMs: minuteMs,
  hold: { messages: 3, forMs: 2 * minuteMs },
  first: { messages: 1, forMs: 0 },
};

async function ask<T>(house: House, path: string, schema: { parse(value: unknown): T }): Promise<T> {
  const response = await fetch(new URL(path, house.url()));
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
}
const rates = (house: House) => ask(house, 'api/rates', RatesDocument);
const figures = async (house: House) => (await ask(house, 'api/figures', FiguresDocument)).labels;
const euro = async (house: House) => (await rates(house)).rates.find(({ id }) => id === 'btc-eur')!;
const play = (house: House, scenario: string) => expect(house.shop.rates!.play(scenario)).toBe(true);
const marketNow = (house: House) => Number(house.shop.rates!.status().rates[0]!.rate);

/** A panel draws a moment after its label has acknowledged. */
const noLiars = (house: House) =>
  until(async () => (await liars(house)).length === 0, 5_000, 'what the agent says on every panel');

/** Waits until every label shows a figure, or none does. */
const allShow = (house: House, limitMs = 60_000) =>
  until(
    async () => {
      const { figures: sum } = await rates(house);
      return sum.total > 0 && sum.shown === sum.total;
    },
    limitMs,
    'a price in bitcoin on every label',
  );
const noneShows = (house: House, limitMs: number) =>
  until(
    async () => {
      const { figures: sum } = await rates(house);
      const { labels } = await house.status();
      return sum.absent === sum.total && labels.confirmed === labels.total;
    },
    limitMs,
    'the end of every price in bitcoin',
  );

describe('prices in bitcoin, from signed rates to panels', () => {
  let house: House;
  beforeAll(async () => {
    const bitcoin = { rate, returnPercentPerMinute: 3_000 };
    house = await openHouse({ labels: 20, ratesEveryMs: 500, config: { bitcoin } });
    await house.startAgent();
    await allProven(house);
    await allShow(house);
  }, 120_000);
  afterAll(() => house.stop());

  it('stand on every label, as its panel really shows them', async () => {
    expect((await house.status()).labels).toMatchObject({ total: 20, confirmed: 20 });
    await noLiars(house);
    const [label] = await figures(house);
    expect(label).toMatchObject({ state: 'shown', reason: null });
    const { content } = await house.label(label!.id);
    expect(content.shown?.satsText).toBe(label!.text);
    expect(content.shown?.rateText).toMatch(/^\d\d:\d\d$/);
    expect(Math.abs(label!.movedPercent!)).toBeLessThan(2);
  });

  it('are told to the mesh with their rate, its time and its number, and quoted to the till', async () => {
    const { url } = house.shop.configuration().mesh as { url: string };
    const client = await mqtt.connectAsync(url);
    const states = new Map<string, { skus: string[]; shown?: { bitcoin?: Record<string, unknown> } }>();
    client.on('message', (topic, payload) => {
      states.set(topic.split('/').at(-2)!, JSON.parse(payload.toString()).data);
    });
    await client.subscribeAsync('endcap-demo/shelf/v1/0042/gw/+/label/+/state');
    const said = await until(
      // One product is sold out; nobody can pay for it.
      () => {
        const figured = [...states.values()].filter(({ shown }) => shown?.bitcoin);
        return states.size === 20 && figured.length === 19 && figured;
      },
      20_000,
      'all states',
    );
    await client.endAsync();
    for (const { skus, shown } of said) {
      expect(shown?.bitcoin).toMatchObject({ pair: 'btc-eur', prices: [{ sku: skus[0] }] });
    }
    const [{ skus, shown }] = said as [(typeof said)[number]];
    const acknowledged = shown!.bitcoin as { rate: string; rateSeq: number; prices: { sats: number }[] };
    const quote = await ask(house, `api/quotes/${skus[0]}`, QuoteDocument);
    expect(quote.sats).toBeLessThanOrEqual(acknowledged.prices[0]!.sats);
    const { amountMinor } = quote.fiat!;
    expect(quote.sats).toBe(Math.ceil((amountMinor * 1e6) / Number(quote.rate)));
    expect(acknowledged.prices[0]!.sats).toBe(Math.ceil((amountMinor * 1e6) / Number(acknowledged.rate)));
    expect(acknowledged.rateSeq).toBeGreaterThan(0);
  });

  it('never take over a slipped decimal point', async () => {
    const drawn = house.shop.aisle.labels.map(({ label }) => label.screen().refreshes);
    play(house, 'decimal-slip');
    const refused = await until(async () => {
      const now = await euro(house);
      return (now.refused['fx.ratio-implausible'] ?? 0) >= 6 && now;
    });
    expect(refused.refusals[0]).toMatchObject({ reason: 'fx.ratio-implausible' });
    expect(Number(refused.rate) / marketNow(house)).toBeLessThan(0.2);
    expect(house.shop.aisle.labels.map(({ label }) => label.screen().refreshes)).toEqual(drawn);
    play(house, 'calm');
    await until(async () => (await euro(house)).ageSeconds! < 2);
    for (const { movedPercent } of await figures(house)) expect(Math.abs(movedPercent!)).toBeLessThan(2);
  });

  it('are not made from what somebody else signed, nor from one source, nor late ones', async () => {
    for (const [scenario, reason] of [
      ['bad-signature', 'mesh.signature-invalid'],
      ['quorum-loss', 'fx.too-few-sources'],
      ['wide-spread', 'fx.spread-too-wide'],
      ['stale-time', 'fx.too-old'],
      ['replayed', 'fx.seq-not-rising'],
    ] as const) {
      play(house, scenario);
      await until(async () => ((await euro(house)).refused[reason] ?? 0) >= 2, 20_000, reason);
      play(house, 'calm');
      await until(async () => (await euro(house)).ageSeconds! < 2);
    }
    await noLiars(house);
  });

  it('go while a genuine fall of 4 % is held, and come back at the new rate', async () => {
    const before = marketNow(house);
    play(house, 'genuine-drop');
    await until(async () => (await euro(house)).reason === 'fx.move-held');
    await noneShows(house, 30_000);
    await noLiars(house);
    await allShow(house);
    for (const { rate: at } of await figures(house)) expect(Number(at) / before).toBeLessThan(0.98);
    await noLiars(house);
    play(house, 'calm');
  }, 120_000);

  it('ride along on a new legal price without a refresh of their own', async () => {
    const { id, skus } = (await house.labels())[0]!;
    const panel = house.shop.aisle.label(id)!;
    const drawn = panel.screen().refreshes;
    const { tokens } = (await figures(house)).find(one => one.id === id)!;
    house.shop.pricing.setPrice(skus[0]!, 9_999n);
    const label = await until(async () => {
      const now = await house.label(id);
      return now.confidence === 'confirmed' && now.content.shown?.amountMinor === 9_999 && now;
    });
    expect(panel.screen().refreshes).toBe(drawn + 1);
    const sats = Number(label.content.shown!.satsText!.replace(/\D/g, ''));
    expect(Math.abs(sats / ((9_999 * 1e6) / marketNow(house)) - 1)).toBeLessThan(0.02);
    expect((await figures(house)).find(one => one.id === id)!.tokens).toBeGreaterThanOrEqual(tokens);
  });

  it('go from a label whose legal price has to wait for the tills, and leave that price as it is', async () => {
    await allShow(house);
    const { id, skus } = (await house.labels())[2]!;
    const before = (await house.label(id)).content.shown!;
    const endFault = house.fault('till-silent');
    house.shop.pricing.setPrice(skus[0]!, BigInt(before.amountMinor - 10));
    await until(async () => (await house.label(id)).reason === 'till.waiting');
    expect((await house.label(id)).content.shown?.satsText).toBe(before.satsText);
    play(house, 'genuine-drop');
    const bare = await until(async () => {
      const now = (await house.label(id)).content.shown!;
      return now.satsText === null && now;
    });
    expect(bare.amountMinor).toBe(before.amountMinor);
    await noLiars(house);
    play(house, 'calm');
    endFault();
    await until(async () => (await house.label(id)).content.shown!.amountMinor === before.amountMinor - 10);
    await allShow(house);
  }, 90_000);

  it('are made from no rate while the clock cannot be trusted', async () => {
    play(house, 'clock-unsynchronised');
    await until(async () => (await euro(house)).reason === 'fx.clock-not-synchronised');
    await until(async () => ((await euro(house)).refused['fx.clock-not-synchronised'] ?? 0) > 0);
    play(house, 'calm');
    await until(async () => (await euro(house)).state === 'usable');
  });

  it('are all gone within 15 minutes of silence; what cannot be reached is stale, with the time it prints', async () => {
    await allShow(house);
    const lost = (await figures(house))[0]!;
    const endFault = house.fault('silent-label', { label: lost.id });
    play(house, 'silence');
    const lastMs = house.shop.rates!.status().rates[0]!.atMs!;
    const gone = until(
      async () => (await figures(house)).every(({ id, state }) => id === lost.id || state === 'absent') && Date.now(),
      15 * minuteMs + 20_000,
      'the end of every other price in bitcoin',
    );
    const stale = await until(
      async () => {
        const label = await house.label(lost.id);
        return label.reason === 'sats.outdated' && label;
      },
      15 * minuteMs + 20_000,
      'the stale label',
    );
    // The agent looks every five seconds, which is more than a minute of this shop's time.
    expect((await gone) - lastMs).toBeLessThanOrEqual(15 * minuteMs + 8_000);
    expect(stale).toMatchObject({ confidence: 'stale' });
    expect(stale.content.shown).toMatchObject({ satsText: lost.text, rateText: expect.stringMatching(/^\d\d:\d\d$/) });
    expect(stale.content.desired?.satsText).toBeNull();
    const others = (await house.labels()).filter(({ id }) => id !== lost.id);
    await until(async () => (await house.labels()).every(one => one.id === lost.id || one.confidence === 'confirmed'));
    for (const { id, priceText } of others)
      expect((await house.label(id)).content.shown).toMatchObject({ satsText: null, priceText });
    endFault();
    await until(async () => (await house.label(lost.id)).content.shown?.satsText === null, 60_000, 'the withdrawal');
    await noLiars(house);
    play(house, 'calm');
    await allShow(house);
  }, 180_000);
});

describe('recovery', () => {
  it('brings them back without a storm: at most a fifth of the labels in any minute', async () => {
    const house = await openHouse({ labels: 20, ratesEveryMs: 500, config: { bitcoin: { rate } } });
    try {
      await house.startAgent();
      await allProven(house);
      const total = () => house.shop.aisle.labels.reduce((sum, { label }) => sum + label.screen().refreshes, 0);
      const begun = total();
      const at: number[] = [];
      const endMs = Date.now() + 75_000;
      while (Date.now() < endMs) {
        for (let seen = at.length; begun + seen < total(); seen++) at.push(Date.now());
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      const inAnyMinute = at.map(from => at.filter(ms => ms >= from && ms < from + 60_000).length);
      expect(Math.max(...inAnyMinute)).toBeLessThanOrEqual(4);
      expect(at.length).toBeGreaterThanOrEqual(2);
      await noLiars(house);
    } finally {
      await house.stop();
    }
  }, 150_000);
});
