import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAlarms } from '../../../src/agent/alarms.ts';
import { createLiveOffers } from '../../../src/agent/proximity/live-offers.ts';
import {
  type BeaconOffer,
  createOfferBoard,
  type OfferBoard,
  type Output,
} from '../../../src/agent/proximity/offer-board.ts';
import { createOfferLabels } from '../../../src/agent/proximity/offer-labels.ts';
import { createOfferRevokes } from '../../../src/agent/proximity/offer-revokes.ts';
import { createSessionOffers, type SessionOffers } from '../../../src/agent/proximity/session-offers.ts';
import type { Session } from '../../../src/agent/proximity/sessions.ts';
import { createDesired } from '../../../src/delivery/desired.ts';
import { outboundMessages } from '../../../src/mesh/contract/messages.ts';
import type { Telling } from '../../../src/mesh/telling.ts';
import { type Bench, first, onBench, second } from '../../delivery/desired-bench.ts';
import { binding, hourMs, openingMs } from '../../shelf/facts.ts';
import { factRow } from '../../store/opening.ts';

const hmac = (keyHex: string, text: string) =>
  createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text).digest().readBigUInt64BE(0);

const iso = (ms: number) => new Date(ms).toISOString();
const public42 = { offer: 'tea', skus: ['40123'], from: iso(openingMs), zones: ['dairy'], url: 'https://ex.de/t' };

interface Scene extends Bench {
  board: OfferBoard;
  sessionOffers: SessionOffers;
  sessions: Session[];
  /** What the beacons of zones were last told. */
  beacons: () => ReadonlyMap<string, BeaconOffer>;
  /** What beacons broadcast: an output each, as the broadcaster would say it. */
  beaconOutputs: Output[];
  told: Telling[];
  alarms: () => string[];
  /** The mesh states an offer, or deletes it. */
  publish(body: Record<string, unknown> & { offer: string }, version: number): void;
  revokeHere(id: string): void;
  /** Brings labels in line and proves them. */
  settle(): void;
  /** A broker that takes session offers, or not. */
  online: boolean;
  restart(): void;
}

