import { z } from 'zod';
import type { Cancel, Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Alarms } from './alarms.ts';

const name = 'delivery.pause';
const remembered = z.object({ sinceMs: z.number(), untilMs: z.number().nullable(), actor: z.string() });
type Pause = z.infer<typeof remembered>;
/** Longest sleep before the clock is looked at again, as it may be set. */
const longestSleepMs = 60_000;

export interface PauseOptions {
  readonly store: Pick<Store, 'recall' | 'remember' | 'forget' | 'audit'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly clock: Clock;
  /** Work may go on. */
  readonly resumed: () => void;
}

/**
 * Holds new uploads back until somebody resumes or the time is over. It survives restarts, and an alarm stands as long as
 * it holds: a pause that is forgotten is a shop full of old prices.
 */
export function createPause({ store, alarms, clock, resumed }: PauseOptions) {
  const stored = store.recall(name);
  let pause: Pause | null = stored === null ? null : remembered.parse(JSON.parse(stored));
  let cancel: Cancel = () => {};

  function hold(): void {
    cancel();
    if (pause === null) return;
    const { untilMs, actor } = pause;
    if (untilMs !== null && untilMs <= clock.now()) {
      lift('agent');
      return;
    }
    const until = untilMs === null ? 'until somebody resumes' : `until ${new Date(untilMs).toISOString()}`;
    alarms.raise('delivery.paused', 'delivery', `paused by ${actor} ${until}`);
    if (untilMs !== null) cancel = clock.after(Math.min(longestSleepMs, untilMs - clock.now()), hold);
  }

  function lift(actor: string): void {
    cancel();
    pause = null;
    store.forget(name);
    store.audit({ atMs: clock.now(), actor, action: 'delivery.resumed', subject: 'delivery', detail: {} });
    alarms.clear('delivery.paused', 'delivery');
    resumed();
  }

  return {
    /** Takes up a pause from before the start. */
    start: hold,
    current: (): Pause | null => pause,
    pause(forMs: number | null, actor: string): void {
      const sinceMs = pause?.sinceMs ?? clock.now();
      pause = { sinceMs, untilMs: forMs === null ? null : clock.now() + forMs, actor };
      store.remember(name, JSON.stringify(pause));
      store.audit({ atMs: clock.now(), actor, action: 'delivery.paused', subject: 'delivery', detail: { forMs } });
      hold();
    },
    /** False: it was not paused. */
    resume(actor: string): boolean {
      if (pause === null) return false;
      lift(actor);
      return true;
    },
    stop: () => cancel(),
  };
}
