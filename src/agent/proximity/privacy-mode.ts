import { z } from 'zod';
import type { Cancel, Clock } from '../../clock.ts';
import type { PrivacyConfig } from '../../config/proximity.ts';
import { type Reason, reasons } from '../../shelf/reasons.ts';
import type { Store } from '../../store/store.ts';
import type { Alarms } from '../alarms.ts';

const name = 'privacy/mode';
const remembered = z.object({ mode: z.enum(['broadcast', 'count', 'consented']), sinceMs: z.number() });
export type Mode = z.infer<typeof remembered>['mode'];

/** How long a technician may look at frames. */
const captureMs = 600_000;
const subject = 'capture';

export interface PrivacyModeOptions {
  readonly config: PrivacyConfig;
  readonly store: Pick<Store, 'recall' | 'remember' | 'audit'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly clock: Clock;
  /** It is another one now: what it does not permit must be forgotten at once. */
  readonly changed: (mode: Mode) => void;
  /** Looking at frames is over: what was caught must be forgotten. */
  readonly locked: () => void;
}

/**
 * How much of people may be noticed: nothing (broadcast), numbers (count), or tokens of those who consented. What the
 * configuration does not permit cannot be chosen, and is left at the next start. Looking at frames opens for ten minutes,
 * stands as an alarm meanwhile, and never survives a restart.
 */
export function createPrivacyMode({ config, store, alarms, clock, changed, locked }: PrivacyModeOptions) {
  const permitted: readonly Mode[] = [...new Set<Mode>(['broadcast', config.mode, ...config.permit])];
  let current = recalled();
  let capture: { readonly untilMs: number; readonly by: string } | null = null;
  let cancel: Cancel = () => {};

  function recalled(): { readonly mode: Mode; readonly sinceMs: number } {
    const stored = store.recall(name);
    const last = stored === null ? null : remembered.parse(JSON.parse(stored));
    if (last && permitted.includes(last.mode)) return last;
    return { mode: last ? 'broadcast' : config.mode, sinceMs: clock.now() };
  }

  function lock(actor: string): void {
    cancel();
    if (capture === null) return;
    capture = null;
    locked();
    alarms.clear('privacy.capture-open', subject);
    store.audit({ atMs: clock.now(), actor, action: 'privacy.locked', subject, detail: {} });
  }

  return {
    permitted,
    mode: (): Mode => current.mode,
    sinceMs: (): number => current.sinceMs,
    set(
      mode: Mode,
      actor: string,
    ): { readonly ok: true } | { readonly ok: false; readonly reason: Reason; readonly detail: string } {
      if (!permitted.includes(mode)) {
        const reason = 'privacy.mode-not-permitted';
        return { ok: false, reason, detail: `${reasons[reason].meaning} Permitted: ${permitted.join(', ')}.` };
      }
      if (mode === current.mode) return { ok: true };
      const from = current.mode;
      current = { mode, sinceMs: clock.now() };
      store.remember(name, JSON.stringify(current));
      store.audit({ atMs: clock.now(), actor, action: 'privacy.mode', subject: mode, detail: { from } });
      changed(mode);
      return { ok: true };
    },
    unlock(actor: string): void {
      cancel();
      const untilMs = clock.now() + captureMs;
      capture = { untilMs, by: actor };
      alarms.raise('privacy.capture-open', subject, `opened by ${actor} until ${new Date(untilMs).toISOString()}`);
      store.audit({ atMs: clock.now(), actor, action: 'privacy.unlocked', subject, detail: { forMs: captureMs } });
      cancel = clock.after(captureMs, () => lock('agent'));
    },
    lock,
    /** Null: locked. */
    capture: () => (capture && capture.untilMs > clock.now() ? capture : null),
    stop: () => cancel(),
  };
}
export type PrivacyModes = ReturnType<typeof createPrivacyMode>;
