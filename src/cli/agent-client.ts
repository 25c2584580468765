import type { z } from 'zod';
import { latest, type RuntimeKind, thisHost } from '../runtime-registry.ts';
import { type Answer, exits, type Failure, failure } from './exit.ts';
import { download, type Exchange, exchange, followLines, type LocalRequest } from './local-http.ts';

/** Asks a running agent, or a running emulated shop, over its local socket. */
export interface LocalClient {
  readonly socket: string;
  /** GETs a document and checks it. */
  read<T>(path: string, schema: z.ZodType<T>): Promise<Answer<T>>;
  /** Has something done; the document that comes back is checked. */
  send<T>(method: 'POST' | 'DELETE', path: string, body: unknown, schema: z.ZodType<T>): Promise<Answer<T>>;
  /** GETs a file such as a picture. */
  bytes(path: string): Promise<Answer<Uint8Array>>;
  /** GETs a file of any size into one of ours. Throws when that cannot be written. */
  save(path: string, file: string): Promise<Failure | null>;
  /** Follows a stream of JSON lines until it ends or the signal fires. Null: ended as it should. */
  follow<T>(
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    onItem: (item: T) => void,
  ): Promise<Failure | null>;
}

const usualTimeoutMs = 10_000;
/** For what the agent does over the air before it answers. */
export const overTheAirMs = 90_000;
const maxBytes = 64 * 1024 * 1024;

/**
 * Finds whom to ask: the socket that was named, else the one in `ENDCAP_SOCKET` (`ENDCAP_SHOP_SOCKET` for the emulated
 * shop), else that of the one started last by this user.
 */
export function findPeer(
  kind: RuntimeKind,
  named: string | null,
  env: Readonly<Record<string, string | undefined>>,
  timeoutMs = usualTimeoutMs,
): Answer<LocalClient> {
  const socket =
    named ?? env[kind === 'agent' ? 'ENDCAP_SOCKET' : 'ENDCAP_SHOP_SOCKET'] ?? latest(kind, thisHost(env))?.socket;
  return socket
    ? { ok: true, value: createLocalClient(kind, socket, timeoutMs) }
    : { ok: false, failure: nobody(kind, null) };
}

/** A client for the socket of a peer of that kind. */
export function createLocalClient(kind: RuntimeKind, socket: string, timeoutMs = usualTimeoutMs): LocalClient {
  const ask = (method: LocalRequest['method'], path: string, body?: unknown): LocalRequest => ({
    socket,
    method,
    path,
    timeoutMs,
    maxBytes,
    ...(body === undefined ? {} : { body }),
  });
  const bytes = async (request: LocalRequest): Promise<Answer<Uint8Array>> => {
    const done = await exchange(request);
    if (done.ok && done.status >= 200 && done.status < 300) return { ok: true, value: done.body };
    return { ok: false, failure: explain(kind, socket, done) };
  };
  const document = async <T>(request: LocalRequest, schema: z.ZodType<T>): Promise<Answer<T>> => {
    const answer = await bytes(request);
    return answer.ok ? readDocument(Buffer.from(answer.value).toString('utf8'), schema) : answer;
  };
  return {
    socket,
    read: (path, schema) => document(ask('GET', path), schema),
    send: (method, path, body, schema) => document(ask(method, path, body), schema),
    bytes: path => bytes(ask('GET', path)),
    async save(path, file) {
      const done = await download(ask('GET', path), file);
      return done.ok && done.status === 200 ? null : explain(kind, socket, done);
    },
    async follow(path, schema, signal, onItem) {
      const spoilt = new AbortController();
      let failed: Failure | null = null;
      const ended = await followLines(ask('GET', path), AbortSignal.any([signal, spoilt.signal]), line => {
        if (failed !== null) return;
        const item = readDocument(line, schema);
        if (item.ok) return onItem(item.value);
        failed = item.failure;
        spoilt.abort();
      });
      return failed ?? (ended === null ? null : explain(kind, socket, ended));
    },
  };
}

function readDocument<T>(json: string, schema: z.ZodType<T>): Answer<T> {
  const invalid = (detail: string): Answer<T> => ({
    ok: false,
    failure: failure(
      exits.failed,
      'cli.agent-answer-invalid',
      `The answer cannot be understood: ${detail}`,
      'Is the agent of another version? Compare `endcap version` with `endcap status`.',
    ),
  });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return invalid('it is not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return invalid(issue ? `${issue.path.join('.') || 'it'}: ${issue.message}` : 'it has another shape');
}

/** Statuses with which a rule says no; everything else that fails has failed. */
const refusals = new Set([403, 409, 422]);

function explain(kind: RuntimeKind, socket: string, done: Exchange): Failure {
  const name = kind === 'agent' ? 'agent' : 'emulated shop';
  if (!done.ok) {
    if (done.why === 'unreachable') return nobody(kind, `${socket} (${done.detail})`);
    const code = done.why === 'silent' ? 'cli.agent-silent' : 'cli.agent-answer-invalid';
    return failure(exits.failed, code, `The ${name} at ${socket} gave no usable answer: ${done.detail}`);
  }
  const exit = done.status === 400 ? exits.wrongUsage : refusals.has(done.status) ? exits.refused : exits.failed;
  const said = readError(Buffer.from(done.body).toString('utf8'));
  if (said !== null) return { exit, ...said };
  return failure(exits.failed, 'cli.agent-answer-invalid', `The ${name} answered with status ${done.status}`);
}

/** Reads an error document without its schema: what cannot be read here must not hide the error itself. */
function readError(json: string): Omit<Failure, 'exit'> | null {
  try {
    const { error } = JSON.parse(json) as { error?: { code?: unknown; message?: unknown; hint?: unknown } };
    if (typeof error?.code !== 'string' || typeof error.message !== 'string') return null;
    return { code: error.code, message: error.message, hint: typeof error.hint === 'string' ? error.hint : null };
  } catch {
    return null;
  }
}

function nobody(kind: RuntimeKind, where: string | null): Failure {
  return kind === 'agent'
    ? failure(
        exits.noAgent,
        'cli.no-agent',
        where === null ? 'No agent of this user is running.' : `No agent answers at ${where}.`,
        'Start one with `npm start` or `endcap run --config FILE`; reach another with --socket PATH or ENDCAP_SOCKET.',
      )
    : failure(
        exits.noAgent,
        'cli.no-shop',
        where === null ? 'No emulated shop of this user is running.' : `No emulated shop answers at ${where}.`,
        'Start one with `npm start` or `endcap emulate shop --config-out FILE`.',
      );
}
