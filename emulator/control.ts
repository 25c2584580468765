import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { encode } from 'fast-png';
import { z } from 'zod';
import { idSchema, instantSchema, localTextSchema } from '../src/mesh/contract/ids.ts';
import type { Clock } from './clock.ts';
import { createRateControl, rateOrder } from './control-rates.ts';
import { listenOnSocket } from './control-socket.ts';
import type { FaultOptions } from './faults.ts';
import { parseAmount } from './mesh/amount.ts';
import type { Priced, RefusalCode } from './mesh/pricing.ts';
import type { Shop } from './shop.ts';

/** What a request is answered with. */
type Answer =
  | { readonly status: 200; readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: 200; readonly png: Uint8Array }
  | { readonly status: ErrorStatus; readonly code: string; readonly message: string; readonly hint: string };
type ErrorStatus = 400 | 404 | 409 | 422 | 500;

const maxBodyBytes = 64 * 1024;

/** Any word: what the shop does not sell is refused as such. */
const sku = z.string().min(1).max(80);
const bodies = {
  price: z.strictObject({ sku, amount: z.string() }),
  schedule: z.strictObject({ sku, amount: z.string(), at: z.iso.datetime({ offset: true }) }),
  product: z.strictObject({
    sku,
    name: localTextSchema.optional(),
    brand: z.string().min(1).max(80).optional(),
    packSize: z.string().min(1).max(40).optional(),
    legalText: localTextSchema.optional(),
  }),
  offer: z.strictObject({
    offer: idSchema,
    skus: z.array(sku).min(1).max(2_000),
    from: instantSchema,
    to: instantSchema.optional(),
    badge: localTextSchema.optional(),
    text: localTextSchema.optional(),
  }),
  soldOut: z.strictObject({ sku, soldOut: z.boolean().default(true) }),
  remove: z.strictObject({ sku }),
  fault: z.strictObject({
    name: z.string(),
    forMs: z.int().positive().max(86_400_000).optional(),
    options: z
      .strictObject({
        rate: z.number().min(0).max(1).optional(),
        factor: z.number().positive().max(1_000).optional(),
        label: z.string().optional(),
        adapter: z.int().min(0).optional(),
      })
      .default({}),
  }),
};

/** The control API of a running shop. */
export interface Control {
  stop(): Promise<void>;
}

/**
 * Lets programs of this user give the shop orders and look at its panels: HTTP and JSON over a Unix socket. An error is
 * `{error: {code, message, hint}}`.
 */
