import type { Cancel, Clock } from '../../clock.ts';
import type { Telling } from '../../mesh/telling.ts';
import type { LocalTime } from '../../shelf/daypart.ts';
import { judgeOffer, type OfferJudgement, outranks, type VersionedOffer } from '../../shelf/offer.ts';
import { asDealt, type KeyedHash } from '../../shelf/offer-variant.ts';
import type { Alarms } from '../alarms.ts';
import type { LiveOffer, LiveOffers } from './live-offers.ts';
import type { OfferLabels, Says } from './offer-labels.ts';
import type { OfferRevokes } from './offer-revokes.ts';

/** Somewhere an offer is made, should be, or is to be taken away from. */
export interface Output {
  readonly kind: 'label' | 'beacon' | 'session' | 'screen';
  readonly id: string;
  readonly zone: string | null;
  readonly state: 'pending' | 'shown' | 'clearing';
  readonly says: Says;
  readonly atMs: number | null;
}

export type OfferState = 'active' | 'scheduled' | 'pausing' | 'blocked' | 'ended' | 'revoked';

/** An offer as it stands now. */
export interface Standing {
  readonly live: LiveOffer;
  readonly state: OfferState;
  readonly reason: Extract<OfferJudgement, { holds: false }>['reason'] | null;
  /** When time alone changes it next. */
  readonly untilMs: number | null;
}

/** What a zone's beacons lead to. */
export interface BeaconOffer {
  readonly id: string;
  readonly version: number;
  readonly variant: string | null;
  readonly url: string;
}

export interface OfferBoardOptions {
  readonly offers: LiveOffers;
  readonly revokes: OfferRevokes;
  readonly labels: OfferLabels;
  /** Zones that this gateway's beacons and sessions are in. */
  readonly zones: readonly string[];
  readonly zoneOfLabel: (label: string) => string | null;
  readonly stockOf: (sku: string) => number | null;
  readonly localTime: LocalTime;
  readonly hmac: KeyedHash;
  /** Where beacons and sessions say which offer. */
  readonly outputs: () => Iterable<Output>;
  /** What the zones' beacons are to lead to has changed. */
  readonly beaconsChanged: (offers: ReadonlyMap<string, BeaconOffer>) => void;
  /** Called each second: sessions may be due. */
  readonly ticked: () => void;
  readonly tell: (telling: Telling) => void;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly failed: (error: unknown) => void;
  readonly clock: Clock;
}

const lookEveryMs = 1_000;
/** What is still somewhere after this is told to people. */
const slowRevokeMs = 120_000;

export type OfferBoard = ReturnType<typeof createOfferBoard>;

/**
 * Which offers hold where at this moment, what that means for beacons, and what is still to be cleared of those that were
 * taken back. Looks each second and after each change; an offer is judged again only when its time has come.
 */
