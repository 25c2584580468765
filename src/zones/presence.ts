import { medianMethod, placeConfidence, presenceConfidence } from './confidence.ts';
import { type DecisionState, reportingShare, type Whereabouts } from './decision.ts';
import type { Plan } from './plan.ts';
import { roundMs } from './rounds.ts';
import { createVisitLog, type Dwell, type VisitLog, type ZoneHour } from './visits.ts';

export type TagKind = 'staff' | 'trolley' | 'sensor' | 'asset' | 'session';

/** A tag where it is. */
export interface PresentTag {
  readonly id: string;
  readonly kind: TagKind;
  readonly sinceMs: number;
  readonly lastHeardMs: number | null;
  /** In its zone, dBm; null: only others hear it. */
  readonly rssi: number | null;
  readonly confidence: number;
}

/** One zone as it stands. */
export interface ZonePresence {
  readonly zone: string;
  /** `silent`: none of its gateways has said anything for five seconds. */
  readonly state: 'empty' | 'occupied' | 'silent';
  readonly tags: readonly PresentTag[];
  readonly kinds: Readonly<Record<TagKind, number>>;
  /** Of the tags. */
  readonly method: string;
  readonly confidence: number;
  /** Of the visits that ended in the last hour. */
  readonly dwell: Dwell;
  /** 0 to 1: how long tags were here in the last hour, against the zone where they were longest. */
  readonly heat: number;
  /** At most 24. */
  readonly hours: readonly ZoneHour[];
}

/** A tag went from one zone to another; null: away. */
export interface Movement {
  readonly tag: string;
  readonly kind: TagKind;
  readonly from: string | null;
  readonly to: string | null;
  readonly atMs: number;
}

interface Stay {
  readonly place: Whereabouts;
  readonly kind: TagKind;
  readonly confidence: number;
}

export interface PresenceOptions {
  readonly plan: () => Plan;
  /** What is known of a tag; null: it is none of ours, and does not count. */
  readonly kindOf: (tag: string) => TagKind | null;
}

/** A pause between two rounds that is longer was a standstill: nobody knows where tags were meanwhile. */
const longestStepSeconds = 5;

/** Who is in which zone, and how long they stay. Sensors and assets are there, but do not visit, and warm nothing. */
export function createPresence({ plan, kindOf }: PresenceOptions) {
  const logs = new Map<string, VisitLog>();
  let stays = new Map<string, Stay>();
  let latest: DecisionState | null = null;

  function logOf(zone: string): VisitLog {
    const log = logs.get(zone) ?? createVisitLog();
    logs.set(zone, log);
    return log;
  }

  function leave({ place, kind, confidence }: Stay, endRound: number): void {
    const seconds = endRound - place.sinceRound;
    if (visits(kind) && seconds > 0) logOf(place.zone).left({ endRound, seconds, confidence });
  }

  return {
    /** Takes a decided round, and says who went where with it. */
    observe(state: DecisionState): Movement[] {
      const { round } = state;
      if (round === null) return [];
      const zones = new Set(plan().zones);
      for (const zone of logs.keys()) if (!zones.has(zone)) logs.delete(zone);
      const now = new Map<string, Stay>();
      for (const [tag, place] of state.tags) {
        const kind = zones.has(place.zone) ? kindOf(tag) : null;
        if (kind !== null) now.set(tag, { place, kind, confidence: placeConfidence(place, round) });
      }
      const moves: Movement[] = [];
      const move = (tag: string, kind: TagKind, from: string | null, to: string | null) =>
        moves.push({ tag, kind, from, to, atMs: (round + 1) * roundMs });
      for (const [tag, stay] of stays) {
        const next = now.get(tag)?.place;
        if (next?.zone === stay.place.zone) continue;
        if (zones.has(stay.place.zone)) leave(stay, next ? next.sinceRound : (stay.place.heardRound ?? round) + 1);
        move(tag, stay.kind, stay.place.zone, next?.zone ?? null);
      }
      for (const [tag, { kind, place }] of now) if (!stays.has(tag)) move(tag, kind, null, place.zone);
      const step = latest?.round ? round - latest.round : 1;
      const seconds = step > 0 && step <= longestStepSeconds ? step : 1;
      for (const [zone, count] of visitors(now.values())) logOf(zone).stayed(round, count, seconds);
      stays = now;
      latest = state;
      return moves;
    },

    /** All zones of the plan, by id. */
    zones(nowMs: number): ZonePresence[] {
      const round = Math.floor(nowMs / roundMs);
      const longest = Math.max(0, ...[...logs.values()].map(log => log.tagSeconds(round)));
      const inZone = new Map<string, [string, Stay][]>();
      for (const [tag, stay] of stays) {
        const there = inZone.get(stay.place.zone);
        if (there) there.push([tag, stay]);
        else inZone.set(stay.place.zone, [[tag, stay]]);
      }
      return plan().zones.map(zone => {
        const tags = (inZone.get(zone) ?? []).map(([tag, stay]) => present(tag, stay, round));
        const log = logs.get(zone) ?? createVisitLog();
        const reporting = latest ? reportingShare(aged(latest, round), zone, plan()) : 0;
        return {
          zone,
          state: reporting === 0 ? 'silent' : tags.length === 0 ? 'empty' : 'occupied',
          tags: tags.sort((a, b) => (a.id < b.id ? -1 : 1)),
          kinds: byKind(tags),
          method: medianMethod,
          confidence: presenceConfidence(
            tags.map(({ confidence }) => confidence),
            reporting,
          ),
          dwell: log.dwell(round),
          heat: longest === 0 ? 0 : log.tagSeconds(round) / longest,
          hours: log.hours(),
        };
      });
    },
  };
}

export type Presence = ReturnType<typeof createPresence>;

const visits = (kind: TagKind): boolean => kind !== 'sensor' && kind !== 'asset';

function visitors(stays: Iterable<Stay>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { place, kind } of stays) if (visits(kind)) counts.set(place.zone, (counts.get(place.zone) ?? 0) + 1);
  return counts;
}

function byKind(tags: readonly PresentTag[]): Record<TagKind, number> {
  const kinds = { staff: 0, trolley: 0, sensor: 0, asset: 0, session: 0 };
  for (const { kind } of tags) kinds[kind] += 1;
  return kinds;
}

/** A round is decided up to two seconds after it began; when the last one is older, nobody decides any more. */
function aged(state: DecisionState, nowRound: number): DecisionState {
  return { ...state, round: Math.max(state.round ?? 0, nowRound - 2) };
}

function present(id: string, { place, kind }: Stay, nowRound: number): PresentTag {
  const { sinceRound, heardRound, rssi } = place;
  return {
    id,
    kind,
    sinceMs: sinceRound * roundMs,
    lastHeardMs: heardRound === null ? null : (heardRound + 1) * roundMs,
    rssi,
    confidence: placeConfidence(place, Math.max(heardRound ?? 0, nowRound - 2)),
  };
}
