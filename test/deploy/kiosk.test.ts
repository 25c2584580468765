import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { has, inRepository, run } from './tools.ts';

const inKiosk = (name: string) => inRepository(`deploy/kiosk/${name}`);
const read = (name: string) => readFileSync(inKiosk(name), 'utf8');
const units = ['endcap-kiosk@.service', 'endcap-panel-on@.service', 'endcap-panel-off@.service'];
const analyze = has('systemd-analyze');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'endcap-kiosk-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The unit with programs that are there. */
function copyOf(name: string, text = read(name)): string {
  const file = join(directory, name);
  writeFileSync(file, text.replace(/^(ExecStart=)\S+/m, '$1/bin/true').replace(/^Documentation=.*\n/m, ''));
  return file;
}

describe.skipIf(!analyze)('the units of screens (systemd-analyze)', () => {
  it('are understood as they are written', () => {
    const check = (name: string, text?: string) =>
      run('systemd-analyze', ['verify', '--man=no', copyOf(name, text).replace('@.', '@entrance.')]).output;
    const serious = (text: string) =>
      text.replace(/^.*(?:SO_PASSCRED|Failed to prepare|cgroup|Failed to add dependency).*\n?/gm, '');
    for (const name of units) expect([name, serious(check(name))]).toEqual([name, '']);
    expect(check(units[0]!, read(units[0]!).replace('TTYPath', 'TTYPlace'))).toContain('TTYPlace');
  });

  it('expose as little as a browser permits', () => {
    const exposure = (name: string) => {
      const { stdout } = run('systemd-analyze', ['security', '--offline=true', '--no-pager', copyOf(name)]);
      return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
    };
    expect(exposure(units[0]!)).toBeLessThanOrEqual(4);
    expect(exposure(units[1]!)).toBeLessThanOrEqual(2.5);
  });
});

it('the units that switch a panel on and off are the same but for the way', () => {
  const [on, off] = units.slice(1).map(read);
  expect(on!.replaceAll(/\bon\b/g, 'off')).toBe(off);
});

it('the browser is started anew for ever, as a user of its own with its own profile', () => {
  const lines = new Set(read(units[0]!).split('\n'));
  for (const line of ['Restart=always', 'StartLimitIntervalSec=0', 'User=endcap-kiosk', 'NoNewPrivileges=yes'])
    expect(lines).toContain(line);
  expect(read(units[0]!)).toMatch(/^Environment=HOME=%S\/endcap-kiosk\/%i /m);
  expect(read('endcap-kiosk.sysusers')).toMatch(/^u endcap-kiosk /m);
});

