import type { LoadSample } from './ports.ts';

/** Slots of a window, whatever the rate of samples. */
const mostSlots = 64;
/** Fewer say nothing about rest. */
const leastSlots = 4;
/** A break for so long, and what was before it says nothing: a cable was out. */
const breakMs = 5_000;

interface Slot {
  readonly atMs: number;
  lastMs: number;
  min: number;
  max: number;
  sum: number;
  samples: number;
}

/** The last moment on a load cell, in its raw units. */
export interface LoadWindow {
  readonly mean: number;
  /** Between the smallest and the largest sample. */
  readonly range: number;
  /** How far the mean of the newer half lies from that of the older one. */
  readonly trend: number;
}

/** `broken`: there was a break before this sample. `invalid`: it is no sample. */
export type LoadAnswer = 'taken' | 'broken' | 'invalid';

/**
 * The samples of the last `settleMs`, at any rate: faster ones are put together, of slow ones the last four are taken
 * however long they took. At most 64 slots.
 */
export function createPickWindow(settleMs: number) {
  let slots: Slot[] = [];
  const slotMs = settleMs / (mostSlots / 2);

  return {
    take({ raw, atMs }: LoadSample): LoadAnswer {
      const last = slots.at(-1);
      if (!Number.isFinite(raw) || !Number.isFinite(atMs) || (last && atMs < last.lastMs)) return 'invalid';
      const broken = last !== undefined && atMs - last.lastMs > breakMs;
      if (broken) slots = [];
      const open = slots.at(-1);
      if (open && atMs - open.atMs < slotMs) {
        open.lastMs = atMs;
        open.min = Math.min(open.min, raw);
        open.max = Math.max(open.max, raw);
        open.sum += raw;
        open.samples += 1;
      } else slots.push({ atMs, lastMs: atMs, min: raw, max: raw, sum: raw, samples: 1 });
      while (slots.length > leastSlots && slots[1]!.atMs <= atMs - settleMs) slots.shift();
      return broken ? 'broken' : 'taken';
    },
    /** Null: not long enough since the start, or since the last event. */
    look(): LoadWindow | null {
      const last = slots.at(-1);
      if (!last || slots.length < leastSlots || last.lastMs - slots[0]!.atMs < settleMs) return null;
      const half = slots.length >> 1;
      return {
        mean: meanOf(slots),
        range: Math.max(...slots.map(slot => slot.max)) - Math.min(...slots.map(slot => slot.min)),
        trend: Math.abs(meanOf(slots.slice(half)) - meanOf(slots.slice(0, half))),
      };
    },
  };
}

function meanOf(slots: readonly Slot[]): number {
  const sum = slots.reduce((total, slot) => total + slot.sum, 0);
  return sum / slots.reduce((total, slot) => total + slot.samples, 0);
}