export async function createControl(shop: Shop, socketPath: string, clock: Clock): Promise<Control> {
  const active = new Map<string, () => void>();
  const rates = shop.rates && createRateControl(shop.rates, clock);

  function endFault(name: string): void {
    active.get(name)?.();
    active.delete(name);
  }

  function priced(result: Priced): Answer {
    if (result.ok) return { status: 200, body: { sku: result.receipt.key, ...result.receipt } };
    const [status, message, hint] = refusals[result.code];
    return refused(status, result.code, message, hint);
  }

  function order(text: string, act: (amountMinor: bigint) => Priced): Answer {
    const amount = parseAmount(text, shop.currency);
    return amount === null
      ? refused(400, 'amount-invalid', `${text} is no price in ${shop.currency}.`, 'Write it like 12.34.')
      : priced(act(amount));
  }

  function startFault({ name, forMs, options }: z.output<typeof bodies.fault>): Answer {
    const fault = shop.faults.find(one => one.name === name);
    if (!fault) {
      return refused(422, 'fault-unknown', `There is no fault ${name}.`, 'See endcap emulate faults.');
    }
    endFault(name);
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    const end = fault.start(given as FaultOptions);
    const cancel = forMs === undefined ? () => {} : clock.after(forMs, () => endFault(name));
    active.set(name, () => {
      cancel();
      end();
    });
    return { status: 200, body: { name, forMs: forMs ?? null } };
  }

  function labels(): Answer {
    const shown = shop.aisle.labels.map(({ label, place }) => {
      const { width, height, crc, drawnAtMs, refreshes } = label.screen();
      return {
        id: label.id,
        family: label.family,
        model: label.model.id,
        place,
        batteryMv: label.batteryMv(),
        activity: label.activity(),
        screen: {
          width,
          height,
          crc,
          refreshes,
          drawnAt: drawnAtMs === null ? null : new Date(drawnAtMs).toISOString(),
        },
      };
    });
    return { status: 200, body: { labels: shown } };
  }

  /** The panel's own pixels. */
  function picture(id: string): Answer {
    const label = shop.aisle.label(id);
    if (!label) return unknownLabel(id);
    const { width, height, pixels } = label.screen();
    const colours = [255, 255, 255, 0, 0, 0, 200, 16, 16, 250, 200, 0];
    const data = new Uint8Array(width * height * 3);
    for (let at = 0; at < width * height; at++) {
      for (let channel = 0; channel < 3; channel++) data[at * 3 + channel] = colours[pixels[at]! * 3 + channel]!;
    }
    return { status: 200, png: encode({ width, height, data, channels: 3 }) };
  }

  function reboot(id: string): Answer {
    const label = shop.aisle.label(id);
    if (!label) return unknownLabel(id);
    label.reboot();
    return { status: 200, body: { label: id } };
  }

  function playRates(order: z.output<typeof rateOrder>): Answer {
    if (!rates) return refused(409, 'no-rates', 'The shop publishes no exchange rates.', 'Start it with --rates 5.');
    if (rates.play(order)) return { status: 200, body: { scenario: order.scenario, forMs: order.forMs ?? null } };
    return refused(422, 'scenario-unknown', `There is no scenario ${order.scenario}.`, 'See endcap emulate rates.');
  }

  function status(): Answer {
    return {
      status: 200,
      body: { mesh: shop.mesh.status(), radios: shop.radio.urls, labels: shop.aisle.labels.length },
    };
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const [, first = '', second = ''] = new URL(request.url ?? '/', 'http://shop').pathname.split('/');
    const route = `${request.method} ${first}`;
    switch (route) {
      case 'GET faults': {
        const faults = shop.faults.map(({ name, description }) => ({ name, description, active: active.has(name) }));
        return { status: 200, body: { faults } };
      }
      case 'GET labels':
        return second === '' ? labels() : picture(second.replace(/\.png$/, ''));
      case 'GET status':
        return status();
      case 'GET rates':
        return { status: 200, body: rates?.status() ?? { scenarios: [], rates: [] } };
      case 'POST rates':
        return withBody(request, rateOrder, playRates);
      case 'POST price':
        return withBody(request, bodies.price, ({ sku, amount }) =>
          order(amount, minor => shop.pricing.setPrice(sku, minor)),
        );
      case 'POST schedule':
        return withBody(request, bodies.schedule, ({ sku, amount, at }) =>
          order(amount, minor => shop.pricing.setPrice(sku, minor, Date.parse(at))),
        );
      case 'POST product':
        return withBody(request, bodies.product, ({ sku, ...said }) => priced(shop.pricing.describe(sku, said)));
      case 'POST offer':
        return withBody(request, bodies.offer, ({ offer, ...terms }) => priced(shop.pricing.offer(offer, terms)));
      case 'POST sold-out':
        return withBody(request, bodies.soldOut, ({ sku, soldOut }) => priced(shop.pricing.setSoldOut(sku, soldOut)));
      case 'POST delete':
        return withBody(request, bodies.remove, ({ sku }) => priced(shop.pricing.remove(sku)));
      case 'POST fault':
        return withBody(request, bodies.fault, startFault);
      case 'POST reboot':
        return reboot(second);
      case 'DELETE fault': {
        if (!shop.faults.some(one => one.name === second)) {
          return refused(422, 'fault-unknown', `There is no fault ${second}.`, 'See endcap emulate faults.');
        }
        endFault(second);
        return { status: 200, body: { name: second } };
      }
      default:
        return refused(404, 'not-found', `There is no ${route}.`, 'Use the endcap emulate commands.');
    }
  }

  const server = createServer((request, response) => {
    answer(request).then(
      given => send(response, given),
      (error: unknown) => send(response, refused(500, 'shop-broken', String(error), 'Report it as a bug.')),
    );
  });
  await listenOnSocket(server, socketPath);
  return {
    async stop() {
      for (const name of [...active.keys()]) endFault(name);
      rates?.stop();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

const refusals = {
  'sku-unknown': [422, 'The shop sells no such product.', 'Look at endcap label list for SKUs.'],
  'timeline-full': [409, 'The product has too many planned prices.', 'Wait until some have begun.'],
  'schedule-past': [422, 'That instant is over.', 'Name one to come, or change the price now.'],
  'offer-reversed': [422, 'The offer ends before it begins.', 'Let to be later than from.'],
} as const satisfies Record<RefusalCode, readonly [status: ErrorStatus, message: string, hint: string]>;

function refused(status: ErrorStatus, code: string, message: string, hint: string): Answer {
  return { status, code, message, hint };
}

const unknownLabel = (id: string) =>
  refused(422, 'label-unknown', `There is no label ${id}.`, 'See endcap emulate labels.');

async function withBody<T>(request: IncomingMessage, schema: z.ZodType<T>, act: (body: T) => Answer): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return refused(400, 'request-invalid', 'The body is too large.', 'Send less.');
    chunks.push(chunk);
  }
  const json = fromJson(Buffer.concat(chunks).toString('utf8') || '{}');
  if (json === undefined) return refused(400, 'request-invalid', 'The body is no JSON.', 'Send JSON.');
  const parsed = schema.safeParse(json);
  if (parsed.success) return act(parsed.data);
  const [issue] = parsed.error.issues;
  return refused(400, 'request-invalid', `${issue?.path.join('.')}: ${issue?.message}`, 'Correct the field.');
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if ('png' in answer) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(answer.png);
    return;
  }
  const body =
    'body' in answer ? answer.body : { error: { code: answer.code, message: answer.message, hint: answer.hint } };
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
