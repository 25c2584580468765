import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { DoneDocument, ErrorDocument } from '../../src/console/documents.ts';
import {
  LayoutListDocument,
  LayoutPreviewDocument,
  RevokeDocument,
  ScreenDocument,
  ScreenListDocument,
  ScreenOrderDocument,
  ScreenPlaysDocument,
} from '../../src/console/screen-documents.ts';
import { pageEventSchema } from '../../src/signage/wire/page-event.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';
import { pairPage } from './fixture-page.ts';

let shop: FixtureConsole;
beforeAll(async () => {
  shop = await startFixtureConsole(4);
});
afterAll(() => shop.stop());

const ask = (path: string, method = 'GET', body?: unknown) =>
  fetch(new URL(path, shop.url), {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const read = async <T>(schema: z.ZodType<T>, path: string, method?: string, body?: unknown): Promise<T> => {
  const answer = await ask(path, method, body);
  expect(answer.status).toBe(200);
  return schema.parse(await answer.json());
};
const refused = async (path: string, method?: string, body?: unknown): Promise<[number, string]> => {
  const answer = await ask(path, method, body);
  return [answer.status, ErrorDocument.parse(await answer.json()).error.code];
};

describe('screens over the API', () => {
  test('are listed with how they stand and what can be seen', async () => {
    const { screens, override } = await read(ScreenListDocument, '/api/screens');
    expect(screens.map(({ id, state, reason }) => [id, state, reason])).toContainEqual([
      'aisle-2',
      'stale',
      'screen.stale',
    ]);
    expect(override).toBeNull();
  });

  test('are shown with what stands in the way of each entry and each price', async () => {
    const screen = await read(ScreenDocument, '/api/screens/entrance');
    expect(screen.playlist.find(({ state }) => state === 'blocked')).toMatchObject({ reason: 'screen.asset-missing' });
    expect(screen.cards.filter(({ price }) => price === null)).toMatchObject([{ reason: 'screen.shelf-differs' }]);
  });

  test('can be mirrored, and say what they played', async () => {
    const event = await read(pageEventSchema, '/api/screens/entrance/programme');
    expect(event).toMatchObject({ type: 'programme', programme: { screen: 'entrance' } });
    const { hours } = await read(ScreenPlaysDocument, '/api/screens/entrance/plays?hours=2');
    expect(hours).toHaveLength(2);
    expect(await refused('/api/screens/entrance/plays?hours=169')).toEqual([400, 'console.request-invalid']);
  });

  test.each(['', '/programme', '/plays', '/screenshot.png'])('that there are not are unknown: %s', async rest => {
    expect(await refused(`/api/screens/none${rest}`)).toEqual([404, 'screen.unknown']);
  });

  test('carry out orders, where a page shows them', async () => {
    for (const order of ['reload', 'identify', 'screenshot'] as const) {
      const done = await read(ScreenOrderDocument, `/api/screens/entrance/${order}`, 'POST');
      expect(done).toMatchObject({ order, pages: 1, done: true });
      expect(await refused(`/api/screens/none/${order}`, 'POST')).toEqual([404, 'screen.unknown']);
    }
    expect(await refused('/api/screens/cheese/reload', 'POST')).toEqual([502, 'screen.silent']);
    expect(shop.view.signage.acts).toEqual([
      'local reload entrance',
      'local identify entrance',
      'local screenshot entrance',
    ]);
  });

  test('are paired by the code on them, and revoked', async () => {
    await pairPage(shop.url, 'entrance');
    const { tokens, paired } = await read(ScreenDocument, '/api/screens/entrance');
    expect([paired, tokens]).toMatchObject([1, [{ by: 'local', token: expect.stringMatching(/^[0-9a-f]{12}$/) }]]);
    const revoke = (body: unknown) => read(RevokeDocument, '/api/screens/entrance/revoke', 'POST', body);
    expect(await revoke({ token: 'ffffffff' })).toMatchObject({ revoked: 0 });
    expect(await revoke({ token: tokens[0]!.token })).toMatchObject({ revoked: 1 });
    expect(await refused('/api/screens/entrance/revoke', 'POST', { token: 'fff' })).toEqual([
      400,
      'console.request-invalid',
    ]);
    expect(await refused('/api/screens/entrance/pair', 'POST', {})).toEqual([400, 'console.request-invalid']);
    expect(await refused('/api/screens/none/pair', 'POST', { code: 'ACDEFH' })).toEqual([404, 'screen.unknown']);
  });

  test('say what is more important than everything else, until it is taken back', async () => {
    const override = { text: { de: 'Bitte den Ausgang benutzen', en: 'Please leave' }, zone: 'dairy', forMs: 60_000 };
    await read(DoneDocument, '/api/screens/override', 'POST', override);
    expect((await read(ScreenListDocument, '/api/screens')).override).toMatchObject({ zone: 'dairy', by: 'local' });
    await read(DoneDocument, '/api/screens/override', 'DELETE');
    expect((await read(ScreenListDocument, '/api/screens')).override).toBeNull();
    const wrong = async (change: object): Promise<string> => {
      const answer = await ask('/api/screens/override', 'POST', { ...override, ...change });
      expect(answer.status).toBe(400);
      return ErrorDocument.parse(await answer.json()).error.message;
    };
    expect(await wrong({ text: {} })).toContain('body.text: must have a language');
    expect(await wrong({ text: { German: 'x' } })).toContain('body.text');
    expect(await wrong({ forMs: 0 })).toContain('body.forMs');
    expect(await wrong({ screen: 'entrance' })).toContain('body.zone: must not stand beside screen');
  });

  test('are counted for machines', async () => {
    const text = await (await ask('/metrics')).text();
    expect(text).toContain('endcap_screens{state="playing"} 1');
    expect(text).toContain('endcap_screens{state="off"} 0');
    expect(text).toContain('endcap_screen_prices_hidden{screen="aisle-2"} 6');
    expect(text).toContain('endcap_screen_pages{screen="cheese"} 0');
    expect(text).toContain('endcap_screen_plays_total{screen="entrance"} 412');
    expect(text).toContain('endcap_screen_visible{screen="entrance"} 1');
    expect(text).not.toContain('endcap_screen_visible{screen="cheese"}');
  });
});

describe('layouts over the API', () => {
  test('are listed, and checked without being kept', async () => {
    const { layouts } = await read(LayoutListDocument, '/api/layouts');
    const preview = (source: string) => read(LayoutPreviewDocument, '/api/layouts/preview', 'POST', { source });
    expect((await preview('broken')).problems).toMatchObject([{ line: 1 }]);
    const good = await preview(layouts[0]!.source);
    expect([good.problems, good.layout]).toEqual([[], layouts[0]!.layout]);
    expect(await refused('/api/layouts/preview', 'POST', { source: 'x'.repeat(131_073) })).toEqual([
      400,
      'console.request-invalid',
    ]);
  });
});
