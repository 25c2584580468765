import { createServer, type IncomingMessage } from 'node:http';
import { encode } from 'fast-png';
import { z } from 'zod';
import { localTextSchema } from '../src/mesh/contract/ids.ts';
import type { Clock } from './clock.ts';
import { type Answer, priced, refused, send, withBody } from './control-answers.ts';
import { makeOffer, offerOrder, revokeOffer, revokeOrder } from './control-offers.ts';
import { beaconOrder, beaconRemoval, checkInOrder, checkOutOrder, createPeopleControl } from './control-people.ts';
import { createRateControl, rateOrder } from './control-rates.ts';
import { createScreenControl, emergencyEnd, emergencyOrder, screenOrder, styleOrder } from './control-screens.ts';
import { listenOnSocket } from './control-socket.ts';
import {
  createWiredControl,
  crossOrder,
  pickOrder,
  pressOrder,
  scanOrder,
  ticketOrder,
  weighOrder,
} from './control-wired.ts';
import type { FaultOptions } from './faults.ts';
import { parseAmount } from './mesh/amount.ts';
import type { Priced } from './mesh/pricing.ts';
import type { Shop } from './shop.ts';

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
    stock: z.int().min(0).max(1_000_000).optional(),
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
        screen: z.string().optional(),
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
  const people = createPeopleControl(shop);
  const wired = createWiredControl(shop);
  const screens = createScreenControl(shop);

  function endFault(name: string): void {
    active.get(name)?.();
    active.delete(name);
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

  /** Of the aisle, or of the serial radio. */
  const labelOf = (id: string) => shop.aisle.label(id) ?? shop.wired?.oepl.labels.find(label => label.id === id);

  /** The panel's own pixels. */
  function picture(id: string): Answer {
    const label = labelOf(id);
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
    const label = labelOf(id);
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
        return withBody(request, offerOrder, body => makeOffer(shop, body));
      case 'POST revoke':
        return withBody(request, revokeOrder, body => revokeOffer(shop, body));
      case 'POST sold-out':
        return withBody(request, bodies.soldOut, ({ sku, soldOut }) => priced(shop.pricing.setSoldOut(sku, soldOut)));
      case 'POST delete':
        return withBody(request, bodies.remove, ({ sku }) => priced(shop.pricing.remove(sku)));
      case 'POST fault':
        return withBody(request, bodies.fault, startFault);
      case 'GET people':
        return people.people();
      case 'POST check-in':
        return withBody(request, checkInOrder, people.checkIn);
      case 'POST check-out':
        return withBody(request, checkOutOrder, people.checkOut);
      case 'POST beacon':
        return withBody(request, beaconOrder, people.publishBeacon);
      case 'POST remove-beacon':
        return withBody(request, beaconRemoval, people.removeBeacon);
      case 'GET wired':
        return wired.wired();
      case 'POST press':
        return withBody(request, pressOrder, wired.press);
      case 'POST cross':
        return withBody(request, crossOrder, wired.cross);
      case 'POST weigh':
        return withBody(request, weighOrder, wired.weigh);
      case 'POST scan':
        return withBody(request, scanOrder, wired.scan);
      case 'POST pick':
        return withBody(request, pickOrder, wired.pick);
      case 'POST ticket':
        return withBody(request, ticketOrder, wired.ticket);
      case 'GET screens':
        return second === '' ? screens.list() : screens.picture(second.replace(/\.png$/, ''));
      case 'POST screen':
        return withBody(request, screenOrder, screens.power);
      case 'POST style':
        return withBody(request, styleOrder, screens.wear);
      case 'POST emergency':
        return withBody(request, emergencyOrder, screens.emergency);
      case 'POST end-emergency':
        return withBody(request, emergencyEnd, screens.endEmergency);
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

const unknownLabel = (id: string) =>
  refused(422, 'label-unknown', `There is no label ${id}.`, 'See endcap emulate labels.');
