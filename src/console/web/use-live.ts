import { useEffect, useState } from 'preact/hooks';
import { type Connection, followEvents } from './live-connection.ts';
import { applyPageEvent, emptyPageState, type PageState } from './page-state.ts';

/** The state of the page, followed live; `asOf`: when the last word came, milliseconds. */
export interface Live {
  readonly state: PageState;
  readonly connection: Connection;
  readonly asOf: number | null;
}

export function useLive(): Live {
  const [state, setState] = useState(emptyPageState);
  const [link, setLink] = useState<{ connection: Connection; asOf: number | null }>({
    connection: 'connecting',
    asOf: null,
  });
  useEffect(() => {
    followEvents({
      heard: event => setState(before => applyPageEvent(before, event)),
      changed: connection =>
        setLink(before => {
          if (connection === 'live') return { connection, asOf: Date.now() };
          return before.connection === connection ? before : { ...before, connection };
        }),
      signIn: () => location.assign('/login'),
    });
  }, []);
  return { state, ...link };
}
