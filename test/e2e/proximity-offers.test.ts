import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BeaconListDocument } from '../../src/console/beacon-documents.ts';
import { OfferDocument } from '../../src/console/offer-documents.ts';
import { type Bystander, type Ear, lendEar, pause, type Spoken, standBy, urlHex } from './eavesdrop.ts';
import { allProven, type House, liars, openHouse, until } from './house.ts';

let house: House;
let ear: Ear;
let bystander: Bystander & { readonly broken: readonly string[] };
beforeAll(async () => {
  house = await openHouse({
    labels: 12,
    beacons: true,
    // The adapters of the second gateway, whose agent does not run, are the ears.
    gateways: 2,
    adapters: 2,
    people: {
      walkers: [
        { kind: 'phones', name: 'ada', path: [{ x: 0.5, y: 1 }] },
        { kind: 'phones', name: 'bob', path: [{ x: 6.5, y: 1 }] },
      ],
    },
  });
  ear = lendEar(house, 2);
  bystander = await standBy(house);
  await house.startAgent();
  expect((await house.order('api/privacy/mode', { mode: 'consented' })).status).toBe(200);
  await allProven(house);
}, 60_000);
afterAll(async () => {
  ear.stop();
  await bystander.stop();
  await house.stop();
});

const from = new Date(Date.now() - 60_000).toISOString();
/** Bays 1 to 4 of the only aisle; one label hangs in each. */
const zoneOf = ({ bay }: { bay: number }) => (bay <= 4 ? 'fresh' : bay <= 8 ? 'middle' : 'snacks');
const panels = () => house.shop.aisle.labels.map(({ label, place }) => ({ id: label.id, label, zone: zoneOf(place) }));
const panelIn = (zone: string, at: number) => panels().filter(one => one.zone === zone)[at]!;
const skuOn = async (id: string) => (await house.label(id)).skus[0]!;
const offer = (id: string) => house.ask(`api/offers/${id}`, OfferDocument);
const pixelsOf = (id: string) => Buffer.from(house.shop.aisle.label(id)!.screen().pixels);

/** Waits until an offer stands everywhere it is to, and says where that is. */
const standing = (id: string, outputs: number) =>
  until(
    async () => {
      // The mesh may not have brought it yet.
      const now = await offer(id).catch(() => null);
      return now?.outputs.shown === outputs && now.outputs.pending === 0 ? now : null;
    },
    20_000,
    `${id} on ${outputs} outputs`,
  );

interface Cleared {
  readonly spoken: Spoken;
  readonly panel: Buffer;
  readonly refreshes: number;
}

/** The first word of the gateway that an offer is gone, and what was true at that very moment. */
function whenCleared(id: string, panelId: string): Promise<Cleared> {
  return new Promise(resolve => {
    bystander.listen(spoken => {
      const revoke = spoken.data?.revoke as { clearedAt: string | null } | null | undefined;
      if (spoken.path !== `offer/${id}/state` || !revoke?.clearedAt) return;
      const { refreshes } = house.shop.aisle.label(panelId)!.screen();
      resolve({ spoken, panel: pixelsOf(panelId), refreshes });
    });
  });
}

/** Both the mesh and people are told when the last output was without it, and that was so. */
async function gone(
  id: string,
  { spoken, panel }: Cleared,
  { before, url, by }: { readonly before: Buffer; readonly url: string; readonly by: string },
): Promise<void> {
  const { revoke, state, outputs, places } = await offer(id);
  expect({ state, places }).toEqual({ state: 'revoked', places: [] });
  expect(outputs).toEqual({ pending: 0, shown: 0, clearing: 0 });
  expect(revoke).toMatchObject({ left: 0, by: expect.stringContaining(by) });
  const seconds = (Date.parse(revoke!.clearedAt!) - Date.parse(revoke!.at)) / 1000;
  expect(revoke!.seconds).toBeCloseTo(seconds, 3);
  const { at, clearedAt } = revoke!;
  expect(spoken.data).toMatchObject({ state: 'revoked', revoke: { at, clearedAt, seconds: revoke!.seconds, left: 0 } });
  expect(panel.equals(before)).toBe(true);
  await pause(1_500);
  expect(ear.saying(urlHex(url), Date.parse(clearedAt!) + 1)).toEqual([]);
}

