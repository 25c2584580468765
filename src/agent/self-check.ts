import type { StoreHealth } from '../store/health.ts';
import type { SelfCheck } from './supervision.ts';

/** A fault may pass by itself; only what stays this long is a reason to start anew. */
const patienceMs = 60_000;

/** Only faults that a restart mends: a damaged file is moved aside at the start, and the rest opens its files anew. */
const mendedByRestart: readonly string[] = ['store.damaged', 'store.io'];

/**
 * Whether the agent does its work: a small durable write. A full disk stays full after a restart, so it is an alarm and
 * no reason to kill.
 */
export function createSelfCheck(write: () => void, health: () => StoreHealth, nowMs: () => number): SelfCheck {
  return () => {
    try {
      write();
    } catch {
      // The store has noted the fault.
    }
    const now = health();
    if (now.ok || !mendedByRestart.includes(now.reason) || nowMs() - now.sinceMs < patienceMs) return null;
    return `${now.reason}: ${now.detail}`;
  };
}
