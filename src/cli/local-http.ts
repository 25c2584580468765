import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** What came back over a Unix socket, or why nothing did. */
export type Exchange =
  | { readonly ok: true; readonly status: number; readonly body: Uint8Array }
  | { readonly ok: false; readonly why: 'unreachable' | 'silent' | 'too-large'; readonly detail: string };

export interface LocalRequest {
  readonly socket: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Sent as JSON; undefined: no body. */
  readonly body?: unknown;
  /** Longest wait for the next byte. */
  readonly timeoutMs: number;
  /** Longest answer taken. 10,000 labels are about 6 MB. */
  readonly maxBytes: number;
}

/** One HTTP request over a Unix socket. */
export async function exchange(what: LocalRequest): Promise<Exchange> {
  const opened = await open(what);
  if (!opened.ok) return opened;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of opened.response) {
      size += (chunk as Buffer).length;
      if (size > what.maxBytes) {
        opened.response.destroy();
        return { ok: false, why: 'too-large', detail: `the answer is larger than ${what.maxBytes} bytes` };
      }
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    return { ok: false, why: 'silent', detail: `the answer broke off: ${(error as Error).message}` };
  }
  return { ok: true, status: opened.response.statusCode ?? 0, body: Buffer.concat(chunks) };
}

/** Writes an answer of any size to a file; only a complete one takes the file's name. */
export async function download(what: LocalRequest, file: string): Promise<Exchange> {
  const opened = await open(what);
  if (!opened.ok) return opened;
  const { response } = opened;
  const status = response.statusCode ?? 0;
  if (status !== 200) return { ok: true, status, body: Buffer.concat((await response.toArray()) as Buffer[]) };
  const partial = `${file}.partial`;
  await pipeline(response, createWriteStream(partial, { mode: 0o600 }));
  await rename(partial, file);
  return { ok: true, status, body: new Uint8Array() };
}

/**
 * Reads an endless answer line by line until it ends or `signal` fires.
 * @returns the status and body of an answer that is not 200, otherwise null once it ended.
 */
export async function followLines(
  what: LocalRequest,
  signal: AbortSignal,
  onLine: (line: string) => void,
): Promise<Exchange | null> {
  const opened = await open(what, signal);
  if (!opened.ok) return signal.aborted ? null : opened;
  const { response } = opened;
  if (response.statusCode !== 200) {
    const parts = await response.toArray();
    return { ok: true, status: response.statusCode ?? 0, body: Buffer.concat(parts as Buffer[]) };
  }
  // Quiet hours are not silence.
  response.socket.setTimeout(0);
  let rest = '';
  response.setEncoding('utf8');
  try {
    for await (const chunk of response) {
      rest += chunk as string;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') onLine(line);
      if (rest.length > what.maxBytes) {
        response.destroy();
        return { ok: false, why: 'too-large', detail: `a line is longer than ${what.maxBytes} characters` };
      }
    }
  } catch (error) {
    if (!signal.aborted)
      return { ok: false, why: 'silent', detail: `the stream broke off: ${(error as Error).message}` };
  }
  return null;
}

type Opened =
  | { readonly ok: true; readonly response: IncomingMessage }
  | { readonly ok: false; readonly why: 'unreachable' | 'silent'; readonly detail: string };

function open(what: LocalRequest, signal?: AbortSignal): Promise<Opened> {
  return new Promise(resolve => {
    const body = what.body === undefined ? null : JSON.stringify(what.body);
    const req = request(
      {
        socketPath: what.socket,
        method: what.method,
        path: what.path,
        headers: {
          host: 'localhost',
          ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
        timeout: what.timeoutMs,
        agent: false,
        ...(signal ? { signal } : {}),
      },
      response => resolve({ ok: true, response }),
    );
    let silent = false;
    req.on('timeout', () => {
      silent = true;
      req.destroy();
    });
    req.on('error', (error: NodeJS.ErrnoException) =>
      resolve(
        silent
          ? { ok: false, why: 'silent', detail: `no answer within ${what.timeoutMs} ms` }
          : { ok: false, why: 'unreachable', detail: error.code ?? error.message },
      ),
    );
    req.end(body ?? undefined);
  });
}
