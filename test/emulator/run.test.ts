import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../emulator/clock.ts';
import { createControl } from '../../emulator/control.ts';
import { runShop } from '../../emulator/run.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import { loadLabelKeys } from '../../src/agent/label-keys.ts';
import { exchange } from '../../src/cli/local-http.ts';
import type { RunShop } from '../../src/cli/ports.ts';
import { loadConfig } from '../../src/config/load.ts';
import { join, until } from './joiner.ts';

/** The members that the tests look at. */
interface Json {
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  readonly labels: readonly { readonly id: string; readonly family: string }[];
  readonly faults: readonly { readonly name: string; readonly active: boolean }[];
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  readonly json: Json;
}

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(joinPath(tmpdir(), 'endcap-shop-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const at = (name: string) => joinPath(dir, name);

const small = { labels: 12, seed: 1, adapters: 2, brokerUrl: null, driftPerMinute: 0 } as const;
const options = (name = 'shop') => ({ ...small, configOut: at(`${name}.yaml`), controlSocket: at(`${name}.sock`) });

async function ask(socket: string, method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
  const answer = await exchange({ socket, method, path, body, timeoutMs: 5_000, maxBytes: 10_000_000 });
  if (!answer.ok) throw new Error(`${answer.why}: ${answer.detail}`);
  const isJson = answer.body[0] === 0x7b;
  return {
    ...answer,
    json: isJson ? JSON.parse(Buffer.from(answer.body).toString('utf8')) : { labels: [], faults: [] },
  };
}

describe('a shop for other processes', () => {
  it('writes a configuration that an agent loads and joins by, and takes everything away in the end', async () => {
    const asTheCommandLineCalls: RunShop = runShop;
    const shop = await asTheCommandLineCalls(options());
    const loaded = loadConfig({ file: at('shop.yaml'), env: {}, readFile: path => readFileSync(path, 'utf8') });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { config } = loaded;
    expect(config.radios.length).toBe(2);
    expect(config.data).toBe(at('shop.yaml.data'));
    expect(config.keyring.secret?.length).toBeGreaterThanOrEqual(32);
    const keys = config.mesh.keys.map(({ kid, publicKey, signs }) => ({ kid, publicKey, signs }));
    const joiner = await join(config.mesh.url, () => keys);
    await until(() => joiner.of('head').length >= 5, 'the heads');
    expect(joiner.seen.every(({ fits, signed }) => fits && signed)).toBe(true);
    await joiner.leave();

    const { rows, problems } = loadLabelKeys(config.labels.keyFile!);
    expect(problems).toEqual([]);
    const { labels } = (await ask(at('shop.sock'), 'GET', '/labels')).json;
    const secured = new Set(rows.map(({ label }) => label));
    expect(secured.size).toBeGreaterThan(0);
    for (const label of labels) if (label.family === 'gicisky') expect(secured.has(label.id)).toBe(false);
    expect([...secured].every(id => labels.some(label => label.id === id))).toBe(true);

    await shop.stop();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('lets no other user read its secrets, whatever lay there before', async () => {
    for (const name of ['shop.yaml', 'shop.yaml.keys.csv']) writeFileSync(at(name), 'old', { mode: 0o644 });
    const shop = await runShop(options());
    for (const name of ['shop.yaml', 'shop.yaml.keys.csv', 'shop.sock']) {
      expect(statSync(at(name)).mode & 0o777).toBe(0o600);
    }
    await shop.stop();
  });

  it('has the same secret for the same seed, so that a kept data directory can be read again', async () => {
    const secret = () => /secret: (\S+)/.exec(readFileSync(at('shop.yaml'), 'utf8'))?.[1];
    const one = await runShop(options());
    const first = secret();
    await one.stop();
    const two = await runShop(options());
    expect(secret()).toBe(first);
    await two.stop();
    const other = await runShop({ ...options(), seed: 99 });
    expect(secret()).not.toBe(first);
    await other.stop();
  });

  it('takes no path that is not its own, and leaves nothing when it cannot open', async () => {
    writeFileSync(at('precious.txt'), 'precious');
    await expect(runShop({ ...options(), controlSocket: at('precious.txt') })).rejects.toThrow('is no socket');
    expect(readFileSync(at('precious.txt'), 'utf8')).toBe('precious');

    const shop = await runShop(options());
    await expect(runShop({ ...options('other'), controlSocket: at('shop.sock') })).rejects.toThrow('Another shop');
    expect((await ask(at('shop.sock'), 'GET', '/status')).status).toBe(200);
    await shop.stop();

    mkdirSync(at('taken.yaml'));
    await expect(runShop(options('taken'))).rejects.toThrow();
    await expect(runShop({ ...options(), brokerUrl: 'localhost' })).rejects.toThrow('must be given like');
    expect(readdirSync(dir).sort()).toEqual(['precious.txt', 'taken.yaml']);
  });

  it('takes the place of a socket that nobody answers at', async () => {
    const server = createServer().listen(at('left.sock'));
    await new Promise(resolve => server.once('listening', resolve));
    // A process that was killed leaves its socket; closing removes it, so a second name is given to it before.
    linkSync(at('left.sock'), at('shop.sock'));
    await new Promise(resolve => server.close(resolve));
    const shop = await runShop(options());
    expect((await ask(at('shop.sock'), 'GET', '/status')).json).toMatchObject({ labels: 12 });
    await shop.stop();
  });
});

describe('orders', () => {
  let place: string;
  let socket: string;
  let shop: Shop;
  let close: () => Promise<void>;
  beforeAll(async () => {
    place = mkdtempSync(joinPath(tmpdir(), 'endcap-control-'));
    socket = joinPath(place, 'control.sock');
    shop = await createShop({ ...small, broker: null, clock: systemClock });
    const control = await createControl(shop, socket, systemClock);
    close = () => control.stop();
  });
  afterAll(async () => {
    await close();
    await shop.stop();
    rmSync(place, { recursive: true, force: true });
  });

  const post = (path: string, body: unknown) => ask(socket, 'POST', path, body);
  const code = ({ status, json }: Answer) => [status, json.error?.code];

  it('change a price exactly', async () => {
    const [sku = ''] = shop.pricing.skus();
    const seq = shop.mesh.authority.streams.price.seq();
    const epoch = shop.mesh.authority.streams.price.epoch();
    const { status, json } = await post('/price', { sku, amount: '12.34' });
    expect([status, json]).toEqual([200, { sku, key: sku, version: 2, epoch, seq: seq + 1 }]);
    expect(shop.pricing.amount(sku)).toBe(1234);
    await post('/price', { sku, amount: '0.07' });
    expect(shop.pricing.amount(sku)).toBe(7);
  });

  it('plan, sell out, describe, offer and take out', async () => {
    const [, sku = ''] = shop.pricing.skus();
    const { price, product, offer } = shop.mesh.authority.streams;
    const before = shop.pricing.amount(sku);
    const later = new Date(Date.now() + 3_600_000).toISOString();
    expect((await post('/schedule', { sku, amount: '9.99', at: later })).status).toBe(200);
    expect(shop.pricing.amount(sku)).toBe(before);
    expect((price.item(sku)!.timeline as object[]).at(-1)).toMatchObject({ amountMinor: 999 });

    expect((await post('/sold-out', { sku })).status).toBe(200);
    expect(product.item(sku)).toMatchObject({ availability: 'sold-out' });
    expect((await post('/product', { sku, name: { de: 'Öl', en: 'Oil' } })).status).toBe(200);
    expect(product.item(sku)).toMatchObject({ name: { de: 'Öl', en: 'Oil' }, availability: 'sold-out' });
    expect((await post('/sold-out', { sku, soldOut: false })).status).toBe(200);
    expect(product.item(sku)).toMatchObject({ availability: 'available' });

    const terms = { skus: [sku], from: '2026-11-25T00:00:00Z', badge: { de: '2 für 1', en: '2 for 1' } };
    expect((await post('/offer', { offer: 'two-for-one', ...terms })).status).toBe(200);
    expect(offer.item('two-for-one')).toMatchObject(terms);
    expect((await post('/delete', { sku })).status).toBe(200);
    expect([shop.pricing.amount(sku), product.item(sku)?.deleted]).toEqual([null, true]);
  });

  it('are refused with a reason and a hint', async () => {
    const [sku = ''] = shop.pricing.skus();
    for (const amount of ['12,34', '1.234', '0', '-1', '1e2', '']) {
      expect(code(await post('/price', { sku, amount }))).toEqual([400, 'amount-invalid']);
    }
    const terms = { offer: 'o', skus: [sku], from: '2026-11-25T00:00:00Z', to: '2026-11-24T00:00:00Z' };
    expect(code(await post('/price', { sku: 'nothing', amount: '1' }))).toEqual([422, 'sku-unknown']);
    expect(code(await post('/schedule', { sku, amount: '1', at: '2020-01-01T00:00:00Z' }))).toEqual([
      422,
      'schedule-past',
    ]);
    expect(code(await post('/offer', terms))).toEqual([422, 'offer-reversed']);
    expect(code(await post('/price', { sku, amount: '1', more: 1 }))).toEqual([400, 'request-invalid']);
    expect(code(await post('/price', 'x'.repeat(70_000)))).toEqual([400, 'request-invalid']);
    expect(code(await post('/fault', { name: 'nothing' }))).toEqual([422, 'fault-unknown']);
    expect(code(await post('/fault', { name: 'lost-packets', options: { rate: 2 } }))).toEqual([
      400,
      'request-invalid',
    ]);
    expect(code(await ask(socket, 'DELETE', '/fault/nothing'))).toEqual([422, 'fault-unknown']);
    expect(code(await post('/reboot/nothing', undefined))).toEqual([422, 'label-unknown']);
    expect(code(await ask(socket, 'GET', '/labels/nothing.png'))).toEqual([422, 'label-unknown']);
    expect(code(await ask(socket, 'GET', '/nothing'))).toEqual([404, 'not-found']);
    const { json } = await post('/price', { sku, amount: 'x' });
    expect(json.error?.hint).not.toBe('');
  });

  it('break and mend', async () => {
    const active = async () =>
      (await ask(socket, 'GET', '/faults')).json.faults.filter(fault => fault.active).map(fault => fault.name);
    expect(await active()).toEqual([]);
    expect((await post('/fault', { name: 'frozen-mesh' })).json).toEqual({ name: 'frozen-mesh', forMs: null });
    expect((await post('/fault', { name: 'lost-facts', forMs: 150, options: { rate: 0.5 } })).status).toBe(200);
    expect(await active()).toEqual(['lost-facts', 'frozen-mesh']);
    expect(shop.mesh.weather).toMatchObject({ frozen: true, lossRate: 0.5 });
    await until(() => shop.mesh.weather.lossRate === 0, 'its end');
    expect(await active()).toEqual(['frozen-mesh']);
    expect((await ask(socket, 'DELETE', '/fault/frozen-mesh')).status).toBe(200);
    expect(shop.mesh.weather.frozen).toBe(false);
    expect(await active()).toEqual([]);
  });

  it('a fault begun again lasts as long as it was told last', async () => {
    await post('/fault', { name: 'till-silent', forMs: 100 });
    await post('/fault', { name: 'till-silent' });
    await new Promise(resolve => setTimeout(resolve, 250));
    expect(shop.mesh.weather.tillSilent).toBe(true);
    await ask(socket, 'DELETE', '/fault/till-silent');
    expect(shop.mesh.weather.tillSilent).toBe(false);
  });

  it('show what the panels really show', async () => {
    const { json } = await ask(socket, 'GET', '/labels');
    expect(json.labels.length).toBe(12);
    const [{ label }] = shop.aisle.labels as [Shop['aisle']['labels'][number]];
    const { width, height, pixels, crc } = label.screen();
    const told = json.labels.find(({ id }) => id === label.id);
    expect(told).toMatchObject({ family: label.family, screen: { width, height, crc } });
    const { body } = await ask(socket, 'GET', `/labels/${label.id}.png`);
    const png = decode(body);
    expect([png.width, png.height, png.channels]).toEqual([width, height, 3]);
    const black = [...pixels].filter(pixel => pixel === 1).length;
    let dark = 0;
    for (let pixel = 0; pixel < width * height; pixel++) {
      if (png.data[pixel * 3] === 0 && png.data[pixel * 3 + 1] === 0) dark++;
    }
    expect(dark).toBe(black);
    expect((await ask(socket, 'POST', `/reboot/${label.id}`)).json).toEqual({ label: label.id });
  });
});
