import { type Command, defineCommand, flagName, type Noun } from './command.ts';
import { completionScript, type Shell, shells } from './completion-script.ts';
import { wrongUsage } from './exit.ts';
import { optionalWord, word } from './flag.ts';

/** A command's words, e.g. `['mesh', 'quarantine', 'show']`. */
const wordsOf = (noun: Noun, command: Command) => [noun.noun, ...(command.verb?.split(' ') ?? [])];

/** What may follow the words that are there: nouns, verbs, flags and the choices of the last flag. Pure. */
export function suggestions(nouns: readonly Noun[], given: readonly string[]): string[] {
  const before = given.slice(0, -1);
  const last = given.at(-1) ?? '';
  const plain = before.filter(each => !each.startsWith('-'));
  const shown = nouns.flatMap(noun =>
    noun.commands.filter(command => !command.hidden).map(command => ({ words: wordsOf(noun, command), command })),
  );
  const here = shown.filter(({ words }) => words.slice(0, plain.length).join() === plain.slice(0, words.length).join());
  const exact = here
    .filter(({ words }) => words.every((each, at) => plain[at] === each))
    .sort((a, b) => b.words.length - a.words.length)[0]?.command;
  const asked = before.at(-1)?.startsWith('--') ? before.at(-1)!.slice(2) : null;
  const flag = exact && Object.entries(exact.flags).find(([key]) => flagName(key) === asked)?.[1];
  if (flag && flag.placeholder !== null) return (flag.choices ?? []).filter(each => each.startsWith(last));
  const next = here.flatMap(({ words }) => (words.length > plain.length ? [words[plain.length]!] : []));
  const flags = exact
    ? Object.entries(exact.flags).flatMap(([key, each]) => (each.hidden ? [] : [`--${flagName(key)}`]))
    : [];
  const all = last.startsWith('-') ? [...flags, '--help'] : next;
  return [...new Set(all)].filter(each => each.startsWith(last)).sort();
}

/** Whether a label's id may stand next. */
export function wantsLabel(nouns: readonly Noun[], given: readonly string[]): boolean {
  const plain = given.slice(0, -1).filter(each => !each.startsWith('-'));
  const command = nouns.find(noun => noun.noun === plain[0])?.commands.find(each => each.verb === plain[1]);
  return plain.length === 2 && plain[0] === 'label' && Object.keys(command?.args ?? {}).length > 0;
}

const script = defineCommand({
  verb: null,
  summary: 'Let your shell complete endcap commands',
  about: `Prints a script for bash, zsh or fish. It completes nouns, verbs, flags and their choices, and the ids of the
    labels that the running agent knows.`,
  args: { shell: word('SHELL', `One of ${shells.join(', ')}`) },
  flags: {},
  examples: [
    ['endcap completion bash > /etc/bash_completion.d/endcap', 'for everybody on a gateway'],
    ['endcap completion fish > ~/.config/fish/completions/endcap.fish', 'for yourself'],
  ],
  async run({ terminal }, { args }) {
    const shell = shells.find((each): each is Shell => each === args.shell);
    if (shell === undefined) return wrongUsage(`SHELL must be one of ${shells.join(', ')}, not "${args.shell}".`);
    terminal.out(completionScript(shell));
    return null;
  },
});

export const completion: Noun = {
  noun: 'completion',
  summary: 'Let your shell complete endcap commands',
  commands: [script],
};

/** What answers the script; it needs to know all the others. */
export function answerOf(nouns: () => Promise<readonly Noun[]>): Noun {
  const answer = defineCommand({
    verb: null,
    summary: 'What may follow',
    about:
      'Answers the completion scripts: one suggestion a line. The words come as one argument, separated by line feeds.',
    args: { words: optionalWord('WORDS', 'The words so far, the last one unfinished') },
    flags: {},
    examples: [['endcap __complete lab', 'what the scripts call']],
    hidden: true,
    async run({ terminal, env }, { args }) {
      const given = args.words.split('\n');
      const all = await nouns();
      const found = suggestions(all, given);
      if (found.length === 0 && wantsLabel(all, given)) found.push(...(await labelIds(env, given.at(-1) ?? '')));
      terminal.out(found.map(each => `${each}\n`).join(''));
      return null;
    },
  });
  return { noun: '__complete', summary: 'What may follow', commands: [answer] };
}

/** Ids that begin so; none when no agent answers at once. */
async function labelIds(env: Readonly<Record<string, string | undefined>>, beginning: string): Promise<string[]> {
  const [{ findPeer }, { LabelListDocument }] = await Promise.all([
    import('./agent-client.ts'),
    import('../console/documents.ts'),
  ]);
  const agent = findPeer('agent', null, env);
  if (!agent.ok) return [];
  const answer = await agent.value.read('/api/labels', LabelListDocument);
  return answer.ok ? answer.value.labels.map(label => label.id).filter(id => id.startsWith(beginning)) : [];
}
