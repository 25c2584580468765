import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAir, type Heard } from '../../emulator/air.ts';
import { createBroadcastWheel } from '../../emulator/broadcast-wheel.ts';
import { createVirtualClock } from '../../emulator/clock.ts';
import { seededRandom } from '../../emulator/random.ts';

const here = { xM: 5, yM: 5, zM: 1 };
const data = Uint8Array.of(2, 1, 6);

function stage() {
  const clock = createVirtualClock(1_000);
  const random = seededRandom(3);
  const air = createAir({ clock, random });
  const heard: Heard[] = [];
  const listen = (adapter: ReturnType<typeof air.addAdapter>) => adapter.scan(frame => heard.push(frame));
  return { clock, random, air, heard, listen };
}

describe('what broadcasts on the emulated air', () => {
  it('is heard every interval while it says something, and not after it is taken away', () => {
    const { clock, air, heard, listen } = stage();
    let said: Uint8Array | null = data;
    const remove = air.addBroadcaster({
      address: '4a0000000001',
      addressType: 'random',
      position: () => here,
      advertising: () => said,
      intervalMs: 100,
    });
    listen(air.addAdapter({ xM: 6, yM: 5, zM: 3 }));
    clock.advance(10_000);
    expect(heard.length).toBeGreaterThan(85);
    expect(heard.length).toBeLessThanOrEqual(100);
    expect(heard[0]).toMatchObject({ address: '4a0000000001', addressType: 'random', connectable: false, data });
    heard.length = 0;
    said = null;
    clock.advance(1_000);
    said = data;
    expect(heard).toEqual([]);
    clock.advance(1_000);
    expect(heard.length).toBeGreaterThan(5);
    heard.length = 0;
    remove();
    clock.advance(1_000);
    expect(heard).toEqual([]);
  });

  it('may change its address, and is as strong as where it walks', () => {
    const { clock, air, heard, listen } = stage();
    let xM = 0;
    let address = '4a0000000001';
    air.addBroadcaster({
      address: () => address,
      addressType: 'random',
      position: () => ({ xM, yM: 0, zM: 1 }),
      advertising: () => data,
      intervalMs: 100,
      txPowerDb: 4,
    });
    listen(air.addAdapter({ xM: 0, yM: 0, zM: 3 }));
    const meanRssi = () => heard.reduce((sum, { rssi }) => sum + rssi, 0) / heard.length;
    clock.advance(5_000);
    const near = meanRssi();
    heard.length = 0;
    address = '4a0000000002';
    xM = 40;
    clock.advance(5_000);
    expect(new Set(heard.map(frame => frame.address))).toEqual(new Set(['4a0000000002']));
    expect(near - meanRssi()).toBeGreaterThan(15);
    heard.length = 0;
    xM = 4_000;
    clock.advance(5_000);
    expect(heard).toEqual([]);
  });

  it('comes from an adapter that does not hear itself, changes at once and ends at once', () => {
    const { clock, air, heard, listen } = stage();
    const [own, other] = [air.addAdapter(here), air.addAdapter({ xM: 6, yM: 5, zM: 1 })];
    const set = { address: 'c00000000001', addressType: 'random', data, intervalMs: 200, connectable: false } as const;
    own.advertise(0, set);
    listen(own);
    clock.advance(1_000);
    expect(heard).toEqual([]);
    listen(other);
    clock.advance(1_000);
    expect(heard.length).toBeGreaterThan(3);
    heard.length = 0;
    own.advertise(0, { ...set, data: Uint8Array.of(2, 1, 4) });
    clock.advance(300);
    expect(heard.map(frame => frame.data[2])).toEqual(heard.map(() => 4));
    expect(heard).not.toEqual([]);
    heard.length = 0;
    own.advertise(0, null);
    clock.advance(1_000);
    expect(heard).toEqual([]);
  });

  it('may be thousands', () => {
    const { clock, air, heard, listen } = stage();
    for (let n = 0; n < 3_000; n++)
      air.addBroadcaster({
        address: `4a${n.toString(16).padStart(10, '0')}`,
        addressType: 'random',
        position: () => here,
        advertising: () => data,
        intervalMs: 500 + n,
      });
    listen(air.addAdapter(here));
    clock.advance(4_000);
    expect(new Set(heard.map(frame => frame.address)).size).toBe(3_000);
  });
});

describe('the wheel', () => {
  it('keeps every rhythm, however long, with one timer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 30_000 }), { minLength: 1, maxLength: 20 }),
        fc.integer(),
        (intervals, seed) => {
          const clock = createVirtualClock(123);
          const wheel = createBroadcastWheel(clock, seededRandom(seed));
          const counts = intervals.map(() => 0);
          intervals.forEach((intervalMs, index) => {
            wheel.add(intervalMs, 0, () => void counts[index]!++);
          });
          wheel.listen(true);
          clock.advance(60_000);
          counts.forEach((count, index) => {
            const intervalMs = intervals[index]!;
            expect(count).toBeGreaterThanOrEqual(Math.floor(60_000 / (intervalMs + 32)) - 1);
            expect(count).toBeLessThanOrEqual(Math.ceil(60_000 / intervalMs) + 1);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('sends at once what is added while it stands still', () => {
    const clock = createVirtualClock(0);
    const wheel = createBroadcastWheel(clock, seededRandom(5));
    wheel.listen(true);
    let sent = 0;
    const end = wheel.add(1_000, 0, () => void sent++);
    clock.advance(40);
    expect(sent).toBe(1);
    end();
    wheel.add(1_000, 0, () => void sent++);
    clock.advance(40);
    expect(sent).toBe(2);
  });

  it('reaches everybody in short turns one after another', () => {
    const clock = createVirtualClock(0);
    const random = seededRandom(5);
    const wheel = createBroadcastWheel(clock, random);
    const sent = new Set<number>();
    for (let n = 0; n < 200; n++) wheel.add(1_000, random() * 1_000, () => void sent.add(n));
    for (let turn = 0; turn < 40; turn++) {
      wheel.listen(true);
      clock.advance(60);
      wheel.listen(false);
      clock.advance(10);
    }
    expect(sent.size).toBeGreaterThan(170);
  });
});