/** Two labels of one product: the first hangs in the zone dairy, the second in bakery. */
async function inShop(work: (scene: Scene) => void): Promise<void> {
  await onBench(bench => {
    const { store, clock, said, options, prove } = bench;
    const zoneOf = (label: string) => (label === first ? 'dairy' : 'bakery');
    said.bindings.clear();
    for (const label of [first, second]) {
      const bay = label === first ? 1 : 9;
      said.bindings.set(label, binding({ label, position: { aisle: '1', bay, shelf: 1, facing: 1 } }));
    }
    const alarms = createAlarms(clock, () => {});
    const told: Telling[] = [];
    const sessions: Session[] = [];
    const beaconOutputs: Output[] = [];
    let beacons: ReadonlyMap<string, BeaconOffer> = new Map();
    let stop = () => {};
    const rules = { ...options.rules, localTime: () => 60 };

    function tell(telling: Telling): void {
      told.push(telling);
      if (telling.about === 'session-offer' && scene.online) telling.taken?.();
    }

    function open(): void {
      stop();
      const revokes = createOfferRevokes(store);
      const offers = createLiveOffers(store, revokes, clock.now);
      const labels = createOfferLabels(store, () => []);
      const reader = {
        ...options.reader,
        zoneOf: (place: { bay: number } | null) => (place?.bay === 1 ? 'dairy' : 'bakery'),
        offer(id: string) {
          const live = offers.get(id);
          if (!live || live.revoked) return null;
          return { value: live.offer, epoch: live.epoch, version: live.version, seq: 1, receivedAtMs: 0 };
        },
        offersBySku: (sku: string) =>
          [...offers.all()].filter(one => one.offer.skus.includes(sku)).map(one => one.offer.offer),
      };
      const desired = createDesired({ ...options, reader, rules, changed: ids => labels.look(ids) });
      const board: OfferBoard = createOfferBoard({
        offers,
        revokes,
        labels,
        zones: ['bakery', 'dairy'],
        zoneOfLabel: zoneOf,
        stockOf: () => null,
        localTime: () => 60,
        hmac,
        *outputs() {
          yield* beaconOutputs;
          yield* scene.sessionOffers.outputs();
        },
        beaconsChanged: wanted => {
          beacons = wanted;
        },
        ticked: () => scene.sessionOffers.look(sessions),
        tell,
        alarms,
        failed: error => expect(error).toBe('no failure'),
        clock,
      });
      scene.sessionOffers = createSessionOffers({
        memory: store,
        holdingIn: (zone, audience) => board.holdingIn(zone, audience, clock.now()),
        standing: board.standing,
        hmac,
        textOf: () => null,
        tell,
        failed: error => expect(error).toBe('no failure'),
        nowMs: clock.now,
      });
      scene.board = board;
      scene.publish = (body, version) => {
        const row = { stream: 'offer', version, epoch: 7 } as const;
        store.putFact(
          factRow(body.offer, version, {
            ...row,
            body: JSON.stringify({ ...body, version }),
            deleted: body.deleted === true,
          }),
        );
        offers.load(body.offer);
        board.changed([body.offer]);
      };
      scene.revokeHere = id => {
        offers.revokeHere(id, 'technician:anna');
        board.changed([id]);
      };
      scene.settle = () => {
        desired.recompute([first, second]);
        for (const label of [first, second]) prove(label);
        labels.look([first, second]);
        board.look();
      };
      desired.recompute([first, second]);
      labels.look([first, second]);
      board.start();
      stop = () => {
        board.stop();
        desired.stop();
      };
    }

    const scene: Scene = {
      ...bench,
      board: null as never,
      sessionOffers: null as never,
      sessions,
      beacons: () => beacons,
      beaconOutputs,
      told,
      alarms: () => alarms.standing().map(({ code }) => code),
      publish: () => {},
      revokeHere: () => {},
      settle: () => {},
      online: true,
      restart: open,
    };
    open();
    work(scene);
    stop();
  });
}

const visitor = (over: Partial<Session> = {}): Session => ({
  session: 'visit-1',
  untilMs: openingMs + 4 * hourMs,
  consent: 'consent-1',
  purpose: 'offers of this visit',
  audience: 'member',
  zone: 'dairy',
  ...over,
});

const saidTo = (scene: Scene) =>
  scene.told.flatMap(one =>
    one.about === 'session-offer' ? [`${one.data.offer}@${one.data.version} ${one.data.state}`] : [],
  );

const lastState = (scene: Scene, id: string) => {
  const states = scene.told.flatMap(one => (one.about === 'offer' && one.id === id && one.data ? [one.data] : []));
  return outboundMessages['shelf.offer-state.v1'].shape.data.parse(states.at(-1));
};

