import type { Broadcaster, WantedBeacon } from '../../beacons/broadcaster.ts';
import type { BeaconEntry, BeaconListDocument, BeaconTestDocument } from '../../console/beacon-documents.ts';
import { parseBeacon } from '../../mesh/contract/parse.ts';
import type { FactRow } from '../../mesh/ports.ts';
import type { Telling } from '../../mesh/telling.ts';
import type { Beacon } from '../../shelf/beacon.ts';
import type { Reason } from '../../shelf/reasons.ts';
import type { Plan } from '../../zones/plan.ts';
import type { Alarms } from '../alarms.ts';
import type { BeaconOffer, Output } from './offer-board.ts';

export interface BeaconWishesOptions {
  readonly facts: {
    fact(stream: 'beacon', key: string): FactRow | null;
    factKeys(stream: 'beacon'): Iterable<{ readonly key: string }>;
  };
  /** Null: the configuration names no adapter. */
  readonly broadcaster: Broadcaster | null;
  readonly gateway: string;
  readonly plan: Plan;
  /** A radio of this gateway hears. */
  readonly listening: () => boolean;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly tell: (telling: Telling) => void;
  readonly monotonicMs: () => number;
  readonly nowMs: () => number;
}

interface Stated {
  readonly beacon: Beacon;
  readonly version: number;
}

/** An offer that a beacon led to, and that may still be on air. */
type Leaving = Pick<Output, 'id' | 'zone' | 'says' | 'atMs'>;

/** Beacons that are looked at; a gateway has a handful. */
const mostBeacons = 256;
/** On air and unheard for so long by a radio that hears: something is wrong. */
const unheardMs = 120_000;
/** That it is still heard is told this often. */
const heardToldMs = 60_000;
const testMs = 5_000;

