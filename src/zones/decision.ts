import type { Median } from './median.ts';
import { gatewayOf, type Plan } from './plan.ts';

/*
 * Where tags are, decided by every gateway for itself and by all of them alike, without a leader.
 *
 * A decision is a function of two rounds of messages, this one and the one before, and of nothing else: who had all
 * messages of two rounds decides what everybody decides who had them, whatever it missed earlier. So
 *  - where a tag was until now is what most gateways say they have decided, not what this one remembers;
 *  - a challenger has to lead in both rounds, measured by the messages of each round;
 *  - what only time can tell (a tag that nobody hears any more, a gateway that says nothing any more) ends what a gateway
 *    itself says of a tag. When nobody says anything of it, it is decided anew.
 */

/** Where a tag is, as one gateway says. */
export interface Winner {
  readonly tag: string;
  readonly zone: string;
  readonly sinceRound: number;
}

/** What a gateway tells the others each second. */
export interface MedianRound {
  readonly gateway: string;
  /** The second that has ended, counted from the Unix epoch. */
  readonly round: number;
  readonly medians: readonly Median[];
  /** What it decided for the round before, as far as it still says so. */
  readonly winners: readonly Winner[];
}

/** Where a tag is, and what speaks for it. */
export interface Whereabouts {
  readonly zone: string;
  readonly sinceRound: number;
  /** When somebody heard it last; null: told by others, and not heard since. */
  readonly heardRound: number | null;
  /** Best median of the zone in that round, dBm; null: others heard it, or nobody. */
  readonly rssi: number | null;
  /** Radios that heard it in that round. */
  readonly receivers: number;
  /** How far the zone is ahead of the next one in that round; below zero where it is about to lose. Null: unheard by all. */
  readonly marginDb: number | null;
}

/** What a gateway remembers from one round to the next. */
export interface DecisionState {
  /** The last one decided; null: none. */
  readonly round: number | null;
  /** Tags that are somewhere; all others are away. At most `mostTags`. */
  readonly tags: ReadonlyMap<string, Whereabouts>;
  readonly heard: Hearing;
  /** When a gateway of the plan last said anything. */
  readonly reported: ReadonlyMap<string, number>;
}

/** How well the zones heard the tags in one round. */
interface Hearing {
  readonly tags: ReadonlyMap<string, Heard>;
  /** Zones of which a gateway reported. Of the others it is not known whether they heard anything. */
  readonly zones: ReadonlySet<string>;
}

interface Heard {
  /** Best median by zone, dBm. */
  readonly zones: Map<string, number>;
  receivers: number;
}

/** How much better a challenger has to be heard, in each round of the dwell of two seconds. */
export const leadDb = 6;
/**
 * A tag is away when it was unheard for 30 s. A median outlives the last reading by up to 5 s, so that is after 25 rounds
 * without one.
 */
export const awayAfterRounds = 25;
/** A zone without a word of any of its gateways keeps its tags that long; a broker's reconnection takes less. */
const silentAfterRounds = 5;
/** What a zone is taken to hear that hears nothing, for the margin only: the least that radios still understand. */
const unheardDbm = -100;
/** Tags that are decided upon; as many as fit into one message. */
export const mostTags = 5_000;

export const nothingDecided: DecisionState = {
  round: null,
  tags: new Map(),
  heard: { tags: new Map(), zones: new Set() },
  reported: new Map(),
};

type DecisionPlan = Pick<Plan, 'zoneOfReceiver' | 'zonesOfGateway' | 'gatewaysOfZone'>;

/**
 * Decides a round from the messages of all gateways, the own among them, one of each. Their order does not matter. A round
 * that is not later than the last one changes nothing.
 * @param gateway who decides: where its own message is missing, what it remembers stands for it
 */
export function decide(
  state: DecisionState,
  round: number,
  messages: readonly MedianRound[],
  plan: DecisionPlan,
  gateway: string,
): DecisionState {
  if (state.round !== null && round <= state.round) return state;
  const own = messages.some(message => message.gateway === gateway) ? [] : [winnersOf(state, plan)];
  const claims = claimed([...messages.map(({ winners }) => winners), ...own], round, plan);
  const all = hearing(messages, plan);
  const kept = limited(new Set([...claims.keys(), ...all.tags.keys()]));
  const heard = kept.size < all.tags.size ? { ...all, tags: only(all.tags, kept) } : all;
  const before = state.round === round - 1 ? state.heard : null;
  const tags = new Map<string, Whereabouts>();
  for (const tag of kept) {
    const now = heard.tags.get(tag);
    const held = elect(claims.get(tag), now);
    const challenger = held && before ? leading(tag, held.zone, heard, before) : null;
    const place = challenger === null && held ? held : { zone: challenger ?? loudest(now), sinceRound: round };
    if (place.zone !== null) tags.set(tag, evidence(place.zone, place.sinceRound, round, now, state.tags.get(tag)));
  }
  const reported = new Map(state.reported);
  for (const message of messages) {
    if (plan.zonesOfGateway(message.gateway).length > 0) reported.set(message.gateway, round);
  }
  return { round, tags, heard, reported };
}

/**
 * What the gateway says of where tags are, by tag. It says nothing of a tag that was not heard for half a minute, and
 * nothing of a zone that has fallen silent when another zone hears the tag.
 */
