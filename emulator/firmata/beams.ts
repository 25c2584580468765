import type { Cancel, Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Board } from './board.ts';

/** How somebody comes to a line of two beams. */
export type Crossing = 'in' | 'out' | 'turn-back' | 'turn-back-out';

/** A change of one beam, from when the walker came. Beam 0 is the one that who comes in breaks first. */
export interface BeamEdge {
  readonly afterMs: number;
  readonly beam: 0 | 1;
  readonly broken: boolean;
}

/** From one beam to the other at walking pace. */
const gapMs = { least: 200, most: 600 };
/** So many times as long a body stands in a beam: the two are closer together than a body is deep, so it is in both for a while. */
const bodyShare = { least: 1.2, most: 2.2 };
/** Whoever turns back stands still for a moment. */
const turnMs = 350;
/** Two who walk side by side reach a narrow line one behind the other. */
const behindMs = 250;

/** What one walker does to the two beams. */
export function crossingEdges(crossing: Crossing, random: Random): readonly BeamEdge[] {
  const first: 0 | 1 = crossing === 'in' || crossing === 'turn-back' ? 0 : 1;
  const second: 0 | 1 = first === 0 ? 1 : 0;
  const gap = gapMs.least + (gapMs.most - gapMs.least) * random();
  const body = gap * (bodyShare.least + (bodyShare.most - bodyShare.least) * random());
  const edge = (afterMs: number, beam: 0 | 1, broken: boolean): BeamEdge => ({
    afterMs: Math.round(afterMs),
    beam,
    broken,
  });
  const edges =
    crossing === 'in' || crossing === 'out'
      ? [edge(0, first, true), edge(body, first, false), edge(gap, second, true), edge(gap + body, second, false)]
      : random() < 0.5
        ? [edge(0, first, true), edge(body + turnMs, first, false)]
        : // Reaches the second beam with the first still broken, and goes back out of both.
          [
            edge(0, first, true),
            edge(gap, second, true),
            edge(gap + turnMs, second, false),
            edge(2 * gap + turnMs, first, false),
          ];
  return edges.sort((a, b) => a.afterMs - b.afterMs);
}

export const crossingMs = (edges: readonly BeamEdge[]): number => edges.at(-1)?.afterMs ?? 0;

/** Two beams on two pins of a board; broken is high. */
export interface BeamLine {
  /** Walkers come one behind the other. Resolves when this one is through. */
  cross(crossing: Crossing): Promise<void>;
  /** What really went through, turn-backs not counted. */
  counts(): { readonly in: number; readonly out: number };
  stop(): void;
}

/** Walkers that may wait at a line. */
const maxWaiting = 2_000;

export function createBeamLine(board: Board, pins: readonly [number, number], clock: Clock, random: Random): BeamLine {
  const waiting: { readonly crossing: Crossing; readonly done: () => void }[] = [];
  const timers = new Set<Cancel>();
  const counts = { in: 0, out: 0 };
  let busy = false;
  for (const pin of pins) board.setDigital(pin, false);

  function later(afterMs: number, work: () => void): void {
    const cancel = clock.after(afterMs, () => {
      timers.delete(cancel);
      work();
    });
    timers.add(cancel);
  }

  function next(): void {
    const walker = waiting.shift();
    busy = walker !== undefined;
    if (walker === undefined) return;
    const { crossing, done } = walker;
    const edges = crossingEdges(crossing, random);
    for (const { afterMs, beam, broken } of edges) later(afterMs, () => board.setDigital(pins[beam], broken));
    later(crossingMs(edges), () => {
      if (crossing === 'in' || crossing === 'out') counts[crossing]++;
      done();
    });
    later(crossingMs(edges) + behindMs, next);
  }

  return {
    cross: crossing =>
      new Promise(done => {
        if (waiting.length >= maxWaiting) {
          done();
          return;
        }
        waiting.push({ crossing, done });
        if (!busy) next();
      }),
    counts: () => ({ ...counts }),
    stop() {
      for (const cancel of timers) cancel();
      for (const { done } of waiting.splice(0)) done();
    },
  };
}
