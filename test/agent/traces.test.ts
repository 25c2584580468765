import { expect, test } from 'vitest';
import { createTraces } from '../../src/agent/traces.ts';
import { newLabel, type TrackedLabel } from '../../src/delivery/tracked-label.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331';
const label = (traceparent: string | null): TrackedLabel => ({
  ...newLabel('ffff92001234'),
  desired: { version: 3, sinceMs: 1_000, traceparent } as TrackedLabel['desired'],
  session: { radio: 'hci:0', step: 'show', beganMs: 1_500, waits: false, progress: null },
});

test('a collector that is away costs the spans only: said once, counted always', async () => {
  const warned: unknown[] = [];
  const clock = createVirtualClock(2_000);
  const traces = createTraces({
    url: 'http://127.0.0.1:1/',
    gateway: 'gw-01',
    version: '1',
    clock,
    randomBytes: length => new Uint8Array(length).fill(7),
    log: { warn: fields => void warned.push(fields.event) },
  });
  const shown = { ok: true, type: 'shown', proof: 'acknowledged' } as const;
  traces.ended(label(`${parent}-01`), shown);
  traces.ended(label(`${parent}-00`), shown);
  await traces.stop();
  expect(traces.dropped()).toBe(3);
  traces.ended(label(null), { ok: false, reason: 'radio.label-silent', detail: 'no', retry: 'later' });
  await traces.stop();
  expect(traces.dropped()).toBe(4);
  expect(warned).toEqual(['telemetry.untold']);
});
