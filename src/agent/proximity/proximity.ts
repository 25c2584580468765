import { randomBytes } from 'node:crypto';
import type { Catalogue } from '../../../devices/catalogue.ts';
import { createBroadcaster } from '../../beacons/broadcaster.ts';
import { createProvisioning } from '../../beacons/provisioning/provision.ts';
import type { Cancel, Clock } from '../../clock.ts';
import type { Config } from '../../config/schema.ts';
import type { ProximityView } from '../../console/proximity-view.ts';
import type { FactReader } from '../../delivery/label-facts.ts';
import type { CommandData } from '../../mesh/contract/command.ts';
import type { Change, CommandOutcome } from '../../mesh/mesh.ts';
import type { NeighbourMedians } from '../../mesh/neighbours.ts';
import type { Telling } from '../../mesh/telling.ts';
import { createAdvertiser } from '../../radio/advertiser.ts';
import { type Audience, createDropCount } from '../../radio/audience.ts';
import type { Radio } from '../../radio/radio.ts';
import type { StoreRules } from '../../shelf/decide.ts';
import { textIn } from '../../shelf/local-text.ts';
import type { LogFields } from '../../shelf/log-events.ts';
import { outranks, type VersionedOffer } from '../../shelf/offer.ts';
import { createSightings } from '../../sightings/sightings.ts';
import type { Store } from '../../store/store.ts';
import { type CrowdCount, createCrowdCount } from '../../zones/crowd-count.ts';
import { createPlan } from '../../zones/plan.ts';
import type { Alarms } from '../alarms.ts';
import { createAudience } from './audience.ts';
import { createBeaconWishes } from './beacon-wishes.ts';
import { createLiveOffers } from './live-offers.ts';
import { createOfferBoard, type OfferBoard, type Output } from './offer-board.ts';
import { createOfferLabels } from './offer-labels.ts';
import { createOfferRevokes } from './offer-revokes.ts';
import { createPrivacyMode, type Mode } from './privacy-mode.ts';
import { createProximityView } from './proximity-view.ts';
import { createSessionOffers } from './session-offers.ts';
import { createSessions } from './sessions.ts';
import { createSightingReports } from './sighting-reports.ts';
import { createWhereaboutsRunner } from './whereabouts-runner.ts';

export interface ProximityOptions {
  readonly config: Config;
  readonly store: Store;
  readonly reader: FactReader;
  readonly rules: StoreRules;
  /** X25519, 32 bytes. */
  readonly beaconKey: Uint8Array;
  readonly recognise: Catalogue['recognise'];
  readonly radios: () => readonly Radio[];
  /** A radio of this gateway hears. */
  readonly listening: () => boolean;
  readonly tell: (telling: Telling) => void;
  /** What was not told of this session yet is not told any more. */
  readonly forgetSession: (session: string) => void;
  /** Labels of these products are to be decided anew. */
  readonly recompute: (skus: readonly string[]) => void;
  /** Where screens make offers, as their pages report. */
  readonly onScreens: () => Iterable<Output>;
  /** A trolley that is known by name has left a zone. */
  readonly visited: (zone: string, seconds: number) => void;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: Record<'info' | 'warn' | 'error', (fields: LogFields, text: string) => void>;
}

const lookEveryMs = 1_000;
const countersPrefix = 'sensor-counter/';

export type Proximity = ReturnType<typeof createProximity>;

