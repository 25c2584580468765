import type { Cancel, Clock } from '../clock.ts';
import type { AgentChange } from '../console/agent-view.ts';
import type { TailEvent } from '../console/documents.ts';

/** Listeners are told this often at most. */
const tellEveryMs = 100;
/** Events kept between two tellings; beyond, the oldest go: the tail is for people, the audit trail for proof. */
const maxEvents = 500;

export type Changes = ReturnType<typeof createChanges>;

/** Collects what changed and tells whoever listens, a few times a second at most. */
export function createChanges(clock: Clock) {
  const listeners = new Set<(change: AgentChange) => void>();
  const labels = new Set<string>();
  let events: TailEvent[] = [];
  let status = false;
  let cancel: Cancel | null = null;

  function tell(): void {
    cancel = null;
    const change: AgentChange = { labels: [...labels], status, events };
    labels.clear();
    events = [];
    status = false;
    for (const listener of [...listeners]) listener(change);
  }

  function soon(): void {
    if (listeners.size > 0) cancel ??= clock.after(tellEveryMs, tell);
  }

  return {
    /** These labels are different, and with them the sums of the status. */
    labels(ids: readonly string[]): void {
      if (listeners.size === 0) return;
      for (const id of ids) labels.add(id);
      status = true;
      soon();
    },
    status(): void {
      status = true;
      soon();
    },
    event(event: string, subject: string, text: string): void {
      if (listeners.size === 0) return;
      events.push({ at: new Date(clock.now()).toISOString(), event, subject, text });
      if (events.length > maxEvents) events.shift();
      soon();
    },
    subscribe(listener: (change: AgentChange) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop(): void {
      cancel?.();
      listeners.clear();
    },
  };
}
