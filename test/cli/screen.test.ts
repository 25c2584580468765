import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorDocument } from '../../src/console/documents.ts';
import {
  LayoutListDocument,
  ScreenDocument,
  ScreenListDocument,
  ScreenOrderDocument,
  ScreenPlaysDocument,
} from '../../src/console/screen-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;
let directory: string;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
  directory = mkdtempSync(join(tmpdir(), 'endcap-screen-'));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await agent.stop();
});

const screen = async (...words: string[]) => {
  const { code, stdout, stderr } = await endcap(['screen', ...words, '--json'], env);
  return { code, stderr, document: JSON.parse(stdout) as unknown };
};
const errorOf = (document: unknown) => ErrorDocument.parse(document).error;
const acts = () => agent.view.signage.acts;

describe('endcap screen', () => {
  it('lists the screens for scripts and for people', async () => {
    const { document } = await screen('list');
    expect(ScreenListDocument.parse(document).screens.map(({ id }) => id)).toEqual([
      'entrance',
      'aisle-2',
      'cheese',
      'assets',
    ]);
    const { stdout } = await endcap(['screen', 'list'], { ...env, COLUMNS: '160' });
    expect(stdout).toMatch(/^aisle-2 +stale .* 6 .*screen\.stale$/m);
  });

  it('shows one with its playlist and the prices that may not be shown, and what is unknown with what there is', async () => {
    const { document } = await screen('show', 'entrance');
    expect(ScreenDocument.parse(document).playlist).toHaveLength(2);
    const { stdout } = await endcap(['screen', 'show', 'entrance'], { ...env, COLUMNS: '160' });
    expect(stdout).toMatch(/^Prices +1 of 2 hold/m);
    expect(stdout).toMatch(/^film +video +main +blocked +screen\.asset-missing$/m);
    expect(stdout).toMatch(/^40124 +Gouda +screen\.shelf-differs$/m);
    for (const verb of ['show', 'plays', 'reload', 'screenshot']) {
      const none = await screen(verb, 'attic');
      expect([verb, none.code]).toEqual([verb, 1]);
      expect(errorOf(none.document)).toMatchObject({
        code: 'screen.unknown',
        hint: 'There are: entrance, aisle-2, cheese, assets.',
      });
    }
  });

  it('has a page reload and say its name, and fails where none is there', async () => {
    const { code, document } = await screen('reload', 'entrance');
    expect([code, ScreenOrderDocument.parse(document).done]).toEqual([0, true]);
    const people = await endcap(['screen', 'identify', 'entrance'], env);
    expect(people).toMatchObject({ code: 0, stdout: 'entrance shows its name now (1 page).\n' });
    expect(acts()).toEqual(['local reload entrance', 'local identify entrance']);
    const refused = await screen('identify', 'cheese');
    expect([refused.code, errorOf(refused.document).code]).toEqual([1, 'screen.silent']);
  });

  it('writes a screenshot, draws it, and fails where it is not what it should be', async () => {
    const file = join(directory, 'entrance.png');
    const { code, document } = await screen('screenshot', 'entrance', '--out', file);
    expect(code).toBe(0);
    const written = readFileSync(file);
    expect(document).toMatchObject({ screen: 'entrance', file, bytes: written.length, matches: true });
    const piped = await endcap(['screen', 'screenshot', 'entrance', '--out', '-'], env);
    expect(piped.bytes.equals(written)).toBe(true);
    const other = await endcap(['screen', 'screenshot', 'aisle-2'], { ...env, COLUMNS: '60' });
    expect(other.code).toBe(1);
    expect(other.stderr).toContain('40123 says nothing, it should say 2,49 €');
    const nowhere = await screen('screenshot', 'entrance', '--out', join(directory, 'no', 'such.png'));
    expect([nowhere.code, errorOf(nowhere.document).code]).toEqual([1, 'cli.cannot-write']);
  });

  it('pairs by the code on the screen and revokes; a dry run says how many', async () => {
    const wrong = await screen('pair', 'cheese', 'AAAAAA');
    expect([wrong.code, errorOf(wrong.document).code]).toEqual([5, 'screen.pair-code-wrong']);
    const asked = agent.view.signage.doors.beginPairing('cheese');
    if (!asked.ok) throw new Error(asked.reason);
    const { code, secret } = asked.pairing;
    const paired = await screen('pair', 'cheese', code, '--name', 'tablet at the door');
    expect(paired).toMatchObject({ code: 0, document: { screen: 'cheese', paired: true } });
    // The page comes for its token.
    await fetch(new URL(`/s/cheese/pair/${secret}`, agent.url));
    expect((await endcap(['screen', 'show', 'cheese'], env)).stdout).toContain('tablet at the door');
    expect((await screen('revoke', 'cheese', '--dry-run')).document).toMatchObject({ matching: 1, revoked: 0 });
    const { stdout } = await endcap(['screen', 'revoke', 'cheese'], env);
    expect(stdout).toBe('1 page of cheese is locked out.\n');
    expect((await screen('revoke', 'cheese')).document).toMatchObject({ revoked: 0 });
  });

  it('puts an emergency notice up in the languages that were given, and takes it down', async () => {
    const words = ['override', 'Bitte gehen Sie', '--also', 'en:Please leave', '--zone', 'entrance', '--for', '30m'];
    const dry = await screen(...words, '--dry-run');
    expect(dry.document).toMatchObject({ screens: 1, shown: false, forMs: 1_800_000 });
    expect(agent.view.screens().override).toBeNull();
    const { code, stdout } = await endcap(['screen', ...words], env);
    expect([code, stdout]).toEqual([0, 'The notice stands on 1 screen for 30 min.\n']);
    expect(agent.view.screens().override).toMatchObject({
      text: { de: 'Bitte gehen Sie', en: 'Please leave' },
      zone: 'entrance',
    });
    expect((await endcap(['screen', 'list'], env)).stdout).toContain('Bitte gehen Sie / Please leave');
    expect((await screen('override', '--end')).document).toMatchObject({ ended: true });
    expect(agent.view.screens().override).toBeNull();
    const unknown = await screen('override', 'Halt', '--screen', 'attic');
    expect([unknown.code, errorOf(unknown.document).code]).toEqual([1, 'screen.unknown']);
  });

  it('tells proof of play by the hour, and the layouts', async () => {
    const { document } = await screen('plays', 'entrance', '--hours', '2');
    expect(ScreenPlaysDocument.parse(document).hours).toHaveLength(2);
    const { stdout } = await endcap(['screen', 'plays', 'entrance'], { ...env, COLUMNS: '120' });
    expect(stdout).toMatch(/offers\/cheese-week +cheese-week@2 +a +40 +5 min 20 s/);
    LayoutListDocument.parse((await screen('layouts')).document);
  });

  it.each([
    [['override'], 'Say what everybody must read'],
    [['override', 'x', '--end'], '--end takes no TEXT'],
    [['override', 'x', '--zone', 'a', '--screen', 'b'], 'exclude'],
    [['override', 'x', '--for', '2d'], '1s to 24h'],
    [['override', 'x', '--also', 'english'], 'a language and words'],
    [['plays', 'entrance', '--hours', '169'], 'from 1 to 168'],
  ])('is wrong usage: %j', async (words, said) => {
    const { code, stderr } = await endcap(['screen', ...words], env);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it.each([40, 80, 120])('never writes a line wider than a terminal of %i columns', async columns => {
    for (const words of [['list'], ['show', 'aisle-2'], ['plays', 'entrance'], ['layouts'], ['screenshot', 'assets']]) {
      const { stdout } = await endcap(['screen', ...words], { ...env, COLUMNS: `${columns}` });
      expect(stdout).not.toBe('');
      for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns);
    }
  });
});