/** Everything about who is near the shelf, joined: beacons, sightings, zones, offers, sessions, and how much is permitted. */
export function createProximity(options: ProximityOptions) {
  const { config, store, reader, rules, alarms, clock, log, tell } = options;
  const { id: gateway } = config.gateway;
  const plan = createPlan(config.zones);
  const localTime = rules.localTime;
  const drops = createDropCount();
  const dirty = new Set<string>();
  const zoneOfTag = new Map<string, string>();
  /** When trolleys came into the zone where they are. */
  const cameMs = new Map<string, number>();
  let crowd: CrowdCount | null = null;
  let cancel: Cancel = () => {};
  const failed = (error: unknown): void =>
    log.error({ event: 'proximity.failed', err: error }, 'something near the shelf could not be made durable');

  const sightings = createSightings({
    tags: config.sightings.tags,
    counters: {
      recall(tag) {
        const stored = store.recall(countersPrefix + tag);
        return stored === null ? null : Number(stored);
      },
      remember(tag, counter) {
        if (counter === null) store.forget(countersPrefix + tag);
        else store.remember(countersPrefix + tag, String(counter));
      },
    },
  });
  const { adapter, powerDbm = 0 } = config.beacons ?? {};
  const broadcaster =
    adapter === undefined
      ? null
      : createBroadcaster({
          advertiser: createAdvertiser({ url: adapter, powerDbm, clock, log }),
          gateway,
          privateKey: options.beaconKey,
          clock,
          randomBytes,
        });

  const modes = createPrivacyMode({
    config: config.privacy,
    store,
    alarms,
    clock,
    changed: applyMode,
    locked: sightings.capture.lock,
  });
  function applyMode(mode: Mode): void {
    crowd?.stop();
    crowd = mode === 'count' ? newCrowd() : null;
    if (mode !== 'consented') sessions.endAll();
  }
  function newCrowd(): CrowdCount {
    const { windowSeconds, leastTold } = config.privacy;
    return createCrowdCount({
      zones: plan.zonesOfGateway(gateway),
      windowMs: windowSeconds * 1000,
      leastTold,
      randomBytes,
    });
  }
  if (modes.mode() === 'count') crowd = newCrowd();

  const stockOf = (sku: string): number | null => reader.product(sku)?.value.stock ?? null;
  const zoneOfLabel = (label: string): string | null => {
    const position = reader.binding(label)?.value.position ?? null;
    return position && plan.zoneOfPlace(position);
  };
  const revokes = createOfferRevokes(store);
  const offers = createLiveOffers(store, revokes, clock.now);
  const labels = createOfferLabels(store, label => {
    const skus = reader.binding(label)?.value.skus ?? [];
    return revokes.all().flatMap(({ offer, version, clearedMs }) => {
      const concerned = offers.get(offer)?.offer.skus.some(sku => skus.includes(sku));
      return clearedMs === null && concerned ? [{ offer, version, variant: null }] : [];
    });
  });
  const wishes = createBeaconWishes({
    facts: store,
    broadcaster,
    gateway,
    plan,
    listening: options.listening,
    alarms,
    tell,
    monotonicMs: clock.monotonic,
    nowMs: clock.now,
  });
  const board: OfferBoard = createOfferBoard({
    offers,
    revokes,
    labels,
    zones: plan.zonesOfGateway(gateway),
    zoneOfLabel,
    stockOf,
    localTime,
    hmac: rules.hmac,
    *outputs() {
      yield* wishes.outputs();
      yield* sessionOffers.outputs();
      yield* options.onScreens();
    },
    beaconsChanged: wishes.offersChanged,
    ticked() {
      labels.look(dirty);
      dirty.clear();
      sessionOffers.look(sessions.all().filter(({ session }) => runner.speaks(session)));
    },
    tell,
    alarms,
    failed,
    clock,
  });
  const sessionOffers = createSessionOffers({
    memory: store,
    holdingIn: (zone, audience) => board.holdingIn(zone, audience, clock.now()),
    standing: board.standing,
    hmac: rules.hmac,
    textOf: ({ text, badge }) => {
      const said = text ?? badge;
      return said && textIn(said, rules.locale);
    },
    tell,
    failed,
    nowMs: clock.now,
  });
  const sessions = createSessions({
    mode: modes.mode,
    ear: {
      openSession: request => sightings.sessions.open(request, clock.now()),
      closeSession: session => void sightings.sessions.close(session),
    },
    changed(id, session) {
      if (session === null) {
        sessionOffers.ended(id);
        runner.ended(id);
        options.forgetSession(id);
        zoneOfTag.delete(id);
        return;
      }
      const { zone, untilMs, consent, purpose } = session;
      const at = iso(clock.now());
      tell({ about: 'session-zone', id, data: { session: id, zone, at, until: iso(untilMs), consent, purpose } });
      board.look();
    },
    clock,
  });
  const kinds = new Map(config.sightings.tags.map(({ id, kind }) => [id, kind]));
  const runner = createWhereaboutsRunner({
    gateway,
    plan,
    kindOf: tag => kinds.get(tag) ?? (sessions.get(tag) ? 'session' : null),
    crowd: () => crowd?.figures(clock.monotonic()) ?? null,
    leastTold: config.privacy.leastTold,
    failed,
    moved(movements) {
      for (const { tag, kind, from, to, atMs } of movements) {
        const came = cameMs.get(tag);
        if (kind === 'trolley' && from !== null && came !== undefined) options.visited(from, (atMs - came) / 1000);
        if (to === null) zoneOfTag.delete(tag);
        else zoneOfTag.set(tag, to);
        if (kind === 'trolley' && to !== null) cameMs.set(tag, atMs);
        else cameMs.delete(tag);
        if (kind === 'session') sessions.moved(tag, to);
      }
    },
    tell,
    clock,
  });
  const reports = createSightingReports({
    sightings,
    zoneOf: tag => zoneOfTag.get(tag) ?? null,
    tell,
    nowMs: clock.now,
  });
  const provisioning = createProvisioning({ connect: connectAny(options.radios), clock });
  const view: ProximityView = createProximityView({
    config,
    store,
    plan,
    rules,
    clock,
    stockOf,
    zoneOfLabel,
    labels: { of: store.labelsBySku, bound: store.desiredLabels },
    recompute: options.recompute,
    sightings,
    wishes,
    board,
    offers,
    revokes,
    sessionOffers,
    modes,
    runner,
    provisioning,
    drops,
    crowd: () => crowd,
  });

  function look(): void {
    try {
      wishes.look();
      reports.look();
      crowd?.figures(clock.monotonic());
    } catch (error) {
      failed(error);
    }
    cancel = clock.after(lookEveryMs, look);
  }

  return {
    view,
    /** Whom the radio at this place of the configuration may hear. */
    audience: (index: number): Audience =>
      createAudience(
        {
          recognise: options.recognise,
          sightings,
          broadcaster,
          plan,
          crowd: () => crowd,
          heard(heard) {
            if (heard.kind !== 'beacon') runner.heard(heard.id, heard.receiver, heard.rssi);
            reports.heard(heard);
          },
          drops,
          failed,
          nowMs: clock.now,
          monotonicMs: clock.monotonic,
        },
        `${gateway}/${index}`,
      ),
    /** What the mesh has no say in, for whoever reads facts. */
    offerRevoked: (id: string): boolean => offers.get(id)?.revoked ?? false,
    zoneOf: plan.zoneOfPlace,
    /** Takes what was just committed; before labels are decided by it. */
    committed(changes: readonly Change[]): void {
      const touched = new Set<string>();
      const beacons: string[] = [];
      for (const { stream, key } of changes) {
        if (stream === 'offer') touched.add(key);
        else if (stream === 'beacon') beacons.push(key);
        else if (stream === 'product') for (const id of store.offersBySku(key)) touched.add(id);
      }
      for (const id of touched) offers.load(id);
      if (beacons.length > 0) wishes.changed(beacons);
      if (touched.size > 0) board.changed(touched);
    },
    /** The mesh's commands about sessions; null: it is none of them. */
    command({ verb, args }: CommandData): CommandOutcome | null {
      if (verb === 'session-open') return sessions.open(args ?? {});
      return verb === 'session-close' ? sessions.close(args ?? {}) : null;
    },
    neighbour: (medians: NeighbourMedians): void => runner.neighbour(medians),
    /** Something of these labels is different. */
    labelsChanged(ids: readonly string[]): void {
      for (const id of ids) dirty.add(id);
    },
    capture: modes.capture,
    /** Offers as screens make them. */
    forScreens: {
      /** Those that were not taken back, those that outrank others first. */
      offers: (): VersionedOffer[] =>
        [...offers.all()]
          .filter(({ revoked }) => !revoked)
          .map(({ offer, version }) => ({ ...offer, version }))
          .sort((a, b) => (outranks(a, b) ? -1 : 1)),
      capped: sessionOffers.cappedOn,
      made: sessionOffers.madeOn,
    },
    async start(): Promise<void> {
      labels.look(store.desiredLabels());
      board.start();
      runner.start();
      look();
      await broadcaster?.start();
    },
    async stop(): Promise<void> {
      cancel();
      board.stop();
      runner.stop();
      modes.stop();
      sessions.stop();
      crowd?.stop();
      await broadcaster?.stop();
    },
  };
}

/** Tries the radios one after the other: which one is near the device, nobody knows. */
function connectAny(radios: () => readonly Radio[]): Radio['connect'] {
  return async (address, gatt, timeoutMs) => {
    let last: Awaited<ReturnType<Radio['connect']>> = {
      ok: false,
      reason: 'radio.down',
      detail: 'This gateway has no radio.',
    };
    for (const radio of radios()) {
      last = await radio.connect(address, gatt, timeoutMs);
      if (last.ok || last.reason === 'radio.gatt-unfit') return last;
    }
    return last;
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
