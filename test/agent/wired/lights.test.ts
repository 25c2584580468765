import { expect, test } from 'vitest';
import { createInventory } from '../../../src/agent/wired/inventory.ts';
import { createLights } from '../../../src/agent/wired/lights.ts';
import { createPicks } from '../../../src/agent/wired/picks.ts';
import { createNodes } from '../../../src/nodes/nodes.ts';
import { openSerialLine } from '../../../src/radio/serial-line.ts';
import { loaded } from '../../config/loading.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { shelfLabel, shopYaml, startMs } from './shop.ts';

/** Lights of nodes that are away: what they should do is known all the same. */
function lit() {
  const clock = createVirtualClock(startMs);
  const { config } = loaded(shopYaml());
  const openLine = (url: string) => openSerialLine({ url, clock });
  const nodes = createNodes({ nodes: config.nodes, clock, log: { warn() {} }, openLine });
  const lights = createLights({ set: nodes.setLight, clock });
  const picks = createPicks(createInventory(config), lights, clock.now);
  return { clock, lights, picks, lamp: () => nodes.light('lamp') };
}

test('an alarm goes before a guide, and that before a hand', () => {
  const { lights, lamp } = lit();
  lights.wish('lamp', 'hand', 'on');
  expect(lamp()).toBe('on');
  lights.wish('lamp', 'pick', 'flash');
  expect(lamp()).toBe('flash');
  lights.wish('lamp', 'alarm', 'blink');
  lights.wish('lamp', 'hand', 'off');
  lights.wish('lamp', 'hand', 'on');
  expect(lamp()).toBe('blink');
  lights.wish('lamp', 'alarm', 'off');
  expect(lamp()).toBe('flash');
  lights.wish('lamp', 'pick', 'off');
  expect(lamp()).toBe('on');
});

test('a light that answers a press goes back to what is wished by then', () => {
  const { clock, lights, lamp } = lit();
  lights.wish('lamp', 'hand', 'on');
  lights.answer('lamp');
  expect(lamp()).toBe('flash');
  clock.pass(600);
  lights.answer('lamp');
  lights.wish('lamp', 'alarm', 'blink');
  clock.pass(1_199);
  expect(lamp()).toBe('flash');
  clock.pass(1);
  expect(lamp()).toBe('blink');
});

test('a hand that lights it for a while leaves alarms and guides as they are', () => {
  const { clock, lights, lamp } = lit();
  lights.wish('lamp', 'alarm', 'blink');
  lights.wish('lamp', 'hand', 'on', 1_000);
  expect(lamp()).toBe('blink');
  clock.pass(1_000);
  expect(lamp()).toBe('blink');
  lights.wish('lamp', 'alarm', 'off');
  expect(lamp()).toBe('off');
  lights.wish('lamp', 'hand', 'on', 1_000);
  clock.pass(500);
  lights.wish('lamp', 'hand', 'blink');
  clock.pass(5_000);
  expect(lamp()).toBe('blink');
});

test('what is no light takes no wish', () => {
  const { lights } = lit();
  expect(lights.wish('door', 'hand', 'on', 1_000)).toMatchObject({ ok: false, reason: 'sensor.unfit' });
  expect(lights.wish('nothing', 'hand', 'on')).toMatchObject({ ok: false, reason: 'sensor.unknown' });
});

test('guides light beside their label until it is found', () => {
  const { picks, lamp, clock } = lit();
  expect(picks.start(['aabbccddee99'])).toBe(false);
  expect(picks.start([])).toBe(false);
  expect(picks.start([shelfLabel])).toBe(true);
  clock.pass(1_000);
  expect(picks.start([shelfLabel, 'aabbccddee99'])).toBe(true);
  expect(picks.all()).toEqual([{ label: shelfLabel, light: 'lamp', sinceMs: startMs }]);
  expect(lamp()).toBe('flash');
  expect(picks.stop('aabbccddee99')).toBe(false);
  expect(picks.stop(shelfLabel)).toBe(true);
  expect(picks.stop(shelfLabel)).toBe(false);
  expect([picks.all(), lamp()]).toEqual([[], 'off']);
});