describe('an offer and its outputs', () => {
  it('MESH-071: is made on labels, beacons and sessions of its zones, and nowhere else', () =>
    inShop(scene => {
      scene.sessions.push(visitor(), visitor({ session: 'visit-2', zone: 'bakery' }));
      scene.publish(public42, 1);
      scene.publish({ ...public42, offer: 'for-you', audience: 'session', price: undefined }, 1);
      scene.settle();
      expect([...scene.beacons().keys()]).toEqual(['dairy']);
      const outputs = [...scene.board.outputsOf('tea'), ...scene.board.outputsOf('for-you')];
      expect(outputs.map(({ kind, id, zone, state }) => `${kind} ${id} ${zone} ${state}`).sort()).toEqual([
        `label ${first} dairy shown`,
        'session visit-1 dairy shown',
      ]);
      expect(scene.store.desired(second)?.content).not.toContain('tea');
    }));

  it('carries the same name on every output', () =>
    inShop(scene => {
      scene.publish(public42, 4);
      scene.settle();
      expect(scene.beacons().get('dairy')).toMatchObject({ id: 'tea', version: 4 });
      expect(scene.board.outputsOf('tea')[0]?.says).toEqual({ offer: 'tea', version: 4, variant: null });
      expect(lastState(scene, 'tea')).toMatchObject({ version: 4, state: 'active', outputs: { shown: 1 } });
    }));

  it('begins and ends by itself, also for beacons', () =>
    inShop(scene => {
      scene.publish({ ...public42, from: iso(openingMs + 10_000), to: iso(openingMs + 20_000) }, 1);
      expect(scene.board.standing('tea')).toMatchObject({ state: 'scheduled', reason: 'offer.not-yet' });
      scene.clock.pass(10_500);
      expect([...scene.beacons().keys()]).toEqual(['dairy']);
      scene.clock.pass(10_000);
      expect(scene.board.standing('tea')?.state).toBe('ended');
      expect([...scene.beacons().keys()]).toEqual([]);
    }));

  it('gives the beacon to the offer that outranks the others', () =>
    inShop(scene => {
      scene.publish(public42, 1);
      scene.publish({ ...public42, offer: 'better', priority: 5, url: 'https://ex.de/b' }, 1);
      expect(scene.beacons().get('dairy')?.id).toBe('better');
      scene.publish({ offer: 'better', deleted: true }, 2);
      expect(scene.beacons().get('dairy')?.id).toBe('tea');
    }));
});

describe('an offer that is taken back', () => {
  it('MESH-072: is cleared from label, beacon and session, and says after how long none was left', () =>
    inShop(scene => {
      scene.sessions.push(visitor());
      scene.publish({ ...public42, audience: 'public' }, 1);
      scene.publish({ ...public42, offer: 'for-you', audience: 'session' }, 1);
      scene.settle();
      scene.beaconOutputs.push({
        kind: 'beacon',
        id: 'dairy-1',
        zone: 'dairy',
        state: 'shown',
        says: { offer: 'tea', version: 1, variant: null },
        atMs: openingMs,
      });
      scene.publish({ offer: 'tea', deleted: true }, 2);
      scene.publish({ offer: 'for-you', deleted: true }, 2);
      expect(saidTo(scene)).toEqual(['for-you@1 made', 'for-you@1 revoked']);
      scene.clock.pass(2_000);
      expect(lastState(scene, 'tea')).toMatchObject({
        state: 'revoked',
        revoke: { by: 'mesh', clearedAt: null, left: 2 },
      });
      scene.beaconOutputs.length = 0;
      scene.clock.pass(1_000);
      expect(lastState(scene, 'tea')).toMatchObject({ revoke: { left: 1, clearedAt: null } });
      scene.settle();
      const { revoke } = lastState(scene, 'tea');
      expect(revoke).toMatchObject({ left: 0, seconds: 3 });
      expect(lastState(scene, 'for-you').revoke).toMatchObject({ left: 0 });
      expect(scene.store.desired(first)?.content).not.toContain('tea');
    }));

  it('is told to people when something may still say it after two minutes', () =>
    inShop(scene => {
      scene.publish(public42, 1);
      scene.settle();
      scene.publish({ offer: 'tea', deleted: true }, 2);
      scene.clock.pass(119_000);
      expect(scene.alarms()).toEqual([]);
      scene.clock.pass(3_000);
      expect(scene.alarms()).toEqual(['offer.revoke-slow']);
      scene.settle();
      expect(scene.alarms()).toEqual([]);
    }));

  it('here stays taken back over a restart, until the mesh says something newer', () =>
    inShop(scene => {
      scene.publish(public42, 1);
      scene.revokeHere('tea');
      scene.settle();
      expect(scene.board.outputsOf('tea')).toEqual([]);
      scene.restart();
      expect(scene.board.standing('tea')).toMatchObject({ state: 'revoked' });
      expect([...scene.beacons().keys()]).toEqual([]);
      expect(lastState(scene, 'tea').revoke).toMatchObject({ by: 'technician:anna', left: 0 });
      scene.publish(public42, 1);
      expect(scene.board.standing('tea')?.state).toBe('revoked');
      scene.publish(public42, 2);
      expect(scene.board.standing('tea')?.state).toBe('active');
      scene.restart();
      expect(scene.board.standing('tea')?.state).toBe('active');
    }));

  it('is said to be over until the broker has it, however long that is away', () =>
    inShop(scene => {
      scene.sessions.push(visitor());
      scene.publish({ ...public42, audience: 'session' }, 1);
      scene.online = false;
      scene.publish({ offer: 'tea', deleted: true }, 2);
      scene.clock.pass(300_000);
      expect(lastState(scene, 'tea').revoke).toMatchObject({ left: 1, clearedAt: null });
      scene.online = true;
      scene.clock.pass(62_000);
      expect(saidTo(scene).slice(0, 2)).toEqual(['tea@1 made', 'tea@1 revoked']);
      expect(lastState(scene, 'tea').revoke).toMatchObject({ left: 0 });
      const said = saidTo(scene).length;
      scene.clock.pass(300_000);
      expect(saidTo(scene)).toHaveLength(said);
    }));

  it('is still followed after a restart in the middle', () =>
    inShop(scene => {
      scene.publish(public42, 1);
      scene.settle();
      scene.publish({ offer: 'tea', deleted: true }, 2);
      scene.restart();
      expect(scene.board.standing('tea')?.state).toBe('revoked');
      expect(scene.board.outputsOf('tea').map(({ state }) => state)).toEqual(['clearing']);
      scene.clock.pass(5_000);
      scene.settle();
      expect(lastState(scene, 'tea').revoke).toMatchObject({ left: 0, seconds: 5 });
    }));
});

