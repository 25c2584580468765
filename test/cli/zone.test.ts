import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorDocument } from '../../src/console/documents.ts';
import { ZoneDocument, ZoneListDocument } from '../../src/console/zone-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

describe('endcap zone', () => {
  it('lists the zones for scripts and for people', async () => {
    const { code, stdout } = await endcap(['zone', 'list', '--json'], env);
    expect(code).toBe(0);
    expect(ZoneListDocument.parse(JSON.parse(stdout)).zones).toHaveLength(8);
    const people = await endcap(['zone', 'list'], { ...env, COLUMNS: '100' });
    expect(people.stdout).toMatch(/bakery .*silent/);
    expect(people.stdout).toContain('Away');
  });

  it('tells people only where they are counted', async () => {
    const line = async () => (await endcap(['zone', 'show', 'frozen'], env)).stdout;
    expect(await line()).toContain('not counted in this mode');
    agent.view.setPrivacyMode('count', 'test');
    expect(await line()).toContain('fewer than are told');
    agent.view.setPrivacyMode('broadcast', 'test');
  });

  it('shows one zone, and what is unknown with what there is', async () => {
    const { stdout } = await endcap(['zone', 'show', 'dairy', '--json'], env);
    expect(ZoneDocument.parse(JSON.parse(stdout)).tags).toHaveLength(4);
    const none = await endcap(['zone', 'show', 'attic', '--json'], env);
    expect(none.code).toBe(1);
    const { error } = ErrorDocument.parse(JSON.parse(none.stdout));
    expect(error.code).toBe('zone.unknown');
    expect(error.hint).toContain('dairy');
  });

  it.each([40, 80, 120])('never writes a line wider than a terminal of %i columns', async columns => {
    const commands = [['zone', 'list'], ['zone', 'show', 'dairy'], ['offer', 'list'], ['offer', 'show', 'cheese-week'], ['beacon', 'list'], ['beacon', 'show', 'dairy'], ['beacon', 'test'], ['privacy', 'report']]; // biome-ignore format: one list
    for (const words of commands) {
      const { stdout } = await endcap(words, { ...env, COLUMNS: `${columns}` });
      expect(stdout).not.toBe('');
      for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns);
    }
  });
});
