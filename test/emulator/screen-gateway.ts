import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { entrySchema, type Programme, programmeSchema } from '../../src/signage/wire/programme.ts';
import { type Report, reportSchema } from '../../src/signage/wire/report.ts';

/** The gateway's side of the page protocol, byte for byte, told what to say by the test. */
export interface ScreenGateway {
  readonly url: string;
  /** Reports, oldest first; each has passed the contract. */
  readonly reports: Report[];
  /** What streams were asked with. */
  readonly asked: { readonly cookie: string | null; readonly lastEventId: string | null }[];
  readonly pictures: { readonly order: string; readonly png: Buffer }[];
  /** Sends an event on all streams. */
  say(id: string, event: object): void;
  /** What a fresh stream begins with. */
  opening: { readonly id: string; readonly event: object }[];
  /** What `/events` answers instead of a stream; 200: a stream. */
  status: number;
  /** Whether plays are confirmed. */
  takes: boolean;
  /** Whoever typed in the code. */
  paired: boolean;
  pairings: number;
  /** Ends all streams. */
  cut(): void;
  stop(): Promise<void>;
}

export async function openScreenGateway(): Promise<ScreenGateway> {
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => void answer(request, response));
  const write = (response: ServerResponse, id: string, event: object) =>
    response.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);

  const gateway: ScreenGateway = {
    url: '',
    reports: [],
    asked: [],
    pictures: [],
    opening: [],
    status: 200,
    takes: true,
    paired: false,
    pairings: 0,
    say(id, event) {
      for (const stream of streams) write(stream, id, event);
    },
    cut() {
      for (const stream of streams) stream.destroy();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { pathname } = new URL(request.url ?? '', 'http://gateway');
    const route = `${request.method} ${pathname}`;
    const json = (status: number, value: object, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    if (route === 'GET /s/door/events') {
      const cookie = request.headers.cookie ?? null;
      gateway.asked.push({ cookie, lastEventId: (request.headers['last-event-id'] as string | undefined) ?? null });
      const status = gateway.status === 401 && cookie === 'endcap_screen=token' ? 200 : gateway.status;
      if (status !== 200) return void json(status, {});
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      streams.add(response);
      response.on('close', () => streams.delete(response));
      response.write(': hello\n\n');
      for (const { id, event } of gateway.opening) write(response, id, event);
      return;
    }
    if (route === 'POST /s/door/report') {
      const report = reportSchema.parse(JSON.parse(body.toString('utf8')));
      gateway.reports.push(report);
      return void json(200, { taken: gateway.takes ? report.plays.map(({ id }) => id) : [] });
    }
    if (route === 'POST /s/door/pair') {
      gateway.pairings++;
      return void json(200, { code: 'K7MP4X', secret: 's3cret', untilMs: Date.now() + 600_000 });
    }
    if (route === 'GET /s/door/pair/s3cret') {
      const cookie = 'endcap_screen=token; HttpOnly; SameSite=Strict; Path=/s/door';
      return void (gateway.paired ? json(200, {}, { 'set-cookie': cookie }) : json(202, {}));
    }
    const [, order] = /^POST \/s\/door\/screenshot\/(.+)$/.exec(route) ?? [];
    if (order !== undefined) {
      gateway.pictures.push({ order, png: body });
      return void json(200, {});
    }
    json(404, {});
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(gateway, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

/** A card with one price that has always held. */
export function card(sku: string, text: string, untilMs: number | null = null) {
  const price = { whole: '1', decimal: ',', fraction: '29', symbol: '€', symbolFirst: false, text };
  const rest = { unitPrice: null, lowest30d: null, badge: null, memberPrice: null, soldOut: false };
  const step = { fromMs: 0, untilMs, price, ...rest };
  const head = { sku, epoch: 1, version: 1, name: ['Brot', 'Bread'], brand: null, packSize: null };
  return { ...head, steps: [step], absent: null, sats: null };
}

/** An entry; what a test is not about is ordinary. */
export const entry = (id: string, over: object = {}) =>
  entrySchema.parse({
    ...{ id, entry: id.split('/')[0], region: 'main', durationMs: 10_000, priority: 0, windows: null },
    ...{ offer: null, capPerHour: null, scene: { kind: 'message', title: null, text: [id] } },
    ...over,
  });

const skin = {
  ...{ background: '#ffffff', ink: '#000000', quiet: '#333333', surface: '#ffffff', surfaceInk: '#000000' },
  ...{ accent: '#14532d', accentInk: '#ffffff' },
};
const region = {
  ...{ id: 'main', kind: 'playlist', x: 0, y: 0, width: 100, height: 100, tone: 'plain', columns: 1, rows: 1 },
};

export const programme = (over: object = {}): Programme =>
  programmeSchema.parse({
    ...{ screen: 'door', version: 1, zone: null, viewingDistanceM: 3, timezone: 'Europe/Berlin', qr: null },
    panel: { widthPx: 1080, heightPx: 1920, diagonalInch: 43 },
    layout: { id: 'door', regions: [region], text: { price: 3, title: 2, body: 1.5, small: 1 } },
    skin,
    locales: ['de-DE', 'en-GB'],
    ...{ title: ['Willkommen', 'Welcome'], ticker: [] },
    board: { title: null, skus: ['10001'] },
    entries: [entry('hello')],
    cards: [card('10001', '1,29 €')],
    above: { overlays: [], emergency: null },
    words: { priceAtShelf: ['Preis am Regal'], soldOut: ['Ausverkauft'], members: ['Mitglieder'] },
    dark: false,
    priceLimitMs: 120_000,
    shift: { px: 4, everyMs: 60_000 },
    ...over,
  });
