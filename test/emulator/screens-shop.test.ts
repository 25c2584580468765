import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { systemClock } from '../../emulator/clock.ts';
import { createControl } from '../../emulator/control.ts';
import { posterNames } from '../../emulator/screens/posters.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import { exchange } from '../../src/cli/local-http.ts';
import { loadConfig } from '../../src/config/load.ts';
import { screenItemSchema } from '../../src/mesh/contract/screen.ts';
import { builtinLayouts } from '../../src/signage/builtin-layouts.ts';
import { fits } from '../../src/signage/layout-fits.ts';
import { join, until } from './joiner.ts';

let shop: Shop;
let place: string;
let close: () => Promise<void>;
beforeAll(async () => {
  place = mkdtempSync(joinPath(tmpdir(), 'endcap-screens-'));
  const usual = { labels: 12, seed: 1, adapters: 3, broker: null, driftPerMinute: 0, clock: systemClock };
  shop = await createShop({ ...usual, beacons: true, wired: true, screens: true, refreshScale: 0, gateways: 2 });
  const control = await createControl(shop, joinPath(place, 'control.sock'), systemClock);
  close = () => control.stop();
}, 30_000);
afterAll(async () => {
  await close();
  await shop.stop();
  rmSync(place, { recursive: true, force: true });
});

async function ask(method: 'GET' | 'POST', path: string, body?: unknown) {
  const socket = joinPath(place, 'control.sock');
  const answer = await exchange({ socket, method, path, body, timeoutMs: 5_000, maxBytes: 10_000_000 });
  if (!answer.ok) throw new Error(`${answer.why}: ${answer.detail}`);
  const isPng = answer.body[0] === 0x89;
  return { ...answer, json: isPng ? {} : JSON.parse(Buffer.from(answer.body).toString('utf8')) };
}
const code = ({ status, json }: Awaited<ReturnType<typeof ask>>) => [status, json.error?.code];

function screensOf(shop: Shop) {
  const { screen } = shop.mesh.authority.streams;
  return [...screen.keys()].map(key => {
    const item = screenItemSchema.parse(screen.item(key));
    if (item.deleted || item.kind !== 'screen') throw new Error(`${key} is no screen`);
    return item;
  });
}

describe('the screens of the emulated shop', () => {
  it('are eight facts of the contract, signed, that agents may believe', async () => {
    expect(screensOf(shop).length).toBe(8);
    const joiner = await join(urlOf(shop), () => shop.mesh.keys);
    await until(
      () => joiner.of('head').some(({ topic }) => topic?.kind === 'head' && topic.stream === 'screen'),
      'a head',
    );
    const chunks = await joiner.ask('screen');
    expect(chunks.every(({ fits, signed }) => fits && signed)).toBe(true);
    await joiner.leave();
  });

  it('fit their layouts, and show products, zones and files that are there', () => {
    const layouts = builtinLayouts();
    const refs = new Set(Object.values(shop.screens!.media).map(({ sha256 }) => sha256));
    for (const item of screensOf(shop)) {
      const layout = layouts.find(one => one.layout.id === item.layout)!;
      expect([item.screen, fits(layout, item.panel, item.viewingDistanceM)]).toEqual([item.screen, []]);
      if (item.skin !== undefined) expect(Object.keys(layout.skins)).toContain(item.skin);
      if (item.zone !== undefined) expect(shop.zones.map(({ id }) => id)).toContain(item.zone);
      const regions = new Set(layout.layout.regions.filter(({ kind }) => kind === 'playlist').map(({ id }) => id));
      for (const { show, region = 'main' } of item.playlist) {
        expect(regions.has(region)).toBe(true);
        if (show.kind === 'prices' || show.kind === 'bitcoin')
          for (const sku of show.skus) expect(shop.pricing.amount(String(sku))).toBeGreaterThan(0);
        if (show.kind === 'image' || show.kind === 'video') expect(refs).toContain(show.media.sha256);
      }
    }
  });

  it('are in the configuration that an agent loads', () => {
    const load = (gateway: number) => {
      const file = joinPath(place, `endcap-${gateway}.yaml`);
      writeFileSync(file, stringify({ ...shop.configuration(gateway), data: joinPath(place, 'data') }));
      const loaded = loadConfig({ file, env: {}, readFile: path => readFileSync(path, 'utf8') });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      return loaded.config;
    };
    const { screens, watches } = load(0);
    expect(screens.assets.url).toBe(shop.screens!.assets.url);
    expect(watches.find(({ id }) => id === 'queue-long')!.actions).toContainEqual({ screen: 'checkout' });
    expect(load(1).screens.assets.url).toBe(shop.screens!.assets.url);
    expect(screensOf(shop).every(({ gateway }) => gateway === 'gw-01')).toBe(true);
  });

  it('get their pictures and the film by what they are', async () => {
    const { assets, media } = shop.screens!;
    expect(Object.keys(media)).toEqual([...posterNames, 'film']);
    for (const { ref, sha256, type, bytes } of Object.values(media)) {
      const answer = await fetch(new URL(ref, assets.url));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
      const got = Buffer.from(await answer.arrayBuffer());
      expect([hash(got), got.length]).toEqual([sha256, bytes.length]);
    }
    expect(decode(media.office.bytes)).toMatchObject({ width: 1280, height: 720 });
    expect(media.film.bytes.length).toBeLessThan(60_000);
    expect((await fetch(new URL('nothing.png', assets.url))).status).toBe(404);
    expect((await fetch(new URL(media.film.ref, assets.url), { method: 'PUT' })).status).toBe(405);
  });

  it('get wrong, slow and no pictures by the faults', async () => {
    const { assets, media, faults } = shop.screens!;
    const get = async () => {
      const answer = await fetch(new URL(media.coffee.ref, assets.url));
      return { status: answer.status, hash: hash(Buffer.from(await answer.arrayBuffer())) };
    };
    const begin = (name: string, options = {}) => faults.find(fault => fault.name === name)!.start(options);
    let end = begin('assets-wrong');
    expect((await get()).hash).not.toBe(media.coffee.sha256);
    end();
    end = begin('assets-gone');
    expect((await get()).status).toBe(404);
    end();
    end = begin('assets-slow', { factor: 2 });
    const answer = await fetch(new URL(media.coffee.ref, assets.url));
    const reader = answer.body!.getReader();
    const { value } = await reader.read();
    expect(value!.length).toBeLessThan(media.coffee.bytes.length);
    await reader.cancel();
    end();
    expect(await get()).toEqual({ status: 200, hash: media.coffee.sha256 });
  });
});

