import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { displayLabels } from '../../emulator/wired/plan.ts';
import {
  AlarmListDocument,
  CouponDocument,
  HeatDocument,
  NodeListDocument,
  QueueListDocument,
  SensorDocument,
} from '../../src/console/wired-documents.ts';
import { type Bystander, pause, standBy } from './eavesdrop.ts';
import { type House, openHouse, until } from './house.ts';

let house: House;
let bystander: Bystander & { readonly broken: readonly string[] };
beforeAll(async () => {
  house = await openHouse({ labels: 4, wired: true });
  bystander = await standBy(house);
  await house.startAgent();
  await until(
    async () => {
      const labels = await house.labels();
      return labels.length > 4 && labels.every(({ confidence }) => confidence === 'confirmed' || confidence === 'sent');
    },
    60_000,
    'every label',
  );
}, 90_000);
afterAll(async () => {
  await bystander.stop();
  await house.stop();
});

const products = new Map(createCatalogue().products.map(product => [product.sku, product]));
const aisle = () => house.shop.wired!.aisle;
const nodeOf = (id: string) => aisle().nodes.find(({ node }) => node.id === id)!;
const outputOf = (id: string) => aisle().nodes.flatMap(({ node }) => node.outputs.get(id) ?? [])[0]!;
function linesOf(label: string): string {
  const found = aisle()
    .nodes.flatMap(({ node }) => node.displays)
    .find(one => one.label === label)!;
  if (found.kind !== 'text') throw new Error(`${label} shows no text`);
  return found.display.lines().join('\n');
}
const alarm = async (id: string) =>
  (await house.ask('api/watches', AlarmListDocument)).alarms.find(one => one.id === id)!;
const queue = async () => (await house.ask('api/queues', QueueListDocument)).queues[0]!;
const sensor = (id: string) => house.ask(`api/sensors/${id}`, SensorDocument);
async function cross(line: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await aisle().stage.cross(line, line === 'till-in' ? 'in' : 'out');
}
/** The digits of a price, as they stand on a display. */
const digits = (minor: number) => `${Math.floor(minor / 100)},${`${minor % 100}`.padStart(2, '0')}`;
const priceOf = async (label: string) => (await house.label(label)).content.desired!.amountMinor;

describe('price displays of nodes', () => {
  it('show the price of their product, and are as sure as a board can be', async () => {
    for (const label of [displayLabels.tillLcd, displayLabels.aisleLcd]) {
      expect((await house.label(label)).confidence).toBe('sent');
      expect(linesOf(label)).toContain(digits(await priceOf(label)));
    }
  });

  it('a cable that is pulled loses nothing: what changed meanwhile stands there once it is back', async () => {
    const { cable } = nodeOf('aisle-node');
    const { skus } = (await house.labels()).find(({ id }) => id === displayLabels.aisleLcd)!;
    const before = await priceOf(displayLabels.aisleLcd);
    await cable.pull();
    await until(
      async () => (await house.status()).alarms.some(({ reason }) => reason === 'node.down'),
      20_000,
      'the alarm',
    );
    house.shop.pricing.setPrice(skus[0]!, BigInt(before) + 111n);
    await until(async () => (await priceOf(displayLabels.aisleLcd)) === before + 111);
    expect((await house.label(displayLabels.aisleLcd)).content.shown?.amountMinor).not.toBe(before + 111);
    await cable.plug();
    await until(() => linesOf(displayLabels.aisleLcd).includes(digits(before + 111)), 30_000, 'the new price');
    await until(async () => !(await house.status()).alarms.some(({ reason }) => reason === 'node.down'));
    const { nodes } = await house.ask('api/nodes', NodeListDocument);
    expect(nodes.map(({ state }) => state)).toEqual(['ready', 'ready']);
  });
});

describe('the labels of the serial radio', () => {
  it('a price that is published while its cable is pulled comes once it is back, and is confirmed', async () => {
    const { oepl } = house.shop.wired!;
    const own = oepl.labels[0]!.id;
    const { skus } = (await house.labels()).find(({ id }) => id === own)!;
    const before = await priceOf(own);
    await oepl.unplug();
    house.shop.pricing.setPrice(skus[0]!, BigInt(before) + 50n);
    await until(async () => (await priceOf(own)) === before + 50);
    await oepl.replug();
    await until(
      async () => {
        const { confidence, content } = await house.label(own);
        return confidence === 'confirmed' && content.shown?.amountMinor === before + 50;
      },
      60_000,
      'the label',
    );
  }, 90_000);
});

