import { expect, test } from 'vitest';
import { createRadios } from '../../src/agent/radios.ts';
import { loaded, smallest } from '../config/loading.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';

test('radios stay in the order of the configuration, and only those for Bluetooth hear beacons', () => {
  const { config } = loaded(`${smallest}
radios:
  - {url: "tcp://127.0.0.1:1"}
  - {url: "tcp://127.0.0.1:2", kind: oepl}
  - {url: "tcp://127.0.0.1:3", links: 2}
`);
  const asked: number[] = [];
  const { all, bluetooth } = createRadios(config.radios, {
    audience(at) {
      asked.push(at);
      return { admits: () => true, ours: () => false, crowd: () => null, dropped() {} };
    },
    clock: createVirtualClock(0),
    log: { info() {}, warn() {} },
  });
  expect(all.map(({ url }) => url)).toEqual(config.radios.map(({ url }) => url));
  expect(bluetooth).toEqual([all[0], all[2]]);
  // Told apart by their place in the whole list, as receivers are.
  expect(asked).toEqual([0, 2]);
  expect(all[2]?.links).toBe(2);
});
