import { expect, test } from 'vitest';
import { createAlarms } from '../../src/agent/alarms.ts';
import { batteryIsLow } from '../../src/agent/label-health.ts';
import { createLabelWatch } from '../../src/agent/label-watch.ts';
import type { LabelReport } from '../../src/delivery/delivery.ts';
import { newLabel } from '../../src/delivery/tracked-label.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';

test('a battery that trembles around the threshold does not come and go', () => {
  const range = { emptyMv: 2_400, fullMv: 3_000 };
  const readings = [2_520, 2_489, 2_495, 2_489, 2_500, 2_540, 2_551, 2_495, 2_480];
  let low = false;
  const states = readings.map(mv => {
    low = batteryIsLow(mv, range, low);
    return low;
  });
  expect(states).toEqual([false, true, true, true, true, true, false, false, true]);
  expect(batteryIsLow(null, range, true)).toBe(true);
});

test('one alarm per kind of trouble, and it clears when the last label is well', () => {
  const clock = createVirtualClock(1_000_000_000);
  const said: string[] = [];
  const alarms = createAlarms(clock, (alarm, state) => said.push(`${alarm.code} ${state}`));
  const desired = { refusal: null, openSinceMs: clock.now() } as LabelReport['label']['desired'];
  const labels = ['a', 'b'].map(id => ({ ...newLabel(id), desired }));
  let onAir = true;
  const watch = createLabelWatch({
    reports: () => labels.map(label => ({ label }) as unknown as LabelReport),
    onAir: () => onAir,
    alarms,
    clock,
    freshMs: 60_000,
  });
  const hear = (index: number) => {
    labels[index]!.row = { ...labels[index]!.row, lastSeenMs: clock.now() };
  };
  watch.start();
  expect(said).toEqual([]);
  clock.pass(3_700_000);
  expect(said).toEqual(['label.never-heard raised']);
  hear(0);
  hear(1);
  clock.pass(61_000);
  expect(said).toEqual(['label.never-heard raised', 'label.never-heard cleared']);

  onAir = false;
  clock.pass(600_000);
  expect(said).toHaveLength(2);
  onAir = true;
  clock.pass(61_000);
  expect(said.at(-1)).toBe('radio.label-silent raised');
  hear(0);
  clock.pass(61_000);
  expect(alarms.standing()).toHaveLength(1);
  hear(0);
  hear(1);
  clock.pass(61_000);
  expect(said.at(-1)).toBe('radio.label-silent cleared');
  watch.stop();
});
