import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FiguresDocument, QuoteDocument, RatesDocument } from '../../src/console/bitcoin-documents.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';

let shop: FixtureConsole;
beforeAll(async () => {
  shop = await startFixtureConsole(4);
});
afterAll(() => shop.stop());

const get = (path: string, init?: RequestInit) => fetch(new URL(path, shop.url), init);

describe('exchange rates over the API', () => {
  test('are told with what follows for the labels', async () => {
    const document = RatesDocument.parse(await (await get('/api/rates')).json());
    expect(document.rates.map(({ id, state }) => `${id} ${state}`)).toEqual(['btc-eur usable', 'btc-usd unusable']);
    expect(document.figures).toMatchObject({ total: 4, shown: 1, outdated: 1 });
  });

  test('each label can be asked for, as many as wanted', async () => {
    const some = FiguresDocument.parse(await (await get('/api/figures?limit=2')).json());
    expect(some).toMatchObject({ total: 4, labels: [{ state: 'outdated' }, { state: 'absent' }] });
    expect((await get('/api/figures?limit=0')).status).toBe(400);
  });

  test('a pair is trusted by name, and only one that is used', async () => {
    expect((await get('/api/rates/btc-usd/trust', { method: 'POST' })).status).toBe(200);
    expect((await get('/api/rates/btc-xau/trust', { method: 'POST' })).status).toBe(404);
  });

  test('a quote says what it stands on, and what is not sold is refused', async () => {
    const quote = QuoteDocument.parse(await (await get('/api/quotes/40123')).json());
    expect(quote).toMatchObject({ sats: 3_268, rateSeq: 184_467, source: 'now' });
    const none = await get('/api/quotes/4711');
    expect(none.status).toBe(404);
    expect(await none.json()).toMatchObject({ error: { code: 'product.missing' } });
  });

  test('metrics count refusals by pair and reason', async () => {
    const text = await (await get('/metrics')).text();
    expect(text).toContain('endcap_rate_usable{pair="btc-eur"} 1');
    expect(text).toContain('endcap_rate_usable{pair="btc-usd"} 0');
    expect(text).toContain('endcap_rate_refused_total{pair="btc-usd",reason="fx.ratio-implausible"} 3');
    expect(text).toContain('endcap_bitcoin_labels{state="outdated"} 1');
    expect(text).toContain('endcap_bitcoin_band_ratio 0.015');
  });
});