describe('orders to the screens', () => {
  it('tell what they show, and cut their power', async () => {
    const { json } = await ask('GET', '/screens');
    expect(json.screens.map(({ screen, state }: { screen: string; state: string }) => [screen, state])).toContainEqual([
      'door',
      'waiting',
    ]);
    expect((await ask('POST', '/screen', { screen: 'door', power: 'unplug' })).status).toBe(200);
    expect(shop.screens!.screens.find(({ id }) => id === 'door')!.truth().state).toBe('off');
    expect((await ask('POST', '/screen', { screen: 'door', power: 'plug' })).status).toBe(200);
    expect(decode((await ask('GET', '/screens/door.png')).body).width).toBe(480);
    expect(code(await ask('GET', '/screens/nothing.png'))).toEqual([422, 'screen-unknown']);
    expect(code(await ask('POST', '/screen', { screen: 'nothing', power: 'plug' }))).toEqual([422, 'screen-unknown']);
  });

  it('dress a zone in one step, and say an emergency over it', async () => {
    const { screen } = shop.mesh.authority.streams;
    const parsed = (key: string) => screenItemSchema.parse(screen.item(key));
    expect((await ask('POST', '/style', { zone: 'fresh', skin: 'sale' })).status).toBe(200);
    expect(parsed('style-fresh')).toMatchObject({ kind: 'style', zone: 'fresh', skin: 'sale' });
    const text = { de: 'Bitte gehen Sie hinaus', en: 'Please leave' };
    const nowMs = Date.now();
    expect((await ask('POST', '/emergency', { zone: 'fresh', text, forMs: 60_000 })).status).toBe(200);
    const during = parsed('style-fresh') as { skin: string; emergency: { until: string } };
    expect(during).toMatchObject({ skin: 'sale', emergency: { text } });
    expect(Date.parse(during.emergency.until) - nowMs).toBeGreaterThan(55_000);
    expect((await ask('POST', '/end-emergency', { zone: 'fresh' })).status).toBe(200);
    expect(parsed('style-fresh')).toMatchObject({ skin: 'sale' });
    expect(parsed('style-fresh')).not.toHaveProperty('emergency');
    expect((await ask('POST', '/style', { zone: 'fresh', skin: null })).status).toBe(200);
    expect(parsed('style-fresh')).not.toHaveProperty('skin');
    expect((await ask('POST', '/emergency', { text })).status).toBe(200);
    expect(parsed('style-store')).toMatchObject({ kind: 'style', emergency: { text } });
    expect(parsed('style-store')).not.toHaveProperty('zone');
    await ask('POST', '/end-emergency', {});
    expect(code(await ask('POST', '/end-emergency', {}))).toEqual([422, 'emergency-none']);
    expect(code(await ask('POST', '/style', { zone: 'nowhere', skin: 'sale' }))).toEqual([422, 'zone-unknown']);
  });
});

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const urlOf = (of: Shop) => (of.configuration().mesh as { url: string }).url;
