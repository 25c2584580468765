import type { Cancel, Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { mostSkewMs } from '../doctor/time-service.ts';
import type { Alarms } from './alarms.ts';

export interface ClockTrustOptions {
  readonly require: Config['time']['requireSynchronised'];
  /** Whether the machine's clock is synchronised; null: it does not know. Answers within seconds. */
  readonly machine: () => Promise<boolean | null>;
  /** How far our clock is ahead of the mesh's; null: not measured. */
  readonly skewMs: () => number | null;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly clock: Clock;
  /** The clock may be trusted again, or for the first time since the start. */
  readonly trusted: () => void;
}

const askEveryMs = 60_000;
/** How long a clock that is right again, or wrong, may go unsaid. */
const lookEveryMs = 5_000;
/** A head that waited in the broker's queue looks like a wrong clock until the next one; only what lasts is said. */
const sayAfterMs = 90_000;

/**
 * Whether scheduled changes may take effect by this machine's clock. Until the machine has answered for the first time
 * they wait for it. An alarm stands once they have been held for longer than a moment.
 */
export function createClockTrust(options: ClockTrustOptions) {
  const { require, machine, skewMs, alarms, clock, trusted } = options;
  let asked = false;
  let synchronised: boolean | null = null;
  let wasHeld = require !== 'never';
  let doubtedSinceMs: number | null = null;
  let stopped = false;
  let cancelLook: Cancel = () => {};
  let cancelAsk: Cancel = () => {};

  /** What speaks against the clock; null: nothing. */
  function doubt(): string | null {
    if (require === 'never') return null;
    const skew = skewMs();
    if (skew !== null && Math.abs(skew) > mostSkewMs) {
      return `the clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'} the mesh`;
    }
    if (synchronised === false) return 'the clock is not synchronised with a time server';
    if (synchronised === null && require === 'always') return 'nobody here knows whether the clock is synchronised';
    return null;
  }

  const held = (): boolean => require !== 'never' && (!asked || doubt() !== null);

  function look(): void {
    cancelLook();
    cancelLook = clock.after(lookEveryMs, look);
    if (!asked) return;
    const against = doubt();
    doubtedSinceMs = against === null ? null : (doubtedSinceMs ?? clock.monotonic());
    if (against === null) alarms.clear('time.not-synchronised', 'clock');
    else if (doubtedSinceMs !== null && clock.monotonic() - doubtedSinceMs >= sayAfterMs) {
      alarms.raise('time.not-synchronised', 'clock', against);
    }
    const released = wasHeld && against === null;
    wasHeld = against !== null;
    if (released) trusted();
  }

  async function ask(): Promise<void> {
    const answer = await machine();
    if (stopped) return;
    asked = true;
    synchronised = answer;
    cancelAsk = clock.after(askEveryMs, () => void ask());
    look();
  }

  return {
    start(): void {
      if (require !== 'never') void ask();
    },
    held,
    stop(): void {
      stopped = true;
      cancelLook();
      cancelAsk();
    },
  };
}

export type ClockTrust = ReturnType<typeof createClockTrust>;
