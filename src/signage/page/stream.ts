import { type PageEvent, pageEventSchema } from '../wire/page-event.ts';
import { backoffMs } from './backoff.ts';
import { readEventStream } from './event-stream.ts';
import type { Taken } from './standing.ts';

/** So long without a word a stream is lost; the gateway speaks every two seconds. */
const silentMs = 10_000;

export interface StreamPorts {
  readonly address: string;
  readonly now: () => number;
  readonly random: () => number;
  readonly take: (event: PageEvent, boot: string | null) => Taken;
  /** The gateway refused, with this status; 0: it could not be reached. */
  readonly refused: (status: number) => void;
  /** A word of the gateway that cannot be used. */
  readonly trouble: (problem: string) => void;
}

/**
 * The stream of events of one screen, kept up for years: it comes back after a while, where it was, or anew where something
 * is missing. Not an `EventSource`, which tells nobody why it was refused and forgets where it was.
 */
export function createStream({ address, now, random, take, refused, trouble }: StreamPorts) {
  let abort: AbortController | null = null;
  let heardMs = now();
  let nextMs = now();
  let tries = 0;
  let last: string | null = null;
  let live = false;
  let paused = false;

  function lose(): void {
    abort?.abort();
    abort = null;
    live = false;
    nextMs = now() + backoffMs(tries, random);
    tries += 1;
  }

  async function follow(mine: AbortController): Promise<void> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (last !== null) headers['last-event-id'] = last;
    const response = await fetch(address, { headers, cache: 'no-store', signal: mine.signal });
    if (!response.ok || response.body === null) {
      // Nothing of it is wanted, and the connection is free again.
      await response.body?.cancel();
      if (mine === abort) refused(response.status);
      return;
    }
    const read = readEventStream();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || mine !== abort) return;
      heardMs = now();
      for (const { id, data } of read(value)) {
        if (!heard(data, id)) return void reader.cancel();
      }
    }
  }

  /** False: the stream has to begin anew. */
  function heard(data: string, id: string | null): boolean {
    const parsed = pageEventSchema.safeParse(parseJson(data));
    const bad = parsed.success ? null : parsed.error.issues[0];
    const taken: Taken = parsed.success
      ? take(parsed.data, id === null || id === last ? null : bootOf(id))
      : { ok: false, why: `an event cannot be read: ${bad?.path.join('.')} ${bad?.message}` };
    if (!taken.ok) {
      trouble(taken.why);
      last = null;
      return false;
    }
    last = id;
    live = true;
    if (parsed.data?.type === 'pulse') tries = 0;
    return true;
  }

  return {
    tick(): void {
      const atMs = now();
      if (abort !== null && atMs - heardMs > silentMs) lose();
      if (abort !== null || paused || atMs < nextMs) return;
      const mine = new AbortController();
      abort = mine;
      heardMs = atMs;
      follow(mine)
        .catch(() => mine === abort && refused(0))
        .finally(() => mine === abort && lose());
    },
    /** Whether the gateway is being heard. */
    live: (): boolean => live,
    /** Asks no more until it may again. */
    pause(): void {
      paused = true;
      last = null;
    },
    resume(): void {
      paused = false;
      tries = 0;
      nextMs = now();
    },
    close(): void {
      paused = true;
      abort?.abort();
      abort = null;
    },
  };
}

function bootOf(id: string): string | null {
  return /^(.+)-\d+$/.exec(id)?.[1] ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
