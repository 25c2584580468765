import type { Context } from 'hono';
import type { ConsoleEnv } from '../app.ts';
import { type BoundedStream, createBoundedStream } from '../bounded-stream.ts';
import { refuse } from '../refusal.ts';
import type { PageDoor, ScreenPages, StreamEvent } from './screen-pages.ts';

/** What a slow page may leave unread, beyond what it gets first: some minutes of prices, then it comes again. */
const unreadBytes = 524_288;

interface Open {
  readonly screen: string;
  readonly door: PageDoor;
  readonly page: string | null;
  /** Ends it, whatever it has read. */
  cut(): void;
}

/**
 * The streams of pages: server-sent events of `PageEvent` JSON. A page that lost its line and comes again takes the place of
 * its former stream, so that dead ones do not keep the living out; a token that is revoked takes its streams with it.
 */
export function createScreenStreams(pages: ScreenPages) {
  const streams = new Set<Open>();
  const cutWhere = (test: (one: Open) => boolean) => {
    for (const one of [...streams]) if (test(one)) one.cut();
  };
  const stopListening = pages.onRevoked((screen, hash) =>
    cutWhere(one => one.screen === screen && one.door.kind === 'token' && one.door.hash === hash),
  );

  return {
    open(c: Context<ConsoleEnv>, screen: string, door: PageDoor): Response {
      const page = /^[a-z0-9]{8,40}$/.exec(c.req.query('page') ?? '')?.[0] ?? null;
      const lastEventId = c.req.header('last-event-id') ?? c.req.query('after') ?? null;
      if (page !== null) {
        cutWhere(one => one.screen === screen && one.page === page && sameDoor(one.door, door));
      }
      const joined = pages.join(screen, { door, page, lastEventId }, event => stream.send(frame(event)));
      if (!joined.ok) {
        if (joined.reason === 'screen.unknown') return refuse(c, 404, joined.reason);
        c.header('retry-after', '10');
        return refuse(c, 503, joined.reason);
      }
      const opening = `retry: 2000\n\n${joined.first.map(frame).join('')}`;
      const { outgoing } = c.env;
      // Counted in bytes, of which a UTF-16 unit becomes at most three.
      const stream: BoundedStream = createBoundedStream(opening.length * 3 + unreadBytes, cause => {
        streams.delete(one);
        joined.leave();
        if (cause === 'slow') outgoing.destroy();
      });
      const one: Open = {
        screen,
        door,
        page,
        cut() {
          stream.end();
          outgoing.destroy();
        },
      };
      streams.add(one);
      stream.send(opening);
      return c.body(stream.body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    },
    /** How many are open. */
    size: () => streams.size,
    endAll() {
      stopListening();
      cutWhere(() => true);
    },
  };
}

function sameDoor(a: PageDoor, b: PageDoor): boolean {
  return a.kind === 'token' ? b.kind === 'token' && a.hash === b.hash : b.kind === 'session';
}

function frame({ id, json }: StreamEvent): string {
  return `${id === null ? '' : `id: ${id}\n`}data: ${json}\n\n`;
}