describe('an offer for one zone', () => {
  it('stands on its labels, beacons and sessions, and on none of another zone', async () => {
    const [here, there] = [panelIn('fresh', 1), panelIn('middle', 1)];
    const skus = [await skuOn(here.id), await skuOn(there.id)];
    const url = 'https://ec.example/tea';
    const sinceMs = Date.now();
    const badge = { de: 'Nur hier', en: 'Only here' };
    const terms = { skus, from, zones: ['fresh'], priority: 500, badge, url };
    expect(house.shop.pricing.offer('tea-here', terms).ok).toBe(true);
    expect(house.shop.pricing.offer('tea-for-you', { ...terms, audience: 'session' }).ok).toBe(true);
    const visits = ['ada', 'bob'].map(name => house.shop.sessions!.open(name, 'session', 600_000));
    const [ada, bob] = visits.map(visit => (visit.ok ? visit.session.session : ''));
    // A label and the beacon of the zone; and the only session there.
    const { places } = await standing('tea-here', 2);
    expect(places.map(({ kind, id, zone }) => `${kind} ${id} ${zone}`).sort()).toEqual([
      'beacon zone-fresh fresh',
      `label ${here.id} fresh`,
    ]);
    expect((await standing('tea-for-you', 1)).places).toMatchObject([{ kind: 'session', id: ada, zone: 'fresh' }]);
    const bobsZones = () => bystander.on(/^session\/.*\/zone$/).filter(({ data }) => data?.session === bob);
    await until(() => bobsZones().at(-1)?.data?.zone === 'middle', 20_000, 'where bob is');
    await pause(3_000);
    for (const { id, zone } of panels()) {
      const { content } = await house.label(id);
      for (const one of [content.shown, content.desired]) {
        expect(`${id} ${one?.badge === 'Nur hier'}`).toBe(`${id} ${zone === 'fresh' && id === here.id}`);
      }
    }
    const { beacons } = await house.ask('api/beacons', BeaconListDocument);
    const { address } = beacons.find(({ id }) => id === 'zone-fresh')!;
    const saying = ear.saying(urlHex(url), sinceMs);
    expect(saying.length).toBeGreaterThan(2);
    expect(new Set(saying.map(frame => frame.address))).toEqual(new Set([address]));
    const told = bystander
      .on(/^session\/.*\/offer\//)
      .map(({ data }) => `${data!.session} ${data!.offer} ${data!.state}`);
    expect(told).toEqual([`${ada} tea-for-you made`]);
    expect(await liars(house)).toEqual([]);
  });

  it('is gone from label, beacon and session when the mesh revokes it, and the time that is told is true', async () => {
    const here = panelIn('fresh', 1);
    house.shop.pricing.revoke('tea-for-you');
    const session = await until(async () => {
      const now = await offer('tea-for-you');
      return now.revoke?.clearedAt ? now : null;
    });
    expect(session).toMatchObject({ state: 'revoked', places: [], revoke: { left: 0 } });
    const states = bystander.on(/\/offer\/tea-for-you$/).map(({ data }) => data!.state);
    expect(states).toEqual(['made', 'revoked']);
    // What stood there before the offer came: it is the only thing that is different.
    const other = panelIn('fresh', 2);
    const before = pixelsOf(other.id);
    const url = 'https://ec.example/oats';
    const badge = { de: 'Hafer', en: 'Oats' };
    const skus = [await skuOn(other.id)];
    house.shop.pricing.offer('oats', { skus, from, zones: ['fresh'], priority: 600, badge, url });
    await standing('oats', 2);
    await until(() => ear.saying(urlHex(url)).length > 0);
    expect(pixelsOf(other.id).equals(before)).toBe(false);
    const cleared = whenCleared('oats', other.id);
    house.shop.pricing.revoke('oats');
    await gone('oats', await cleared, { before, url, by: 'mesh' });
    // The next in line takes over the beacon.
    await until(() => ear.saying(urlHex('https://ec.example/tea'), Date.now() - 700).length > 0);
    expect((await house.label(here.id)).content.shown?.badge).toBe('Nur hier');
  });

  it('is not called gone from a label whose picture of it is still on its way', async () => {
    const { id } = panelIn('fresh', 3);
    const before = pixelsOf(id);
    const uploads = async () => (await house.label(id)).history.filter(({ event }) => event === 'upload').length;
    const begun = await uploads();
    house.fault('slow-radio', { factor: 20 });
    const skus = [await skuOn(id)];
    house.shop.pricing.offer('in-flight', { skus, from, zones: ['fresh'], priority: 600, badge: { de: 'Flug' } });
    await until(async () => (await uploads()) > begun, 20_000, 'the beginning of the upload');
    const mend = house.fault('slow-radio', { factor: 100 });
    const cleared = whenCleared('in-flight', id);
    house.shop.pricing.revoke('in-flight');
    await until(async () => (await offer('in-flight')).state === 'revoked');
    await pause(2_500);
    mend();
    const { panel, refreshes } = await cleared;
    expect(panel.equals(before)).toBe(true);
    await allProven(house);
    await pause(1_500);
    // Nothing came after it that would have shown the offer once more.
    expect(house.shop.aisle.label(id)!.screen().refreshes).toBe(refreshes);
    expect(await liars(house)).toEqual([]);
  });

  it('is gone when a person revokes it, also after a restart, until the mesh says something newer', async () => {
    const { id } = panelIn('fresh', 0);
    const before = pixelsOf(id);
    const url = 'https://ec.example/jam';
    const terms = { skus: [await skuOn(id)], from, zones: ['fresh'], priority: 700, badge: { de: 'Marmelade' }, url };
    house.shop.pricing.offer('jam', terms);
    await standing('jam', 2);
    const cleared = whenCleared('jam', id);
    expect((await house.order('api/offers/jam/revoke')).status).toBe(200);
    await gone('jam', await cleared, { before, url, by: 'local' });
    const revoked = (await offer('jam')).revoke;
    expect((await house.order('api/offers/jam/revoke')).status).toBe(422);
    await house.stopAgent();
    const restartMs = Date.now();
    await house.startAgent();
    await allProven(house);
    expect(await offer('jam')).toMatchObject({ state: 'revoked', revoke: revoked, places: [] });
    // Other beacons are back on air, so that this one would be.
    await until(() => ear.saying(urlHex('https://ec.example/tea'), restartMs).length > 2);
    expect(ear.saying(urlHex(url), restartMs)).toEqual([]);
    expect(pixelsOf(id).equals(before)).toBe(true);
    house.shop.pricing.offer('jam', { ...terms, badge: { de: 'Konfitüre' } });
    expect(await standing('jam', 2)).toMatchObject({ state: 'active', revoke: null });
    await until(() => ear.saying(urlHex(url), restartMs).length > 0);
    expect((await house.label(id)).content.shown?.badge).toBe('Konfitüre');
    expect(await liars(house)).toEqual([]);
  });

  it('for members stands beside the price on the shelf and leaves that as it is', async () => {
    const { id } = panelIn('middle', 2);
    const sku = await skuOn(id);
    const { shown } = (await house.label(id)).content;
    const before = pixelsOf(id);
    const amountMinor = BigInt(shown!.amountMinor - 20);
    const badge = { de: 'Mitglieder', en: 'Members' };
    const terms = {
      skus: [sku],
      from,
      zones: ['middle'],
      priority: 500,
      audience: 'member' as const,
      badge,
      amountMinor,
    };
    expect(house.shop.pricing.offer('members', terms).ok).toBe(true);
    const stands = await standing('members', 1);
    expect(stands.places).toMatchObject([{ kind: 'label', id, zone: 'middle', state: 'shown' }]);
    expect(stands.price).toMatchObject({ amountMinor: Number(amountMinor), currency: 'EUR' });
    const { content, confidence } = await house.label(id);
    expect(confidence).toBe('confirmed');
    expect(content.shown).toMatchObject({ amountMinor: shown!.amountMinor, priceText: shown!.priceText });
    expect(content.shown?.badge).toBe('Mitglieder');
    expect(house.shop.mesh.till.charges(sku, house.shop.mesh.now())).toBe(shown!.amountMinor);
    // Some labels say that they have it a moment before their panel has drawn it.
    await until(() => !pixelsOf(id).equals(before), 10_000, 'another picture');
    expect(await liars(house)).toEqual([]);
  });

  it('was never told of in words that break the contract', () => {
    expect(bystander.broken).toEqual([]);
    expect(bystander.heard.length).toBeGreaterThan(50);
  });
});