export function createOfferBoard(options: OfferBoardOptions) {
  const { offers, revokes, clock } = options;
  const standings = new Map<string, Standing>();
  const told = new Map<string, string>();
  let onBeacons = new Map<string, BeaconOffer>();
  let cancel: Cancel = () => {};

  function standing(live: LiveOffer, nowMs: number): Standing {
    const id = live.offer.offer;
    const known = standings.get(id);
    if (known?.live === live && (known.untilMs === null || nowMs < known.untilMs)) return known;
    const now = judge(live, nowMs);
    standings.set(id, now);
    return now;
  }

  function judge(live: LiveOffer, nowMs: number): Standing {
    if (live.revoked) return { live, state: 'revoked', reason: 'offer.revoked', untilMs: null };
    const judged = judgeOffer(versioned(live), contextOf(live.offer.zones[0] ?? null, live.offer.audience), nowMs);
    if (judged.holds) return { live, state: 'active', reason: null, untilMs: judged.untilMs };
    return { live, state: states[judged.reason], reason: judged.reason, untilMs: judged.untilMs };
  }

  const contextOf = (zone: string | null, audience: VersionedOffer['audience']) => ({
    zone,
    audience,
    stockOf: options.stockOf,
    localTime: options.localTime,
  });

  /** Those that hold in a zone for somebody, the one that outranks all others first. */
  function holdingIn(zone: string, audience: VersionedOffer['audience'], nowMs: number): VersionedOffer[] {
    const found: VersionedOffer[] = [];
    for (const live of offers.all()) {
      if (standing(live, nowMs).state !== 'active') continue;
      const offer = versioned(live);
      if (judgeOffer(offer, contextOf(zone, audience), nowMs).holds) found.push(offer);
    }
    return found.sort((a, b) => (outranks(a, b) ? -1 : 1));
  }

  function beaconOffers(nowMs: number): Map<string, BeaconOffer> {
    const chosen = new Map<string, BeaconOffer>();
    for (const zone of options.zones) {
      for (const holding of holdingIn(zone, 'public', nowMs)) {
        const { offer, variant } = asDealt(holding, zone, options.hmac);
        if (offer.url === null) continue;
        chosen.set(zone, { id: offer.offer, version: offer.version, variant, url: offer.url });
        break;
      }
    }
    return chosen;
  }

  function look(): void {
    const nowMs = clock.now();
    const wanted = beaconOffers(nowMs);
    if (!sameOffers(wanted, onBeacons)) {
      onBeacons = wanted;
      options.beaconsChanged(wanted);
    }
    options.ticked();
    for (const live of [...offers.all()]) tell(standing(live, nowMs), nowMs);
  }

  function outputsOf(id: string): Output[] {
    const found: Output[] = [];
    for (const { label, desired, maybe, shownAtMs, settled } of options.labels.of(id)) {
      const zone = options.zoneOfLabel(label);
      for (const says of desired.filter(({ offer }) => offer === id)) {
        found.push({ kind: 'label', id: label, zone, state: settled ? 'shown' : 'pending', says, atMs: shownAtMs });
      }
      for (const says of maybe.filter(({ offer }) => offer === id)) {
        found.push({ kind: 'label', id: label, zone, state: 'clearing', says, atMs: shownAtMs });
      }
    }
    for (const output of options.outputs()) if (output.says.offer === id) found.push(output);
    return found;
  }

  /** Tells the mesh what is new of an offer, and follows one that was taken back until nothing says it any more. */
  function tell({ live, state, reason }: Standing, nowMs: number): void {
    const id = live.offer.offer;
    const outputs = countOf(outputsOf(id));
    const left = outputs.pending + outputs.shown + outputs.clearing;
    if (live.revoked && left === 0) revokes.cleared(id, nowMs);
    const revoke = live.revoked ? revokes.get(id) : null;
    if (revoke && revoke.clearedMs === null && nowMs - revoke.atMs > slowRevokeMs) {
      options.alarms.raise('offer.revoke-slow', id, `${left} outputs may still say ${id}`);
    } else options.alarms.clear('offer.revoke-slow', id);
    const news = {
      offer: id,
      version: live.version,
      state,
      reason,
      outputs,
      revoke: revoke && {
        at: iso(revoke.atMs),
        by: revoke.by,
        clearedAt: revoke.clearedMs === null ? null : iso(revoke.clearedMs),
        seconds: revoke.clearedMs === null ? null : (revoke.clearedMs - revoke.atMs) / 1000,
        left,
      },
    };
    const text = JSON.stringify(news);
    if (told.get(id) !== text) {
      told.set(id, text);
      options.tell({ about: 'offer', id, data: { ...news, at: iso(nowMs) } });
    }
    // What the mesh took back is of no interest any more a day after it was gone everywhere.
    if (revoke?.by === 'mesh' && revoke.clearedMs !== null && nowMs - revoke.clearedMs > dayMs) {
      offers.forget(id);
      standings.delete(id);
      told.delete(id);
      options.tell({ about: 'offer', id, data: null });
    }
  }

  function again(): void {
    cancel();
    cancel = clock.after(lookEveryMs, () => {
      try {
        look();
      } catch (error) {
        // A disk that takes nothing: the next look tries it again.
        options.failed(error);
      }
      again();
    });
  }

  return {
    start(): void {
      look();
      again();
    },
    stop: (): void => cancel(),
    /** Facts of offers or products have changed: judges anew. */
    changed(ids: Iterable<string> | 'all'): void {
      if (ids === 'all') standings.clear();
      else for (const id of ids) standings.delete(id);
      look();
    },
    look,
    standing: (id: string): Standing | null => {
      const live = offers.get(id);
      return live && standing(live, clock.now());
    },
    standings: (): Standing[] => [...offers.all()].map(live => standing(live, clock.now())),
    outputsOf,
    holdingIn,
    /** What the beacons of each zone lead to. */
    onBeacons: (): ReadonlyMap<string, BeaconOffer> => onBeacons,
  };
}

/** Outputs by what is known of them. */
export function countOf(outputs: readonly Output[]): { pending: number; shown: number; clearing: number } {
  const counts = { pending: 0, shown: 0, clearing: 0 };
  for (const { state } of outputs) counts[state] += 1;
  return counts;
}

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

const versioned = ({ offer, version }: LiveOffer): VersionedOffer => ({ ...offer, version });

function sameOffers(a: ReadonlyMap<string, BeaconOffer>, b: ReadonlyMap<string, BeaconOffer>): boolean {
  return JSON.stringify([...a]) === JSON.stringify([...b]);
}

const states = {
  'offer.revoked': 'revoked',
  'offer.over': 'ended',
  'offer.audience': 'blocked',
  'offer.zone-elsewhere': 'blocked',
  'offer.not-yet': 'scheduled',
  'offer.daypart': 'pausing',
  'offer.stock-low': 'blocked',
} as const satisfies Record<string, OfferState>;
