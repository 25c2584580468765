import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createBoard } from '../../emulator/firmata/board.ts';
import { createButton } from '../../emulator/firmata/gestures.ts';
import { seededRandom } from '../../emulator/random.ts';
import type { Cable, Device } from '../../emulator/wired/cable.ts';
import { clock, lay, pause, run, stops, strike, until } from './stage.ts';

const capabilityQuery = Buffer.of(0xf0, 0x6b, 0xf7);

afterEach(strike);

describe('a node over TCP', () => {
  it('tells presses, motion, beams and loads, and shows its pins', async () => {
    const board = createBoard({ clock });
    board.setDigital(7, false);
    board.setDigital(8, false);
    const cable = await lay(board);
    const { nodes, events, state } = run([
      {
        id: 'n1',
        url: cable.url,
        parts: [
          { id: 'help', kind: 'button', pin: 2, pullUp: true },
          { id: 'pir', kind: 'motion', pin: 4 },
          { id: 'door', kind: 'line', pins: [7, 8], brokenHigh: true },
          { id: 'crate', kind: 'load-cell', pin: 'A0' },
          { id: 'lamp', kind: 'light', pin: 13 },
        ],
      },
    ]);
    await until(() => state() === 'ready');
    expect(nodes.nodes()[0]).toMatchObject({ firmware: 'StandardFirmata 2.6', reason: null, parts: { length: 5 } });
    const button = createButton(board, 2, clock, seededRandom(3));
    stops.push(() => button.stop());
    await pause(400);
    for (const kind of ['single', 'double', 'long'] as const) await button.press(kind);
    board.setDigital(4, true);
    board.setDigital(7, true);
    board.setAnalog(0, 512);
    await until(() => events.filter(event => event.type === 'button').length === 3);
    expect(events.flatMap(event => (event.type === 'button' ? [event.press] : []))).toEqual([
      'press',
      'double',
      'long',
    ]);
    await until(() => events.some(event => event.type === 'load' && event.raw === 512));
    expect(events).toContainEqual(expect.objectContaining({ node: 'n1', part: 'pir', type: 'motion', active: true }));
    expect(events.filter(event => event.type === 'beam').map(({ beam, broken }) => [beam, broken])).toEqual([
      [0, false],
      [1, false],
      [0, true],
    ]);
    const pins = nodes.pins('n1')!;
    expect(pins[2]).toMatchObject({ pin: '2', mode: 'pullup', part: 'help' });
    expect(pins[13]?.modes).toContain('output');
    expect(pins[14]).toMatchObject({ pin: 'A0', mode: 'analog', value: 512, part: 'crate' });
    expect(nodes.pins('nowhere')).toBeNull();
  });

  it('lights, blinks and opens what it should', async () => {
    const board = createBoard({ clock });
    const cable = await lay(board);
    const { nodes, state } = run([
      {
        id: 'n1',
        url: cable.url,
        parts: [
          { id: 'lamp', kind: 'light', pin: 13 },
          { id: 'soft', kind: 'light', pin: 9 },
          { id: 'gate', kind: 'relay', pin: 12, pulseMs: 150 },
        ],
      },
    ]);
    expect(nodes.pulseRelay('gate')).toMatchObject({ ok: false, reason: 'node.down' });
    expect(nodes.setLight('gate', 'on')).toMatchObject({ ok: false, reason: 'sensor.unfit' });
    expect(nodes.setLight('nothing', 'on')).toMatchObject({ ok: false, reason: 'sensor.unknown' });
    await until(() => state() === 'ready');
    const seen: string[] = [];
    board.onOutput((pin, value) => void seen.push(`${pin}=${value}`));
    nodes.setLight('lamp', 'on');
    nodes.setLight('soft', 'on');
    await until(() => board.output(13) === 1 && board.output(9) === 255);
    nodes.setLight('lamp', 'blink', 1_300);
    await until(() => nodes.light('lamp') === 'off' && board.output(13) === 0);
    expect(seen.filter(change => change.startsWith('13='))).toEqual(['13=1', '13=0', '13=1', '13=0']);
    expect(nodes.pulseRelay('gate')).toEqual({ ok: true });
    await until(() => board.output(12) === 1);
    await until(() => board.output(12) === 0);
  });

  it('does not open again when it comes back while its pulse would last', async () => {
    const board = createBoard({ clock });
    const cable = await lay(board);
    const { nodes, state } = run([
      { id: 'n1', url: cable.url, parts: [{ id: 'gate', kind: 'relay', pin: 12, pulseMs: 30_000 }] },
    ]);
    await until(() => state() === 'ready' && nodes.reachable('gate'));
    nodes.pulseRelay('gate');
    await until(() => board.output(12) === 1);
    await cable.pull();
    await until(() => state() === 'down');
    await cable.plug();
    await until(() => state() === 'ready');
    await until(() => board.output(12) === 0);
  });

  it('opens nothing by a pin that cannot', async () => {
    const board = createBoard({ clock });
    const cable = await lay(board);
    const { nodes, state } = run([
      { id: 'n1', url: cable.url, parts: [{ id: 'gate', kind: 'relay', pin: 99, pulseMs: 150 }] },
    ]);
    await until(() => state() === 'unfit');
    expect(nodes.reachable('gate')).toBe(false);
    expect(nodes.pulseRelay('gate')).toMatchObject({ ok: false, reason: 'sensor.unfit' });
  });

  it('is found lacking where a part has no fitting pin, and uses the others', async () => {
    const board = createBoard({ clock });
    const cable = await lay(board);
    const { nodes, state } = run([
      {
        id: 'n1',
        url: cable.url,
        parts: [
          { id: 'scale', kind: 'load-cell', pin: 7 },
          { id: 'far', kind: 'light', pin: 60 },
          { id: 'lamp', kind: 'light', pin: 13 },
        ],
      },
    ]);
    await until(() => state() === 'unfit');
    expect(nodes.nodes()[0]).toMatchObject({
      reason: 'node.firmware-unfit',
      detail: expect.stringContaining('scale, far'),
    });
    nodes.setLight('lamp', 'on');
    await until(() => board.output(13) === 1);
  });
});