/** From what the mesh wants of beacons to the broadcaster, and back to the mesh and to people what became of it. */
export function createBeaconWishes(options: BeaconWishesOptions) {
  const { facts, broadcaster, gateway, plan, alarms } = options;
  const stated = new Map<string, Stated>();
  const told = new Map<string, string>();
  const alarmed = new Map<string, Reason>();
  const onAirSinceMs = new Map<string, number>();
  const leaving = new Map<string, Leaving>();
  /** The adapter was once; before that nothing is on air. */
  let wasReady = false;
  let offers: ReadonlyMap<string, BeaconOffer> = new Map();
  const mine = plan.zonesOfGateway(gateway);

  function load(id: string): void {
    const row = facts.fact('beacon', id);
    const beacon = row && !row.deleted ? parseBeacon(row.body) : null;
    if (row && beacon && (stated.has(id) || stated.size < mostBeacons))
      stated.set(id, { beacon, version: row.version });
    else stated.delete(id);
  }

  const isOurs = ({ beacon }: Stated): boolean =>
    plan.zones.includes(beacon.zone) &&
    (beacon.gateway === null ? mine.includes(beacon.zone) : beacon.gateway === gateway);

  function apply(): void {
    const wanted: WantedBeacon[] = [...stated.values()].filter(isOurs).map(({ beacon, version }) => ({
      beacon,
      version,
      offer: offers.get(beacon.zone) ?? null,
    }));
    // Until the adapter has confirmed what it says instead, it may say this.
    if (hasBroadcast()) for (const one of led()) leaving.set(JSON.stringify([one.id, one.says]), one);
    broadcaster?.set(wanted);
  }

  function hasBroadcast(): boolean {
    wasReady ||= broadcaster?.adapter().state === 'ready';
    return wasReady;
  }

  function* led(): Generator<Leaving & Pick<BeaconEntry, 'state'>> {
    for (const { id, zone, offer, state, since } of broadcaster?.entries() ?? []) {
      if (!offer) continue;
      const says = { offer: offer.id, version: offer.version, variant: offer.variant };
      yield { id, zone, says, state, atMs: since === null ? null : Date.parse(since) };
    }
  }

  /** Forgets what is known to be off the air, or back on it. */
  function settle(): void {
    if (!broadcaster || leaving.size === 0) return;
    const entries = new Map(broadcaster.entries().map(entry => [entry.id, entry]));
    const idle = broadcaster.adapter().state === 'ready' && ![...entries.values()].some(isStarting);
    for (const [key, { id, says }] of leaving) {
      const entry = entries.get(id);
      const back = entry?.offer?.id === says.offer && entry.offer.version === says.version;
      // One that is off altogether is confirmed by no entry of its own.
      if (back || idle || entry?.state === 'on-air') leaving.delete(key);
    }
  }

  /** What this gateway does not broadcast, and why. */
  function idle({ beacon, version }: Stated): BeaconEntry {
    const known = plan.zones.includes(beacon.zone);
    const ours = isOurs({ beacon, version });
    const reason: Reason = !known ? 'beacon.zone-unknown' : ours ? 'beacon.no-adapter' : 'beacon.elsewhere';
    return {
      id: beacon.beacon,
      zone: beacon.zone,
      version,
      state: known && !ours ? 'elsewhere' : 'failed',
      reason,
      intervalMs: beacon.intervalMs,
      address: null,
      since: null,
      slots: [],
      offer: null,
      heardAt: null,
      heardRssi: null,
    };
  }

  function entries(): BeaconEntry[] {
    const onAir = new Map(broadcaster?.entries().map(entry => [entry.id, entry]));
    return [...stated.values()]
      .map(one => {
        const entry = onAir.get(one.beacon.beacon);
        return entry ? { ...entry, slots: [...entry.slots] } : idle(one);
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  function alarmOf(entry: BeaconEntry): Reason | null {
    if (entry.state === 'elsewhere') return null;
    if (entry.reason !== null) return entry.reason as Reason;
    const nowMs = options.monotonicMs();
    if (entry.state !== 'on-air') onAirSinceMs.delete(entry.id);
    else if (!onAirSinceMs.has(entry.id)) onAirSinceMs.set(entry.id, nowMs);
    const sinceMs = onAirSinceMs.get(entry.id) ?? nowMs;
    const heardAgoMs = entry.heardAt === null ? Number.POSITIVE_INFINITY : options.nowMs() - Date.parse(entry.heardAt);
    const silent = options.listening() && nowMs - sinceMs > unheardMs && heardAgoMs > unheardMs;
    return silent ? 'beacon.not-heard' : null;
  }

  function warn(entry: BeaconEntry): void {
    const reason = alarmOf(entry);
    const before = alarmed.get(entry.id);
    if (before && before !== reason) alarms.clear(before, entry.id);
    if (reason === null) alarmed.delete(entry.id);
    else {
      alarmed.set(entry.id, reason);
      alarms.raise(reason, entry.id, `beacon ${entry.id} of zone ${entry.zone}: ${entry.state}`);
    }
  }

  function tellOf({ id, zone, version, state, reason, since, heardAt, offer }: BeaconEntry): void {
    const heardStep = heardAt === null ? null : Math.floor(Date.parse(heardAt) / heardToldMs);
    const news = JSON.stringify([version, state, reason, since, offer, heardStep]);
    if (told.get(id) === news) return;
    told.set(id, news);
    options.tell({
      about: 'beacon',
      id,
      data: {
        beacon: id,
        zone,
        version,
        state,
        reason,
        since,
        heardAt,
        offer: offer && { offer: offer.id, version: offer.version, variant: offer.variant },
        publicKey: broadcaster?.publicKey ?? null,
      },
    });
  }

  for (const { key } of facts.factKeys('beacon')) load(key);
  apply();

  return {
    /** The mesh has said something of these. */
    changed(ids: Iterable<string>): void {
      for (const id of ids) load(id);
      apply();
    },
    offersChanged(next: ReadonlyMap<string, BeaconOffer>): void {
      offers = next;
      apply();
    },
    /** Tells what is new. To be asked each second. */
    look(): void {
      hasBroadcast();
      const now = entries();
      const gone = [...told.keys()].filter(id => !stated.has(id));
      for (const id of gone) {
        told.delete(id);
        onAirSinceMs.delete(id);
        const reason = alarmed.get(id);
        if (reason) alarms.clear(reason, id);
        alarmed.delete(id);
        options.tell({ about: 'beacon', id, data: null });
      }
      for (const entry of now) {
        warn(entry);
        tellOf(entry);
      }
    },
    *outputs(): Generator<Output> {
      settle();
      for (const { id, zone, says, state, atMs } of led()) {
        yield { kind: 'beacon', id, zone, state: state === 'on-air' ? 'shown' : 'pending', says, atMs };
      }
      for (const { id, zone, says, atMs } of leaving.values()) {
        yield { kind: 'beacon', id, zone, state: 'clearing', says, atMs };
      }
    },
    list: (): BeaconListDocument => ({
      schemaVersion: 1,
      adapter: broadcaster?.adapter() ?? null,
      publicKey: broadcaster?.publicKey ?? null,
      beacons: entries(),
    }),
    async test(id: string | null): Promise<BeaconTestDocument> {
      if (id !== null && !stated.has(id)) return silentTest([{ id, reason: 'beacon.unknown' }]);
      if (broadcaster) {
        const { ok, beacons } = await broadcaster.test(id, testMs);
        return { schemaVersion: 1, ok, beacons: beacons.map(one => ({ ...one })) };
      }
      const ours = [...stated.values()].filter(isOurs).map(({ beacon }) => beacon.beacon);
      const asked = id === null ? ours : [id];
      return silentTest(asked.map(one => ({ id: one, reason: 'beacon.no-adapter' })));
    },
    zoneBeacons: (zone: string): string[] =>
      [...stated.values()].filter(({ beacon }) => beacon.zone === zone).map(({ beacon }) => beacon.beacon),
  };
}
export type BeaconWishes = ReturnType<typeof createBeaconWishes>;

const isStarting = ({ state }: Pick<BeaconEntry, 'state'>): boolean => state === 'starting';

function silentTest(beacons: readonly { readonly id: string; readonly reason: Reason }[]): BeaconTestDocument {
  return {
    schemaVersion: 1,
    ok: beacons.length === 0,
    beacons: beacons.map(one => ({ ...one, heard: false, rssi: null, afterMs: null })),
  };
}
