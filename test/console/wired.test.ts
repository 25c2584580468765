import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { DoneDocument, ErrorDocument } from '../../src/console/documents.ts';
import {
  AlarmListDocument,
  CouponDocument,
  CouponRedeemDocument,
  HeatDocument,
  NodeListDocument,
  NodePinsDocument,
  PickListDocument,
  QueueListDocument,
  SensorDocument,
  SensorListDocument,
} from '../../src/console/wired-documents.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';
import { fixtureCoupon } from './fixture-wired.ts';

let shop: FixtureConsole;
beforeAll(async () => {
  shop = await startFixtureConsole(4);
});
afterAll(() => shop.stop());

const ask = (path: string, method = 'GET', body?: unknown) =>
  fetch(new URL(path, shop.url), {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const read = async <T>(schema: z.ZodType<T>, path: string, method?: string, body?: unknown): Promise<T> => {
  const answer = await ask(path, method, body);
  expect(answer.status).toBe(200);
  return schema.parse(await answer.json());
};
const refused = async (path: string, method?: string, body?: unknown): Promise<[number, string]> => {
  const answer = await ask(path, method, body);
  return [answer.status, ErrorDocument.parse(await answer.json()).error.code];
};

describe('nodes over the API', () => {
  test('say whether they can be reached, and why not', async () => {
    const { nodes } = await read(NodeListDocument, '/api/nodes');
    expect(nodes.map(({ id, state, reason }) => [id, state, reason])).toContainEqual(['gate', 'down', 'node.down']);
  });

  test('tell their pins while they can be asked', async () => {
    const { pins } = await read(NodePinsDocument, '/api/nodes/tills/pins');
    expect(pins.filter(({ part }) => part === 'line-in').map(({ pin }) => pin)).toEqual(['2', '3']);
    expect(await refused('/api/nodes/gate/pins')).toEqual([502, 'node.down']);
    expect(await refused('/api/nodes/none/pins')).toEqual([404, 'node.unknown']);
  });
});

describe('sensors over the API', () => {
  test('are listed and shown with how their figures came about', async () => {
    const { sensors } = await read(SensorListDocument, '/api/sensors');
    expect(new Set(sensors.map(({ kind }) => kind)).size).toBe(9);
    const cell = await read(SensorDocument, '/api/sensors/cheese-cell');
    expect(cell).toMatchObject({ values: { pieces: 12 }, method: 'load-cell', events: [{ event: 'pick' }] });
    expect(await refused('/api/sensors/none')).toEqual([404, 'sensor.unknown']);
  });

  test('are tared and calibrated where they can be', async () => {
    await read(DoneDocument, '/api/sensors/cheese-cell/tare', 'POST');
    await read(DoneDocument, '/api/sensors/cheese-cell/calibrate', 'POST', { grams: 500 });
    const calibrate = (id: string, body: unknown) => refused(`/api/sensors/${id}/calibrate`, 'POST', body);
    expect(await calibrate('assist-3', { grams: 500 })).toEqual([422, 'sensor.unfit']);
    expect(await calibrate('cheese-cell', { grams: 0 })).toEqual([400, 'console.request-invalid']);
    expect(await refused('/api/sensors/wine-cell/tare', 'POST')).toEqual([409, 'sensor.not-calibrated']);
  });

  test('are simulated and switched', async () => {
    await read(DoneDocument, '/api/sensors/assist-3/simulate', 'POST', { event: 'press' });
    expect(await refused('/api/sensors/assist-3/simulate', 'POST', { event: 'pay' })).toEqual([
      400,
      'console.request-invalid',
    ]);
    await read(DoneDocument, '/api/sensors/guide-b/light', 'POST', { state: 'blink', forMs: 5_000 });
    expect((await read(SensorDocument, '/api/sensors/guide-b')).values.light).toBe('blink');
    expect(await refused('/api/sensors/cheese-cell/light', 'POST', { state: 'on' })).toEqual([422, 'sensor.unfit']);
  });

  test('guide to a label or to a product, never to both, until they are stopped', async () => {
    const { picks } = await read(PickListDocument, '/api/picks', 'POST', { label: '500000000013' });
    expect(picks.map(({ light }) => light)).toEqual(['guide-a', 'guide-b']);
    await read(DoneDocument, '/api/picks/500000000013', 'DELETE');
    expect((await read(PickListDocument, '/api/picks')).picks).toHaveLength(1);
    expect(await refused('/api/picks', 'POST', {})).toEqual([400, 'console.request-invalid']);
    expect(await refused('/api/picks', 'POST', { sku: '1', label: '2' })).toEqual([400, 'console.request-invalid']);
    expect(await refused('/api/picks', 'POST', { label: 'ffffffffffff' })).toEqual([404, 'sensor.unknown']);
  });
});

describe('queues and alarms over the API', () => {
  test('a queue tells its last hour, and begins anew when somebody says that nobody is in it', async () => {
    const queue = async (id: string) =>
      (await read(QueueListDocument, '/api/queues')).queues.find(each => each.id === id)!;
    expect(await queue('deposit')).toMatchObject({ state: 'stuck', length: 4, waitSeconds: null });
    expect((await queue('tills')).lengths).toHaveLength(60);
    await read(DoneDocument, '/api/counts/deposit/zero', 'POST');
    expect((await queue('deposit')).length).toBe(0);
    expect(await refused('/api/counts/attic/zero', 'POST')).toEqual([404, 'zone.unknown']);
  });

  test('an alarm is acknowledged, silenced and tested', async () => {
    const alarm = async (id: string) =>
      (await read(AlarmListDocument, '/api/watches')).alarms.find(each => each.id === id)!;
    await read(DoneDocument, '/api/watches/open-till/ack', 'POST');
    expect(await alarm('open-till')).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'local' });
    await read(DoneDocument, '/api/watches/long-wait/silence', 'POST', { forMs: 600_000 });
    expect((await alarm('long-wait')).state).toBe('silenced');
    await read(DoneDocument, '/api/watches/crowd/test', 'POST');
    expect((await alarm('crowd')).raised).toBe(1);
    expect(await refused('/api/watches/none/ack', 'POST')).toEqual([404, 'alarm.unknown']);
    const forever = { forMs: 90_000_000 };
    expect(await refused('/api/watches/crowd/silence', 'POST', forever)).toEqual([400, 'console.request-invalid']);
  });

  test('the heat of a week is told by default, of one zone where it is asked for', async () => {
    const week = await read(HeatDocument, '/api/heat');
    expect(week.zones.length).toBeGreaterThan(3);
    const one = await read(HeatDocument, '/api/heat?zone=dairy&days=90');
    expect(one.zones.map(({ zone }) => zone)).toEqual(['dairy']);
    expect(one.zones[0]!.hours.length).toBeGreaterThan(week.zones[0]!.hours.length);
    expect(await refused('/api/heat?days=91')).toEqual([400, 'console.request-invalid']);
  });
});