describe('the script that opens a page', () => {
  const program = (name: string, text: string) => {
    const file = join(directory, 'bin', name);
    mkdirSync(join(directory, 'bin'), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
  };
  const opened = (env: Record<string, string> = {}) =>
    run('sh', [inKiosk('endcap-kiosk'), 'entrance'], {
      HOME: directory,
      PATH: `${join(directory, 'bin')}${delimiter}${process.env.PATH}`,
      ENDCAP_SCREEN_URL: 'http://127.0.0.1:8080/s/entrance',
      ...env,
    });

  beforeEach(() => program('chromium', 'for one; do echo "$one"; done'));

  it('gives the browser its own profile, the page last, and no word to say', () => {
    const { status, stdout } = opened();
    expect(status).toBe(0);
    const flags = stdout.trim().split('\n');
    expect(flags.at(-1)).toBe('http://127.0.0.1:8080/s/entrance');
    const silent = ['--kiosk', '--no-first-run', '--disable-sync', '--disable-translate', '--disable-pinch'];
    for (const flag of [
      ...silent,
      '--noerrdialogs',
      '--hide-crash-restore-bubble',
      `--user-data-dir=${directory}/profile`,
    ])
      expect(flags).toContain(flag);
    expect(flags.filter(flag => /sandbox|web-security|ignore-certificate/.test(flag))).toEqual([]);
    expect(statSync(join(directory, 'profile')).mode & 0o077).toBe(0);
  });

  it('forgets a crash', () => {
    const settings = join(directory, 'profile/Default/Preferences');
    mkdirSync(join(directory, 'profile/Default'), { recursive: true });
    writeFileSync(settings, '{"profile":{"exit_type":"Crashed","exited_cleanly":false,"name":"x"}}');
    writeFileSync(join(directory, 'profile/SingletonLock'), '');
    expect(opened().status).toBe(0);
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toEqual({
      profile: { exit_type: 'Normal', exited_cleanly: true, name: 'x' },
    });
    expect(existsSync(join(directory, 'profile/SingletonLock'))).toBe(false);
  });

  it("trusts the store's own authority, and does not start without it", () => {
    program('certutil', `echo "$@" >>${directory}/trust`);
    expect(opened({ ENDCAP_SCREEN_CA: '/etc/endcap-kiosk/ca.pem' }).status).toBe(0);
    expect(readFileSync(join(directory, 'trust'), 'utf8')).toContain('-n endcap -t C,, -i /etc/endcap-kiosk/ca.pem');
    program('certutil', 'exit 1');
    const refused = opened({ ENDCAP_SCREEN_CA: '/etc/endcap-kiosk/ca.pem' });
    expect(refused.status).not.toBe(0);
    expect(refused.stdout).not.toContain('--kiosk');
  });
});

it('the script that switches a panel does what the file says, and says what it misses', () => {
  const panel = (way: string, env: Record<string, string> = {}) =>
    run('sh', [inKiosk('endcap-panel'), way, 'entrance'], env);
  expect(panel('on', { ENDCAP_PANEL_ON: 'echo on for "$WAYLAND_DISPLAY"' })).toMatchObject({
    status: 0,
    stdout: 'on for wayland-0\n',
  });
  expect(panel('off', { ENDCAP_PANEL_OFF: 'exit 3' }).status).toBe(3);
  expect(panel('off')).toMatchObject({ status: 4, output: expect.stringContaining('entrance.env') });
  expect(panel('up').status).toBe(2);
});

it('the agent may start browsers anew and switch panels, and nobody may do anything else', () => {
  type Rule = (action: { id: string; lookup(key: string): string }, subject: { user: string }) => unknown;
  let rule: Rule = () => undefined;
  const addRule = (given: Rule) => {
    rule = given;
  };
  runInNewContext(read('50-endcap-kiosk.rules'), { polkit: { addRule, Result: { YES: 'yes' } } });
  const asked = (user: string, verb: string, unit: string, id = 'org.freedesktop.systemd1.manage-units') =>
    rule({ id, lookup: key => (key === 'unit' ? unit : verb) }, { user });
  expect(asked('endcap', 'restart', 'endcap-kiosk@entrance.service')).toBe('yes');
  expect(asked('endcap', 'start', 'endcap-panel-off@entrance.service')).toBe('yes');
  for (const [user, verb, unit] of [
    ['endcap', 'stop', 'endcap-kiosk@entrance.service'],
    ['endcap', 'restart', 'ssh.service'],
    ['endcap', 'start', 'endcap-panel-off@../x.service'],
    ['endcap', 'restart', 'endcap-kiosk@a.service x'],
    ['endcap-kiosk', 'restart', 'endcap-kiosk@entrance.service'],
  ] as const)
    expect([user, verb, unit, asked(user, verb, unit)]).toEqual([user, verb, unit, undefined]);
  expect(asked('endcap', 'start', 'endcap-panel-on@a.service', 'org.freedesktop.login1.power-off')).toBeUndefined();
});

it('the package brings all of it', () => {
  const build = readFileSync(inRepository('deploy/package/build.mjs'), 'utf8');
  const files = readdirSync(inRepository('deploy/kiosk'));
  expect(files.length).toBeGreaterThan(8);
  expect(files.filter(name => !build.includes(`'${name}'`) && !build.includes(`'deploy/kiosk/${name}'`))).toEqual([]);
});
