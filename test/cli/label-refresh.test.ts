import { afterAll, beforeAll, expect, it } from 'vitest';
import { ErrorDocument } from '../../src/console/documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(60);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

const refresh = async (...words: string[]) => {
  const { code, stdout } = await endcap(['label', 'refresh', ...words, '--json'], env);
  return { code, document: JSON.parse(stdout) };
};

it('takes the labels that are named, and leaves the rest done when one is refused', async () => {
  const [first, second] = agent.view.labels().filter(label => label.desired !== null);
  const { code, document } = await refresh(first!.id, 'ffffffffffff', second!.id.toUpperCase());
  expect({ code, document }).toEqual({
    code: 1,
    document: {
      schemaVersion: 1,
      rows: [
        { label: first!.id, verdict: 'done', reason: null },
        { label: 'ffffffffffff', verdict: 'refused', reason: 'console.not-found' },
        { label: second!.id, verdict: 'done', reason: null },
      ],
      done: 2,
      refused: 1,
    },
  });
});

it('takes all of one confidence, and with --dry-run only says which', async () => {
  const { code, document } = await refresh('--all', '--confidence', 'failed', '--dry-run');
  const failed = agent.view.labels().filter(label => label.confidence === 'failed' && label.desired !== null);
  expect(code).toBe(0);
  expect(failed.length).toBeGreaterThan(0);
  expect(document.rows).toEqual(failed.map(({ id }) => ({ label: id, verdict: 'would-do', reason: null })));
});

it('says which label was meant when its id was mistyped', async () => {
  const { id } = agent.view.labels()[0]!;
  const slip = `${id.slice(0, -3)}${id.at(-2)}${id.at(-3)}${id.at(-1)}`;
  const typed = slip === id ? `${id.slice(0, -1)}x` : slip;
  const { code, document } = await refresh(typed);
  expect(code).toBe(1);
  expect(ErrorDocument.parse(document).error.hint).toContain(id);
});

it.each([[[]], [['ffff92001234', '--all']], [['ffff92001234', '--confidence', 'failed']]])(
  'is wrong usage with %j',
  async words => expect((await endcap(['label', 'refresh', ...words], env)).code).toBe(2),
);
