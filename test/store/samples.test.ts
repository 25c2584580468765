import { expect, test } from 'vitest';
import { samplesPerLabel } from '../../src/store/samples.ts';
import { inDirectory, opened } from './opening.ts';

const minute = (n: number) => 1_796_000_040_000 + n * 60_000;

test('readings come back oldest first, with what was not known as not known', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.addSample('a', { atMs: minute(0), batteryMv: 2_987, rssi: -71 });
    store.addSample('a', { atMs: minute(1), batteryMv: null, rssi: null });
    store.addSample('b', { atMs: minute(2), batteryMv: 3_100, rssi: -40 });
    store.close();
    const again = opened(dir).store;
    expect(again.samples('a')).toEqual([
      { atMs: minute(0), batteryMv: 2_987, rssi: -71 },
      { atMs: minute(1), batteryMv: null, rssi: null },
    ]);
    expect(again.samples('none')).toEqual([]);
    again.close();
  }));

test('only so many are kept', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    for (let n = 0; n < samplesPerLabel + 5; n++) store.addSample('a', { atMs: minute(n), batteryMv: n + 1, rssi: -n });
    const kept = store.samples('a');
    expect(kept).toHaveLength(samplesPerLabel);
    expect(kept[0]).toEqual({ atMs: minute(5), batteryMv: 6, rssi: -5 });
    expect(kept.at(-1)!.batteryMv).toBe(samplesPerLabel + 5);
    store.close();
  }));
