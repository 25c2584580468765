import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cancel, Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { MediaFile } from './media.ts';

/** What faults switch on the server; all at rest: nothing is wrong. */
interface AssetWeather {
  /** Some of the bytes are others than they should be. */
  wrong: boolean;
  /** Bytes a second; null: as fast as it can. */
  bytesPerSecond: number | null;
  /** Nothing is there. */
  absent: boolean;
}

/** The mesh's asset address: files by the names that their content gives them. */
export interface AssetServer {
  /** What a gateway is configured with, with a slash at the end. */
  readonly url: string;
  /** Requests for each file that is there, by its name. */
  asked(): ReadonlyMap<string, number>;
  readonly faults: readonly Fault[];
  stop(): Promise<void>;
}

export interface AssetServerOptions {
  readonly files: readonly MediaFile[];
  readonly clock: Clock;
}

const folder = '/media/';
const piecesPerSecond = 4;
const usualBytesPerSecond = 200_000;

/** Serves the files on the loopback interface. */
export async function openAssetServer({ files, clock }: AssetServerOptions): Promise<AssetServer> {
  const byPath = new Map(files.map(file => [`${folder}${file.ref}`, file]));
  const weather: AssetWeather = { wrong: false, bytesPerSecond: null, absent: false };
  const counts = new Map<string, number>();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const file = byPath.get(request.url ?? '');
    if (file === undefined || weather.absent) {
      response.writeHead(404).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    counts.set(file.ref, (counts.get(file.ref) ?? 0) + 1);
    const bytes = weather.wrong ? spoilt(file.bytes) : file.bytes;
    response.writeHead(200, { 'content-type': file.type, 'content-length': bytes.length });
    if (request.method === 'HEAD') response.end();
    else if (weather.bytesPerSecond === null) response.end(bytes);
    else trickle(response, bytes, weather.bytesPerSecond, clock);
  }

  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder}`,
    asked: () => counts,
    faults: [
      {
        name: 'assets-wrong',
        description: 'Pictures and films that are fetched have other content than the mesh says',
        start() {
          weather.wrong = true;
          return () => {
            weather.wrong = false;
          };
        },
      },
      {
        name: 'assets-slow',
        description: 'Pictures and films come at 200 kB a second divided by the factor (default 10)',
        start({ factor = 10 } = {}) {
          weather.bytesPerSecond = Math.max(piecesPerSecond, usualBytesPerSecond / factor);
          return () => {
            weather.bytesPerSecond = null;
          };
        },
      },
      {
        name: 'assets-gone',
        description: 'Pictures and films are not there',
        start() {
          weather.absent = true;
          return () => {
            weather.absent = false;
          };
        },
      },
    ],
    async stop() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As long as it was; a byte in the middle is another. */
function spoilt(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length >> 1]! ^= 0x01;
  return copy;
}

/** Piece by piece; ends with the connection. */
function trickle(response: ServerResponse, bytes: Uint8Array, bytesPerSecond: number, clock: Clock): void {
  const size = Math.ceil(bytesPerSecond / piecesPerSecond);
  let cancel: Cancel = () => {};
  let sent = 0;
  response.once('close', () => cancel());
  const next = (): void => {
    if (response.destroyed) return;
    response.write(bytes.subarray(sent, sent + size));
    sent += size;
    if (sent >= bytes.length) response.end();
    else cancel = clock.after(1_000 / piecesPerSecond, next);
  };
  next();
}
