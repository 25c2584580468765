import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { has, inRepository, run } from './tools.ts';

const unitFile = inRepository('deploy/systemd/endcap.service');
const unit = readFileSync(unitFile, 'utf8');
const analyze = has('systemd-analyze');
const made: string[] = [];
afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true });
});

/** The unit in a directory of its own, where the programs that it calls may be missing. */
function copyOf(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'endcap-unit-'));
  made.push(directory);
  const file = join(directory, 'endcap.service');
  writeFileSync(file, text.replace(/^(ExecStart=)\S+/m, '$1/bin/true').replace(/^Documentation=.*\n/m, ''));
  return file;
}

function exposure(text: string): number {
  const { stdout } = run('systemd-analyze', ['security', '--offline=true', '--no-pager', copyOf(text)]);
  return Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
}

it.skipIf(!analyze)('the unit exposes little (systemd-analyze)', () => {
  expect(exposure(unit)).toBeLessThanOrEqual(1.8);
  expect(exposure(unit.replace('CapabilityBoundingSet=CAP_NET_RAW\n', ''))).toBeGreaterThan(1.8);
});

it.skipIf(!analyze)('the unit is understood as it is written (systemd-analyze)', () => {
  const check = (text: string) => run('systemd-analyze', ['verify', '--man=no', copyOf(text)]).output;
  expect(check(unit).replace(/^.*(?:SO_PASSCRED|Failed to prepare|cgroup).*\n?/gm, '')).toBe('');
  expect(check(unit.replace('WatchdogSec', 'WatchdogSeconds'))).toContain('WatchdogSeconds');
});

it('the unit is ready, watched and started again by what the agent says', () => {
  const settings = new Set(unit.split('\n'));
  for (const line of ['Type=notify', 'NotifyAccess=all', 'WatchdogSec=60', 'Restart=always', 'User=endcap'])
    expect(settings).toContain(line);
  expect(unit).toMatch(/^StateDirectory=endcap$/m);
  expect(unit).toMatch(/^LoadCredential=/m);
});

it.skipIf(!analyze)('the units of the update are understood too (systemd-analyze)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'endcap-unit-'));
  made.push(directory);
  const files = ['endcap-update.service', 'endcap-update.timer'].map(name => {
    const text = readFileSync(inRepository(`deploy/update/${name}`), 'utf8');
    writeFileSync(join(directory, name), text.replace(/^(ExecStart=)\S+/m, '$1/bin/true'));
    return join(directory, name);
  });
  const { output } = run('systemd-analyze', ['verify', '--man=no', ...files]);
  expect(output.replace(/^.*(?:SO_PASSCRED|Failed to prepare|cgroup).*\n?/gm, '')).toBe('');
});
