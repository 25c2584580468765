import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorDocument } from '../../src/console/documents.ts';
import { PrivacyDocument } from '../../src/console/privacy-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

const privacy = async (...words: string[]) => {
  const { code, stdout } = await endcap(['privacy', ...words, '--json'], env);
  return { code, document: JSON.parse(stdout) as unknown };
};

describe('endcap privacy', () => {
  it('reports everything that is kept, and what was dropped', async () => {
    expect(PrivacyDocument.parse((await privacy('report')).document)).toMatchObject({ mode: 'broadcast', level: 0 });
    const { stdout } = await endcap(['privacy', 'report'], env);
    expect(stdout).toContain('It listens to nothing of people');
    expect(stdout).toMatch(/Dropped +9930 find-my/);
    expect(stdout).toMatch(/Counters of encrypted sensors +store\.db/);
  });

  it('chooses a mode that is permitted, and only says so with --dry-run', async () => {
    const dry = await endcap(['privacy', 'mode', 'count', '--dry-run'], env);
    expect(dry.stdout).toBe('count would be chosen; broadcast holds.\n');
    expect(PrivacyDocument.parse((await privacy('mode', 'count')).document).mode).toBe('count');
    expect((await endcap(['privacy', 'mode'], env)).stdout).toContain('Permitted: broadcast, count.');
    const refused = await privacy('mode', 'consented');
    expect([refused.code, ErrorDocument.parse(refused.document).error.code]).toEqual([5, 'privacy.mode-not-permitted']);
    expect((await privacy('mode', 'everything')).code).toBe(2);
  });

  it('unlocks the look at frames, and locks it again', async () => {
    const open = await endcap(['privacy', 'unlock'], env);
    expect(open.stdout).toMatch(/^Looking at frames is open for (10 min|9 min 5\d s)/);
    expect(agent.view.privacy().unlockedBy).toBe('local');
    expect((await endcap(['privacy', 'unlock', '--end'], env)).stdout).toBe('Looking at frames is locked.\n');
    expect(agent.view.privacy().unlockedUntil).toBeNull();
  });

  it('is 3 where no agent answers', async () => {
    expect((await endcap(['privacy', 'report', '--socket', '/nowhere.sock'])).code).toBe(3);
  });
});
