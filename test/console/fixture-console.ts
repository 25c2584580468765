import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { systemClock } from '../../src/clock.ts';
import { type ConsoleOptions, createConsole } from '../../src/console/server.ts';
import { toPng } from '../../src/render/png.ts';
import { createFixtureView, type FixtureView } from './fixture-view.ts';

export interface FixtureConsole {
  readonly url: string;
  readonly socketPath: string;
  readonly view: FixtureView;
  stop(): Promise<void>;
}

/** A console on a free port and a socket of its own, over a fixture view. */
export async function startFixtureConsole(
  count: number,
  options: Partial<ConsoleOptions> = {},
): Promise<FixtureConsole> {
  const directory = await mkdtemp(join(tmpdir(), 'endcap-console-'));
  const socketPath = join(directory, 'console.sock');
  const view = createFixtureView(count);
  const console = await createConsole({
    view,
    screens: view.signage.pages,
    listen: '127.0.0.1:0',
    socketPath,
    clock: systemClock,
    log: {
      info() {},
      warn() {},
      error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
    },
    toPng: (bitmap, _panel, scale) => toPng(bitmap, { scale }),
    metrics: new Registry(),
    ...options,
  });
  if (!console.ok) throw new Error(console.detail);
  return {
    url: console.url,
    socketPath,
    view,
    async stop() {
      await console.stop();
      await rm(directory, { recursive: true });
    },
  };
}

/** A request with headers that fetch does not let through, such as Host; over TCP or a Unix socket. */
export function rawRequest(
  target: { url: string } | { socketPath: string },
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  const place = 'url' in target ? { host: '127.0.0.1', port: Number(new URL(target.url).port) } : target;
  return new Promise((resolve, reject) => {
    const sent = request({ ...place, path, method, headers }, response => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', chunk => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end();
  });
}
