import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRepository, run } from './tools.ts';

const file = inRepository('deploy/udev/70-endcap.rules');
const rules = readFileSync(file, 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'));
const verifies = run('udevadm', ['verify', '--version']).status === 0;

/** The part of udev(7)'s grammar that the rules need: keys that match, and keys that are assigned. */
const clause =
  /^(?:(?:ACTION|SUBSYSTEM|KERNEL|ENV\{[A-Z_]+\}|TEST)(?:==|!=)|(?:GROUP|MODE)=|(?:SYMLINK|RUN)\+=)"(?:[^"\\]*)"$/;

it('every rule is written in the grammar of udev(7)', () => {
  const wrong = (rule: string) => rule.split(', ').filter(part => !clause.test(part));
  expect(rules.length).toBeGreaterThan(1);
  expect(rules.flatMap(wrong)).toEqual([]);
  expect(wrong('SUBSYSTEM="tty", DEVTYPE=="host"')).toHaveLength(2);
});

it('serial lines get a stable name and rights for the agent only', () => {
  const serial = rules.filter(rule => rule.includes('SUBSYSTEM=="tty"'));
  expect(serial).toHaveLength(2);
  for (const rule of serial) {
    expect(rule).toContain('GROUP="endcap", MODE="0660", SYMLINK+="endcap-serial-');
    expect(rule).toContain('ACTION!="remove"');
  }
});

it.skipIf(!verifies)('udev itself takes the rules (udevadm verify, systemd 254)', () => {
  expect(run('udevadm', ['verify', file]).status).toBe(0);
});
