import { defineCommand, flagName, type Noun, usageOf } from './command.ts';

/** The manual page in roff, from the same values as the help. */
export function manPage(nouns: readonly Noun[], version: string): string {
  const lines = [
    `.TH ENDCAP 1 "" "endcap ${roff(version)}" "Endcap"`,
    '.SH NAME',
    'endcap \\- prices from the event mesh onto e\\-ink shelf labels, with proof',
    '.SH SYNOPSIS',
    '.B endcap',
    'NOUN [VERB] [ARGUMENTS] [FLAGS]',
    '.SH DESCRIPTION',
    ...paragraphs(
      'Talks to the agent that runs on this gateway, over its local socket. Every command explains itself with --help, and prints a document for scripts with --json.',
    ),
    '.SH COMMANDS',
  ];
  for (const noun of nouns) {
    for (const command of noun.commands.filter(each => !each.hidden)) {
      lines.push('.SS', roff(usageOf(noun.noun, command)), ...paragraphs(command.about));
      for (const argument of Object.values(command.args))
        lines.push('.TP', `.I ${roff(argument.name)}`, roff(argument.about));
      for (const [key, flag] of Object.entries(command.flags)) {
        if (flag.hidden) continue;
        const placeholder = flag.placeholder === null ? '' : ` \\fI${roff(flag.placeholder)}\\fR`;
        const choices = flag.choices ? `: ${flag.choices.join(', ')}` : '';
        lines.push('.TP', `\\fB\\-\\-${roff(flagName(key))}\\fR${placeholder}`, roff(flag.about + choices));
      }
      for (const [example, does] of command.examples) lines.push('.PP', `\\fB${roff(example)}\\fR`, '.br', roff(does));
    }
  }
  return `${[...lines, ...exitStatus, ...environment].join('\n')}\n`;
}

const exitStatus = [
  '.SH EXIT STATUS',
  ...[
    ['0', 'done'],
    ['1', 'it ran, and failed or found something wrong'],
    ['2', 'wrong usage'],
    ['3', 'no agent answers'],
    ['4', 'the configuration is not valid'],
    ['5', 'refused by a rule; the reason code says by which'],
  ].flatMap(([code, meaning]) => ['.TP', `.B ${code}`, meaning!]),
];

const environment = [
  '.SH ENVIRONMENT',
  '.TP',
  '.B ENDCAP_SOCKET',
  'The socket of the agent to talk to; else that of the one started last by this user.',
  '.TP',
  '.B ENDCAP_CONFIG',
  'The configuration file.',
  '.TP',
  '.B NO_COLOR',
  'No colour, also on a terminal.',
];

function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).flatMap(paragraph => ['.PP', roff(paragraph.replace(/\s+/g, ' ').trim())]);
}

/** Text that roff takes for nothing but text. */
function roff(text: string): string {
  const safe = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll('–', '\\(en')
    .replaceAll('×', '\\(mu');
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}

/** The manual's noun; it needs to know all the others. */
export function manOf(nouns: () => Promise<readonly Noun[]>): Noun {
  const page = defineCommand({
    verb: null,
    summary: 'The manual page',
    about:
      'Prints the manual in roff, made from the same source as the help. The Debian package installs it for man endcap.',
    args: {},
    flags: {},
    examples: [['endcap man | man -l -', 'read it now']],
    async run({ terminal, version }) {
      terminal.out(manPage(await nouns(), version));
      return null;
    },
  });
  return { noun: 'man', summary: 'The manual page', commands: [page] };
}
