import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { systemClock } from '../../emulator/clock.ts';
import { createControl } from '../../emulator/control.ts';
import { defaultDay } from '../../emulator/people/default-day.ts';
import { runShop } from '../../emulator/run.ts';
import { createShop, type Shop, type ShopOptions } from '../../emulator/shop.ts';
import { exchange } from '../../src/cli/local-http.ts';
import { loadConfig } from '../../src/config/load.ts';
import { sessionOpenArgsSchema } from '../../src/mesh/contract/proximity.ts';
import { publicKeyFromRaw, verifyEnvelope } from '../../src/mesh/contract/signature.ts';
import { gatewayTopics } from '../../src/mesh/contract/topics.ts';
import { type Joiner, join, until } from './joiner.ts';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const usual = { labels: 60, seed: 1, adapters: 2, broker: null, driftPerMinute: 0, clock: systemClock } as const;

async function open(over: Partial<ShopOptions> = {}): Promise<Shop> {
  const shop = await createShop({ ...usual, beacons: true, people: defaultDay(12), headEveryMs: 200, ...over });
  stops.push(() => shop.stop());
  return shop;
}

const meshUrl = (shop: Shop) => (shop.configuration().mesh as { url: string }).url;

async function joined(shop: Shop): Promise<Joiner> {
  const joiner = await join(meshUrl(shop), () => shop.mesh.keys);
  stops.push(() => joiner.leave());
  return joiner;
}

