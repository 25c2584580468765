import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorDocument } from '../../src/console/documents.ts';
import { AlarmListDocument } from '../../src/console/wired-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

const alarm = async (...words: string[]) => {
  const { code, stdout } = await endcap(['alarm', ...words, '--json'], env);
  return { code, document: JSON.parse(stdout) as unknown };
};
const stateOf = (id: string) => agent.view.shopAlarms().alarms.find(each => each.id === id)?.state;

describe('endcap alarm', () => {
  it('lists alarms with their thresholds', async () => {
    expect(AlarmListDocument.parse((await alarm('list')).document).alarms).toHaveLength(5);
    const { stdout } = await endcap(['alarm', 'list'], { ...env, COLUMNS: '160' });
    expect(stdout).toMatch(/open-till +raised +warning +1 min +9 +7 +4 +Bitte Kasse 2 öffnen/);
  });

  it('acknowledges once that is meant', async () => {
    const dry = await alarm('ack', 'open-till', '--dry-run');
    expect(dry.document).toEqual({ schemaVersion: 1, alarm: 'open-till', acknowledged: false });
    expect(stateOf('open-till')).toBe('raised');
    expect((await endcap(['alarm', 'ack', 'open-till'], env)).stdout).toBe('open-till is acknowledged.\n');
    expect(stateOf('open-till')).toBe('acknowledged');
  });

  it('silences for a while, and tries the actions', async () => {
    const { document } = await alarm('silence', 'long-wait', '--for', '10m');
    expect(document).toEqual({ schemaVersion: 1, alarm: 'long-wait', forMs: 600_000, silenced: true });
    expect(stateOf('long-wait')).toBe('silenced');
    expect((await alarm('test', 'crowd')).document).toMatchObject({ tested: true });
  });

  it.each([['ack'], ['test']])('does not %s what there is not, and says what there is', async verb => {
    for (const more of [[], ['--dry-run']]) {
      const none = await alarm(verb, 'fire', ...more);
      expect([none.code, ErrorDocument.parse(none.document).error.code]).toEqual([1, 'alarm.unknown']);
    }
    expect((await endcap(['alarm', verb, 'fire', '--dry-run'], env)).stderr).toContain('open-till');
  });

  it.each([[['silence', 'crowd']], [['silence', 'crowd', '--for', '25h']], [['silence', 'crowd', '--for', '500ms']]])(
    'is wrong usage with %j',
    async words => expect((await endcap(['alarm', ...words], env)).code).toBe(2),
  );
});
