import type { Clock } from '../clock.ts';
import type { HeadData } from './contract/head.ts';
import type { StreamName } from './contract/streams.ts';

/** Without a sign of life for this long the mesh may be frozen. Heads come every minute. */
export const freezeMs = 5 * 60_000;

/**
 * `fresh`: newer than any before, so the authority lives. `known`: nothing new. `replayed`: older in every respect than
 * one that was seen.
 */
export type HeadVerdict = 'fresh' | 'known' | 'replayed';

/** The newest verified head of each stream, and when it came. */
export function createHeads(clock: Clock) {
  const latest = new Map<StreamName, { readonly head: HeadData; readonly issuedAtMs: number }>();
  const aliveAt = new Map<StreamName, number>();
  /** The last head that came as it was issued. */
  let heard: { readonly issuedAtMs: number; readonly monotonicMs: number } | null = null;
  return {
    latest: (stream: StreamName): HeadData | null => latest.get(stream)?.head ?? null,
    /**
     * How far our clock is ahead of the authority's: that of the last head that was not retained, which has gone on since.
     * So a clock that is set shows at once, and without the mesh. Null: none came.
     */
    clockSkewMs: (): number | null =>
      heard && clock.now() - heard.issuedAtMs - Math.round(clock.monotonic() - heard.monotonicMs),
    streams: (): StreamName[] => [...latest.keys()],
    judge(head: HeadData, retained: boolean): HeadVerdict {
      const before = latest.get(head.stream);
      const issuedAtMs = Date.parse(head.issuedAt);
      const behind =
        before !== undefined &&
        (head.epoch < before.head.epoch || (head.epoch === before.head.epoch && head.seq < before.head.seq));
      const replayed = before !== undefined && issuedAtMs < before.issuedAtMs && behind && !retained;
      if (!retained && !replayed) heard = { issuedAtMs, monotonicMs: clock.monotonic() };
      if (before === undefined || issuedAtMs > before.issuedAtMs) {
        // A broker keeps a retained head for ever, so an old one says nothing about today.
        return retained && clock.now() - issuedAtMs > freezeMs ? 'known' : 'fresh';
      }
      return replayed ? 'replayed' : 'known';
    },
    /** The head is durable. */
    accept(head: HeadData, verdict: HeadVerdict): void {
      const before = latest.get(head.stream);
      const issuedAtMs = Date.parse(head.issuedAt);
      if (before === undefined || issuedAtMs > before.issuedAtMs || head.epoch > before.head.epoch) {
        latest.set(head.stream, { head, issuedAtMs });
      }
      if (verdict === 'fresh') aliveAt.set(head.stream, clock.monotonic());
    },
    /** Whether the stream gave no sign of life for too long, counted from `sinceMs` (monotonic) at the earliest. */
    frozen: (stream: StreamName, sinceMs: number): boolean =>
      clock.monotonic() - Math.max(sinceMs, aliveAt.get(stream) ?? 0) > freezeMs,
  };
}
export type Heads = ReturnType<typeof createHeads>;
