import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSelfCheck } from '../../src/agent/self-check.ts';
import { createSupervision } from '../../src/agent/supervision.ts';
import { systemClock } from '../../src/clock.ts';
import type { StoreHealth } from '../../src/store/health.ts';

const tools = ['systemd-notify', 'python3'].every(tool => spawnSync('which', [tool]).status === 0);

/** A service manager's socket; prints each message as a JSON line. */
const listener = `
import json, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('"bound"', flush=True)
while True: print(json.dumps(s.recv(4096).decode()), flush=True)
`;

let directory: string;
let manager: ChildProcess;
let messages: string[];

describe.skipIf(!tools)('the service manager (systemd, python3)', () => {
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'endcap-notify-'));
    manager = spawn('python3', ['-c', listener, join(directory, 'socket')], { stdio: ['ignore', 'pipe', 'inherit'] });
    messages = [];
    let rest = '';
    manager.stdout!.setEncoding('utf8').on('data', text => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      messages.push(...lines.map(line => JSON.parse(line) as string));
    });
    await vi.waitFor(() => expect(messages).toEqual(['bound']), 10_000);
  });
  afterEach(() => {
    manager.kill();
    rmSync(directory, { recursive: true });
  });

  it('hears that the agent is starting, ready, alive and stopping, but no life when a check fails', async () => {
    let wrong: string | null = null;
    const service = createSupervision({
      env: { PATH: process.env.PATH, NOTIFY_SOCKET: join(directory, 'socket'), WATCHDOG_USEC: '600000' },
      clock: systemClock,
      check: () => wrong,
      describe: () => 'all\nis well',
      log: { warn() {} },
    });
    const heard = (pattern: RegExp) => vi.waitFor(() => expect(messages.join('\n')).toMatch(pattern), 10_000);
    await heard(/^EXTEND_TIMEOUT_USEC=600000$/m);
    expect(messages.join('\n')).not.toMatch(/WATCHDOG|READY/);
    service.ready();
    await heard(/^READY=1\nSTATUS=all is well$/m);
    await heard(/^WATCHDOG=1$/m);
    wrong = 'store.damaged: a page is torn';
    await heard(/^STATUS=store\.damaged/m);
    const signs = () => messages.filter(message => message.includes('WATCHDOG=1')).length;
    const before = signs();
    await new Promise(resume => setTimeout(resume, 700));
    expect(signs()).toBe(before);
    await service.stopping();
    await heard(/^STOPPING=1$/m);
  });
});

describe('the self-check', () => {
  const fault = (reason: 'store.damaged' | 'store.disk-full'): StoreHealth => ({
    ok: false,
    reason,
    detail: 'a page is torn',
    sinceMs: 0,
  });
  const refused = () => {
    throw new Error('refused');
  };

  it('holds while the store takes writes', () => {
    let writes = 0;
    const check = createSelfCheck(
      () => {
        writes += 1;
      },
      () => ({ ok: true }),
      () => 0,
    );
    expect([check(), writes]).toEqual([null, 1]);
  });

  it('fails for a fault that a restart mends, when it stays', () => {
    const at = (nowMs: number) =>
      createSelfCheck(
        refused,
        () => fault('store.damaged'),
        () => nowMs,
      )();
    expect(at(59_999)).toBeNull();
    expect(at(60_000)).toBe('store.damaged: a page is torn');
  });

  it('lets a full disk be an alarm', () => {
    expect(
      createSelfCheck(
        refused,
        () => fault('store.disk-full'),
        () => 3_600_000,
      )(),
    ).toBeNull();
  });
});
