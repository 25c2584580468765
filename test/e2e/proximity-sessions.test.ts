import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionFrame, tokenIntervalMs } from '../../emulator/people/session-token.ts';
import { isWithin } from '../../emulator/people/walk.ts';
import { PrivacyDocument } from '../../src/console/privacy-documents.ts';
import { ZoneListDocument } from '../../src/console/zone-documents.ts';
import { type Bystander, pause, type Spoken, standBy } from './eavesdrop.ts';
import { allProven, type House, openHouse, until } from './house.ts';

let house: House;
let bystander: Bystander & { readonly broken: readonly string[] };
beforeAll(async () => {
  house = await openHouse({
    labels: 6,
    beacons: true,
    adapters: 2,
    people: {
      walkers: [
        // Up and down, with time to be noticed at both ends.
        {
          kind: 'phones',
          name: 'kim',
          speedMps: 5,
          path: [
            { x: 1, y: 1, pauseSeconds: 10 },
            { x: 14, y: 1, pauseSeconds: 10 },
          ],
        },
        { kind: 'phones', name: 'lee', path: [{ x: 14, y: 1 }] },
        { kind: 'phones', name: 'sam', path: [{ x: 14, y: 1 }] },
        { kind: 'phones', name: 'strangers', count: 8, path: [{ x: 7, y: 1 }] },
      ],
    },
  });
  bystander = await standBy(house);
  await house.startAgent();
  await allProven(house);
}, 60_000);
afterAll(async () => {
  await bystander.stop();
  await house.stop();
});

const gateway = 'gw-01';
/** The opening day's offer for sessions among the snacks: one push a visit. */
const crisps = 'crisps-for-you';
const privacy = () => house.ask('api/privacy', PrivacyDocument);
const choose = async (mode: string) => expect((await house.order('api/privacy/mode', { mode })).status).toBe(200);
const ackOf = (command: string) =>
  until(() => house.shop.mesh.acks().find(({ id }) => id === command), 20_000, `the answer to ${command}`);
