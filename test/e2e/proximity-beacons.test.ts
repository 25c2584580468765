import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ephemeralId } from '../../emulator/beacons/eid.ts';
import { iBeaconFrame } from '../../emulator/people/tags.ts';
import { BeaconListDocument, BeaconTestDocument } from '../../src/console/beacon-documents.ts';
import { OfferDocument } from '../../src/console/offer-documents.ts';
import { type Ear, lendEar, pause, standBy, urlHex } from './eavesdrop.ts';
import { allProven, type House, liars, openHouse, until } from './house.ts';

/** The line to the adapter that broadcasts, which somebody may hold up. */
interface Line {
  hold(): void;
  letGo(): void;
  stop(): void;
  readonly url: string;
}

async function createLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const waiting: (() => void)[] = [];
  const sockets = new Set<Socket>();
  let held = false;
  const server: Server = createServer(host => {
    const adapter = connect(Number(port), hostname);
    for (const [from, to] of [
      [host, adapter],
      [adapter, host],
    ] as const) {
      sockets.add(from);
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
      from.on('data', chunk => {
        if (held && from === host) waiting.push(() => to.write(chunk));
        else to.write(chunk);
      });
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { port: number };
  return {
    url: `tcp://127.0.0.1:${own}`,
    hold() {
      held = true;
    },
    letGo() {
      held = false;
      for (const send of waiting.splice(0)) send();
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const chain = '6d7a41e0a5c14f0c8b8f4a1e0c420000';
const eidHead = '16aafe30';
const resolver = generateKeyPairSync('x25519');
const rawKey = (key: typeof resolver.publicKey) => key.export({ format: 'der', type: 'spki' }).subarray(-32);
const spkiHead = resolver.publicKey.export({ format: 'der', type: 'spki' }).subarray(0, -32);

/** The identity key of a gateway's beacons, as its resolver finds it: eddystone-eid/eid-computation.md. */
function agreedAtResolver(beaconKey: string): Uint8Array {
  const theirs = Buffer.from(beaconKey, 'hex');
  const publicKey = createPublicKey({ key: Buffer.concat([spkiHead, theirs]), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey: resolver.privateKey, publicKey });
  const salt = Buffer.concat([rawKey(resolver.publicKey), theirs]);
  return new Uint8Array(hkdfSync('sha256', secret, salt, Buffer.alloc(0), 16));
}

let house: House;
let line: Line;
let ear: Ear;
beforeAll(async () => {
  house = await openHouse({
    labels: 6,
    beacons: true,
    // The adapters of the second gateway, whose agent does not run, are the ears.
    gateways: 2,
    adapters: 2,
    beaconUrl: async url => {
      line ??= await createLine(url);
      return line.url;
    },
  });
  ear = lendEar(house, 2);
  await house.startAgent();
  await allProven(house);
}, 60_000);
afterAll(async () => {
  ear.stop();
  await house.stop();
  line.stop();
});

const beacons = async () => (await house.ask('api/beacons', BeaconListDocument)).beacons;
const beacon = async (id: string) => (await beacons()).find(one => one.id === id)!;
const onAir = (id: string) =>
  until(
    async () => {
      const one = await beacon(id);
      return one?.state === 'on-air' && one;
    },
    10_000,
    `${id} on air`,
  );

describe('beacons of a gateway', () => {
  it('are on air as the mesh said, byte by byte, and nothing else is', async () => {
    const mine = [await onAir('zone-fresh'), await onAir('zone-middle')];
    const others = (await beacons()).filter(({ id }) => !mine.some(one => one.id === id));
    expect(others.map(({ id, state }) => `${id} ${state}`)).toEqual(['partners elsewhere', 'zone-snacks elsewhere']);
    const sinceMs = Date.now();
    await pause(2_500);
    const heard = new Set(
      ear.frames.filter(({ atMs }) => atMs >= sinceMs).map(({ address, hex }) => `${address} ${hex}`),
    );
    const said = mine.flatMap(({ address, slots }) => slots.map(({ hex }) => `${address} ${hex}`));
    expect([...heard].sort()).toEqual(said.sort());
    // What the facts say, made by somebody else.
    for (const minor of [1, 2]) {
      const frame = iBeaconFrame({ uuid: chain, major: 42, minor, powerAt1m: -59 }).toString('hex');
      expect([...heard].filter(one => one.endsWith(frame))).toHaveLength(1);
    }
    expect([...heard].filter(one => one.includes(urlHex('https://ec.example/middle')))).toHaveLength(1);
    // In the first zone an offer holds, and its address stands in for the beacon's own.
    expect([...heard].filter(one => one.includes(urlHex('https://ec.example/apple')))).toHaveLength(1);
    expect([...heard].filter(one => one.includes(urlHex('https://ec.example/fresh')))).toEqual([]);
  });

  it('are proven by the other radios of the gateway', async () => {
    const before = Date.now();
    const test = await house.order('api/beacons/test', {});
    const { ok, beacons: tested } = BeaconTestDocument.parse(test.body);
    expect({ status: test.status, ok }).toEqual({ status: 200, ok: true });
    expect(tested.map(({ id, heard }) => `${id} ${heard}`)).toEqual(['zone-fresh true', 'zone-middle true']);
    for (const id of ['zone-fresh', 'zone-middle']) {
      expect(Date.parse((await beacon(id)).heardAt!)).toBeGreaterThanOrEqual(before - 1_000);
    }
  });

  it('say within a second what the mesh says anew', async () => {
    for (const word of ['one', 'two', 'three']) {
      const url = `https://ec.example/${word}`;
      const publishedMs = Date.now();
      house.shop.beacons!.publish('zone-middle', 'middle', url);
      const [frame] = await until(() => ear.saying(urlHex(url)).length > 0 && ear.saying(urlHex(url)), 10_000, url);
      expect(frame!.atMs - publishedMs).toBeLessThanOrEqual(1_500);
      await onAir('zone-middle');
    }
    house.shop.beacons!.remove('zone-middle');
    const { atMs } = await until(async () => (await beacon('zone-middle')) === undefined && { atMs: Date.now() });
    await pause(1_000);
    expect(ear.saying(urlHex('https://ec.example/three'), atMs + 100)).toEqual([]);
  });

  it('change an ephemeral identity and the address together, and only who shares the key knows it again', async () => {
    const exponent = 0;
    const resolverKey = rawKey(resolver.publicKey).toString('hex');
    house.shop.mesh.change('beacon', [
      [
        'partner-here',
        {
          zone: 'middle',
          intervalMs: 100,
          slots: [{ format: 'eddystone-eid', resolverKey, exponent, powerAt0m: -18 }],
        },
      ],
    ]);
    await until(() => new Set(ear.saying(eidHead).map(({ address }) => address)).size >= 4, 15_000, 'four identities');
    const { publicKey } = await house.ask('api/beacons', BeaconListDocument);
    // The resolver's end: the same secret, salted with its own key and then the beacon's.
    const identityKey = agreedAtResolver(publicKey!);
    const pairs = new Map<string, Set<string>>();
    for (const { address, hex, atMs } of ear.saying(eidHead)) {
      const identity = hex.slice(hex.indexOf(eidHead) + eidHead.length + 2, hex.indexOf(eidHead) + eidHead.length + 18);
      pairs.set(identity, (pairs.get(identity) ?? new Set()).add(address));
      const seconds = Math.floor(atMs / 1000);
      const expected = [0, -1, -2].map(off => ephemeralId(identityKey, exponent, seconds + off).toString('hex'));
      expect(expected).toContain(identity);
    }
    const addresses = [...pairs.values()].map(all => [...all]);
    // One address each, another with each identity, and of the kind that nobody resolves.
    expect(addresses.every(all => all.length === 1)).toBe(true);
    expect(new Set(addresses.flat()).size).toBe(pairs.size);
    for (const address of addresses.flat()) expect(Number.parseInt(address.slice(0, 2), 16) & 0xc0).toBe(0);
    house.shop.beacons!.remove('partner-here');
    await until(async () => (await beacon('partner-here')) === undefined);
  });

  it('are known to be without an offer only when the air is, however slow the adapter', async () => {
    const url = 'https://ec.example/slow';
    const bystander = await standBy(house);
    try {
      const nowhere = house.shop.pricing.skus().at(-1)!;
      const from = new Date(Date.now() - 60_000).toISOString();
      house.shop.pricing.offer('slow-line', { skus: [nowhere], from, zones: ['fresh'], priority: 900, url });
      await until(() => ear.saying(urlHex(url)).length > 0);
      const offer = () => house.ask('api/offers/slow-line', OfferDocument);
      await until(async () => (await offer()).outputs.shown === 1);
      line.hold();
      house.shop.pricing.revoke('slow-line');
      await until(async () => (await offer()).state === 'revoked');
      await pause(1_200);
      expect((await offer()).revoke).toMatchObject({ clearedAt: null, left: 1 });
      line.letGo();
      const { revoke } = await until(async () => {
        const now = await offer();
        return now.revoke?.clearedAt ? now : null;
      });
      await pause(1_500);
      const last = ear.saying(urlHex(url)).at(-1)!;
      expect(last.atMs).toBeLessThanOrEqual(Date.parse(revoke!.clearedAt!));
      const told = bystander.on(/^offer\/slow-line\/state$/).at(-1)!;
      expect(told.data).toMatchObject({ state: 'revoked', revoke: { clearedAt: revoke!.clearedAt, left: 0 } });
    } finally {
      line.letGo();
      await bystander.stop();
    }
  });

  it('fail loudly when their adapter is pulled, come back by themselves, and prices flow meanwhile', async () => {
    // Counted on after the four that listen.
    const adapter = house.shop.radio.adapters.length;
    await house.shop.radio.unplug(adapter);
    await until(async () => (await beacon('zone-fresh')).state === 'failed');
    expect((await beacon('zone-fresh')).reason).toBe('beacon.adapter-down');
    const alarm = await until(async () =>
      (await house.status()).alarms.find(({ reason }) => reason === 'beacon.adapter-down'),
    );
    expect(alarm.detail).toContain('zone-fresh');
    const sinceMs = Date.now();
    const { id, skus } = (await house.labels())[0]!;
    const amount = house.shop.pricing.amount(skus[0]!)! + 30;
    house.shop.pricing.setPrice(skus[0]!, BigInt(amount));
    await until(async () => (await house.label(id)).content.shown?.amountMinor === amount);
    await allProven(house);
    expect(ear.frames.filter(({ atMs }) => atMs > sinceMs + 200)).toEqual([]);
    await house.shop.radio.replug(adapter);
    const { address } = await onAir('zone-fresh');
    await until(() => ear.frames.some(frame => frame.atMs > sinceMs && frame.address === address));
    await until(async () => (await house.status()).alarms.length === 0);
    expect(await liars(house)).toEqual([]);
  });
});
