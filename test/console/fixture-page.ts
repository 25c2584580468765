import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { PageEvent } from '../../src/signage/wire/page-event.ts';
import type { Report } from '../../src/signage/wire/report.ts';

/** A heartbeat of a page that plays nothing. */
export const quietReport: Report = {
  page: 'page0001',
  seq: 1,
  boot: 'b00t',
  visible: true,
  frames: 300,
  overMs: 5_000,
  clock: 'true',
  hidden: 0,
  heapBytes: null,
  widthPx: 1920,
  heightPx: 1080,
  seen: { prices: [], entries: [], overlay: null },
  plays: [],
  done: [],
  problems: [],
};

/** An answer with all of its bytes. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Asks as a page does, with headers that fetch does not let through. */
export function ask(
  base: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), { method, headers, agent: false }, response => {
      const parts: Buffer[] = [];
      response.on('data', part => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(parts) }),
      );
      response.on('error', reject);
    });
    // Of what is announced larger than it is the server has to say so before it has come.
    sent.on('error', reject);
    if (Number(headers['content-length'] ?? 0) > (body?.length ?? 0)) sent.write(body ?? '');
    else sent.end(body);
  });
}

/** A stream as a page reads it. */
export interface PageStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly response: IncomingMessage;
  /** Waits for the next event. */
  next(): Promise<{ readonly id: string | null; readonly event: PageEvent }>;
  /** Waits until the server has ended it. */
  over(): Promise<void>;
  close(): void;
}

export function openStream(base: string, path: string, headers: Record<string, string> = {}): Promise<PageStream> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), { headers, agent: false }, response => {
      const waiting: ((event: { id: string | null; event: PageEvent }) => void)[] = [];
      const come: { id: string | null; event: PageEvent }[] = [];
      let text = '';
      let ended = () => {};
      const over = new Promise<void>(done => {
        ended = done;
      });
      response.setEncoding('utf8');
      response.on('data', part => {
        const blocks = (text + part).split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (data === undefined) continue;
          const event = { id: /^id: (.*)$/m.exec(block)?.[1] ?? null, event: JSON.parse(data) as PageEvent };
          const first = waiting.shift();
          if (first) first(event);
          else come.push(event);
        }
      });
      response.on('error', () => {});
      response.on('close', () => ended());
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        response,
        next: () =>
          new Promise(take => {
            const event = come.shift();
            if (event) take(event);
            else waiting.push(take);
          }),
        over: () => over,
        close: () => sent.destroy(),
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Pairs a page over HTTP and returns the cookie that it got. */
export async function pairPage(
  base: string,
  screen: string,
  technician: Record<string, string> = {},
): Promise<{ cookie: string; setCookie: string }> {
  const begun = JSON.parse((await ask(base, `/s/${screen}/pair`, { method: 'POST' })).bytes.toString());
  const paired = await ask(base, `/api/screens/${screen}/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...technician },
    body: JSON.stringify({ code: begun.code }),
  });
  if (paired.status !== 200) throw new Error(paired.bytes.toString());
  const fetched = await ask(base, `/s/${screen}/pair/${begun.secret}`);
  const [setCookie = ''] = fetched.headers['set-cookie'] ?? [];
  return { cookie: setCookie.split(';')[0]!, setCookie };
}
