import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundlePage, type PageFile } from '../../src/signage/bundle.ts';
import { createFeed } from '../../src/signage/feed.ts';
import { pulseMs } from '../../src/signage/wire/page-event.ts';
import type { Programme } from '../../src/signage/wire/programme.ts';
import { type Report, reportSchema } from '../../src/signage/wire/report.ts';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

let bundled: Promise<PageFile[]> | null = null;

/** The gateway's side of the wire of one screen: its feed, its files and what its page reports. */
export async function startScreenGateway(programme: Programme, options: { port?: number; boot?: string } = {}) {
  bundled ??= bundlePage();
  const files = new Map((await bundled).map(file => [file.path, file]));
  const assets = new Map<string, { type: string; bytes: Uint8Array }>();
  const feed = createFeed(options.boot ?? 'boot1');
  const reports: Report[] = [];
  const refused: string[] = [];
  const shots = new Map<string, Buffer>();
  const streams = new Set<ServerResponse>();
  const joined: (string | null)[] = [];
  let shiftMs = 0;
  let status = 200;
  let paired: 'no' | 'code' | 'yes' = 'yes';
  let answering = true;
  const now = (): number => Date.now() + shiftMs;
  feed.update(programme, now());
  let pulsing: ReturnType<typeof setInterval> | undefined = setInterval(() => feed.pulse(now()), pulseMs);
  const base = `/s/${programme.screen}`;

  const server = createServer((request, response) => {
    answer(request, response).catch(error => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, 'http://gateway');
    // A page of the same origin, for what holds a mirror.
    if (pathname === '/holder') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<body>');
    const file = pathname === base ? files.get('index.html') : files.get(pathname.replace(/^\/s\//, ''));
    if (file !== undefined) {
      const headers = { 'content-type': file.type, 'content-security-policy': policy, 'cache-control': 'no-cache' };
      return void response.writeHead(200, headers).end(file.bytes);
    }
    if (pathname === `${base}/events`) return stream(request, response);
    if (pathname === `${base}/report`) {
      const body = await bodyOf(request);
      if (!answering) return void response.writeHead(503).end();
      const report = reportSchema.safeParse(JSON.parse(body.toString()));
      if (!report.success) {
        refused.push(report.error.message);
        return void response.writeHead(400).end();
      }
      reports.push(report.data);
      const taken = report.data.plays.map(({ id }) => id);
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ taken }));
    }
    const asset = assets.get(pathname.slice(`${base}/asset/`.length));
    if (pathname.startsWith(`${base}/asset/`) && asset !== undefined)
      return void response.writeHead(200, { 'content-type': asset.type }).end(asset.bytes);
    if (pathname.startsWith(`${base}/screenshot/`)) {
      shots.set(pathname.split('/').at(-1)!, await bodyOf(request));
      return void response.writeHead(204).end();
    }
    if (pathname === `${base}/pair` && request.method === 'POST') {
      const offered = { code: 'K7M2PX', secret: 'a-secret', untilMs: now() + 600_000 };
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(offered));
    }
    if (pathname === `${base}/pair/a-secret`) return void response.writeHead(paired === 'yes' ? 200 : 202).end();
    response.writeHead(404).end();
  }

  function stream(request: IncomingMessage, response: ServerResponse): void {
    if (paired !== 'yes') return void response.writeHead(401).end();
    if (status !== 200) return void response.writeHead(status).end();
    const last = request.headers['last-event-id'];
    joined.push(typeof last === 'string' ? last : null);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = ({ id, json }: { id: string | null; json: string }) =>
      response.write(`${id === null ? '' : `id: ${id}\n`}data: ${json}\n\n`);
    const { first, leave } = feed.join(typeof last === 'string' ? last : null, now(), send);
    for (const event of first) send(event);
    streams.add(response);
    response.on('close', () => {
      leave();
      streams.delete(response);
    });
  }

  return {
    port,
    url: `http://127.0.0.1:${port}${base}`,
    feed,
    reports,
    /** Why reports were not taken. */
    refused,
    shots,
    assets,
    /** With which `Last-Event-ID` each stream began. */
    joined,
    now,
    /** Moves the gateway's clock. */
    shift(ms: number): void {
      shiftMs += ms;
    },
    pulse: (): void => feed.pulse(now()),
    update: (next: Programme): void => feed.update(next, now()),
    order: (order: 'reload' | 'identify' | 'screenshot', id: string): void => feed.order(order, id, now()),
    /** Says nothing more, though its streams stay open. */
    fallSilent(): void {
      clearInterval(pulsing);
    },
    speak(): void {
      clearInterval(pulsing);
      pulsing = setInterval(() => feed.pulse(now()), pulseMs);
    },
    setStatus(next: number): void {
      status = next;
    },
    setPaired(next: typeof paired): void {
      paired = next;
    },
    setAnswering(next: boolean): void {
      answering = next;
    },
    /** Sends what no gateway would. */
    raw(text: string): void {
      for (const one of streams) one.write(text);
    },
    cut: (): void => server.closeAllConnections(),
    async stop(): Promise<void> {
      clearInterval(pulsing);
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
export type ScreenGateway = Awaited<ReturnType<typeof startScreenGateway>>;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
