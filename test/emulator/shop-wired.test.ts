import { verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { systemClock } from '../../emulator/clock.ts';
import { createControl } from '../../emulator/control.ts';
import { defaultDay } from '../../emulator/people/default-day.ts';
import { peopleScriptSchema } from '../../emulator/people/script.ts';
import { createShop, type Shop, type ShopOptions } from '../../emulator/shop.ts';
import { displayLabels } from '../../emulator/wired/plan.ts';
import { exchange } from '../../src/cli/local-http.ts';
import { loadConfig } from '../../src/config/load.ts';
import { publicKeyFromRaw } from '../../src/mesh/contract/signature.ts';
import { join, until } from './joiner.ts';

const usual = { labels: 24, seed: 1, adapters: 2, broker: null, driftPerMinute: 0, clock: systemClock } as const;
const wiredShop = (over: Partial<ShopOptions> = {}) => createShop({ ...usual, wired: true, refreshScale: 0, ...over });

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function open(over: Partial<ShopOptions> = {}): Promise<Shop> {
  const shop = await wiredShop(over);
  stops.push(() => shop.stop());
  return shop;
}

/** What an agent makes of a configuration. */
function loaded(configuration: Readonly<Record<string, unknown>>) {
  const dir = mkdtempSync(joinPath(tmpdir(), 'endcap-wired-'));
  stops.push(() => rmSync(dir, { recursive: true, force: true }));
  const file = joinPath(dir, 'endcap.yaml');
  writeFileSync(file, stringify({ ...configuration, data: joinPath(dir, 'data') }));
  const result = loadConfig({ file, env: {}, readFile: path => readFileSync(path, 'utf8') });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

/** What each label was bound to on the opening day. */
const planned = (shop: Shop) =>
  new Map(
    shop.mesh
      .sent()
      .flatMap(({ payload }) => JSON.parse(payload.toString('utf8')).data.items as { label?: string; skus: string[] }[])
      .flatMap(({ label, skus }) => (label === undefined ? [] : [[label, skus] as const])),
  );

describe('a wired shop', () => {
  it('writes a configuration that an agent takes as it is', async () => {
    for (const beacons of [true, false]) {
      const shop = await open({ beacons });
      const config = loaded(shop.configuration());
      expect(config.nodes.map(({ id, parts }) => [id, parts.map(part => part.kind)])).toEqual([
        ['till-node', ['line', 'line', 'button', 'button', 'light', 'light', 'relay', 'display', 'display']],
        ['aisle-node', ['motion', 'button', 'button', 'light', 'load-cell', 'display']],
      ]);
      expect(config.radios.map(({ kind }) => kind)).toEqual([undefined, undefined, 'oepl']);
      expect(config.scales.map(({ protocol }) => protocol)).toEqual(['sics']);
      expect(config.scanners.map(({ use }) => use)).toEqual(['sales-floor', 'entry']);
      expect(config.queues).toEqual([{ id: 'till-1', zone: 'tills', entry: ['till-in'], exit: ['till-out'] }]);
      expect(config.watches[0]).toMatchObject({ text: 'Kasse 2 öffnet', raise: 5, clear: 2 });
      expect(config.entry?.relay).toBe('entry-gate');
      const zones = config.zones.map(({ id }) => id);
      expect(zones).toEqual(beacons ? ['fresh', 'snacks', 'tills'] : ['fresh', 'tills']);
      const parts = config.nodes.flatMap(node => node.parts);
      const named = parts.flatMap(({ zone }) => zone ?? []);
      expect(named.every(zone => zones.includes(zone))).toBe(true);
      const ids = parts.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('binds its displays and radio labels, and changes nothing for the others', async () => {
    const [plain, shop] = [await createShop({ ...usual }), await open()];
    stops.push(() => plain.stop());
    const before = planned(plain);
    const after = planned(shop);
    expect(before.size).toBe(24);
    for (const [label, skus] of before) expect(after.get(label)).toEqual(skus);
    const extra = [...Object.values(displayLabels), ...shop.wired!.oepl.labels.map(({ id }) => id)];
    expect(new Set(extra).size).toBe(9);
    expect([...after.keys()].filter(label => !before.has(label)).sort()).toEqual(extra.sort());
    expect(shop.aisle.labels.length).toBe(24);
    const parts = loaded(shop.configuration()).nodes.flatMap(node => node.parts);
    const [cell] = parts.flatMap(part => (part.kind === 'load-cell' ? [part] : []));
    expect(after.get(displayLabels.aisleLcd)).toEqual([cell?.sku]);
  });

  it('is asked for, and hangs at the first gateway only', async () => {
    const plain = await createShop({ ...usual, people: defaultDay(2) });
    stops.push(() => plain.stop());
    expect(plain.wired).toBeNull();
    expect(Object.keys(plain.configuration())).not.toContain('nodes');
    const two = await open({ gateways: 2, adapters: 1, beacons: true });
    expect(loaded(two.configuration(0)).nodes.length).toBe(2);
    const second = loaded(two.configuration(1));
    expect([second.nodes, second.scales, second.radios.length]).toEqual([[], [], 1]);
  });

  it('lets the people of the script use it', async () => {
    const script = peopleScriptSchema.parse({
      walkers: [],
      acts: [{ act: 'pick', shelf: 'shelf-cell', pieces: 3 }],
      queues: [{ name: 'till-1', entry: 'till-in', exit: 'till-out', arriveSeconds: 0.6, serveSeconds: 30, people: 2 }],
    });
    const shop = await open({ people: script });
    await until(() => shop.wired!.queues()[0]?.people().length === 2, 'the queue');
    const [till, aisle] = shop.wired!.aisle.nodes;
    expect(till!.node.lines.get('till-in')!.counts()).toEqual({ in: 2, out: 0 });
    expect(aisle!.node.cells.get('shelf-cell')!.pieces()).toBe(21);
    const lost = peopleScriptSchema.parse({ walkers: [], acts: [{ act: 'press', button: 'moon' }] });
    await expect(wiredShop({ people: lost })).rejects.toThrow('there is no button moon');
  });

  it('leaves no timer and no socket when it closes', async () => {
    const counted = () => process.getActiveResourcesInfo().filter(name => /Timeout|TCP|Server/.test(name)).length;
    const before = counted();
    const shop = await wiredShop({ people: defaultDay(3), beacons: true });
    const sockets = shop.wired!.aisle.nodes.map(({ cable }) => connect(Number(new URL(cable.url).port), '127.0.0.1'));
    for (const socket of sockets) socket.resume();
    await until(() => shop.wired!.aisle.nodes.every(({ cable }) => cable.connected()), 'hosts');
    void shop.wired!.aisle.stage.cross('till-in', 'in');
    shop.wired!.aisle.stage.move('aisle-motion', 5_000);
    await shop.stop();
    await until(() => counted() <= before, 'quiet');
  });
});

/** What is used of the client, which comes without types. */
interface Client {
  readonly MODES: Readonly<Record<'INPUT' | 'OUTPUT' | 'PULLUP', number>>;
  once(event: 'ready', listen: () => void): void;
  pinMode(pin: number, mode: number): void;
  digitalWrite(pin: number, value: number): void;
  digitalRead(pin: number, listen: (value: number) => void): void;
}
const Firmata = createRequire(import.meta.url)('firmata-io').Firmata as new (transport: Socket) => Client;

describe('orders', () => {
  let dir: string;
  let shop: Shop;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    dir = mkdtempSync(joinPath(tmpdir(), 'endcap-wired-orders-'));
    shop = await wiredShop();
    closing.push(() => shop.stop());
    const control = await createControl(shop, joinPath(dir, 'shop.sock'), systemClock);
    closing.push(() => control.stop());
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) {
    const socket = joinPath(dir, 'shop.sock');
    const answer = await exchange({ socket, method, path, body, timeoutMs: 5_000, maxBytes: 1_000_000 });
    if (!answer.ok) throw new Error(answer.detail);
    const json = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    return { status: answer.status, json, code: json.error?.code as string | undefined };
  }

  function socketTo(url: string): Socket {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    stops.push(() => socket.destroy());
    return socket;
  }

  it('press a button that a real client hears, and light what it lights', async () => {
    const [till] = shop.wired!.aisle.nodes;
    const client = new Firmata(socketTo(till!.cable.url));
    await new Promise<void>(resolve => client.once('ready', resolve));
    const levels: number[] = [];
    client.pinMode(6, client.MODES.PULLUP);
    client.digitalRead(6, value => levels.push(value));
    await until(() => levels.at(-1) === 1, 'the button at rest');
    expect((await ask('POST', '/press', { button: 'kasse' })).json).toEqual({ button: 'kasse', press: 'single' });
    await until(() => levels.includes(0) && levels.at(-1) === 1, 'the press');
    client.pinMode(9, client.MODES.OUTPUT);
    client.digitalWrite(9, 1);
    await until(async () => {
      const { json } = await ask('GET', '/wired');
      return json.outputs.some((one: { output: string; on: boolean }) => one.output === 'till-light' && one.on);
    }, 'the light');
    expect((await ask('POST', '/cross', { line: 'till-in', times: 2 })).json).toMatchObject({ times: 2 });
    await until(() => till!.node.lines.get('till-in')!.counts().in === 2, 'the walkers');
  });

  it('weigh, scan and pick', async () => {
    expect((await ask('POST', '/weigh', { scale: 'fruit-scale', grams: 750 })).status).toBe(200);
    await until(async () => (await ask('GET', '/wired')).json.scales[0].stable, 'rest');
    expect((await ask('GET', '/wired')).json.scales[0]).toMatchObject({ scale: 'fruit-scale', load: 750 });
    const scan = { scanner: 'floor-scanner', text: '(01)04006381333931(10)AB' };
    expect((await ask('POST', '/scan', scan)).json).toEqual({ scanner: 'floor-scanner', heard: false });
    const socket = socketTo(shop.wired!.aisle.scanners.get('floor-scanner')!.cable.url);
    let heard = '';
    socket.on('data', bytes => {
      heard += bytes.toString('latin1');
    });
    await until(async () => (await ask('POST', '/scan', scan)).json.heard, 'somebody who listens');
    await until(() => heard === ']d2010400638133393110AB\r', 'the line');
    expect((await ask('POST', '/pick', { shelf: 'shelf-cell', pieces: 4 })).json).toMatchObject({ pieces: 4 });
    expect((await ask('GET', '/wired')).json.shelves).toEqual([{ shelf: 'shelf-cell', pieces: 20 }]);
  });

  it('issue tickets that the configured key has signed, none like another', async () => {
    const one = (await ask('POST', '/ticket', {})).json;
    const two = (await ask('POST', '/ticket', { forMs: 60_000 })).json;
    expect(one.id).not.toBe(two.id);
    const [payload, signature, kid] = two.text.split('.') as [string, string, string];
    const [key] = loaded(shop.configuration()).entry!.keys;
    expect(kid).toBe(key?.kid);
    const raw = publicKeyFromRaw(key!.publicKey);
    expect(verify(null, Buffer.from(payload), raw, Buffer.from(signature, 'base64url'))).toBe(true);
    const ticket = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    expect(ticket).toEqual({ v: 1, id: two.id, from: two.from, to: two.to });
    expect(Date.parse(ticket.to) - Date.parse(ticket.from)).toBe(60_000);
  });

  it('name parts that are there, in a shop that has some', async () => {
    const codes = [
      await ask('POST', '/press', { button: 'moon' }),
      await ask('POST', '/cross', { line: 'kasse' }),
      await ask('POST', '/weigh', { scale: 'moon', grams: 1 }),
      await ask('POST', '/scan', { scanner: 'moon', text: 'x' }),
      await ask('POST', '/pick', { shelf: 'moon', pieces: 1 }),
    ].map(({ status, code }) => [status, code]);
    expect(codes).toEqual(Array(5).fill([422, 'part-unknown']));
    const plain = await createShop({ ...usual });
    const control = await createControl(plain, joinPath(dir, 'plain.sock'), systemClock);
    const socket = joinPath(dir, 'plain.sock');
    const answer = await exchange({ socket, method: 'GET', path: '/wired', timeoutMs: 5_000, maxBytes: 10_000 });
    expect(answer.ok && answer.status).toBe(409);
    await control.stop();
    await plain.stop();
  });

  it('break cables and mend them again', async () => {
    const names = shop.faults.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const [till] = shop.wired!.aisle.nodes;
    await ask('POST', '/fault', { name: 'node-unplugged' });
    const refused = socketTo(till!.cable.url);
    await new Promise<void>(resolve => refused.once('error', () => resolve()));
    await ask('DELETE', '/fault/node-unplugged');
    await until(async () => {
      const again = socketTo(till!.cable.url);
      again.on('error', () => {});
      const first = new Promise<boolean>(resolve => {
        again.once('data', () => resolve(true)).once('close', () => resolve(false));
      });
      return first;
    }, 'the board');
    const display = till!.node.displays[0]!.display;
    for (const name of [
      'node-reboot',
      'node-noise',
      'node-slow',
      'shelf-swinging',
      'scale-restless',
      'node-flapping',
    ]) {
      expect((await ask('POST', '/fault', { name })).status).toBe(200);
      expect((await ask('DELETE', `/fault/${name}`)).status).toBe(200);
    }
    expect(display.isOn()).toBe(false);
    expect((await ask('GET', '/wired')).json.nodes.length).toBe(2);
  });
});

describe('joined', () => {
  it('sends bindings of displays like those of labels, signed', async () => {
    const shop = await open();
    const joiner = await join((shop.configuration().mesh as { url: string }).url, () => shop.mesh.keys);
    stops.push(() => joiner.leave());
    await until(() => joiner.of('head', 'binding').length > 0, 'the head');
    const chunks = await joiner.ask('binding');
    expect(chunks.every(({ fits, signed }) => fits && signed)).toBe(true);
    const labels = chunks.flatMap(({ data }) => data!.items).map(item => item.label);
    expect(labels).toEqual(expect.arrayContaining(Object.values(displayLabels)));
  });
});