export function winnersOf(state: DecisionState, plan: Pick<Plan, 'gatewaysOfZone'>): Winner[] {
  const { round, tags } = state;
  if (round === null) return [];
  const winners: Winner[] = [];
  for (const [tag, { zone, sinceRound, heardRound }] of tags) {
    if (heardRound === null || round - heardRound > awayAfterRounds) continue;
    if (heardRound < round || reportingShare(state, zone, plan) > 0) winners.push({ tag, zone, sinceRound });
  }
  return winners.sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

/** How many of a zone's gateways said something in the last seconds, 0 to 1. */
export function reportingShare(state: DecisionState, zone: string, plan: Pick<Plan, 'gatewaysOfZone'>): number {
  const gateways = plan.gatewaysOfZone(zone);
  const since = (state.round ?? 0) - silentAfterRounds;
  const reporting = gateways.filter(gateway => (state.reported.get(gateway) ?? Number.NEGATIVE_INFINITY) >= since);
  return gateways.length === 0 ? 0 : reporting.length / gateways.length;
}

/** A gateway speaks for its own radios only; what it says of others', or of a radio in no zone, is left out. */
function hearing(messages: readonly MedianRound[], plan: DecisionPlan): Hearing {
  const tags = new Map<string, Heard>();
  const zones = new Set<string>();
  for (const { gateway, medians } of messages) {
    for (const zone of plan.zonesOfGateway(gateway)) zones.add(zone);
    for (const { tag, receiver, rssi } of medians) {
      const zone = gatewayOf(receiver) === gateway ? plan.zoneOfReceiver(receiver) : null;
      if (zone === null) continue;
      const one = tags.get(tag) ?? { zones: new Map<string, number>(), receivers: 0 };
      tags.set(tag, one);
      one.receivers += 1;
      one.zones.set(zone, Math.max(rssi, one.zones.get(zone) ?? Number.NEGATIVE_INFINITY));
    }
  }
  return { tags, zones };
}

interface Claim {
  readonly zone: string;
  votes: number;
  sinceRound: number;
}

/**
 * What the gateways say of each tag, by zone; of one gateway its first word on each. Who is ahead of time, or speaks of a
 * zone without a radio, says nothing.
 */
function claimed(said: readonly (readonly Winner[])[], round: number, plan: DecisionPlan): Map<string, Claim[]> {
  const claims = new Map<string, Claim[]>();
  const lastVoter = new Map<string, number>();
  for (const [voter, winners] of said.entries()) {
    for (const { tag, zone, sinceRound } of winners) {
      if (sinceRound >= round || lastVoter.get(tag) === voter || plan.gatewaysOfZone(zone).length === 0) continue;
      lastVoter.set(tag, voter);
      const ofTag = claims.get(tag);
      const same = ofTag?.find(claim => claim.zone === zone);
      if (same) {
        same.votes += 1;
        same.sinceRound = Math.min(same.sinceRound, sinceRound);
      } else if (ofTag) ofTag.push({ zone, votes: 1, sinceRound });
      else claims.set(tag, [{ zone, votes: 1, sinceRound }]);
    }
  }
  return claims;
}

/** Most votes; then the zone that hears it best; then the newest word; then the zone's id. A total order. */
function elect(claims: readonly Claim[] | undefined, now: Heard | undefined): Claim | null {
  const rssi = ({ zone }: Claim) => now?.zones.get(zone) ?? weakest;
  let best: Claim | null = null;
  for (const claim of claims ?? []) {
    const better = !best
      ? 1
      : claim.votes - best.votes ||
        rssi(claim) - rssi(best) ||
        claim.sinceRound - best.sinceRound ||
        (claim.zone < best.zone ? 1 : -1);
    if (better > 0) best = claim;
  }
  return best;
}

/** Below everything that a radio measures; finite, as two of them are compared. */
const weakest = -1_000;

/** The zone that takes the tag over: the best heard of those that lead in both rounds. Null: none. */
function leading(tag: string, incumbent: string, now: Hearing, before: Hearing): string | null {
  const leads = (zone: string, { tags, zones }: Hearing): boolean => {
    const rssi = tags.get(tag)?.zones.get(zone);
    const toBeat = tags.get(tag)?.zones.get(incumbent) ?? weakest;
    return zones.has(incumbent) && rssi !== undefined && rssi >= toBeat + leadDb;
  };
  return loudest(now.tags.get(tag), zone => leads(zone, now) && leads(zone, before));
}

/** The zone that hears it best, the first by id of several; null: none. */
function loudest(heard: Heard | undefined, admits: (zone: string) => boolean = () => true): string | null {
  let best: string | null = null;
  let bestRssi = weakest;
  for (const [zone, rssi] of heard?.zones ?? []) {
    if (rssi < bestRssi || (rssi === bestRssi && best !== null && zone > best) || !admits(zone)) continue;
    best = zone;
    bestRssi = rssi;
  }
  return best;
}

function evidence(
  zone: string,
  sinceRound: number,
  round: number,
  now: Heard | undefined,
  known: Whereabouts | undefined,
): Whereabouts {
  if (!now) {
    if (known?.zone === zone) return { ...known, sinceRound };
    return { zone, sinceRound, heardRound: known?.heardRound ?? null, rssi: null, receivers: 0, marginDb: null };
  }
  const rssi = now.zones.get(zone) ?? null;
  let nextDbm = unheardDbm;
  for (const [other, level] of now.zones) if (other !== zone) nextDbm = Math.max(nextDbm, level);
  const marginDb = (rssi ?? unheardDbm) - nextDbm;
  return { zone, sinceRound, heardRound: round, rssi, receivers: now.receivers, marginDb };
}

/** Tags beyond the limit are away, the same ones everywhere. */
function limited(tags: ReadonlySet<string>): ReadonlySet<string> {
  return tags.size <= mostTags ? tags : new Set([...tags].sort().slice(0, mostTags));
}

function only(heard: ReadonlyMap<string, Heard>, kept: ReadonlySet<string>): ReadonlyMap<string, Heard> {
  return new Map([...heard].filter(([tag]) => kept.has(tag)));
}
