import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createAdvertiser, type OnAir } from '../../src/radio/advertiser.ts';
import { createBluetoothRadio } from '../../src/radio/bluetooth.ts';
import { nobleOverTcp } from '../emulator/noble-host.ts';
import { closeAll, closing, faulty, stage, until } from './advertiser-stage.ts';
import { everybody } from './everybody.ts';

afterEach(closeAll);

/** `02 01 06` and a manufacturer's three bytes. */
const item = (n: number, says = n): OnAir => ({
  id: `beacon-${n}`,
  address: `c0ffee00000${n}`,
  data: Buffer.from(`02010606ffffff0102${says.toString(16).padStart(2, '0')}`, 'hex'),
  intervalMs: 100,
});
const frame = (n: number, says = n): string => `c0ffee00000${n} ${Buffer.from(item(n, says).data).toString('hex')}`;

describe.each([true, false])('an advertiser (extended: %s)', extended => {
  it('is heard by another radio, changes within a second, and is silent when it stops', async () => {
    const { advertiser, start, listen, heard, states } = await stage({ extended });
    advertiser.show([item(1)]);
    expect(advertiser.sets()).toBe(0);
    await start();
    expect(advertiser.sets()).toBe(extended ? 3 : 1);
    expect(advertiser.state()).toEqual({ state: 'ready' });
    expect(await until(() => heard.length > 2)).toBe(true);
    expect(heard[0]).toMatchObject({ address: item(1).address, addressType: 'random', connectable: false });
    const changedMs = performance.now();
    advertiser.show([item(1, 9)]);
    expect(await until(() => heard.at(-1)!.data.at(-1) === 9)).toBe(true);
    expect(performance.now() - changedMs).toBeLessThan(1_000);
    expect(await listen(300)).toEqual([frame(1, 9)]);
    advertiser.show([]);
    await listen(50);
    expect(await listen(300)).toEqual([]);
    advertiser.show([item(2)]);
    expect(await until(() => heard.length > 0)).toBe(true);
    await advertiser.stop();
    expect(await listen(300)).toEqual([]);
    expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'stopped']);
  });

  it('changes the address together with what it says', async () => {
    const { advertiser, start, listen, heard } = await stage({ extended });
    await start();
    advertiser.show([item(1)]);
    await until(() => heard.length > 2);
    advertiser.show([{ ...item(1, 5), address: 'c0ffee000007' }]);
    await until(() => heard.at(-1)!.address === 'c0ffee000007');
    const said = heard.map(({ address, data }) => `${address} ${data.at(-1)}`);
    expect(new Set(said)).toEqual(new Set(['c0ffee000001 1', 'c0ffee000007 5']));
    expect(await listen(250)).toEqual([frame(7, 5)]);
  });

  it('puts everything on air again when the controller was pulled', async () => {
    const { advertiser, start, listen, server, states } = await stage({ extended });
    await start();
    let applied = 0;
    advertiser.show([item(1)], () => void applied++);
    expect(await until(() => applied === 1)).toBe(true);
    await server.unplug(1);
    expect(await until(() => advertiser.state().state === 'down')).toBe(true);
    expect(await listen(200)).toEqual([]);
    expect(advertiser.sets()).toBe(0);
    await server.replug(1);
    expect(await until(() => applied === 2)).toBe(true);
    expect(await listen(300)).toEqual([frame(1)]);
    expect(states.filter(({ state }) => state === 'down')[0]).toHaveProperty('detail');
  });

  it.each([
    { opcode: extended ? 0x2036 : 0x2006, status: 0x12, detail: 'Parameters: invalid parameters (0x12)' },
    { opcode: extended ? 0x2037 : 0x2008, status: 0x0c, detail: 'Data: not allowed now (0x0c)' },
    { opcode: extended ? 0x2039 : 0x200a, status: 0x03, detail: 'Enable: hardware failure (0x03)' },
    { opcode: 0x2003, status: null, detail: 'Features: no answer in 2000 ms' },
  ])('says of a command that fails: $detail', async ({ opcode, status, detail }) => {
    const { advertiser, start, states } = await stage({ extended, through: faulty(opcode, status) });
    advertiser.show([item(1)]);
    await start();
    expect(await until(() => states.some(({ state }) => state === 'down'))).toBe(true);
    expect(states.find(({ state }) => state === 'down')).toMatchObject({ detail: expect.stringContaining(detail) });
  });
});

describe('advertising sets', () => {
  it('hold several at once, touch only what changes, and cut off the rest', async () => {
    const { advertiser, start, listen } = await stage({ extended: true });
    await start();
    advertiser.show([item(1), item(2), item(3), item(4)]);
    await listen(100);
    expect(await listen(300)).toEqual([frame(1), frame(2), frame(3)]);
    advertiser.show([item(4), item(3), item(2, 8)]);
    await listen(100);
    expect(await listen(300)).toEqual([frame(2, 8), frame(3), frame(4)]);
  });

  it('let the newest win, however fast they come', async () => {
    const { advertiser, start, listen } = await stage({ extended: true });
    await start();
    let applied = 0;
    for (let n = 0; n < 200; n++) advertiser.show([item(1 + (n % 5), n)], () => void applied++);
    await listen(150);
    expect(await listen(300)).toEqual([frame(5, 199)]);
    expect(applied).toBe(1);
  });
});

describe('what is heard', () => {
  it('is the same for the radio that looks after the labels', async () => {
    const { advertiser, start, server } = await stage({ extended: true });
    await start();
    advertiser.show([item(1)]);
    const radio = createBluetoothRadio({
      url: server.urls[0]!,
      audience: everybody,
      clock: systemClock,
      log: { info: () => {}, warn: () => {} },
    });
    closing.push(() => radio.stop());
    const seen: string[] = [];
    await radio.start(
      ({ address, manufacturer }) => seen.push(`${address} ${Buffer.from(manufacturer?.data ?? []).toString('hex')}`),
      () => {},
    );
    expect(await until(() => seen.length > 0)).toBe(true);
    expect(seen[0]).toBe('c0ffee000001 010201');
  });

  it('is known by noble as something that cannot be connected to', async () => {
    const { advertiser, start, server } = await stage({ extended: true });
    await start();
    advertiser.show([item(1)]);
    const noble = await nobleOverTcp(server.urls[0]!);
    closing.push(() => noble.stop());
    const found = new Promise<{ readonly id: string; readonly connectable?: boolean }>(resolve =>
      noble.on('discover', resolve),
    );
    await noble.startScanningAsync([], true);
    expect(await found).toMatchObject({ id: 'c0ffee000001', connectable: false });
  });
});

it('refuses what is no adapter, and what does not fit', () => {
  const options = { powerDbm: 0, clock: systemClock, log: { info: () => {}, warn: () => {} } };
  expect(() => createAdvertiser({ ...options, url: 'nothing' })).toThrow(TypeError);
  const advertiser = createAdvertiser({ ...options, url: 'tcp://127.0.0.1:1' });
  expect(() => advertiser.show([{ ...item(1), data: new Uint8Array(32) }])).toThrow(RangeError);
});

it('says of an adapter of the kernel why it cannot be had', async () => {
  const advertiser = createAdvertiser({
    url: 'hci:63',
    powerDbm: 0,
    clock: systemClock,
    log: { info: () => {}, warn: () => {} },
  });
  const states: string[] = [];
  await advertiser.start(({ state }) => states.push(state));
  await advertiser.stop();
  expect(states).toEqual(['starting', 'down', 'stopped']);
});
