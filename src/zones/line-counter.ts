import { createLineDebounce } from './line-debounce.ts';
import type { BeamEvent, Crossing } from './ports.ts';

/** How crossings come about. */
export const lineMethod = 'two-beams';

export interface LineCounterOptions {
  /** What is shorter is no person: an insect, a flickering lamp. A runner at 4 m/s darkens a beam for 60 ms. */
  readonly leastPulseMs?: number;
  /** From the first beam broken to both free; who takes longer was not going through. */
  readonly mostPassageMs?: number;
  /** A beam that is broken for so long is blocked: a trolley, dirt, a turned sensor. */
  readonly blockedAfterMs?: number;
}

export type LineState = 'clear' | 'passing' | 'blocked';

export interface LineFigures {
  readonly state: LineState;
  /** Why nothing is counted, in words; null: it is. */
  readonly detail: string | null;
  readonly in: number;
  readonly out: number;
  /** Who came as far as a beam or two and went back. */
  readonly turnedBack: number;
  /** Pulses too short for a person. */
  readonly pulses: number;
  /** Passages that took too long, or were cut off by a blocked beam. */
  readonly lost: number;
  readonly method: string;
}

/** Where both beams of a passage stand, by how far it has come: first one, both, the other one. */
const steps = 4;
const cleanConfidence = 0.95;
/** Somebody who lingers between the beams may be two. */
const slowMs = 5_000;
const slowConfidence = 0.8;
/** Told from one who steps back and forth by time alone. */
const followerConfidence = 0.6;
/** A gap between two people that is shorter than a body is over sooner than this, even at a stroll. */
const mostGapMs = 400;

/** Somebody between the beams. */
interface Passage {
  readonly beganMs: number;
  /** 1: inwards, −1: outwards. */
  readonly side: 1 | -1;
  /** How many steps of four, towards the other side. */
  step: number;
  stepMs: number;
  /** How long both beams were broken on the way in; null: not that far yet. */
  bothMs: number | null;
  /** When both were broken again after the last step; null: they are not. */
  againMs: number | null;
  /** How long they were so, until the far one was free; null: it did not come to that. */
  backMs: number | null;
  followers: number;
}

/**
 * Counts who goes through two light barriers a hand apart. Both beams together are a ring of four states, as in a rotary
 * encoder: each edge is one step forth or back, four steps in a row are a crossing, and whoever comes back to where he
 * began has turned back and counts nothing, wherever that was.
 *
 * Two people with a gap are two passages. When the second breaks the first beam while the first still breaks the last
 * one, that looks like a step back and forth; but a gap is shorter than a body, so when both beams are broken for less
 * than half as long as on the way in, it was somebody who followed. That is said with less confidence. What cannot be
 * told: people side by side (one), and people who meet between the beams.
 */
export function createLineCounter(options: LineCounterOptions = {}) {
  const { leastPulseMs = 15, mostPassageMs = 20_000, blockedAfterMs = 30_000 } = options;
  const debounce = createLineDebounce(leastPulseMs);
  const brokenSinceMs: [number | null, number | null] = [null, null];
  const counts = { in: 0, out: 0, turnedBack: 0, lost: 0 };
  let passage: Passage | null = null;
  /** Beams were blocked, and both have to be free before anything is counted again. */
  let paused = false;

  function edge({ beam, broken, atMs }: BeamEvent): Crossing[] {
    brokenSinceMs[beam] = broken ? atMs : null;
    const other = brokenSinceMs[1 - beam] !== null;
    if (paused) {
      paused = broken || other;
      return [];
    }
    if (passage === null) {
      if (broken && !other) passage = began(beam === 0 ? 1 : -1, atMs);
      return [];
    }
    const first = passage.side === 1 ? 0 : 1;
    // Breaking the first beam goes forth from outside and back from the last step; freeing it is the reverse.
    const forth = beam === first ? broken !== other : broken === other;
    return forth ? stepForth(passage, atMs) : stepBack(passage, atMs);
  }

  function stepForth(one: Passage, atMs: number): Crossing[] {
    if (one.step === 1 && one.backMs !== null) {
      if (one.backMs < mostGapMs && one.backMs * 2 < (one.bothMs ?? 0)) one.followers += 1;
      one.backMs = null;
    }
    if (one.step === 2) {
      one.bothMs ??= atMs - one.stepMs;
      one.againMs = null;
    }
    one.step += 1;
    one.stepMs = atMs;
    return one.step === steps ? ended(one, atMs) : [];
  }

  function stepBack(one: Passage, atMs: number): Crossing[] {
    if (one.step === 3) one.againMs = atMs;
    if (one.step === 2 && one.againMs !== null) {
      one.backMs = atMs - one.againMs;
      one.againMs = null;
    }
    one.step -= 1;
    one.stepMs = atMs;
    if (one.step > 0) return [];
    passage = null;
    counts.turnedBack += 1;
    return [];
  }

  function ended(one: Passage, atMs: number): Crossing[] {
    passage = null;
    const tookMs = atMs - one.beganMs;
    if (tookMs > mostPassageMs) {
      counts.lost += 1;
      return [];
    }
    const direction = one.side === 1 ? 'in' : 'out';
    counts[direction] += 1 + one.followers;
    const confidence = tookMs > slowMs ? slowConfidence : cleanConfidence;
    const alone = one.followers === 0;
    return Array.from({ length: 1 + one.followers }, () => ({
      direction,
      atMs,
      confidence: alone ? confidence : followerConfidence,
    }));
  }

  function block(atMs: number): void {
    if (paused || !brokenSinceMs.some(sinceMs => sinceMs !== null && atMs - sinceMs >= blockedAfterMs)) return;
    paused = true;
    if (passage) counts.lost += 1;
    passage = null;
  }

  const run = (edges: readonly BeamEvent[]): Crossing[] =>
    edges.flatMap(one => {
      block(one.atMs);
      return edge(one);
    });

  /** Crossings are told when the last edge has lasted, so to be asked again after `nextInMs`. */
  function settle(atMs: number): Crossing[] {
    const crossings = run(debounce.settled(atMs));
    block(atMs);
    return crossings;
  }

  return {
    beam: (event: BeamEvent): Crossing[] => run(debounce.take(event)),
    settle,
    nextInMs: debounce.nextInMs,
    figures(atMs: number): LineFigures {
      block(atMs);
      return {
        state: paused ? 'blocked' : passage ? 'passing' : 'clear',
        detail: paused ? blockedDetail(brokenSinceMs, atMs) : null,
        ...counts,
        pulses: debounce.pulses(),
        method: lineMethod,
      };
    },
  };
}

export type LineCounter = ReturnType<typeof createLineCounter>;

function began(side: 1 | -1, atMs: number): Passage {
  return { beganMs: atMs, side, step: 1, stepMs: atMs, bothMs: null, againMs: null, backMs: null, followers: 0 };
}

function blockedDetail(brokenSinceMs: readonly (number | null)[], atMs: number): string {
  const beams = brokenSinceMs.flatMap((sinceMs, beam) =>
    sinceMs === null ? [] : [`beam ${beam + 1} has been broken for ${Math.round((atMs - sinceMs) / 1_000)} s`],
  );
  return beams.length === 0 ? 'a beam was blocked' : beams.join(', ');
}
