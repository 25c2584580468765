import { type Command, flagName, type Noun, usageOf } from './command.ts';
import { cut } from './table.ts';
import type { Colours, Terminal } from './terminal.ts';

/** Flags that every command understands. */
const everywhere = [['-h, --help', 'Explain the command']] as const;

type Pair = readonly [left: string, right: string];

/** The first page: every noun, and where to begin. */
export function programHelp(nouns: readonly Noun[], terminal: Terminal): string {
  const { colours } = terminal;
  const visible = nouns.filter(noun => noun.commands.some(command => !command.hidden));
  return [
    `${colours.bold('endcap')}: prices from the event mesh onto e-ink shelf labels, with proof.\n`,
    section('Usage', ['endcap NOUN [VERB] [ARGUMENTS] [FLAGS]'], colours),
    list(
      'Nouns',
      visible.map((noun): Pair => [verbsOf(noun), noun.summary]),
      terminal,
    ),
    list(
      'Begin with',
      [
        ['npm start', 'a whole emulated shop, with its console in the browser'],
        ['endcap status', 'is everything well?'],
        ['endcap label why ID', 'why does a label show what it shows?'],
      ],
      terminal,
    ),
    'More about each: endcap NOUN --help\n',
  ].join('\n');
}

/** One noun's page: its verbs. */
export function nounHelp(noun: Noun, terminal: Terminal): string {
  const only = noun.commands[0];
  if (only?.verb === null) return commandHelp(noun, only, terminal);
  const pairs = noun.commands
    .filter(command => !command.hidden)
    .map(
      (command): Pair => [
        usageOf(noun.noun, command)
          .replace(/^endcap /, '')
          .replace(' [flags]', ''),
        command.summary,
      ],
    );
  return [
    `${terminal.colours.bold(`endcap ${noun.noun}`)}: ${noun.summary}\n`,
    list('Commands', pairs, terminal),
    `More about each: endcap ${noun.noun} VERB --help\n`,
  ].join('\n');
}

/** A command's page. */
export function commandHelp(noun: Noun, command: Command, terminal: Terminal): string {
  const { colours } = terminal;
  const flags = Object.entries(command.flags)
    .filter(([, flag]) => !flag.hidden)
    .map(
      ([key, flag]): Pair => [
        `--${flagName(key)}${flag.placeholder === null ? '' : ` ${flag.placeholder}`}`,
        flag.choices ? `${flag.about}: ${flag.choices.join(', ')}` : flag.about,
      ],
    );
  const args = Object.values(command.args).map((argument): Pair => [argument.name, argument.about]);
  const parts = [
    `${colours.bold(usageOf(noun.noun, command))}\n`,
    `${command.summary}${/[.?!]$/.test(command.summary) ? '' : '.'}\n`,
    command.about
      .split(/\n\s*\n/)
      .map(paragraph => wrap(paragraph.replace(/\s+/g, ' ').trim(), lineWidth(terminal)))
      .join('\n\n')
      .concat('\n'),
  ];
  if (args.length > 0) parts.push(list('Arguments', args, terminal));
  parts.push(list('Flags', [...flags, ...everywhere], terminal));
  if (command.examples.length > 0) parts.push(list('Examples', command.examples, terminal));
  return parts.join('\n');
}

function verbsOf(noun: Noun): string {
  const verbs = noun.commands.flatMap(command => (command.verb === null || command.hidden ? [] : [command.verb]));
  if (verbs.length === 0) return noun.noun;
  return `${noun.noun} ${verbs.length > 4 ? `${verbs.slice(0, 3).join('|')}|…` : verbs.join('|')}`;
}

function section(title: string, lines: readonly string[], colours: Colours): string {
  return `${colours.bold(title)}\n${lines.map(line => `  ${line}\n`).join('')}`;
}

/** Pairs in two columns; the right one is wrapped, and stands below where the left one is long. */
function list(title: string, pairs: readonly Pair[], terminal: Terminal): string {
  const widest = Math.min(34, Math.max(...pairs.map(([left]) => left.length)));
  const room = Math.max(20, lineWidth(terminal) - widest - 4);
  const lines = pairs.flatMap(([left, right]) => {
    const [first = '', ...more] = wrap(right, room).split('\n');
    const indent = ' '.repeat(widest + 2);
    const rest = more.map(line => indent + line);
    return left.length > widest
      ? [cut(left, lineWidth(terminal) - 2), indent + first, ...rest]
      : [`${left.padEnd(widest)}  ${first}`, ...rest];
  });
  return section(title, lines, terminal.colours);
}

function lineWidth(terminal: Terminal): number {
  return Math.max(40, Math.min(terminal.width ?? 100, 100));
}

/** Breaks at spaces; a word that is longer than the line keeps its own. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
