import type { Provisioning } from '../../beacons/provisioning/provision.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/schema.ts';
import type { ProximityView } from '../../console/proximity-view.ts';
import type { DropCount } from '../../radio/audience.ts';
import type { StoreRules } from '../../shelf/decide.ts';
import type { Sightings } from '../../sightings/sightings.ts';
import type { Store } from '../../store/store.ts';
import type { CrowdCount } from '../../zones/crowd-count.ts';
import type { Plan } from '../../zones/plan.ts';
import type { BeaconWishes } from './beacon-wishes.ts';
import type { LiveOffers } from './live-offers.ts';
import type { OfferBoard } from './offer-board.ts';
import { createOfferDocuments } from './offer-documents.ts';
import type { OfferRevokes } from './offer-revokes.ts';
import { privacyDocument } from './privacy-document.ts';
import type { PrivacyModes } from './privacy-mode.ts';
import type { SessionOffers } from './session-offers.ts';
import type { WhereaboutsRunner } from './whereabouts-runner.ts';
import { zoneListDocument } from './zone-documents.ts';

export interface ProximityViewOptions {
  readonly config: Config;
  readonly store: Pick<Store, 'audit'>;
  readonly plan: Plan;
  readonly rules: StoreRules;
  readonly clock: Clock;
  readonly stockOf: (sku: string) => number | null;
  readonly zoneOfLabel: (label: string) => string | null;
  readonly labels: { of(sku: string): readonly string[]; bound(): readonly string[] };
  readonly recompute: (skus: readonly string[]) => void;
  readonly sightings: Sightings;
  readonly wishes: BeaconWishes;
  readonly board: OfferBoard;
  readonly offers: LiveOffers;
  readonly revokes: OfferRevokes;
  readonly sessionOffers: SessionOffers;
  readonly modes: PrivacyModes;
  readonly runner: WhereaboutsRunner;
  readonly provisioning: Provisioning;
  readonly drops: DropCount;
  readonly crowd: () => CrowdCount | null;
}

/** Counting the labels of each zone reads every binding; people need not see it change within the second. */
const countedForMs = 15_000;

/** What the console and the command line see of beacons, zones, offers and privacy. */
export function createProximityView(options: ProximityViewOptions): ProximityView {
  const { config, store, clock, sightings, wishes, board, offers, modes, plan, rules } = options;
  const documents = createOfferDocuments({
    board,
    revokes: options.revokes,
    sessions: options.sessionOffers,
    zones: plan.zones,
    stockOf: options.stockOf,
    localTime: rules.localTime,
    labelsOf: sku => options.labels.of(sku).map(label => ({ label, zone: options.zoneOfLabel(label) })),
    locale: rules.locale,
    nowMs: clock.now,
  });
  let counted: { readonly atMs: number; readonly labels: ReadonlyMap<string, number> } | null = null;

  function labelsIn(zone: string): number {
    if (counted === null || clock.monotonic() - counted.atMs > countedForMs) {
      const labels = new Map<string, number>();
      for (const label of options.labels.bound()) {
        const place = options.zoneOfLabel(label);
        if (place !== null) labels.set(place, (labels.get(place) ?? 0) + 1);
      }
      counted = { atMs: clock.monotonic(), labels };
    }
    return counted.labels.get(zone) ?? 0;
  }

  const privacy: ProximityView['privacy'] = () =>
    privacyDocument({
      config: config.privacy,
      modes,
      sessions: sightings.sessions.status,
      tags() {
        const tags = sightings.tags(clock.now()).filter(({ kind }) => kind !== 'session');
        return { known: tags.length, heard: tags.filter(({ lastSeenMs }) => lastSeenMs !== null).length };
      },
      counting() {
        const crowd = options.crowd();
        if (!crowd) return null;
        const windowMs = config.privacy.windowSeconds * 1000;
        const endedMs = crowd.figures(clock.monotonic())?.endedMs ?? clock.monotonic();
        return { hashes: crowd.size(), endsAtMs: clock.now() + endedMs + windowMs - clock.monotonic() };
      },
      sessionOffers: () => [...options.sessionOffers.outputs()].length,
      captured: () => sightings.capture.frames(0, clock.now())?.frames.length ?? 0,
      dropped: options.drops.totals,
    });

  return {
    beacons: wishes.list,
    testBeacons: wishes.test,
    readForeignBeacon: request => options.provisioning.read(request),
    async provisionBeacon(request, actor) {
      const answer = await options.provisioning.provision(request);
      if (answer.ok && !request.dryRun) {
        const steps = answer.document.steps.map(({ what, verdict }) => `${what}: ${verdict}`);
        const { address } = request;
        store.audit({ atMs: clock.now(), actor, action: 'beacon.provisioned', subject: address, detail: { steps } });
      }
      return answer;
    },
    batteryChanged(tag, actor) {
      if (!sightings.batteryChanged(tag, clock.now())) return false;
      store.audit({ atMs: clock.now(), actor, action: 'sensor.battery-changed', subject: tag, detail: {} });
      return true;
    },
    sniff(after) {
      const caught = sightings.capture.frames(after, clock.now());
      if (!caught) return refused('privacy.capture-locked', 'Nobody has opened it.');
      return {
        ok: true,
        document: {
          schemaVersion: 1,
          frames: caught.frames.map(({ atMs, receiver, ...frame }) => ({ ...frame, at: iso(atMs), radio: receiver })),
          next: caught.next,
          unlockedUntil: iso(caught.unlockedUntilMs),
        },
      };
    },
    zones: () =>
      zoneListDocument({
        zones: config.zones,
        presence: options.runner.zones,
        tags: () => sightings.tags(clock.now()),
        crowd: () => options.crowd()?.figures(clock.monotonic()) ?? null,
        labelsIn,
        beaconsIn: wishes.zoneBeacons,
        offersIn: zone =>
          board
            .standings()
            .filter(({ state, live }) => state === 'active' && holdsIn(live.offer.zones, zone))
            .map(({ live }) => `${live.offer.offer}@${live.version}`),
        nowMs: clock.now,
        monotonicMs: clock.monotonic,
      }),
    offers: () => ({ schemaVersion: 1, offers: documents.list() }),
    offer: documents.document,
    simulateOffers: documents.simulate,
    revokeOffer(id, actor) {
      const before = offers.get(id);
      if (!before) return refused('offer.unknown', id);
      if (before.revoked) return refused('offer.revoked', `${id} is taken back already.`);
      offers.revokeHere(id, actor);
      const detail = { version: before.version };
      store.audit({ atMs: clock.now(), actor, action: 'offer.revoked', subject: id, detail });
      options.recompute(before.offer.skus);
      board.changed([id]);
      return { ok: true };
    },
    privacy,
    setPrivacyMode: modes.set,
    unlockCapture(actor) {
      modes.unlock(actor);
      const capture = modes.capture();
      if (capture) sightings.capture.unlock(capture.untilMs);
      return privacy();
    },
    lockCapture(actor) {
      modes.lock(actor);
      return privacy();
    },
  };
}

const holdsIn = (zones: readonly string[], zone: string): boolean => zones.length === 0 || zones.includes(zone);

function refused(reason: 'offer.unknown' | 'offer.revoked' | 'privacy.capture-locked', detail: string) {
  return { ok: false, reason, detail } as const;
}

const iso = (ms: number): string => new Date(ms).toISOString();
