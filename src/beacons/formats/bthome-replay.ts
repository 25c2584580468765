/*
 * Which messages of a BTHome sensor are new. Those that are encrypted count upwards, and a count that was reached is
 * never gone below: who records a message cannot play it back. Other receivers let counts below 100 pass at any time, as
 * a sensor begins again with a new battery; here a person says that it was changed. Plain messages are only kept from
 * being taken twice. Source of the packet id's rule: Bluetooth-Devices/bthome-ble: src/bthome_ble/parser.py.
 */

/** What is remembered of one sensor: a plain value, to be kept over restarts. */
export interface BthomeHistory {
  /** The highest counter that was accepted; null: none yet. */
  readonly counter: number | null;
  /** Of the last plain message that was accepted; null: none yet. */
  readonly packetId: number | null;
  /** When that was, milliseconds since the Unix epoch. */
  readonly packetAtMs: number | null;
}

/** Of a sensor that was never heard, and of one whose battery was changed. */
export const nothingHeard: BthomeHistory = { counter: null, packetId: null, packetAtMs: null };

/** What came: only what was opened with the sensor's key counts as encrypted. `packetId` null: it sends none. */
export type BthomeEvent =
  | { readonly type: 'encrypted'; readonly counter: number }
  | { readonly type: 'plain'; readonly packetId: number | null }
  /** A person says so. Until the next message a recording with any counter would pass. */
  | { readonly type: 'battery-changed' };

/**
 * `new`: take it. `repeated`: the same message once more, as sensors send each several times. `replayed`: an older one.
 * `downgraded`: a plain one from a sensor that encrypts.
 */
export type Novelty = 'new' | 'repeated' | 'replayed' | 'downgraded';

/** After this long the same packet id is another message. */
const packetIdHoldsMs = 4_000;
/** A packet id this far ahead, of 256, is an older one that came late. */
const packetIdsAhead = 64;

/** Whether a message is new, and what to remember from now on. Never more than what was accepted. */
export function hearBthome(
  history: BthomeHistory,
  event: BthomeEvent,
  nowMs: number,
): { readonly novelty: Novelty; readonly history: BthomeHistory } {
  switch (event.type) {
    case 'battery-changed':
      return { novelty: 'new', history: nothingHeard };
    case 'encrypted': {
      const { counter } = history;
      if (counter !== null && event.counter <= counter)
        return { novelty: event.counter === counter ? 'repeated' : 'replayed', history };
      return { novelty: 'new', history: { ...history, counter: event.counter } };
    }
    case 'plain': {
      if (history.counter !== null) return { novelty: 'downgraded', history };
      if (event.packetId === null) return { novelty: 'new', history };
      if (isRepeated(history, event.packetId, nowMs)) return { novelty: 'repeated', history };
      return { novelty: 'new', history: { ...history, packetId: event.packetId, packetAtMs: nowMs } };
    }
  }
}

function isRepeated({ packetId, packetAtMs }: BthomeHistory, next: number, nowMs: number): boolean {
  // The wall clock may jump either way.
  if (packetId === null || packetAtMs === null || Math.abs(nowMs - packetAtMs) > packetIdHoldsMs) return false;
  const ahead = (next - packetId) & 0xff;
  return ahead === 0 || ahead >= packetIdsAhead;
}
