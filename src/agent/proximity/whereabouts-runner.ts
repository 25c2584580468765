import type { Cancel, Clock } from '../../clock.ts';
import type { NeighbourMedians } from '../../mesh/neighbours.ts';
import type { Telling } from '../../mesh/telling.ts';
import type { CrowdWindow } from '../../zones/crowd-count.ts';
import type { MedianRound } from '../../zones/decision.ts';
import type { Plan } from '../../zones/plan.ts';
import { createPresence, type Movement, type TagKind, type ZonePresence } from '../../zones/presence.ts';
import { createWhereabouts } from '../../zones/whereabouts.ts';
import { createSessionSpeaker } from './session-speaker.ts';

export interface WhereaboutsRunnerOptions {
  readonly gateway: string;
  readonly plan: Plan;
  readonly kindOf: (tag: string) => TagKind | null;
  /** The last window in which people were counted; null: they are not counted. */
  readonly crowd: () => CrowdWindow | null;
  readonly leastTold: number;
  readonly moved: (movements: readonly Movement[]) => void;
  readonly tell: (telling: Telling) => void;
  /** What follows from where somebody is could not be made durable; it is looked at again. */
  readonly failed: (error: unknown) => void;
  readonly clock: Clock;
}

/** Dwell of a zone is told this often at most; it is a figure of an hour. */
const dwellEveryMs = 60_000;

const afterFailureMs = 1_000;

/**
 * Keeps finding out where tags are: publishes what this gateway heard, decides each round with what the others say, and
 * tells the mesh of presence and dwell when they are different.
 */
export function createWhereaboutsRunner(options: WhereaboutsRunnerOptions) {
  const { gateway, plan, clock, tell } = options;
  const keeper = createWhereabouts({ gateway, plan: () => plan });
  const presence = createPresence({ plan: () => plan, kindOf: options.kindOf });
  const mine = plan.zonesOfGateway(gateway);
  const told = new Map<string, string>();
  const dwellToldMs = new Map<string, number>();
  const alone = plan.zones.flatMap(plan.gatewaysOfZone).every(one => one === gateway);
  const speaker = createSessionSpeaker({ gateway, alone });
  const follows = (tag: string): boolean => options.kindOf(tag) === 'session';
  let cancel: Cancel = () => {};

  function turn(): void {
    let nextInMs = afterFailureMs;
    try {
      nextInMs = find();
    } catch (error) {
      options.failed(error);
    }
    cancel = clock.after(Math.max(1, nextInMs), turn);
  }

  /** Returns when the next turn is due. */
  function find(): number {
    const { decided, publish, nextInMs } = keeper.turn(clock.now(), clock.monotonic());
    if (publish) say(publish);
    for (const state of decided) {
      const movements = presence.observe(state);
      if (movements.length > 0) options.moved(movements);
    }
    if (decided.length > 0) tellZones();
    return nextInMs;
  }

  function say({ round, ...all }: MedianRound): void {
    // Of a session that is over nothing is said, though it was heard a moment ago.
    const known = ({ tag }: { readonly tag: string }): boolean => options.kindOf(tag) !== null;
    const medians = all.medians.filter(known).map(one => ({ ...one }));
    const winners = all.winners.filter(known).map(one => ({ ...one }));
    speaker.heard({ gateway, round, winners }, follows);
    // To others it says something that nothing was heard: that this gateway listens.
    if (!alone || medians.length > 0 || winners.length > 0)
      tell({ about: 'medians', data: { round, medians, winners } });
  }

  function tellZones(): void {
    const nowMs = clock.now();
    const window = options.crowd();
    for (const zone of presence.zones(nowMs)) {
      if (!mine.includes(zone.zone)) continue;
      const { kinds, method, confidence, dwell } = zone;
      const at = new Date(nowMs).toISOString();
      const figure = window?.figures.find(one => one.zone === zone.zone) ?? null;
      const people = figure && {
        count: figure.count,
        leastTold: options.leastTold,
        windowEnd: new Date(nowMs - (clock.monotonic() - (window?.endedMs ?? 0))).toISOString(),
        method: figure.method,
        confidence: figure.confidence,
      };
      // What only drifts, as a confidence does, is no news by itself.
      const news = JSON.stringify([kinds, figure && [figure.count, window?.endedMs], zone.state]);
      if (told.get(`presence ${zone.zone}`) !== news) {
        told.set(`presence ${zone.zone}`, news);
        tell({
          about: 'presence',
          id: zone.zone,
          data: { zone: zone.zone, at, tags: kinds, people, method, confidence },
        });
      }
      const dwellNews = JSON.stringify([dwell.visits, dwell.medianSeconds]);
      const quietMs = clock.monotonic() - (dwellToldMs.get(zone.zone) ?? Number.NEGATIVE_INFINITY);
      if (quietMs >= dwellEveryMs && told.get(`dwell ${zone.zone}`) !== dwellNews) {
        told.set(`dwell ${zone.zone}`, dwellNews);
        // That nobody has been there yet must not keep back the first visit.
        if (dwell.visits > 0) dwellToldMs.set(zone.zone, clock.monotonic());
        tell({ about: 'dwell', id: zone.zone, data: { zone: zone.zone, at, ...dwell } });
      }
    }
  }

  return {
    /** `receiver`: one of this gateway's own radios. */
    heard: (tag: string, receiver: string, rssi: number): void => keeper.heard(tag, receiver, rssi, clock.monotonic()),
    neighbour(medians: NeighbourMedians): void {
      if (keeper.take(medians, clock.now()) === 'taken') speaker.heard(medians, follows);
    },
    /** Whether it is this gateway, of those that follow the session, that makes it offers. */
    speaks: speaker.speaks,
    /** A session is over. */
    ended: speaker.ended,
    zones: (): ZonePresence[] => presence.zones(clock.now()),
    start: turn,
    stop: (): void => cancel(),
  };
}
export type WhereaboutsRunner = ReturnType<typeof createWhereaboutsRunner>;