describe('the caps of a session', () => {
  const forYou = { ...public42, offer: 'for-you', audience: 'session' };

  it('hold offline and over a restart: one push a visit', () =>
    inShop(scene => {
      scene.online = false;
      scene.sessions.push(visitor());
      scene.publish(forYou, 1);
      scene.clock.pass(5_000);
      scene.restart();
      scene.clock.pass(5_000);
      scene.publish(forYou, 2);
      scene.clock.pass(5_000);
      // The old version is taken back, and no new one is pushed.
      expect(saidTo(scene).filter(text => text.endsWith('made'))).toEqual(['for-you@1 made']);
    }));

  it('leave a pause between two sessions in one zone', () =>
    inShop(scene => {
      scene.sessions.push(visitor(), visitor({ session: 'visit-2' }));
      scene.publish({ ...forYou, caps: { zoneCooldownMs: 60_000 } }, 1);
      expect(saidTo(scene)).toHaveLength(1);
      scene.clock.pass(58_000);
      expect(saidTo(scene)).toHaveLength(1);
      scene.clock.pass(4_000);
      expect(saidTo(scene)).toHaveLength(2);
    }));

  it('keep what is for members from who is none', () =>
    inShop(scene => {
      scene.sessions.push(visitor({ audience: 'session' }));
      scene.publish({ ...public42, audience: 'member' }, 1);
      scene.clock.pass(3_000);
      expect(saidTo(scene)).toEqual([]);
      scene.sessions[0] = visitor();
      scene.clock.pass(3_000);
      expect(saidTo(scene)).toEqual(['tea@1 made']);
    }));

  it('take back what a session was told though it is not open here any more', () =>
    inShop(scene => {
      scene.sessions.push(visitor());
      scene.publish(forYou, 1);
      scene.restart();
      scene.sessions.length = 0;
      scene.publish({ offer: 'for-you', deleted: true }, 2);
      expect(saidTo(scene)).toEqual(['for-you@1 made', 'for-you@1 revoked']);
    }));
});
