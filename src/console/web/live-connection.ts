import type { PageEvent } from '../documents.ts';

/** `lost`: what is drawn is as old as the last word. */
export type Connection = 'connecting' | 'live' | 'lost';

/** The server says something at least each 15 s; after this long without a word the line is taken for dead. */
const silenceMs = 40_000;
const retryMs = 3_000;

/**
 * Follows the console's event stream for as long as the page is open; goes on after the last event it saw. `heard` is
 * called with every event, `changed` when the connection comes or goes, `signIn` when the server wants a token.
 */
export function followEvents(listener: {
  heard(event: PageEvent): void;
  changed(connection: Connection): void;
  signIn(): void;
}): void {
  let lastId = '';
  let source: EventSource;
  let silence: ReturnType<typeof setTimeout>;

  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(reconnect, silenceMs);
    listener.changed('live');
  };
  const reconnect = () => {
    source.close();
    listener.changed('lost');
    open();
  };
  const open = () => {
    source = new EventSource(lastId === '' ? '/api/events' : `/api/events?after=${encodeURIComponent(lastId)}`);
    source.onmessage = message => {
      lastId = message.lastEventId;
      listener.heard(JSON.parse(message.data) as PageEvent);
      alive();
    };
    source.addEventListener('heartbeat', alive);
    source.onerror = () => {
      clearTimeout(silence);
      listener.changed('lost');
      // While it is only cut off the browser comes back by itself; an answer other than a stream ends its patience.
      if (source.readyState !== EventSource.CLOSED) return;
      void fetch('/api/status').then(
        answer => (answer.status === 401 ? listener.signIn() : setTimeout(open, retryMs)),
        () => setTimeout(open, retryMs),
      );
    };
  };
  open();
}
