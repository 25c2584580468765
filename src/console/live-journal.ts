import type { Clock } from '../clock.ts';
import type { AgentChange, AgentView } from './agent-view.ts';
import type { LabelSummary, PageEvent, TailEvent } from './documents.ts';

/** Deltas kept for pages that come back: at most this many, and at most this many characters together. */
const keptEvents = 512;
const keptCharacters = 4_000_000;
/** How long deltas are still written down after the last page left. Later, a page that comes back gets a snapshot. */
const lingerMs = 60_000;

/** One event as it travels: an id to resume from, and its JSON. */
export interface LiveEvent {
  readonly id: string;
  readonly json: string;
}

/** What changed, numbered, so that a page that lost its connection can go on where it was. */
export interface LiveJournal {
  /** Joins at the event after `lastId`, or with a snapshot where that is not known any more. */
  join(
    lastId: string | null,
    listener: (event: LiveEvent) => void,
  ): { readonly first: readonly LiveEvent[]; leave(): void };
  /** Only the tail events, from now on. */
  tail(listener: (events: readonly TailEvent[]) => void): () => void;
  stop(): void;
}

/**
 * Numbers the changes of a view. `boot` tells this run from others: ids are `boot-n`. Each change is written as JSON once,
 * for all pages; with no page there (and none lately) nothing is written at all.
 */
export function createLiveJournal(options: { view: AgentView; clock: Clock; boot: string }): LiveJournal {
  const { view, clock, boot } = options;
  const pages = new Set<(event: LiveEvent) => void>();
  const tails = new Set<(events: readonly TailEvent[]) => void>();
  let kept: { n: number; event: LiveEvent }[] = [];
  let characters = 0;
  let last = 0;
  let lastPageLeft = Number.NEGATIVE_INFINITY;

  const write = (n: number, event: PageEvent): LiveEvent => ({ id: `${boot}-${n}`, json: JSON.stringify(event) });

  /** Makes the event only when there is somebody to read it. */
  const publish = (make: () => PageEvent) => {
    const n = ++last;
    if (pages.size === 0 && clock.monotonic() - lastPageLeft > lingerMs) {
      kept = [];
      characters = 0;
      return;
    }
    const written = write(n, make());
    kept.push({ n, event: written });
    characters += written.json.length;
    while (kept.length > keptEvents || characters > keptCharacters) characters -= kept.shift()!.event.json.length;
    for (const page of [...pages]) page(written);
  };

  const changed = (change: AgentChange) => {
    if (change.labels.length > 0) publish(() => labelDelta(view, change.labels));
    if (change.status) publish(() => ({ type: 'status', status: view.status() }));
    if (change.events.length === 0) return;
    publish(() => ({ type: 'tail', events: [...change.events] }));
    for (const listener of [...tails]) listener(change.events);
  };

  const since = (lastId: string | null): LiveEvent[] | null => {
    const match = /^(.+)-(\d+)$/.exec(lastId ?? '');
    if (match === null || match[1] !== boot) return null;
    const n = Number(match[2]);
    if (n === last) return [];
    const oldest = kept[0]?.n ?? Number.POSITIVE_INFINITY;
    if (n > last || n + 1 < oldest) return null;
    return kept.filter(entry => entry.n > n).map(entry => entry.event);
  };

  const unsubscribe = view.subscribe(changed);
  return {
    join(lastId, listener) {
      const first = since(lastId) ?? [write(last, { type: 'snapshot', status: view.status(), labels: view.labels() })];
      pages.add(listener);
      return {
        first,
        leave() {
          if (pages.delete(listener)) lastPageLeft = clock.monotonic();
        },
      };
    },
    tail(listener) {
      tails.add(listener);
      return () => tails.delete(listener);
    },
    stop: unsubscribe,
  };
}

function labelDelta(view: AgentView, ids: readonly string[]): PageEvent {
  const labels: LabelSummary[] = [];
  const gone: string[] = [];
  for (const id of ids) {
    const summary = view.labelSummary(id);
    if (summary === null) gone.push(id);
    else labels.push(summary);
  }
  return { type: 'labels', labels, gone };
}
