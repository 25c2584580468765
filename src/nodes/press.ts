import type { Press } from './parts.ts';

/** What tells one kind of press from another. */
export interface PressLimits {
  /** A contact has to stay so long before it counts. */
  readonly debounceMs: number;
  /** A second press that begins within this after the first ended makes both a double one. */
  readonly doubleMs: number;
  /** Held so long it is a long one, told while it is still held. */
  readonly longMs: number;
}

export const usualPress: PressLimits = { debounceMs: 20, doubleMs: 350, longMs: 800 };

/** What is known of one button. Begins as {@link restingButton}. */
export interface ButtonState {
  /** The contact as it is, since when; it counts once it has stayed. */
  readonly contact: boolean;
  readonly contactSinceMs: number;
  readonly down: boolean;
  readonly downSinceMs: number;
  /** A short press ended then, and waits whether a second one follows. */
  readonly tappedMs: number | null;
  /** The press under way was told already. */
  readonly told: boolean;
}

export const restingButton: ButtonState = {
  contact: false,
  contactSinceMs: 0,
  down: false,
  downSinceMs: 0,
  tappedMs: null,
  told: false,
};

export interface PressStep {
  readonly state: ButtonState;
  /** What became certain, in order. */
  readonly presses: readonly Press[];
  /** Monotonic instant at which to ask again though nothing was heard; null: only when something is. */
  readonly wakeMs: number | null;
}

/** Lets time pass until `atMs`, then takes what the contact does now; `contact` null: nothing. */
export function readPress(
  before: ButtonState,
  contact: boolean | null,
  atMs: number,
  limits: PressLimits = usualPress,
): PressStep {
  const presses: Press[] = [];
  let state = before;
  for (let due = dueMs(state, limits); due !== null && due <= atMs; due = dueMs(state, limits)) {
    state = ripen(state, due, limits, presses);
  }
  if (contact !== null && contact !== state.contact) state = { ...state, contact, contactSinceMs: atMs };
  return { state, presses, wakeMs: dueMs(state, limits) };
}

/** When something becomes certain by itself. */
function dueMs(state: ButtonState, { debounceMs, doubleMs, longMs }: PressLimits): number | null {
  const dues: number[] = [];
  if (state.contact !== state.down) dues.push(state.contactSinceMs + debounceMs);
  if (state.down && !state.told) dues.push(state.downSinceMs + longMs);
  // A contact that has just closed may become the second press.
  if (state.tappedMs !== null && !state.down && !state.contact) dues.push(state.tappedMs + doubleMs);
  return dues.length === 0 ? null : Math.min(...dues);
}

function ripen(state: ButtonState, atMs: number, limits: PressLimits, presses: Press[]): ButtonState {
  if (state.contact !== state.down && atMs === state.contactSinceMs + limits.debounceMs) {
    return state.contact ? pushed(state, limits, presses) : released(state, presses);
  }
  if (state.down) {
    if (state.tappedMs !== null) presses.push('press');
    presses.push('long');
    return { ...state, told: true, tappedMs: null };
  }
  presses.push('press');
  return { ...state, tappedMs: null };
}

function pushed(state: ButtonState, { doubleMs }: PressLimits, presses: Press[]): ButtonState {
  const late = state.tappedMs !== null && state.contactSinceMs - state.tappedMs > doubleMs;
  if (late) presses.push('press');
  const tappedMs = late ? null : state.tappedMs;
  return { ...state, down: true, downSinceMs: state.contactSinceMs, told: false, tappedMs };
}

function released(state: ButtonState, presses: Press[]): ButtonState {
  const up = { ...state, down: false, told: false };
  if (state.told) return up;
  if (state.tappedMs === null) return { ...up, tappedMs: state.contactSinceMs };
  presses.push('double');
  return { ...up, tappedMs: null };
}