describe('a pulled cable', () => {
  it('loses nothing: outputs are set again, inputs read anew, and the state says so', async () => {
    const board = createBoard({ clock });
    board.setDigital(4, false);
    const cable = await lay(board);
    const { nodes, events, state } = run([
      {
        id: 'n1',
        url: cable.url,
        parts: [
          { id: 'lamp', kind: 'light', pin: 13 },
          { id: 'pir', kind: 'motion', pin: 4 },
          { id: 'help', kind: 'button', pin: 2, pullUp: true },
        ],
      },
    ]);
    await until(() => state() === 'ready');
    board.setDigital(2, false);
    await pause(60);
    await cable.pull();
    await until(() => state() === 'down');
    expect(nodes.nodes()[0]?.reason).toBe('node.down');
    nodes.setLight('lamp', 'on');
    board.setDigital(4, true);
    board.powerCycle();
    await cable.plug();
    await until(() => state() === 'ready' && board.output(13) === 1);
    await until(() => events.some(event => event.type === 'motion' && event.active));
    // Held since before: nobody presses now.
    await pause(1_100);
    board.setDigital(2, true);
    await pause(500);
    expect(events.filter(event => event.type === 'button')).toEqual([]);
  });
});

it('a cable that is lost many times before the board has told its pins is found again', {
  timeout: 60_000,
}, async () => {
  const board = createBoard({ clock });
  let lost = 0;
  const cable: Cable = await lay({
    open(say) {
      const conversation = board.open(say);
      return {
        end: () => conversation.end(),
        hear(bytes) {
          if (lost === 20 || !Buffer.from(bytes).includes(capabilityQuery)) return conversation.hear(bytes);
          lost += 1;
          void cable.pull().then(cable.plug);
        },
      };
    },
  });
  const { state } = run([{ id: 'n1', url: cable.url, parts: [{ id: 'lamp', kind: 'light', pin: 13 }] }]);
  await until(() => lost === 20 && state() === 'ready', 50_000);
});

