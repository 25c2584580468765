import { describe, expect, it } from 'vitest';
import type { Command, Noun } from '../../src/cli/command.ts';
import { allNouns } from '../../src/cli/nouns.ts';
import { runProgram } from '../../src/cli/program.ts';
import { createTerminal } from '../../src/cli/terminal.ts';
import { systemClock } from '../../src/clock.ts';

const nouns = await allNouns();

/** The nouns as they are, but whose commands only say that they were reached. */
const reached: string[] = [];
const probes: readonly Noun[] = nouns.map(noun => ({
  ...noun,
  commands: noun.commands.map(command => ({
    ...command,
    run: async () => {
      reached.push(nameOf(noun, command));
      return null;
    },
  })),
}));

const nameOf = (noun: Noun, { verb }: Command) => (verb === null ? noun.noun : `${noun.noun} ${verb}`);

async function run(words: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const silent = createTerminal({ write: () => {} }, { write: () => {} }, {});
  const terminal = {
    ...silent,
    out: (text: string) => {
      stdout += text;
    },
    err: (text: string) => {
      stderr += text;
    },
    width: 100,
  };
  const code = await runProgram(probes, words, { terminal, env: {}, clock: systemClock, version: '1.2.3' });
  return { code, stdout, stderr };
}

/** The words of one command line as a shell would cut them; what is redirected or piped is not for the command. */
function wordsOf(line: string): string[] {
  const own = line.split(/ (?:[<>|]|>>|&&) /)[0]!;
  return [...own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

/** The first words of the lines of a help page that stand in its left column. */
const leftColumn = (page: string) => page.split('\n').flatMap(line => /^ {2}(\S.*?)(?: {2,}|$)/.exec(line)?.[1] ?? []);

const visible = nouns.filter(noun => noun.commands.some(command => !command.hidden));

describe('from the help alone', () => {
  it('leads from the first page to every noun', async () => {
    const { stdout } = await run(['--help']);
    const found = leftColumn(stdout).map(text => text.split(' ')[0]);
    for (const { noun } of visible) expect(found).toContain(noun);
  });

  it.each(visible.filter(({ commands }) => commands[0]?.verb !== null))(
    'leads from $noun to each of its verbs',
    async noun => {
      const { stdout } = await run([noun.noun, '--help']);
      const lines = leftColumn(stdout);
      for (const command of noun.commands.filter(each => !each.hidden)) {
        expect(lines.some(line => `${line} `.startsWith(`${nameOf(noun, command)} `))).toBe(true);
      }
    },
  );

  const examples = nouns.flatMap(noun =>
    noun.commands.flatMap(command => command.examples.map(([line]) => ({ line }))),
  );
  it.each(examples)('has an example that works: $line', async ({ line }) => {
    const [program, ...words] = wordsOf(line);
    if (program !== 'endcap') return expect(program).toMatch(/^(npm|npx|sudo|watch)$/);
    reached.length = 0;
    const { code, stderr } = await run(words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(reached).toHaveLength(1);
  });
});

describe('a slip of the keys', () => {
  const all = visible.flatMap(noun =>
    noun.commands.filter(each => !each.hidden && each.verb !== null).map(command => ({ noun: noun.noun, command })),
  );
  it.each(visible.filter(({ noun }) => noun.length > 3))('in $noun is understood', async ({ noun }) => {
    const { code, stderr } = await run([`${noun.slice(0, -2)}${noun.at(-1)}${noun.at(-2)}`]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean ${noun}?`);
  });

  it.each(all.filter(({ command }) => /^[a-z]{5,}$/.test(command.verb!)))(
    'in $noun $command.verb is understood',
    async ({ noun, command }) => {
      const verb = command.verb!;
      const { code, stderr } = await run([noun, `${verb}x`]);
      expect(code).toBe(2);
      expect(stderr).toMatch(new RegExp(`Did you mean .*\\b${verb}\\b`));
    },
  );

  it('in a choice is understood', async () => {
    const { code, stderr } = await run(['label', 'list', '--confidence', 'fialed']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean failed?');
  });
});
