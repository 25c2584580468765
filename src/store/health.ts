import type { Cancel, Clock } from '../clock.ts';
import type { Connection } from './connection.ts';
import type { StoreFault, StoreFaultReason } from './fault.ts';

/** Whether the store takes writes now. */
export type StoreHealth =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: StoreFaultReason; readonly detail: string; readonly sinceMs: number };

/** While the disk refuses, a small write is tried this often. */
const probeIntervalMs = 5_000;
/** Bytes that must fit on the disk again before the store counts as recovered. */
const probeBytes = 64 * 1024;

/**
 * Watches the outcome of every write. A fault holds until a commit succeeds, which after a full disk is tried by itself;
 * a damaged file is not tried again: it is moved aside at the next start.
 */
export function createHealth(
  connection: Connection,
  clock: Clock,
  changed: (health: StoreHealth) => void,
): { current(): StoreHealth; probe(): boolean; stop(): void } {
  const fill = connection.change('INSERT OR REPLACE INTO memory (name, value) VALUES (?, ?)');
  const empty = connection.change('DELETE FROM memory WHERE name = ?');
  let health: StoreHealth = { ok: true };
  let cancelProbe: Cancel | null = null;

  function set(next: StoreHealth): void {
    health = next;
    changed(next);
  }

  function faulted(fault: StoreFault): void {
    // A limit refuses one write and says nothing about the disk.
    if (fault.reason === 'store.limit') return;
    const first = health.ok || health.reason !== fault.reason;
    const sinceMs = health.ok ? clock.now() : health.sinceMs;
    if (first) set({ ok: false, reason: fault.reason, detail: fault.message, sinceMs });
    if (fault.reason !== 'store.damaged') cancelProbe ??= clock.after(probeIntervalMs, retry);
  }

  function retry(): void {
    cancelProbe = null;
    probe();
  }

  /** A durable write and its removal; true when both succeeded. */
  function probe(): boolean {
    try {
      fill('store.probe', padding);
      empty('store.probe');
      return true;
    } catch {
      return false; // the fault has been noted by the listener
    }
  }

  connection.onFault(faulted);
  connection.onCommit(() => {
    if (health.ok || health.reason === 'store.damaged') return;
    cancelProbe?.();
    cancelProbe = null;
    set({ ok: true });
  });
  return {
    current: () => health,
    probe,
    stop() {
      cancelProbe?.();
      cancelProbe = null;
    },
  };
}

const padding = '0'.repeat(probeBytes);
