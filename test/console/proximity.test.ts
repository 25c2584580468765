import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  BeaconListDocument,
  BeaconTestDocument,
  ForeignBeaconDocument,
  ProvisionDocument,
  SniffDocument,
} from '../../src/console/beacon-documents.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { OfferDocument, OfferListDocument, OfferSimulationDocument } from '../../src/console/offer-documents.ts';
import { PrivacyDocument } from '../../src/console/privacy-documents.ts';
import { ZoneListDocument } from '../../src/console/zone-documents.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';
import { fixtureForeign, fixtureLockCode } from './fixture-proximity.ts';

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

describe('beacons over the API', () => {
  test('say whether they are on air, and why not', async () => {
    const { beacons, adapter } = await read(BeaconListDocument, '/api/beacons');
    expect(adapter).toMatchObject({ url: 'hci:1', state: 'ready' });
    expect(beacons.map(({ id, state }) => `${id} ${state}`)).toContain('bakery elsewhere');
  });

  test('are listened for, all or one, and one that is not there is refused', async () => {
    const all = await read(BeaconTestDocument, '/api/beacons/test', 'POST', {});
    expect(all.ok).toBe(false);
    expect(all.beacons.length).toBeGreaterThan(3);
    const one = await read(BeaconTestDocument, '/api/beacons/test', 'POST', { beacon: 'dairy' });
    expect(one).toMatchObject({ ok: true, beacons: [{ id: 'dairy', heard: true, rssi: -44 }] });
    expect(await refused('/api/beacons/test', 'POST', { beacon: 'nowhere' })).toEqual([404, 'beacon.unknown']);
  });

  test('of others are read with their lock code only', async () => {
    const path = '/api/beacons/foreign';
    const locked = await read(ForeignBeaconDocument, path, 'POST', { address: fixtureForeign });
    expect(locked).toMatchObject({ lock: 'locked', content: null });
    const opened = { address: fixtureForeign, lockCode: fixtureLockCode };
    expect((await read(ForeignBeaconDocument, path, 'POST', opened)).content).toHaveLength(3);
    expect(await refused(path, 'POST', { ...opened, lockCode: 'f'.repeat(32) })).toEqual([422, 'beacon.key-wrong']);
    expect(await refused(path, 'POST', { address: '00:11' })).toEqual([400, 'console.request-invalid']);
  });

  test('of others are set up, or it is said what would be done', async () => {
    const path = '/api/beacons/provision';
    const body = {
      address: fixtureForeign,
      lockCode: fixtureLockCode,
      slots: [{ slot: 0, content: 'url:https://ex.de/k' }],
    };
    const dry = await read(ProvisionDocument, path, 'POST', { ...body, dryRun: true });
    expect(dry.steps.map(({ verdict }) => verdict)).toEqual(['would-do']);
    const wet = await read(ProvisionDocument, path, 'POST', body);
    expect(wet.steps.map(({ verdict }) => verdict)).toEqual(['done']);
    expect(await refused(path, 'POST', { address: fixtureForeign })).toEqual([422, 'beacon.locked']);
  });

  test('a battery is changed in a tag that there is', async () => {
    expect((await ask('/api/beacons/tags/freezer-2/battery-changed', 'POST')).status).toBe(200);
    expect(await refused('/api/beacons/tags/none/battery-changed', 'POST')).toEqual([404, 'sighting.tag-unknown']);
  });
});

