import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Reason } from '../../shelf/reasons.ts';
import { headBytes, type MediaType, mediaTypeOf } from './media-type.ts';
import { staysAt } from './origin.ts';

export type AssetReason = Extract<Reason, 'screen.asset-missing' | 'screen.asset-refused' | 'screen.assets-full'>;

export type Downloaded =
  | { readonly ok: true; readonly type: MediaType; readonly bytes: number }
  | { readonly ok: false; readonly reason: AssetReason; readonly detail: string };

export interface DownloadOrder {
  readonly base: URL;
  readonly url: URL;
  readonly sha256: string;
  /** Where it lies once it is whole; until then beside it. */
  readonly path: string;
  readonly mostBytes: number;
  /** Asked before so many more bytes are written; null: there is room. */
  readonly noRoom: (bytes: number) => string | null;
}

export interface DownloadPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Gives up. */
  readonly signal: AbortSignal;
  /** So long the server may take for its answer, and then for each piece. */
  readonly pieceLimitMs: number;
  readonly wholeLimitMs: number;
}

const mostRedirects = 3;
/** What is not whole carries this at the end of its name. */
export const partSuffix = '.part';

/** Why a download ends before its time. */
class Ended extends Error {
  readonly reason: AssetReason;
  constructor(reason: AssetReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/**
 * Fetches one file beside its place, hashing what comes, and moves it there when it is whole, of a known kind, and what its
 * hash says. Killed at any time, nothing but the part is left. Whatever goes wrong is returned.
 */
export async function download(order: DownloadOrder, ports: DownloadPorts): Promise<Downloaded> {
  const part = `${order.path}${partSuffix}`;
  const patience = createPatience(ports);
  try {
    const answer = await ask(order, ports.fetch, patience);
    const file = await open(part, 'w', 0o600);
    try {
      const got = await receive(answer, file, order, patience);
      await file.sync();
      await file.close();
      await rename(part, order.path);
      await syncDirectory(dirname(order.path));
      return got;
    } finally {
      await file.close().catch(() => {});
    }
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    return { ok: false, ...endOf(error, patience.ranOut()) };
  } finally {
    patience.end();
  }
}

/** An end to waiting: of each piece, and of the whole. */
function createPatience({ clock, signal, pieceLimitMs, wholeLimitMs }: DownloadPorts) {
  const controller = new AbortController();
  let ranOut = false;
  const give = () => {
    ranOut = true;
    controller.abort();
  };
  const forward = () => controller.abort();
  if (signal.aborted) forward();
  else signal.addEventListener('abort', forward, { once: true });
  const cancelWhole = clock.after(wholeLimitMs, give);
  let cancelPiece = clock.after(pieceLimitMs, give);
  return {
    signal: controller.signal,
    ranOut: () => ranOut,
    /** A piece came. */
    again() {
      cancelPiece();
      cancelPiece = clock.after(pieceLimitMs, give);
    },
    end() {
      cancelPiece();
      cancelWhole();
      signal.removeEventListener('abort', forward);
      controller.abort();
    },
  };
}

type Patience = ReturnType<typeof createPatience>;

async function ask({ base, url }: DownloadOrder, fetch: DownloadPorts['fetch'], patience: Patience): Promise<Response> {
  let at = url;
  for (let hop = 0; ; hop++) {
    const answer = await fetch(at, {
      redirect: 'manual',
      signal: patience.signal,
      headers: { accept: 'image/png, image/jpeg, image/webp, video/mp4, video/webm', 'accept-encoding': 'identity' },
    });
    if (answer.status < 300 || answer.status >= 400) {
      if (answer.ok && answer.body !== null) return answer;
      await answer.body?.cancel();
      throw new Ended('screen.asset-missing', `the server answered ${answer.status}`);
    }
    await answer.body?.cancel();
    const to = answer.headers.get('location');
    if (to === null || !URL.canParse(to, at)) {
      throw new Ended('screen.asset-missing', `the server answered ${answer.status} without a place`);
    }
    at = new URL(to, at);
    if (!staysAt(base, at)) throw new Ended('screen.asset-refused', `it is sent on to ${at.origin}`);
    if (hop >= mostRedirects) throw new Ended('screen.asset-missing', 'it is sent on and on');
  }
}

async function receive(
  answer: Response,
  file: FileHandle,
  { sha256, mostBytes, noRoom }: DownloadOrder,
  patience: Patience,
): Promise<Extract<Downloaded, { ok: true }>> {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let type: MediaType | null = null;
  let bytes = 0;
  for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
    patience.again();
    bytes += piece.byteLength;
    if (bytes > mostBytes) throw new Ended('screen.asset-refused', `it is larger than ${mostBytes} bytes`);
    if (type === null) {
      head = Buffer.concat([head, piece.subarray(0, headBytes)]).subarray(0, headBytes);
      type = mediaTypeOf(head);
      if (type === null && head.length >= headBytes)
        throw new Ended('screen.asset-refused', 'no kind that screens play');
    }
    const full = noRoom(piece.byteLength);
    if (full !== null) throw new Ended('screen.assets-full', full);
    hash.update(piece);
    await file.appendFile(piece);
  }
  const found = hash.digest('hex');
  if (found !== sha256) throw new Ended('screen.asset-refused', `its SHA-256 is ${found} (${bytes} bytes)`);
  if (type === null) throw new Ended('screen.asset-refused', 'no kind that screens play');
  return { ok: true, type, bytes };
}

function endOf(error: unknown, ranOut: boolean): { readonly reason: AssetReason; readonly detail: string } {
  if (error instanceof Ended) return { reason: error.reason, detail: error.message };
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { reason: 'screen.assets-full', detail: 'the disk is full' };
  if (ranOut) return { reason: 'screen.asset-missing', detail: 'the server takes too long' };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const detail = [error instanceof Error ? error.message : String(error), cause].filter(text => text !== '').join(': ');
  return { reason: 'screen.asset-missing', detail };
}

/** A rename is only there after a power cut when its directory was written too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
