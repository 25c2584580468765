import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bthomeFrame } from '../../emulator/people/sensors.ts';
import { isWithin } from '../../emulator/people/walk.ts';
import { type TagEntry, ZoneListDocument } from '../../src/console/zone-documents.ts';
import type { Medians, Sighting, ZoneDwell, ZonePresence } from '../../src/mesh/contract/proximity.ts';
import { type Bystander, pause, standBy } from './eavesdrop.ts';
import { allProven, type House, openHouse, until } from './house.ts';

const ibeacon = { uuid: '6d7a41e0a5c14f0c8b8f4a1e0c420001', major: 2, minor: 9 };
const trolley = 'trolley-9';

let house: House;
let bystander: Bystander & { readonly broken: readonly string[] };
beforeAll(async () => {
  house = await openHouse({
    labels: 6,
    beacons: true,
    // The third has no agent: its antenna lends itself to whoever broadcasts here.
    gateways: 3,
    people: {
      walkers: [
        // Between the first two gateways, with time to be noticed at both.
        {
          kind: 'trolley',
          name: trolley,
          ibeacon,
          speedMps: 4,
          path: [
            { x: 1.5, y: 1, pauseSeconds: 10 },
            { x: 8, y: 1, pauseSeconds: 10 },
          ],
        },
        { kind: 'phones', name: 'kim', path: [{ x: 8, y: 1 }] },
        // Known to the gateways, but not here today; below somebody broadcasts in its place.
        {
          kind: 'sensor',
          name: 'fridge',
          encrypted: true,
          startSeconds: 86_400,
          measures: { what: 'temperature', celsius: 4 },
          path: [{ x: 12, y: 1 }],
        },
      ],
    },
  });
  bystander = await standBy(house);
  for (const gateway of [0, 1]) {
    await house.startAgent(gateway);
    expect((await house.order('api/privacy/mode', { mode: 'consented' }, gateway)).status).toBe(200);
  }
  await allProven(house);
}, 60_000);
afterAll(async () => {
  await bystander.stop();
  await house.stop();
});

const zonesAt = (gateway: number) => house.ask('api/zones', ZoneListDocument, gateway);
async function tagAt(gateway: number, id: string): Promise<TagEntry> {
  const { zones, away } = await zonesAt(gateway);
  return [...zones.flatMap(({ tags }) => tags), ...away].find(tag => tag.id === id)!;
}
const words = <T>(path: RegExp, gateway?: string) =>
  bystander
    .on(path)
    .filter(one => one.data !== null && (gateway === undefined || one.gateway === gateway))
    .map(({ data, gateway: from, atMs }) => ({ data: data as T, gateway: from, atMs }));

/** Where the trolley really is. */
function truth(): string | null {
  const spot = house.shop.people!.list().find(({ name }) => name === trolley)?.spot;
  return (spot && house.shop.zones.find(({ area }) => isWithin(spot, area))?.id) ?? null;
}

/** By round: where each gateway says that the trolley is. */
function claims(sinceMs: number): Map<number, Map<string, string | null>> {
  const rounds = new Map<number, Map<string, string | null>>();
  for (const { data, gateway, atMs } of words<Medians>(/^medians$/)) {
    if (atMs < sinceMs) continue;
    const said = rounds.get(data.round) ?? new Map<string, string | null>();
    rounds.set(data.round, said.set(gateway, data.winners.find(({ tag }) => tag === trolley)?.zone ?? null));
  }
  return rounds;
}

