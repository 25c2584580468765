import type { FrameFormat } from '../beacons/formats/frame.ts';

/** One frame as a technician sees it. It never holds an address. */
export interface CapturedFrame {
  readonly atMs: number;
  /** The name of the tag, session or beacon; of nobody: `-`. */
  readonly from: string;
  readonly kind: string;
  /** `-`: what is ours was heard, and said nothing that is known. */
  readonly format: FrameFormat | '-';
  readonly text: string;
  readonly rssi: number;
  readonly receiver: string;
}

/** Frames that are kept; the oldest makes room. */
export const maxCaptured = 500;

/** Keeps frames while a technician has unlocked it, and nothing otherwise. */
export interface Capture {
  unlock(untilMs: number): void;
  /** Drops everything. */
  lock(): void;
  /** Null: it is locked. */
  unlockedUntilMs(nowMs: number): number | null;
  /** The frame is made only when somebody looks. */
  add(nowMs: number, frame: () => CapturedFrame): void;
  /** Those from number `after` on, and the number to go on from. Null: it is locked. */
  frames(
    after: number,
    nowMs: number,
  ): { readonly frames: readonly CapturedFrame[]; readonly next: number; readonly unlockedUntilMs: number } | null;
}

/** A capture that is locked. */
export function createCapture(): Capture {
  let untilMs: number | null = null;
  let kept: CapturedFrame[] = [];
  /** Number of the first one that is kept; goes on over locks. */
  let first = 0;

  const lock = (): void => {
    untilMs = null;
    first += kept.length;
    kept = [];
  };
  const isOpen = (nowMs: number): boolean => {
    if (untilMs !== null && nowMs >= untilMs) lock();
    return untilMs !== null;
  };

  return {
    unlock(until) {
      untilMs = until;
    },
    lock,
    unlockedUntilMs: nowMs => (isOpen(nowMs) ? untilMs : null),
    add(nowMs, frame) {
      if (!isOpen(nowMs)) return;
      kept.push(frame());
      if (kept.length <= maxCaptured) return;
      kept.shift();
      first++;
    },
    frames(after, nowMs) {
      if (!isOpen(nowMs)) return null;
      const frames = kept.slice(Math.max(0, after - first));
      return { frames, next: first + kept.length, unlockedUntilMs: untilMs! };
    },
  };
}