/** What an agent makes of a configuration. */
function loaded(configuration: Readonly<Record<string, unknown>>) {
  const dir = mkdtempSync(joinPath(tmpdir(), 'endcap-proximity-'));
  stops.push(() => rmSync(dir, { recursive: true, force: true }));
  const file = joinPath(dir, 'endcap.yaml');
  writeFileSync(file, stringify({ ...configuration, data: joinPath(dir, 'data') }));
  const result = loadConfig({ file, env: {}, readFile: path => readFileSync(path, 'utf8') });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

describe('a shop with people', () => {
  it('writes a configuration that an agent takes as it is', async () => {
    const shop = await open();
    const config = loaded(shop.configuration());
    expect(config.beacons).toEqual({ adapter: shop.radio.beaconUrls[0], powerDbm: 0 });
    expect(config.radios.map(({ url }) => url)).not.toContain(config.beacons?.adapter);
    expect(config.zones.map(({ id, receivers }) => [id, receivers])).toEqual([
      ['fresh', ['gw-01/0']],
      ['snacks', ['gw-01/1']],
    ]);
    expect(config.zones.map(({ area }) => area)).toEqual([
      { x: 0, y: 0, width: 7.5, height: 3 },
      { x: 7.5, y: 0, width: 7.5, height: 3 },
    ]);
    expect(config.privacy).toMatchObject({ mode: 'broadcast', permit: ['count', 'consented'] });
    const kinds = config.sightings.tags.map(({ kind }) => kind);
    expect(kinds.filter(kind => kind === 'staff')).toHaveLength(2);
    expect(kinds.filter(kind => kind === 'trolley')).toHaveLength(3);
    expect(kinds.filter(kind => kind === 'sensor')).toHaveLength(2);
    expect(config.sightings.tags.some(({ eid }) => eid !== undefined)).toBe(true);
    expect(config.sightings.tags.some(({ bindKey }) => bindKey !== undefined)).toBe(true);
  });

  it('hangs labels in every bay, so that each zone has some', async () => {
    const shop = await open();
    const bays = new Set(shop.aisle.labels.map(({ place }) => place.bay));
    expect(bays.size).toBe(12);
    expect(new Set(shop.aisle.labels.map(({ place }) => JSON.stringify(place))).size).toBe(60);
    const gap = shop.aisle.adapters[1]!.xM - shop.aisle.adapters[0]!.xM;
    expect(gap).toBeCloseTo(7.5);
  });

  it('has several gateways, each with its own radios, the same zones and the same tags', async () => {
    const shop = await open({ gateways: 3, adapters: 1 });
    expect(shop.gateways).toEqual(['gw-01', 'gw-02', 'gw-03']);
    const configs = shop.gateways.map((_, gateway) => loaded(shop.configuration(gateway)));
    expect(configs.map(({ gateway }) => gateway.id)).toEqual(shop.gateways);
    expect(new Set(configs.flatMap(({ radios }) => radios.map(({ url }) => url))).size).toBe(3);
    expect(new Set(configs.map(({ beacons }) => beacons?.adapter)).size).toBe(3);
    expect(configs[2]!.zones).toEqual(configs[0]!.zones);
    expect(configs[2]!.sightings).toEqual(configs[0]!.sightings);
    expect(configs[0]!.zones.map(({ id, receivers }) => [id, receivers])).toEqual([
      ['fresh', ['gw-01/0']],
      ['middle', ['gw-02/0']],
      ['snacks', ['gw-03/0']],
    ]);
  });

  it('is asked for: nothing of it is in another shop', async () => {
    const shop = await open({ beacons: false });
    expect(shop.people).toBeNull();
    const { beacons, zones, sightings, privacy } = shop.configuration();
    expect([beacons, zones, sightings, privacy]).toEqual([undefined, undefined, undefined, undefined]);
    expect(shop.mesh.authority.streams.beacon.seq()).toBe(0);
    expect(shop.mesh.authority.streams.offer.item('apples-today')).toBeNull();
    const none = await open({ people: null });
    expect([none.people, none.sessions]).toEqual([null, null]);
    expect(loaded(none.configuration()).sightings.tags).toEqual([]);
  });

  it('publishes beacons and offers of zones that fit the contract, signed', async () => {
    const shop = await open();
    const joiner = await joined(shop);
    await until(() => joiner.of('head', 'beacon').length > 0, 'the head');
    const chunks = [...(await joiner.ask('beacon')), ...(await joiner.ask('offer'))];
    expect(chunks.every(({ fits, signed }) => fits && signed)).toBe(true);
    const items = chunks.flatMap(({ data }) => data!.items);
    const beacons = items.filter(({ beacon }) => beacon !== undefined) as unknown as {
      readonly beacon: string;
      readonly slots: readonly { readonly format: string; readonly url?: string }[];
    }[];
    expect(beacons.map(({ beacon, slots }) => [beacon, slots.map(({ format }) => format)])).toEqual([
      ['partners', ['eddystone-eid', 'eddystone-tlm']],
      ['zone-fresh', ['ibeacon', 'eddystone-url']],
      ['zone-snacks', ['ibeacon', 'eddystone-url']],
    ]);
    const offers = items.filter(({ zones }) => zones !== undefined) as unknown as {
      readonly audience: string;
      readonly skus: readonly string[];
      readonly url: string;
      readonly dayparts: readonly object[];
      readonly price?: { readonly amountMinor: number; readonly lowest30dMinor: number };
    }[];
    expect(offers.map(({ audience }) => audience).sort()).toEqual(['member', 'public', 'session']);
    for (const { audience, skus, price } of offers) {
      if (audience === 'public') expect(price).toBeUndefined();
      else {
        expect(price!.amountMinor).toBeLessThan(shop.pricing.amount(skus[0]!)!);
        expect(price!.lowest30dMinor).toBe(shop.pricing.amount(skus[0]!));
      }
    }
    // What follows the scheme takes a byte a letter: an Eddystone-URL holds 17.
    const urls = [
      ...offers.map(({ url }) => url),
      ...beacons.flatMap(({ slots }) => slots.flatMap(slot => slot.url ?? [])),
    ];
    for (const url of urls) expect(url.replace('https://', '').length).toBeLessThanOrEqual(17);
  });

  it('leaves no timer and no socket when it closes', async () => {
    const counted = () => {
      const found = process.getActiveResourcesInfo().filter(name => /Timeout|TCP|Server/.test(name));
      return found.length;
    };
    const before = counted();
    const shop = await createShop({ ...usual, beacons: true, people: defaultDay(50) });
    shop.radio.adapters[0]!.scan(() => {});
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(counted()).toBeGreaterThan(before);
    shop.radio.adapters[0]!.scan(null);
    await shop.stop();
    await until(() => counted() <= before, 'quiet');
  });
});

describe('a shop for other processes', () => {
  it('has people when it is told how many, or a script of them', async () => {
    const dir = mkdtempSync(joinPath(tmpdir(), 'endcap-people-'));
    stops.push(() => rmSync(dir, { recursive: true, force: true }));
    const at = (name: string) => joinPath(dir, name);
    const options = { labels: 12, seed: 1, adapters: 2, brokerUrl: null, driftPerMinute: 0, configOut: at('a.yaml') };
    writeFileSync(at('day.yaml'), 'walkers: [{kind: ruuvi, name: fridge, path: [{x: 1, y: 1}]}]');
    writeFileSync(at('bad.yaml'), 'walkers: [{kind: ruuvi, name: fridge, path: [{area: moon}]}]');
    const tags = async (over: object) => {
      const shop = await runShop({ ...options, controlSocket: at('a.sock'), ...over });
      const read = loadConfig({ file: at('a.yaml'), env: {}, readFile: path => readFileSync(path, 'utf8') });
      await shop.stop();
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      return [read.config.beacons !== undefined, read.config.sightings.tags.length];
    };
    expect(await tags({ people: 3 })).toEqual([true, 7]);
    expect(await tags({ people: 0 })).toEqual([true, 0]);
    expect(await tags({})).toEqual([false, 0]);
    expect(await tags({ people: 3, peopleScript: at('day.yaml') })).toEqual([true, 1]);
    await expect(tags({ people: 3, peopleScript: at('bad.yaml') })).rejects.toThrow('there is no area moon');
  });
});

describe('orders', () => {
  let dir: string;
  let shop: Shop;
  let joiner: Joiner;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    dir = mkdtempSync(joinPath(tmpdir(), 'endcap-orders-'));
    shop = await createShop({ ...usual, beacons: true, people: defaultDay(4), gateways: 2, adapters: 1 });
    closing.push(() => shop.stop());
    const control = await createControl(shop, joinPath(dir, 'shop.sock'), systemClock);
    closing.push(() => control.stop());
    joiner = await join(meshUrl(shop), () => shop.mesh.keys);
    closing.push(() => joiner.leave());
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function ask(method: 'GET' | 'POST', path: string, body?: unknown) {
    const socket = joinPath(dir, 'shop.sock');
    const answer = await exchange({ socket, method, path, body, timeoutMs: 5_000, maxBytes: 1_000_000 });
    if (!answer.ok) throw new Error(answer.detail);
    const json = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    return { status: answer.status, json, code: json.error?.code as string | undefined };
  }
  const from = '2026-11-25T00:00:00Z';

  it('make an offer for members, its price worked out, and take it back', async () => {
    const [sku = ''] = shop.pricing.skus();
    const shelf = shop.pricing.amount(sku)!;
    const body = { offer: 'club', skus: [sku], from, audience: 'member', zones: ['fresh'], price: '1.00' };
    expect((await ask('POST', '/offer', body)).json).toMatchObject({ offer: 'club', version: 1 });
    const fact = await until(() => joiner.of('fact', 'offer')[0], 'the offer');
    expect(fact).toMatchObject({ fits: true, signed: true });
    expect(fact.data!.items[0]).toMatchObject({
      audience: 'member',
      zones: ['fresh'],
      price: { amountMinor: 100, currency: 'EUR', unitPriceMinor: 100, unit: 'kg', lowest30dMinor: shelf },
    });
    expect((await ask('POST', '/revoke', { offer: 'club' })).status).toBe(200);
    const gone = await until(() => joiner.of('fact', 'offer')[1], 'the end of it');
    expect(gone).toMatchObject({ fits: true, data: { items: [{ offer: 'club', version: 2, deleted: true }] } });
    expect((await ask('POST', '/revoke', { offer: 'club' })).code).toBe('offer-unknown');
  });

  it('take every member that an offer may have', async () => {
    const [sku = ''] = shop.pricing.skus();
    const said = {
      offer: 'everything',
      skus: [sku],
      from,
      to: '2036-11-25T00:00:00Z',
      priority: 7,
      audience: 'public',
      badge: { de: 'Neu' },
      percentOff: 10,
      text: { de: 'Neu' },
      zones: ['snacks'],
      dayparts: [{ days: [1, 7], from: '08:00', until: '24:00' }],
      stockAtLeast: 3,
      template: 'shelf',
      url: 'https://ec.example/x',
      coupon: '12',
      media: [{ ref: 'a.png', sha256: 'a'.repeat(64) }],
      caps: { perHour: 3, perSession: 2 },
      experiment: {
        experiment: 'e',
        key: 'ab'.repeat(16),
        variants: [
          { variant: 'a', weight: 1 },
          { variant: 'b', weight: 2, badge: { de: 'Neu!' } },
        ],
      },
    };
    const before = joiner.of('fact', 'offer').length;
    expect((await ask('POST', '/offer', said)).status).toBe(200);
    const fact = await until(() => joiner.of('fact', 'offer')[before], 'the offer');
    expect(fact).toMatchObject({ fits: true, signed: true });
    expect(fact.data!.items[0]).toMatchObject(said);
  });

  it('refuse offers that the law or the contract does not allow', async () => {
    const [sku = ''] = shop.pricing.skus();
    const offer = { offer: 'bad', skus: [sku], from };
    const codes = async (over: object) => (await ask('POST', '/offer', { ...offer, ...over })).code;
    expect(await codes({ price: '1.00' })).toBe('offer-price-public');
    expect(await codes({ price: '99.00', audience: 'member' })).toBe('offer-price-high');
    expect(await codes({ price: 'x', audience: 'member' })).toBe('amount-invalid');
    expect(await codes({ zones: ['moon'] })).toBe('zone-unknown');
    expect(await codes({ skus: ['nothing'] })).toBe('sku-unknown');
    expect(shop.mesh.authority.streams.offer.item('bad')).toBeNull();
  });

  it('publish a beacon and take it away', async () => {
    const url = 'https://ec.example/n';
    expect((await ask('POST', '/beacon', { beacon: 'new', zone: 'snacks', url })).json).toMatchObject({ version: 1 });
    const fact = await until(() => joiner.of('fact', 'beacon')[0], 'the beacon');
    expect(fact).toMatchObject({ fits: true, signed: true });
    expect(fact.data!.items[0]).toMatchObject({ zone: 'snacks', slots: [{ major: 42, minor: 2 }, { url }] });
    expect((await ask('POST', '/remove-beacon', { beacon: 'new' })).status).toBe(200);
    expect((await ask('POST', '/remove-beacon', { beacon: 'new' })).code).toBe('beacon-unknown');
    expect((await ask('POST', '/beacon', { beacon: 'new', zone: 'moon', url })).code).toBe('zone-unknown');
  });

  it('check somebody in: every gateway is told the key, and the telephone sends what it yields', async () => {
    const { json } = await ask('POST', '/check-in', { name: 'phone-02', audience: 'member', forMs: 60_000 });
    expect(json).toMatchObject({
      name: 'phone-02',
      audience: 'member',
      commands: [expect.any(String), expect.any(String)],
    });
    const command = await until(() => joiner.of('command')[0], 'the command');
    // The joiner stands in the place of the first gateway and hears its own commands only.
    expect(command).toMatchObject({
      fits: true,
      topic: { gateway: 'gw-01', verb: 'session-open', id: json.commands[0] },
    });
    const { sig, ...envelope } = JSON.parse(command.payload.toString('utf8')) as {
      sig: { kid: string; value: string };
    };
    const key = shop.mesh.keys.find(({ kid, signs }) => kid === sig.kid && signs.includes('command'));
    expect(verifyEnvelope(envelope, sig.value, publicKeyFromRaw(key!.publicKey))).toBe(true);
    const { args, gateway } = command.data as unknown as { args: unknown; gateway: string };
    expect(gateway).toBe('gw-01');
    expect(sessionOpenArgsSchema.parse(args)).toMatchObject({ session: json.session, until: json.until });

    const told = (await ask('GET', '/people')).json.people as { name: string; session: string | null; kind: string }[];
    expect(told.filter(({ session }) => session !== null)).toMatchObject([{ name: 'phone-02', session: json.session }]);
    expect(told.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 4 }, () => 'phones'),
      ...['staff', 'staff', 'trolley', 'trolley', 'trolley', 'sensor', 'sensor'],
    ]);
    expect(shop.people!.list().find(({ name }) => name === 'phone-02')?.checkedIn).toBe(true);

    expect((await ask('POST', '/check-out', { name: 'phone-02' })).json).toMatchObject({ session: json.session });
    const closed = await until(() => joiner.of('command')[1], 'the other command');
    expect(closed).toMatchObject({
      fits: true,
      topic: { verb: 'session-close' },
      data: { args: { session: json.session } },
    });
    expect(shop.people!.list().some(({ checkedIn }) => checkedIn)).toBe(false);
    expect((await ask('POST', '/check-out', { name: 'phone-02' })).code).toBe('session-unknown');
    expect((await ask('POST', '/check-in', { name: 'anna' })).code).toBe('phone-unknown');
  });

  it('never show an address of anybody', async () => {
    const { json } = await ask('GET', '/people');
    expect(JSON.stringify(json)).not.toMatch(/[0-9a-f]{12}"/);
  });

  it('hear how a command ended', async () => {
    const id = shop.mesh.command('gw-01', 'ping', {});
    const topic = gatewayTopics({ organisation: 'endcap-demo', store: '0042', gateway: 'gw-01' }).ack(id);
    const ack = { id, verb: 'ping', outcome: 'done', reason: null, detail: null, at: new Date().toISOString() };
    const mqtt = await import('mqtt');
    const client = await mqtt.connectAsync(meshUrl(shop), { protocolVersion: 4 });
    await client.publishAsync(topic, JSON.stringify({ data: ack }), { qos: 1 });
    await client.publishAsync(topic, 'noise', { qos: 1 });
    await until(() => shop.mesh.acks().length > 0, 'the end');
    expect(shop.mesh.acks()).toEqual([ack]);
    await client.endAsync();
  });
});
