import { createOccupancy, type OccupancyOptions, type OccupancyState } from './occupancy.ts';
import type { Crossing } from './ports.ts';
import { createQueueMinutes } from './queue-minutes.ts';

/** How the waiting time comes about: Little's law. */
export const waitMethod = 'little';
const hourMs = 3_600_000;
/** Waiting and throughput are of this window, minutes. */
const windowMinutes = 15;
/** Before a minute has passed a throughput is chance. */
const leastWindowMs = 60_000;
/** A waiting time of few who left is chance as well: half as sure with this many. */
const halfSureLeft = 4;

export interface QueueOptions extends OccupancyOptions {
  /** Lines that people come in and leave by. */
  readonly entry: readonly string[];
  /** Lines that they leave by when they were served; without any, everybody who leaves was served. */
  readonly exit: readonly string[];
  /** Somebody stands there and nobody has moved for so long: a beam is wrong, or the till is. */
  readonly stuckMs?: number;
}

export type QueueState = OccupancyState;

export interface QueueFigure {
  readonly state: 'quiet' | 'busy' | 'stuck';
  /** `queue.stuck`, or null. */
  readonly reason: 'queue.stuck' | null;
  readonly length: number;
  /** Mean over the last quarter of an hour; null: nobody left in it. */
  readonly waitSeconds: number | null;
  readonly servedPerHour: number;
  /** Since the start. */
  readonly entered: number;
  readonly left: number;
  /** At the end of each minute of the last hour, the oldest first. */
  readonly lengths: readonly number[];
  /** Of the length. */
  readonly method: string;
  readonly confidence: number;
  readonly waitMethod: string;
  readonly waitConfidence: number;
}

/** `unknown-line`: it is none of this queue's. */
export type QueueAnswer = 'counted' | 'rezeroed' | 'full' | 'unknown-line';

/**
 * How long a queue is and how long it takes. Directions are seen from the zone at every line: `in` comes into it, `out`
 * leaves it. Who waits how long follows from Little's law: mean length over throughput, over the same window, and says
 * nothing of a single person. Times are monotonic.
 */
export function createQueue(options: QueueOptions) {
  const { stuckMs = 10 * 60_000 } = options;
  const lines = new Set([...options.entry, ...options.exit]);
  const exits = new Set(options.exit.length > 0 ? options.exit : options.entry);
  const occupancy = createOccupancy(options);
  const minutes = createQueueMinutes(options.nowMs);
  const blocked = new Set<string>();

  /** The length that holds until now is put down before anything changes it. */
  function pass(atMs: number): void {
    minutes.stayed(occupancy.figure(atMs).inside, atMs);
  }

  return {
    crossed(line: string, crossing: Pick<Crossing, 'direction' | 'atMs'>): QueueAnswer {
      if (!lines.has(line)) return 'unknown-line';
      pass(crossing.atMs);
      const answer = occupancy.crossed(crossing);
      if (crossing.direction === 'out') minutes.left(exits.has(line));
      return answer;
    },
    /** A line counts no more, or counts again. */
    setBlocked(line: string, isBlocked: boolean): void {
      if (!lines.has(line)) return;
      if (isBlocked) blocked.add(line);
      else blocked.delete(line);
    },
    /** By hand: nobody is there. */
    zero(nowMs: number): void {
      pass(nowMs);
      occupancy.zero(nowMs);
    },
    /** To be asked at least once a minute. Returns whether the count began anew by itself. */
    rest(nowMs: number): boolean {
      pass(nowMs);
      return occupancy.rest(nowMs);
    },
    figure(nowMs: number): QueueFigure {
      pass(nowMs);
      const count = occupancy.figure(nowMs, 1 - blocked.size / lines.size);
      const span = minutes.span(windowMinutes);
      const stuck = count.inside > 0 && count.sinceMovedMs >= stuckMs;
      const perHour = (people: number) => (people * hourMs) / Math.max(span.ms, leastWindowMs);
      const waitSeconds = span.left === 0 ? null : (span.meanLength / perHour(span.left)) * 3_600;
      const confidence = stuck ? count.confidence / 2 : count.confidence;
      return {
        state: stuck ? 'stuck' : count.inside > 0 ? 'busy' : 'quiet',
        reason: stuck ? 'queue.stuck' : null,
        length: count.inside,
        waitSeconds: waitSeconds === null ? null : Math.round(waitSeconds),
        servedPerHour: Math.round(perHour(span.served)),
        entered: count.entered,
        left: count.left,
        lengths: minutes.lengths(),
        method: count.method,
        confidence: hundredths(confidence),
        waitMethod,
        waitConfidence: hundredths((confidence * span.left) / (span.left + halfSureLeft)),
      };
    },
    state: occupancy.state,
  };
}

export type Queue = ReturnType<typeof createQueue>;

const hundredths = (share: number): number => Math.round(share * 100) / 100;