describe('tags between gateways', () => {
  it('are placed by both gateways alike, follow a walk, and are told as the contract has it', async () => {
    const sinceMs = Date.now();
    const wrong: string[] = [];
    for (const zone of ['fresh', 'middle', 'fresh']) {
      await until(async () => (await tagAt(0, trolley)).zone === zone, 30_000, `the trolley in ${zone}`);
      // Ten seconds at either end are more than finding out takes.
      if (truth() !== zone) wrong.push(`${zone} instead of ${truth()}`);
      await until(async () => (await tagAt(1, trolley)).zone === zone, 3_000, `the same at the other gateway`);
    }
    expect(wrong).toEqual([]);
    const both = [...claims(sinceMs).values()].filter(said => said.size === 2);
    expect(both.length).toBeGreaterThan(10);
    // A word may come too late for a round; then the next one mends it.
    const differ = both.map(said => new Set(said.values()).size > 1);
    expect(differ.filter((one, at) => one && differ[at - 1])).toEqual([]);
    const presence = (zone: string, gateway: string) =>
      words<ZonePresence>(new RegExp(`^zone/${zone}/presence$`), gateway).map(({ data }) => data.tags.trolley);
    expect(presence('fresh', 'gw-01')).toEqual(expect.arrayContaining([0, 1]));
    expect(presence('middle', 'gw-02')).toEqual(expect.arrayContaining([0, 1]));
    // Each speaks for the zones that it has a radio in.
    expect(presence('middle', 'gw-01')).toEqual([]);
    expect(presence('fresh', 'gw-02')).toEqual([]);
    const dwell = await until(
      () =>
        words<ZoneDwell>(/^zone\/fresh\/dwell$/)
          .map(({ data }) => data)
          .find(({ visits }) => visits > 0),
      10_000,
      'how long it stayed',
    );
    expect(dwell.medianSeconds).toBeGreaterThan(3);
    expect(dwell.medianSeconds).toBeLessThan(60);
    const sightings = words<Sighting>(new RegExp(`^sighting/${trolley}$`)).map(({ data }) => data);
    expect(sightings[0]).toMatchObject({ kind: 'trolley', events: ['appearance'] });
    expect(sightings.at(-1)!.rssiSignature.length).toBeGreaterThan(0);
    expect((await tagAt(0, trolley)).batteryMv).toBe(2950);
  }, 90_000);

  it('carry visits that one gateway speaks to, and only once in the whole store', async () => {
    const from = new Date(Date.now() - 60_000).toISOString();
    const sku = house.shop.pricing.skus()[0]!;
    house.shop.pricing.offer('everywhere', { skus: [sku], from, audience: 'session', text: { de: 'Für Sie' } });
    const visit = house.shop.sessions!.open('kim', 'session', 600_000);
    if (!visit.ok) throw new Error(visit.code);
    const { session } = visit.session;
    const heard = () => bystander.on(new RegExp(`^session/${session}/`));
    const pushes = () => heard().filter(({ path }) => path.endsWith('/offer/everywhere'));
    await until(() => pushes().length > 0, 20_000, 'the push');
    await pause(5_000);
    expect(pushes().map(({ data }) => data!.state)).toEqual(['made']);
    for (const gateway of ['gw-01', 'gw-02']) {
      const zones = heard().filter(({ path, gateway: who }) => who === gateway && path.endsWith('/zone'));
      expect(zones.at(-1)?.data).toMatchObject({ session, zone: 'middle' });
    }
    house.shop.sessions!.close('kim');
  });

  it('are still placed by one gateway when the other is gone', async () => {
    await house.stopAgent(1);
    const goneMs = Date.now();
    // A zone whose gateway says nothing keeps its tags for five seconds; then who is alone takes the trolley for where it
    // is heard at all.
    const taken = async () =>
      (await tagAt(0, trolley)).zone === 'fresh' && (await zonesAt(0)).zones[1]?.state === 'silent';
    await until(taken, 12_000, 'the decision of who is left');
    for (let at = 0; at < 8; at++) {
      expect((await tagAt(0, trolley)).zone).toBe('fresh');
      await pause(500);
    }
    const rounds = [...claims(goneMs + 2_000).values()];
    expect(rounds.length).toBeGreaterThan(6);
    for (const said of rounds) expect([...said.keys()]).toEqual(['gw-01']);
    const { zones } = await zonesAt(0);
    expect(zones.map(({ id, state }) => `${id} ${state}`).sort()).toEqual([
      'fresh occupied',
      'middle silent',
      'snacks silent',
    ]);
  }, 30_000);
});

describe('sensors', () => {
  it('are read, cannot be played back, and begin anew when somebody says that the battery was changed', async () => {
    const { address, bindKey } = house.shop.people!.tags.find(({ id }) => id === 'fridge')!;
    const key = Buffer.from(bindKey!, 'hex');
    const antenna = house.shop.radio.adapters[2]!;
    const frame = (counter: number, celsius: number) =>
      bthomeFrame([{ object: 'temperature', celsius }], { key: { bindKey: key, address: address!, counter } });
    const send = (data: Uint8Array) =>
      antenna.advertise(7, { address: address!, addressType: 'random', data, intervalMs: 200, connectable: false });
    const reads = (celsius: number, reason: string | null) =>
      until(
        async () => {
          const tag = await tagAt(0, 'fridge');
          return tag.temperatureC === celsius && tag.reason === reason && tag;
        },
        10_000,
        `${celsius} °C, ${reason}`,
      );
    const recorded = frame(1_000, 4);
    send(recorded);
    await reads(4, null);
    send(frame(1_001, 9.5));
    await reads(9.5, null);
    send(recorded);
    await reads(9.5, 'sighting.replayed');
    await pause(1_000);
    expect(await tagAt(0, 'fridge')).toMatchObject({ temperatureC: 9.5, reason: 'sighting.replayed' });
    const told = () => words<Sighting>(/^sighting\/fridge$/, 'gw-01').map(({ data }) => data.readings.temperature);
    expect(told()[0]).toBe(4);
    expect(told()).not.toContain(undefined);
    // Also over a restart.
    await house.stopAgent(0);
    await house.startAgent(0);
    await until(async () => (await tagAt(0, 'fridge')).reason === 'sighting.replayed');
    expect((await tagAt(0, 'fridge')).temperatureC).toBeNull();
    const changed = await house.order('api/beacons/tags/fridge/battery-changed');
    expect(changed.status).toBe(200);
    await reads(4, null);
    send(frame(1_001, 9.5));
    await reads(9.5, null);
    send(recorded);
    await reads(9.5, 'sighting.replayed');
    antenna.advertise(7, null);
    expect(bystander.broken).toEqual([]);
  }, 60_000);
});
