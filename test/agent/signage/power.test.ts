import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createScreenPower } from '../../../src/agent/signage/power.ts';
import { type CommandEnd, runCommand } from '../../../src/agent/signage/run-command.ts';
import type { LocalScreen } from '../../../src/config/screens.ts';

const directory = mkdtempSync(join(tmpdir(), 'endcap-power-'));
afterAll(() => rmSync(directory, { recursive: true }));

const node = (code: string): string[] => [process.execPath, '-e', code];

describe('a command', () => {
  it('gets its arguments as they are: no shell reads them', async () => {
    const file = join(directory, 'said');
    const write = 'require("fs").writeFileSync(process.argv[1], process.argv[2])';
    expect(await runCommand([...node(write), file, '$HOME; `id` > x'])).toEqual({ ok: true });
    expect(readFileSync(file, 'utf8')).toBe('$HOME; `id` > x');
  });

  it('that fails says why, and one that never ends is ended', async () => {
    const failed = await runCommand(node('console.error("no such port"); process.exit(3)'));
    expect(failed).toEqual({ ok: false, detail: `${process.execPath}: exit code 3: no such port` });
    expect(await runCommand(['/nowhere/cec-ctl'])).toEqual({ ok: false, detail: '/nowhere/cec-ctl: ENOENT' });
    expect(await runCommand(node('setInterval(() => {}, 1000)'), 100)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('no end after 0.1 s'),
    });
  });
});

/** Power on a clock of the test; commands end when the test says so. */
function powered(screens: LocalScreen[], openAt: (atMs: number) => boolean = () => true) {
  let nowMs = 0;
  let timers: { readonly atMs: number; readonly work: () => void }[] = [];
  const told: string[] = [];
  const ran: string[] = [];
  let answer: CommandEnd = { ok: true };
  const screenPower = createScreenPower({
    screens,
    open: openAt,
    clock: {
      now: () => nowMs,
      monotonic: () => nowMs,
      after(delayMs, work) {
        const timer = { atMs: nowMs + delayMs, work };
        timers.push(timer);
        return () => {
          timers = timers.filter(one => one !== timer);
        };
      },
    },
    failed: (screen, detail) => told.push(`${screen} failed: ${detail}`),
    mended: screen => told.push(`${screen} mended`),
    run: async command => {
      ran.push(`${nowMs / 1_000}: ${command.join(' ')}`);
      return answer;
    },
  });
  return {
    screenPower,
    told,
    ran,
    timers: () => timers.length,
    answer(end: CommandEnd) {
      answer = end;
    },
    async advance(untilMs: number) {
      for (;;) {
        await new Promise(resolve => setImmediate(resolve));
        const due = timers.find(({ atMs }) => atMs <= untilMs);
        if (!due) break;
        timers = timers.filter(one => one !== due);
        nowMs = due.atMs;
        due.work();
      }
      nowMs = untilMs;
    },
  };
}

describe('the panels of a gateway', () => {
  const screens: LocalScreen[] = [
    { screen: 'entrance', on: ['cec', 'on'], off: ['cec', 'off'], restart: ['systemctl', 'restart', 'kiosk'] },
    { screen: 'aisle' },
  ];

  it('are on while the store is open, also when the agent starts in the middle of the day', async () => {
    const stage = powered(screens, atMs => atMs < 60_000 || atMs >= 120_000);
    stage.screenPower.start();
    await stage.advance(180_000);
    expect(stage.ran).toEqual(['0: cec on', '60: cec off', '120: cec on']);
    expect(stage.screenPower.state('entrance')).toBe('on');
    expect(stage.screenPower.state('aisle')).toBeNull();
    stage.screenPower.stop();
    expect(stage.timers()).toBe(0);
  });

  it('are tried again when a command fails, and people hear of it once', async () => {
    const stage = powered(screens);
    stage.answer({ ok: false, detail: 'cec: exit code 1' });
    stage.screenPower.start();
    await stage.advance(100_000);
    expect(stage.told).toEqual(['entrance failed: cec: exit code 1']);
    stage.answer({ ok: true });
    await stage.advance(300_000);
    expect(stage.ran).toEqual(['0: cec on', '30: cec on', '90: cec on', '210: cec on']);
    expect(stage.told.slice(1)).toEqual(['entrance mended']);
    stage.screenPower.stop();
  });

  it('have their browser started anew by one command at a time', async () => {
    const stage = powered(screens);
    const first = stage.screenPower.restart('entrance');
    expect(stage.screenPower.restart('entrance')).toBeNull();
    expect(await first).toEqual({ ok: true });
    expect(await stage.screenPower.restart('entrance')).toEqual({ ok: true });
    expect(stage.screenPower.restart('aisle')).toBeNull();
    expect(stage.ran).toHaveLength(2);
  });
});
