import type { Cancel, Clock } from '../clock.ts';
import { createEventReader, type ServerEvent } from './event-stream.ts';
import { pairingSchema, type Report, reportAnswerSchema } from './protocol.ts';

/** How the way to the gateway is. */
export type LinkState = 'waiting' | 'pairing' | 'unknown' | 'refused' | 'live';

/** What a browser keeps of a site over reloads. */
export interface CookieJar {
  cookie: string | null;
}

/** A page's connection to the gateway: its stream with resume, its reports, and its pairing. */
export interface PageLink {
  state(): LinkState;
  /** Shown in large letters while it is to be paired; null: it is not. */
  code(): string | null;
  /** The plays that are safe with the gateway; null: it did not get there. */
  report(report: Report): Promise<readonly string[] | null>;
  /** Whether the gateway took it. */
  screenshot(order: string, png: Uint8Array): Promise<boolean>;
  /** Drops the stream and begins it anew without resume, after something was missed. */
  renew(): void;
  close(): void;
}

export interface PageLinkOptions {
  /** Address of the page, such as `http://127.0.0.1:8080/s/door`. */
  readonly url: string;
  /** The name of this load of the page, the same as in its reports. */
  readonly page: string;
  readonly jar: CookieJar;
  readonly clock: Clock;
  readonly retryMs: number;
  readonly onEvent: (event: ServerEvent) => void;
}

/** The gateway says something every two seconds; a stream that is silent for so long is dead. */
const silentMs = 10_000;
const answerMs = 10_000;
const askPairedMs = 2_000;

export function openPageLink({ url, page, jar, clock, retryMs, onEvent }: PageLinkOptions): PageLink {
  const life = new AbortController();
  let state: LinkState = 'waiting';
  let code: string | null = null;
  let lastId = '';
  let stream = new AbortController();

  const headers = (): Record<string, string> => (jar.cookie === null ? {} : { cookie: jar.cookie });

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const limit = new AbortController();
    const cancel = clock.after(answerMs, () => limit.abort());
    const signal = AbortSignal.any([life.signal, limit.signal]);
    try {
      return await fetch(`${url}${path}`, { ...init, headers: { ...headers(), ...init.headers }, signal });
    } finally {
      cancel();
    }
  }

  /** Ends early with the page. */
  function rest(ms: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = clock.after(ms, done);
      life.signal.addEventListener('abort', done);
      function done(): void {
        cancel();
        life.signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }

  /** Reads the stream to its end. Gives the status with which it began. */
  async function listen(): Promise<number> {
    stream = new AbortController();
    const own = stream;
    let watch: Cancel = clock.after(silentMs, () => own.abort());
    try {
      const response = await fetch(`${url}/events?page=${page}`, {
        headers: {
          ...headers(),
          accept: 'text/event-stream',
          ...(lastId === '' ? {} : { 'last-event-id': lastId }),
        },
        signal: AbortSignal.any([life.signal, own.signal]),
      });
      if (response.status !== 200 || response.body === null) {
        await response.body?.cancel();
        return response.status;
      }
      state = 'live';
      const read = createEventReader();
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        watch();
        watch = clock.after(silentMs, () => own.abort());
        for (const event of read(text)) {
          lastId = event.id;
          onEvent(event);
        }
        if (own.signal.aborted) break;
      }
      return 200;
    } finally {
      watch();
      own.abort();
    }
  }

  /** Shows a code until somebody has typed it in, or it has run out. */
  async function pair(): Promise<void> {
    state = 'pairing';
    const begun = await ask('/pair', { method: 'POST' });
    const offer = begun.ok ? pairingSchema.safeParse(await begun.json()) : null;
    if (!offer?.success) return rest(retryMs);
    code = offer.data.code;
    try {
      for (;;) {
        await rest(Math.min(askPairedMs, retryMs));
        if (life.signal.aborted) return;
        const answer = await ask(`/pair/${encodeURIComponent(offer.data.secret)}`);
        await answer.body?.cancel();
        if (answer.status === 202) continue;
        const [cookie] = answer.headers.getSetCookie();
        if (answer.status === 200 && cookie !== undefined) jar.cookie = cookie.split(';', 1)[0]!;
        return;
      }
    } finally {
      code = null;
    }
  }

  async function run(): Promise<void> {
    while (!life.signal.aborted) {
      try {
        const status = await listen();
        if (life.signal.aborted) return;
        if (status === 401) await pair();
        else state = status === 200 ? 'waiting' : status === 404 ? 'unknown' : 'refused';
        if (status !== 401) await rest(retryMs);
      } catch {
        // Nobody there, or a stream that broke or fell silent: try again.
        state = 'waiting';
        await rest(retryMs);
      }
    }
  }
  void run();

  return {
    state: () => state,
    code: () => code,
    async report(report) {
      try {
        const answer = await ask('/report', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(report),
        });
        if (!answer.ok) {
          await answer.body?.cancel();
          return null;
        }
        const read = reportAnswerSchema.safeParse(await answer.json());
        return read.success ? read.data.taken : null;
      } catch {
        return null;
      }
    },
    async screenshot(order, png) {
      try {
        const answer = await ask(`/screenshot/${encodeURIComponent(order)}`, {
          method: 'POST',
          headers: { 'content-type': 'image/png' },
          body: png as Uint8Array<ArrayBuffer>,
        });
        await answer.body?.cancel();
        return answer.ok;
      } catch {
        return false;
      }
    },
    renew() {
      lastId = '';
      stream.abort();
    },
    close: () => life.abort(),
  };
}
