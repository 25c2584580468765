import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allNouns } from '../../src/cli/nouns.ts';
import { runProgram } from '../../src/cli/program.ts';
import { createTerminal } from '../../src/cli/terminal.ts';
import { systemClock } from '../../src/clock.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { NodeListDocument, NodePinsDocument, QueueListDocument } from '../../src/console/wired-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

const run = async (...words: string[]) => {
  const { code, stdout } = await endcap([...words, '--json'], env);
  return { code, document: JSON.parse(stdout) as unknown };
};
const refusal = (document: unknown) => ErrorDocument.parse(document).error.code;

describe('endcap node', () => {
  it('lists boards for scripts and for people', async () => {
    expect(NodeListDocument.parse((await run('node', 'list')).document).nodes).toHaveLength(4);
    const { code, stdout } = await endcap(['node', 'list'], { ...env, COLUMNS: '140' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/gate +down .*node\.down: no such/);
  });

  it('tells the pins of a board, and why it cannot', async () => {
    const { document } = await run('node', 'pins', 'dairy-shelf');
    expect(NodePinsDocument.parse(document).pins).toHaveLength(20);
    const { stdout } = await endcap(['node', 'pins', 'dairy-shelf'], env);
    expect(stdout).toMatch(/A0 +cheese-cell +analog +611/);
    expect(stdout).toContain('11 free.');
    const unknown = await run('node', 'pins', 'attic');
    expect([unknown.code, refusal(unknown.document)]).toEqual([1, 'node.unknown']);
    const down = await run('node', 'pins', 'gate');
    expect([down.code, refusal(down.document)]).toEqual([1, 'node.down']);
  });
});

describe('endcap queue and count', () => {
  it('lists queues with the last hour drawn', async () => {
    const { code, document } = await run('queue', 'list');
    expect(code).toBe(0);
    expect(QueueListDocument.parse(document).queues.map(({ id }) => id)).toEqual([
      'tills',
      'bakery-counter',
      'deposit',
    ]);
    const { stdout } = await endcap(['queue', 'list'], { ...env, COLUMNS: '120' });
    expect(stdout).toMatch(/tills +checkout +alarmed +9 +4 min 28 s +121 +[▁-█]{20} /);
  });

  it('begins a count anew once that is meant', async () => {
    const dry = await run('count', 'zero', 'deposit', '--dry-run');
    expect(dry.document).toEqual({ schemaVersion: 1, id: 'deposit', before: 4, zeroed: false });
    expect(agent.view.queues().queues.find(({ id }) => id === 'deposit')?.length).toBe(4);
    const { stdout } = await endcap(['count', 'zero', 'deposit'], env);
    expect(stdout).toBe('The count of deposit begins anew; it stood at 4.\n');
    expect(agent.view.queues().queues.find(({ id }) => id === 'deposit')?.length).toBe(0);
    const none = await run('count', 'zero', 'attic');
    expect([none.code, refusal(none.document)]).toEqual([1, 'zone.unknown']);
  });
});

it.each([40, 80, 120])('never writes a line wider than a terminal of %i columns', async columns => {
  const commands = [['node', 'list'], ['node', 'pins', 'tills'], ['sensor', 'list'], ['sensor', 'show', 'cheese-cell'], ['queue', 'list'], ['alarm', 'list'], ['pick', 'list']]; // biome-ignore format: one list
  for (const words of commands) {
    const written: (string | Uint8Array)[] = [];
    const stream = { write: (chunk: string | Uint8Array) => written.push(chunk), columns, isTTY: true };
    const terminal = createTerminal(stream, stream, { NO_COLOR: '1' });
    expect(await runProgram(await allNouns(), words, { terminal, env, clock: systemClock, version: '1.2.3' })).toBe(0);
    const out = written.join('');
    expect(out).not.toContain('\u001b');
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns);
  }
});