const said = (session: string) => bystander.heard.filter(({ payload }) => payload.includes(session));
const zonesOf = (session: string) => bystander.on(/^session\/.*\/zone$/).filter(of(session));
const pushesTo = (session: string) => bystander.on(/^session\/.*\/offer\//).filter(of(session));
const of =
  (session: string) =>
  ({ data }: Spoken) =>
    data?.session === session;
const isIn = (session: string, zone: string) =>
  until(() => zonesOf(session).at(-1)?.data?.zone === zone, 30_000, `${session} in ${zone}`);

function checkIn(name: string, forMs = 600_000) {
  const visit = house.shop.sessions!.open(name, 'session', forMs);
  if (!visit.ok) throw new Error(visit.code);
  return { id: visit.session.session, untilMs: visit.session.untilMs, command: visit.commands[0]! };
}

/** Where a telephone really is. */
function truth(name: string): string | null {
  const spot = house.shop.people!.list().find(one => one.name === name)?.spot;
  return (spot && house.shop.zones.find(({ area }) => isWithin(spot, area))?.id) ?? null;
}

/** A visit that is opened by hand, so that it can be opened again as it was. */
function openByHand(name: string, session: string, key: Buffer, untilMs: number): string {
  house.shop.people!.checkIn(name, { key, untilMs });
  const until = new Date(untilMs).toISOString();
  const args = {
    session,
    key: key.toString('hex'),
    until,
    consent: 'consent-7',
    purpose: 'offers',
    audience: 'session',
  };
  return house.shop.mesh.command(gateway, 'session-open', args);
}

describe('a visit that somebody consented to', () => {
  it('is not followed in the mode that broadcasts only', async () => {
    expect(await privacy()).toMatchObject({ mode: 'broadcast', permitted: ['broadcast', 'count', 'consented'] });
    const { id, command } = checkIn('lee');
    expect(await ackOf(command)).toMatchObject({ outcome: 'refused', reason: 'privacy.mode-not-permitted' });
    await pause(2_500);
    expect(said(id)).toEqual([]);
    expect((await privacy()).sessions.open).toBe(0);
    house.shop.sessions!.close('lee');
  });

  it('is followed from zone to zone, told the offer of the one where it is, and forgotten at check-out', async () => {
    await choose('consented');
    const { id, command } = checkIn('kim');
    expect(await ackOf(command)).toMatchObject({ outcome: 'done' });
    const wrong: string[] = [];
    let toldMs = 0;
    bystander.listen(({ path, data, atMs }) => {
      if (path !== `session/${id}/zone` || data?.zone === null) return;
      toldMs = atMs;
      // Ten seconds at either end are more than finding out takes.
      if (data?.zone !== truth('kim')) wrong.push(`${data?.zone} instead of ${truth('kim')}`);
    });
    await isIn(id, 'fresh');
    await isIn(id, 'snacks');
    await until(() => pushesTo(id).length > 0, 5_000, 'the offer among the snacks');
    expect(wrong).toEqual([]);
    expect(toldMs).toBeGreaterThan(0);
    const [push] = pushesTo(id);
    expect(push!.data).toMatchObject({
      session: id,
      offer: crisps,
      state: 'made',
      zone: 'snacks',
      consent: 'emulated-app/consent-v1',
      text: 'Nur bei diesem Besuch',
      url: 'https://ec.example/you',
      coupon: '9810000000017',
    });
    expect(push!.topic.endsWith(`gw/${gateway}/session/${id}/offer/${crisps}`)).toBe(true);
    expect((await privacy()).sessions.open).toBe(1);
    const out = house.shop.sessions!.close('kim');
    if (!out.ok) throw new Error(out.code);
    expect(await ackOf(out.commands[0]!)).toMatchObject({ outcome: 'done' });
    // What was on its way to the broker at that moment.
    await pause(300);
    const until3s = said(id).length;
    await pause(3_000);
    expect(
      said(id)
        .slice(until3s)
        .map(({ topic }) => topic),
    ).toEqual([]);
    expect(JSON.stringify(await house.ask('api/zones', ZoneListDocument))).not.toContain(id);
    expect((await privacy()).sessions).toEqual({ open: 0, nextEndsAt: null });
  }, 60_000);

  it('is known by a token that changes with the address, and no address is ever said', async () => {
    const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
    const id = 'visit-turning';
    const untilMs = Date.now() + 600_000;
    const until = new Date(untilMs).toISOString();
    const args = { session: id, key: key.toString('hex'), until, consent: 'c', purpose: 'p', audience: 'session' };
    expect(await ackOf(house.shop.mesh.command(gateway, 'session-open', args))).toMatchObject({ outcome: 'done' });
    // The second adapter lends its antenna to the telephone, so the first one hears it.
    const antenna = house.shop.radio.adapters[1]!;
    const addresses = ['1a2b3c4d5e61', '0f1e2d3c4b5a'];
    const send = (address: string, atMs: number) =>
      antenna.advertise(60, {
        address,
        addressType: 'random',
        data: sessionFrame(key, atMs),
        intervalMs: 200,
        connectable: false,
      });
    send(addresses[0]!, Date.now() - tokenIntervalMs);
    await isIn(id, 'fresh');
    const lastSeen = async () => {
      const { zones } = await house.ask('api/zones', ZoneListDocument);
      return zones.flatMap(({ tags }) => tags).find(tag => tag.id === id)?.lastSeen ?? null;
    };
    send(addresses[1]!, Date.now());
    const turnedMs = Date.now();
    await pause(6_000);
    expect(Date.parse((await lastSeen())!)).toBeGreaterThan(turnedMs + 4_000);
    expect(zonesOf(id).map(({ data }) => data!.zone)).toEqual([null, 'fresh']);
    antenna.advertise(60, null);
    house.shop.mesh.command(gateway, 'session-close', { session: id });
    const everything = [
      ...bystander.heard.map(({ topic, payload }) => topic + payload),
      ...(await Promise.all(
        ['zones', 'privacy', 'beacons', 'status', 'labels'].map(async path =>
          (await fetch(new URL(`api/${path}`, house.url()))).text(),
        ),
      )),
    ].join('\n');
    const secrets = [...addresses, ...house.shop.people!.addresses()];
    expect(secrets.length).toBeGreaterThan(10);
    expect(secrets.filter(address => everything.includes(address))).toEqual([]);
  });

  it('ends by itself at its time', async () => {
    const { id, untilMs } = checkIn('sam', 7_000);
    await isIn(id, 'snacks');
    await until(async () => (await privacy()).sessions.open === 0, 20_000, 'the end');
    expect(Date.now()).toBeGreaterThanOrEqual(untilMs);
    await pause(3_000);
    expect(
      said(id)
        .filter(({ atMs }) => atMs > untilMs + 700)
        .map(({ topic }) => topic),
    ).toEqual([]);
  });

  it('is pushed an offer once, though the agent restarts and the broker dies in between', async () => {
    const key = Buffer.from('f0e0d0c0b0a090807060504030201000', 'hex');
    const id = 'visit-once';
    const untilMs = Date.now() + 600_000;
    const made = () => pushesTo(id).filter(({ data }) => data!.state === 'made' && data!.offer === crisps);
    await ackOf(openByHand('lee', id, key, untilMs));
    await until(() => made().length > 0, 20_000, 'the first push');
    const revive = house.fault('dead-broker');
    await until(async () => (await house.status()).mesh.state !== 'connected');
    await pause(1_000);
    await house.stopAgent();
    await house.startAgent();
    await pause(1_000);
    revive();
    await until(async () => (await house.status()).mesh.state === 'connected', 30_000, 'the broker again');
    expect((await privacy()).mode).toBe('consented');
    const before = zonesOf(id).length;
    const reopened = openByHand('lee', id, key, untilMs);
    expect(await ackOf(reopened)).toMatchObject({ outcome: 'done' });
    await until(
      () => zonesOf(id).length > before && zonesOf(id).at(-1)?.data?.zone === 'snacks',
      20_000,
      'where it is',
    );
    await pause(2_500);
    expect(made()).toHaveLength(1);
    // Whoever comes anew is told all the same.
    const { id: fresh } = checkIn('sam');
    await until(() => pushesTo(fresh).length > 0, 20_000, 'the push to somebody else');
    expect(made()).toHaveLength(1);
  }, 60_000);

  it('is over when the mode is', async () => {
    expect((await privacy()).sessions.open).toBe(2);
    await choose('broadcast');
    expect((await privacy()).sessions.open).toBe(0);
    await pause(300);
    const before = bystander.heard.length;
    await pause(3_000);
    const words = bystander.heard.slice(before).filter(({ payload }) => /visit-once|"s-[0-9a-f]{12}"/.test(payload));
    expect(words.map(({ topic }) => topic)).toEqual([]);
    expect(bystander.broken).toEqual([]);
  });
});
