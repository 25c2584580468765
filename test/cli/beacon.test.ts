import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BeaconDocument,
  BeaconListDocument,
  BeaconTestDocument,
  ForeignBeaconDocument,
  ProvisionDocument,
  SniffedFrame,
} from '../../src/console/beacon-documents.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { fixtureForeign, fixtureLockCode } from '../console/fixture-proximity.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let directory: string;
let env: Record<string, string>;
let code: string;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  directory = mkdtempSync(join(tmpdir(), 'endcap-beacon-'));
  env = { ENDCAP_SOCKET: agent.socketPath };
  code = join(directory, 'code.txt');
  writeFileSync(code, `${fixtureLockCode.toUpperCase()}\n`);
});
afterAll(async () => {
  await agent.stop();
  rmSync(directory, { recursive: true });
});

const beacon = async (...words: string[]) => {
  const ended = await endcap(['beacon', ...words, '--json'], env);
  return { code: ended.code, document: JSON.parse(ended.stdout) as unknown };
};
const refusal = (document: unknown) => ErrorDocument.parse(document).error.code;

describe('endcap beacon', () => {
  it('lists the beacons for scripts and for people', async () => {
    const { code: exit, document } = await beacon('list');
    expect(exit).toBe(0);
    expect(BeaconListDocument.parse(document).beacons.map(({ id }) => id)).toContain('dairy');
    const { stdout } = await endcap(['beacon', 'list'], { ...env, COLUMNS: '80' });
    expect(stdout).toMatch(/dairy .*on-air/);
    expect(stdout).toMatch(/Adapter +hci:1, ready, 4 sets/);
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it('shows one of ours byte by byte, and what is unknown with what there is', async () => {
    expect(BeaconDocument.parse((await beacon('show', 'dairy')).document).slots).toHaveLength(2);
    const { stdout } = await endcap(['beacon', 'show', 'wine'], env);
    expect(stdout).toContain('not on air: beacon.url-too-long');
    const unknown = await beacon('show', 'dary');
    expect([unknown.code, refusal(unknown.document)]).toEqual([1, 'beacon.unknown']);
  });

  it('reads the beacon of a third party, with its code from a file or from the environment', async () => {
    const locked = await beacon('show', 'C0:FF:EE:00:AA:01');
    expect(ForeignBeaconDocument.parse(locked.document)).toMatchObject({ lock: 'locked', content: null });
    const opened = await beacon('show', fixtureForeign, '--lock-code-file', code);
    expect(ForeignBeaconDocument.parse(opened.document).content).toHaveLength(3);
    const wrong = { ...env, ENDCAP_BEACON_LOCK_CODE: 'f'.repeat(32) };
    const refused = await endcap(['beacon', 'show', fixtureForeign, '--json'], wrong);
    expect([refused.code, refusal(JSON.parse(refused.stdout))]).toEqual([5, 'beacon.key-wrong']);
    const nonsense = await endcap(['beacon', 'show', fixtureForeign], { ...env, ENDCAP_BEACON_LOCK_CODE: 'secret' });
    expect(nonsense.code).toBe(2);
    expect(nonsense.stderr).not.toContain('secret');
  });

  it('writes to a third-party beacon only with --yes', async () => {
    const words = [
      'set',
      fixtureForeign,
      '--slot',
      '0=url:https://ex.de/k',
      '--slot',
      '2=tlm',
      '--lock-code-file',
      code,
    ];
    const dry = ProvisionDocument.parse((await beacon(...words)).document);
    expect(dry).toMatchObject({ dryRun: true, steps: [{ verdict: 'would-do' }, { verdict: 'unchanged' }] });
    const { stdout } = await endcap(['beacon', ...words], env);
    expect(stdout).toContain('the same command with --yes does it');
    const wet = ProvisionDocument.parse((await beacon(...words, '--yes')).document);
    expect(wet).toMatchObject({ dryRun: false, steps: [{ verdict: 'done' }, { verdict: 'unchanged' }] });
    expect((await beacon(...words, '--yes', '--dry-run')).code).toBe(2);
  });

  it('is 1 when a step failed, and 5 when the beacon is locked', async () => {
    const broken = await beacon('set', fixtureForeign, '--slot', '0=eid:broken', '--lock-code-file', code, '--yes');
    expect(broken.code).toBe(1);
    const locked = await beacon('set', fixtureForeign, '--slot', '0=tlm', '--yes');
    expect([locked.code, refusal(locked.document)]).toEqual([5, 'beacon.locked']);
  });

  it('provisions slots with their intervals and powers, and a code of our own', async () => {
    const fresh = join(directory, 'ours.txt');
    writeFileSync(fresh, 'a'.repeat(32));
    const words = ['--slot', '1=tlm', '--interval', '1=700', '--power', '1=-8', '--new-lock-code-file', fresh];
    const { document } = await beacon('provision', fixtureForeign, ...words, '--lock-code-file', code);
    expect(ProvisionDocument.parse(document).steps.map(({ what }) => what)).toEqual(['content', 'lock code']);
    expect(JSON.stringify(document)).not.toContain('aaaaaaaa');
  });

  it.each([
    [['set', fixtureForeign]],
    [['set', fixtureForeign, '--slot', 'url:https://ex.de']],
    [['set', fixtureForeign, '--slot', '256=tlm']],
    [['set', 'here', '--slot', '0=tlm']],
    [['provision', fixtureForeign, '--power', '0=loud']],
    [['provision', fixtureForeign, '--lock-code', fixtureLockCode]],
  ])('is wrong usage with %j', async words => expect((await endcap(['beacon', ...words], env)).code).toBe(2));

  it('tests whether they are on air, and is 1 when one is not', async () => {
    const all = await beacon('test');
    expect(all.code).toBe(1);
    expect(BeaconTestDocument.parse(all.document).ok).toBe(false);
    expect((await beacon('test', 'dairy')).code).toBe(0);
    const none = await beacon('test', 'attic');
    expect([none.code, refusal(none.document)]).toEqual([1, 'beacon.unknown']);
  });

  it('follows frames only while that is unlocked, and says how to unlock', async () => {
    const locked = await endcap(['beacon', 'sniff'], env);
    expect(locked.code).toBe(5);
    expect(locked.stderr).toContain('[privacy.capture-locked]');
    expect(locked.stderr).toContain('endcap privacy unlock');
    agent.view.unlockCapture('test');
    const { code: exit, stdout } = await endcap(['beacon', 'sniff', '--for', '1s', '--json'], env);
    agent.view.lockCapture('test');
    expect(exit).toBe(0);
    const frames = stdout.trimEnd().split('\n');
    expect(frames.length).toBeGreaterThanOrEqual(4);
    for (const frame of frames) expect(['dairy', 'cooler-1']).toContain(SniffedFrame.parse(JSON.parse(frame)).from);
  });

  it('lets the counter of a sensor begin anew', async () => {
    const dry = await beacon('battery-changed', 'freezer-2', '--dry-run');
    expect(dry.document).toEqual({ schemaVersion: 1, tag: 'freezer-2', counterReset: false });
    expect((await beacon('battery-changed', 'freezer-2')).document).toMatchObject({ counterReset: true });
    const none = await beacon('battery-changed', 'freezer-9');
    expect([none.code, refusal(none.document)]).toEqual([1, 'sighting.tag-unknown']);
  });
});