describe('a queue that grows', () => {
  it('raises the alarm on light, display and mesh, and clears it', async () => {
    const before = linesOf(displayLabels.tillLcd);
    const rises = outputOf('till-light').rises();
    await cross('till-in', 5);
    await until(async () => (await alarm('queue-long')).state === 'raised', 15_000, 'the alarm');
    await until(() => outputOf('till-light').rises() > rises, 2_000, 'the light');
    await until(() => linesOf(displayLabels.tillLcd).includes('Kasse 2 öffnet'), 5_000, 'the display');
    // What nobody can read there now is told to nobody as shown.
    const state = () => bystander.on(new RegExp(`^label/${displayLabels.tillLcd}/state$`)).at(-1)?.data?.shown;
    await until(() => state() && !('amountMinor' in (state() as object)), 10_000, 'a state without an amount');
    expect((await house.label(displayLabels.tillLcd)).content.shown?.notice).toBe('Kasse 2 öffnet');
    expect(await queue()).toMatchObject({ length: 5, state: 'alarmed', method: 'two-beams' });
    const raised = await until(() => bystander.on(/^notice\/queue-long$/).at(-1));
    expect(raised.data).toMatchObject({ state: 'raised', text: 'Kasse 2 öffnet', value: 5, zone: 'tills' });

    await cross('till-out', 4);
    await until(async () => (await alarm('queue-long')).state === 'quiet', 15_000, 'the end of it');
    await until(() => linesOf(displayLabels.tillLcd) === before, 5_000, 'the price again');
    await until(() => bystander.on(/^notice\/queue-long$/).at(-1)?.data?.state === 'cleared');
    await until(() => 'amountMinor' in (state() as object), 10_000, 'a state with its amount again');
    await pause(1_200);
    expect(outputOf('till-light').level()).toBe(0);
    expect((await alarm('queue-long')).raised).toBe(1);
  }, 60_000);

  it('does so with the mesh down, is acknowledged by a button, and the mesh learns of it afterwards', async () => {
    const heal = house.fault('dead-broker');
    await until(async () => (await house.status()).mesh.state !== 'connected', 20_000, 'the loss');
    await cross('till-in', 5);
    await until(() => linesOf(displayLabels.tillLcd).includes('Kasse 2 öffnet'), 15_000, 'the display');
    await aisle().stage.press('acknowledge', 'single');
    await until(async () => (await alarm('queue-long')).state === 'acknowledged', 5_000, 'the answer');
    expect(await alarm('queue-long')).toMatchObject({ acknowledgedBy: 'button acknowledge' });
    heal();
    await until(
      () => bystander.on(/^notice\/queue-long$/).at(-1)?.data?.state === 'acknowledged',
      30_000,
      'the notice',
    );
    await house.order('api/counts/till-1/zero', {});
    await until(async () => (await alarm('queue-long')).state === 'quiet', 15_000, 'the end of it');
  }, 90_000);

  it('counts nobody who turns back, and what was counted outlives a restart', async () => {
    await cross('till-in', 2);
    await aisle().stage.cross('till-in', 'turn-back');
    await until(async () => (await queue()).length === 2);
    await house.stopAgent();
    await house.startAgent();
    expect((await queue()).length).toBe(2);
    const { zones } = await house.ask('api/heat?days=1', HeatDocument);
    expect(zones.find(({ zone }) => zone === 'tills')!.hours.at(-1)!.entered).toBeGreaterThanOrEqual(12);
    await until(async () => (await sensor('till-in')).state === 'clear', 20_000, 'the node');
  }, 60_000);
});

describe('at the counter', () => {
  it('a scan on the sales floor shows the price on the nearest display for some seconds', async () => {
    const own = linesOf(displayLabels.aisleLcd);
    const shown = (await house.label(displayLabels.aisleLcd)).content.desired!.amountMinor;
    const other = (await house.labels()).find(({ id, skus }) => {
      const price = products.get(skus[0]!)!.amountMinor;
      return !id.startsWith('d15b') && price !== BigInt(shown) && house.shop.wired!.oepl.labels[0]!.id !== id;
    })!;
    const { gtin } = products.get(other.skus[0]!)!;
    const price = (await house.label(other.id)).content.desired!.amountMinor;
    expect(aisle().stage.scan('floor-scanner', gtin)).toBe(true);
    await until(() => linesOf(displayLabels.aisleLcd).includes(digits(price)), 4_000, 'the answer');
    await until(() => linesOf(displayLabels.aisleLcd) === own, 15_000, 'its own price');
  }, 30_000);

  it('an unknown code is answered as well', async () => {
    aisle().stage.scan('floor-scanner', '4006381333931');
    await until(() => linesOf(displayLabels.aisleLcd).includes('Kein Preis'), 4_000, 'the answer');
  });

  it('a ticket opens the gate once', async () => {
    const { text } = aisle().tickets.issue(600_000);
    const rises = outputOf('entry-gate').rises();
    aisle().stage.scan('gate-scanner', text);
    await until(() => outputOf('entry-gate').rises() === rises + 1, 5_000, 'the gate');
    await pause(500);
    aisle().stage.scan('gate-scanner', text);
    await until(
      async () => (await sensor('gate-scanner')).events[0]?.text.startsWith('entry.used'),
      5_000,
      'the refusal',
    );
    expect(outputOf('entry-gate').rises()).toBe(rises + 1);
  });

  it('of two tills with the same coupon one gets it', async () => {
    const issued = CouponDocument.parse((await house.order('api/coupons', {})).body);
    expect(issued.code).toMatch(/^\d{4}$/);
    const tills = ['till-1', 'till-2', 'till-3'];
    const answers = await Promise.all(
      tills.map(till => house.order('api/coupons/redeem', { code: issued.code, till })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    await until(() => bystander.on(new RegExp(`^coupon/${issued.id}$`)).at(-1)?.data?.state === 'redeemed', 15_000);
    const everything = bystander.heard.map(({ topic, payload }) => topic + payload).join('\n');
    expect(everything).not.toContain(`"${issued.code}"`);
  }, 30_000);

  it('a press is a word to the mesh, and nothing that anybody pays for', async () => {
    await aisle().stage.press('shelf-empty', 'single');
    const said = await until(() => bystander.on(/^sensor\/shelf-empty\/event$/).at(-1), 10_000, 'the press');
    expect(said.data).toMatchObject({ event: 'press', role: 'out-of-stock', zone: 'fresh', method: 'contact' });
    await until(() => outputOf('pick-light').rises() > 0, 3_000, 'the light that answers');
  });
});

it('every word to the mesh kept the contract', () => expect(bystander.broken).toEqual([]));
