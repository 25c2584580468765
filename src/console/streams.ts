import type { HttpBindings } from '@hono/node-server';
import { z } from 'zod';
import type { Cancel, Clock } from '../clock.ts';
import { type BoundedStream, createBoundedStream } from './bounded-stream.ts';
import type { LiveEvent, LiveJournal } from './live-journal.ts';
import { refuse } from './refusal.ts';
import { defineRoute, type Route } from './route.ts';

/** Streams open at once, pages and tails together. One page holds one. */
const maxStreams = 64;
/** What a slow reader may leave unread, beyond its first snapshot. */
const unreadBytes = 1_048_576;
const heartbeatMs = 15_000;

/** The endless answers: what they need, and how they all end. */
export interface Streams {
  readonly routes: readonly Route[];
  /** How many are open. */
  open(): number;
  endAll(): void;
}

/**
 * `GET /api/events`: server-sent events of `PageEvent` JSON, resumed by `Last-Event-ID` (or `?after=` for clients that
 * reconnect by themselves); each 15 s a comment and a `heartbeat` event, so that a page notices a silent connection.
 * `GET /api/tail`: `TailEvent` JSON, one a line; an empty line each 15 s.
 */
export function createStreams(journal: LiveJournal, clock: Clock): Streams {
  const streams = new Set<BoundedStream>();

  const open = (env: HttpBindings, limitBytes: number, beat: () => string, onClose: () => void): BoundedStream => {
    let cancelBeat: Cancel = () => {};
    const stream = createBoundedStream(limitBytes, cause => {
      cancelBeat();
      streams.delete(stream);
      onClose();
      if (cause === 'slow') env.outgoing.destroy();
    });
    const nextBeat = () => {
      cancelBeat = clock.after(heartbeatMs, () => {
        if (stream.send(beat())) nextBeat();
      });
    };
    streams.add(stream);
    nextBeat();
    return stream;
  };

  return {
    routes: [
      defineRoute({
        method: 'GET',
        path: '/api/events',
        role: 'viewer',
        summary: 'Everything a page shows, then what changes, as server-sent events that can be resumed',
        query: z.object({ after: z.string().optional() }),
        answer: 'text/event-stream',
        run({ c, query }) {
          if (streams.size >= maxStreams) return refuse(c, 503, 'console.too-many-streams');
          const { first, leave } = journal.join(c.req.header('last-event-id') ?? query.after ?? null, event =>
            stream.send(frame(event)),
          );
          const opening = `retry: 2000\n\n${first.map(frame).join('')}`;
          const beat = () => `: heartbeat\nevent: heartbeat\ndata: {"at":"${new Date(clock.now()).toISOString()}"}\n\n`;
          // Counted in bytes, of which a UTF-16 unit becomes at most three.
          const stream = open(c.env, opening.length * 3 + unreadBytes, beat, leave);
          stream.send(opening);
          return c.body(stream.body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        },
      }),
      defineRoute({
        method: 'GET',
        path: '/api/tail',
        role: 'viewer',
        summary: 'What happens, as it happens: one JSON document a line',
        answer: 'application/x-ndjson',
        run({ c }) {
          if (streams.size >= maxStreams) return refuse(c, 503, 'console.too-many-streams');
          const leave = journal.tail(events => {
            stream.send(events.map(event => `${JSON.stringify(event)}\n`).join(''));
          });
          const stream = open(c.env, unreadBytes, () => '\n', leave);
          return c.body(stream.body, 200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
        },
      }),
    ],
    open: () => streams.size,
    endAll() {
      for (const stream of [...streams]) stream.end();
    },
  };
}

function frame(event: LiveEvent): string {
  return `id: ${event.id}\ndata: ${event.json}\n\n`;
}