describe('zones and offers over the API', () => {
  test('a zone tells what of ours is in it, and of people only what may be told', async () => {
    const { zones, away } = await read(ZoneListDocument, '/api/zones');
    const dairy = zones.find(({ id }) => id === 'dairy')!;
    expect(dairy.tags.map(({ id }) => id)).toEqual(['mara', 'trolley-12', 'trolley-19', 'cooler-1']);
    expect(dairy.offers).toEqual(['cheese-week@3', 'wine-evening@2']);
    expect(zones.map(({ people }) => people)).toEqual(zones.map(() => null));
    expect(away.map(({ id }) => id)).toEqual(['trolley-03']);
  });

  test('an offer is told with its places, and what none has is refused', async () => {
    const { offers } = await read(OfferListDocument, '/api/offers');
    expect(new Set(offers.map(({ state }) => state))).toEqual(new Set(['active', 'blocked', 'pausing', 'revoked']));
    const offer = await read(OfferDocument, '/api/offers/cheese-week');
    expect(offer.places).toHaveLength(11);
    expect(await refused('/api/offers/nothing')).toEqual([404, 'offer.unknown']);
  });

  test('what would be made is not mistaken for an offer of that name', async () => {
    const at = encodeURIComponent('2026-12-01T18:00:00+01:00');
    const simulated = await read(OfferSimulationDocument, `/api/offers/simulate?at=${at}&zone=wine&audience=public`);
    expect(simulated.at).toBe('2026-12-01T17:00:00.000Z');
    expect(simulated.offers.find(({ id }) => id === 'wine-evening')).toMatchObject({
      holds: false,
      reason: 'offer.audience',
      labels: 0,
    });
    expect(await refused('/api/offers/simulate')).toEqual([400, 'console.request-invalid']);
    expect(await refused(`/api/offers/simulate?at=${at}&zone=attic`)).toEqual([404, 'zone.unknown']);
  });

  test('an offer is taken back, and says how long that took', async () => {
    expect((await ask('/api/offers/wine-evening/revoke', 'POST')).status).toBe(200);
    const offer = await read(OfferDocument, '/api/offers/wine-evening');
    expect(offer).toMatchObject({ state: 'revoked', revoke: { by: 'local', seconds: 1.8, left: 0 } });
    expect(await refused('/api/offers/nothing/revoke', 'POST')).toEqual([404, 'offer.unknown']);
  });
});

describe('privacy over the API', () => {
  test('only a permitted mode is chosen', async () => {
    expect((await read(PrivacyDocument, '/api/privacy')).mode).toBe('broadcast');
    const path = '/api/privacy/mode';
    expect(await read(PrivacyDocument, path, 'POST', { mode: 'count' })).toMatchObject({ mode: 'count', level: 1 });
    expect((await read(ZoneListDocument, '/api/zones')).zones.find(({ id }) => id === 'dairy')?.people?.count).toBe(20);
    expect(await refused(path, 'POST', { mode: 'consented' })).toEqual([422, 'privacy.mode-not-permitted']);
    expect(await refused(path, 'POST', { mode: 'everything' })).toEqual([400, 'console.request-invalid']);
    await read(PrivacyDocument, path, 'POST', { mode: 'broadcast' });
  });

  test('frames are looked at only while that is unlocked, and the status says so', async () => {
    expect(await refused('/api/beacons/sniff')).toEqual([409, 'privacy.capture-locked']);
    const { unlockedUntil, unlockedBy } = await read(PrivacyDocument, '/api/privacy/unlock', 'POST');
    expect(unlockedBy).toBe('local');
    expect(shop.view.status().capture).toEqual({ until: unlockedUntil });
    const first = await read(SniffDocument, '/api/beacons/sniff');
    const second = await read(SniffDocument, `/api/beacons/sniff?after=${first.next}`);
    expect([first.next, second.next]).toEqual([2, 4]);
    await read(PrivacyDocument, '/api/privacy/unlock', 'DELETE');
    expect(shop.view.status().capture).toBeNull();
    expect(await refused('/api/beacons/sniff')).toEqual([409, 'privacy.capture-locked']);
  });
});

describe('metrics', () => {
  const scrape = async () => (await ask('/metrics')).text();

  test('tell what is on air, where tags are and what offers do', async () => {
    const text = await scrape();
    expect(text).toContain('endcap_beacon_on_air{beacon="dairy",zone="dairy"} 1');
    expect(text).toContain('endcap_beacon_on_air{beacon="wine",zone="wine"} 0');
    expect(text).not.toContain('beacon="bakery"');
    expect(text).toMatch(/endcap_beacon_heard_age_seconds\{beacon="dairy"\} 1\.\d/);
    expect(text).toContain('endcap_zone_tags{zone="dairy",kind="trolley"} 2');
    expect(text).toContain('endcap_offer_outputs{state="clearing"} 2');
    expect(text).toContain('endcap_offer_revoke_seconds 1.8');
    expect(text).toContain('endcap_privacy_mode{mode="broadcast"} 1');
    expect(text).toContain('endcap_sightings_dropped_total{kind="find-my"} 9930');
  });

  test('count people only where that is told, and hold no address', async () => {
    expect(await scrape()).not.toContain('endcap_zone_people{');
    await ask('/api/privacy/mode', 'POST', { mode: 'count' });
    const text = await scrape();
    expect(text).toContain('endcap_zone_people{zone="dairy"} 20');
    expect(text).not.toContain('endcap_zone_people{zone="frozen"}');
    expect(text).not.toContain('d6a1b2c3d4e5');
  });
});