describe('coupons over the API', () => {
  const redeem = (code: string, till: string, dryRun?: boolean) => ({ code, till, ...(dryRun ? { dryRun } : {}) });
  const path = '/api/coupons/redeem';

  test('are issued once, asked about, and used up once', async () => {
    const issued = await read(CouponDocument, '/api/coupons', 'POST', { offer: 'cheese-week' });
    expect(issued.code).toMatch(/^\d{4}$/);
    const asked = await read(CouponRedeemDocument, path, 'POST', redeem(fixtureCoupon, 'till-1', true));
    expect(asked).toMatchObject({ redeemed: false, offer: 'cheese-week' });
    expect(await read(CouponRedeemDocument, path, 'POST', redeem(fixtureCoupon, 'till-1'))).toMatchObject({
      redeemed: true,
    });
    expect(await refused(path, 'POST', redeem(fixtureCoupon, 'till-2'))).toEqual([422, 'coupon.used']);
  });

  test('are not guessed at', async () => {
    for (let i = 0; i < 3; i++)
      expect(await refused(path, 'POST', redeem(`000${i}`, 'till-9'))).toEqual([422, 'coupon.unknown']);
    expect(await refused(path, 'POST', redeem('0003', 'till-9'))).toEqual([409, 'coupon.locked']);
    expect(await refused(path, 'POST', redeem('12345', 'till-9'))).toEqual([400, 'console.request-invalid']);
  });
});

test('metrics tell nodes, queues and alarms, and no wait where nobody was served', async () => {
  const text = await (await ask('/metrics')).text();
  expect(text).toContain('endcap_node_up{node="tills"} 1');
  expect(text).toContain('endcap_node_up{node="gate"} 0');
  expect(text).toContain('endcap_queue_length{queue="tills"} 9');
  expect(text).toContain('endcap_queue_wait_seconds{queue="tills"} 268');
  expect(text).not.toContain('endcap_queue_wait_seconds{queue="deposit"}');
  expect(text).toContain('endcap_watch_state{watch="assist-dairy",state="escalated"} 1');
  expect(text).toContain('endcap_watch_state{watch="assist-dairy",state="quiet"} 0');
});