describe('several boards', () => {
  it('do not take each other for themselves', async () => {
    const boards = [createBoard({ clock }), createBoard({ clock, firmware: 'ConfigurableFirmata.ino' })];
    const cables = [await lay(boards[0]!), await lay(boards[1]!)];
    const { nodes, events, state } = run(
      cables.map(({ url }, i) => ({
        id: `n${i}`,
        url,
        parts: [
          { id: `lamp-${i}`, kind: 'light' as const, pin: 13 },
          { id: `pir-${i}`, kind: 'motion' as const, pin: 4 },
        ],
      })),
    );
    await until(() => state('n0') === 'ready' && state('n1') === 'ready');
    nodes.setLight('lamp-1', 'on');
    boards[0]!.setDigital(4, true);
    await until(() => boards[1]!.output(13) === 1);
    await until(() => events.some(event => event.type === 'motion' && event.active && event.part === 'pir-0'));
    expect(boards[0]!.output(13)).toBe(0);
    expect(nodes.nodes().map(({ firmware }) => firmware)).toEqual(['StandardFirmata 2.6', 'ConfigurableFirmata 2.6']);
    expect(events.filter(event => event.type === 'motion' && event.active).map(({ part }) => part)).toEqual(['pir-0']);
  });
});

describe('noise', () => {
  it('from the board breaks nothing, and presses are heard behind it', async () => {
    const board = createBoard({ clock });
    board.setDigital(2, true);
    const cable = await lay(board);
    const { warnings, events, state } = run([
      { id: 'n1', url: cable.url, parts: [{ id: 'help', kind: 'button', pin: 2, pullUp: true }] },
    ]);
    await until(() => state() === 'ready');
    await pause(400);
    for (let i = 0; i < 40; i++) {
      cable.disturb(50);
      await pause(25);
    }
    await pause(500);
    expect(state()).toBe('ready');
    expect(warnings).toEqual([]);
    board.setDigital(2, false);
    await pause(90);
    board.setDigital(2, true);
    await until(() => events.length > 0);
    expect(events).toMatchObject([{ type: 'button', press: 'press' }]);
  });
});

const hasSocat = spawnSync('socat', ['-V']).status === 0;

describe('a node on a serial line', () => {
  it.skipIf(!hasSocat)(
    'works through a pseudo-terminal that is taken away and comes back (apt socat)',
    { timeout: 30_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'node-pty-'));
      stops.push(() => rmSync(folder, { recursive: true, force: true }));
      const [near, far] = [join(folder, 'near'), join(folder, 'far')];
      const board = createBoard({ clock });
      const cable = await lay(board);
      const port = new URL(cable.url).port;
      const plug = () => spawn('socat', [`PTY,link=${near},raw,echo=0`, `TCP:127.0.0.1:${port}`], { stdio: 'ignore' });
      let wire = plug();
      stops.push(() => wire.kill());
      await until(() => existsSync(near));
      const { nodes, state } = run([
        { id: 'n1', url: `serial://${near}`, parts: [{ id: 'lamp', kind: 'light', pin: 13 }] },
      ]);
      await until(() => state() === 'ready', 12_000);
      nodes.setLight('lamp', 'on');
      await until(() => board.output(13) === 1);
      wire.kill();
      await until(() => state() === 'down');
      wire = plug();
      await until(() => state() === 'ready' && board.output(13) === 1, 15_000);
      expect(far).not.toBe(near);
    },
  );
});

it('a board that is no Firmata board is called unfit', { timeout: 20_000 }, async () => {
  const mute: Device = {
    open(say) {
      say(Buffer.from('hello, I am a printer\n'));
      return { hear() {}, end() {} };
    },
  };
  const cable = await lay(mute);
  const { nodes, state } = run([{ id: 'n1', url: cable.url, parts: [] }]);
  await until(() => state() === 'unfit', 15_000);
  expect(nodes.nodes()[0]).toMatchObject({ reason: 'node.firmware-unfit', firmware: null });
});
