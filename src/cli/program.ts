import { Command as Commander, CommanderError, Option } from 'commander';
import { type Command, type Context, flagName, type Noun } from './command.ts';
import { type Exit, exits, type Failure, type Found, wrongUsage } from './exit.ts';
import { commandHelp, nounHelp, programHelp } from './help.ts';
import { reportFailure } from './report-failure.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs one command line. Commander finds the command, counts its words and suggests what was meant; everything else is
 * in the command's own value.
 * @param words what follows `endcap`
 */
export async function runProgram(nouns: readonly Noun[], words: readonly string[], context: Context): Promise<Exit> {
  const { terminal } = context;
  const asJson = words.includes('--json');
  let failed: Failure | Found | null = null;
  const program = prepare(new Commander('endcap'), terminal, () => programHelp(nouns, terminal));
  program.version(context.version, '-V, --version', 'Print the version');
  for (const noun of nouns) {
    const [only] = noun.commands;
    if (only?.verb === null) {
      add(program.command(noun.noun), noun, only);
      continue;
    }
    const group = prepare(program.command(noun.noun), terminal, () => nounHelp(noun, terminal));
    const made = new Map<string, Commander>();
    for (const command of noun.commands) {
      // `quarantine show` stands below `quarantine`, which is a command itself.
      const words = command.verb!.split(' ');
      const parent = made.get(words.slice(0, -1).join(' ')) ?? group;
      const target = parent.command(words.at(-1)!);
      made.set(command.verb!, target);
      add(target, noun, command);
    }
  }

  function add(target: Commander, noun: Noun, command: Command): void {
    prepare(target, terminal, () => commandHelp(noun, command, terminal));
    for (const argument of Object.values(command.args)) {
      const name = argument.many ? `${argument.name}...` : argument.name;
      target.argument(argument.required ? `<${name}>` : `[${name}]`, argument.about);
    }
    for (const [key, flag] of Object.entries(command.flags)) {
      const name = `--${flagName(key)}`;
      const option = new Option(flag.placeholder === null ? name : `${name} <${flag.placeholder}>`);
      if (flag.many) option.argParser<string[]>((one, before = []) => [...before, one]);
      target.addOption(option);
    }
    target.action(async () => {
      const given = readGiven(command, target);
      failed = 'failure' in given ? given.failure : await command.run(context, given);
    });
  }

  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    failed = misuse(error, words, () => terminal.out(programHelp(nouns, terminal)));
  }
  const ended = failed as Failure | Found | null;
  if (ended === null) return exits.done;
  if ('found' in ended) return ended.found;
  reportFailure(ended, asJson, terminal);
  return ended.exit;
}

function prepare(target: Commander, terminal: Terminal, help: () => string): Commander {
  target.exitOverride().allowExcessArguments(false).enablePositionalOptions();
  target.helpOption('-h, --help').helpCommand('help', 'Explain a command');
  target.helpInformation = help;
  // Errors are printed by `reportFailure`, so commander itself says nothing but help.
  target.configureOutput({ writeOut: terminal.out, writeErr: () => {}, outputError: () => {} });
  return target;
}

type Given = { readonly args: Record<string, unknown>; readonly flags: Record<string, unknown> };

function readGiven(command: Command, target: Commander): Given | { readonly failure: Failure } {
  const args: Record<string, unknown> = {};
  const flags: Record<string, unknown> = {};
  for (const [index, [key, argument]] of Object.entries(command.args).entries()) {
    const given = target.args.slice(index, argument.many ? undefined : index + 1);
    const values: unknown[] = [];
    for (const word of given) {
      const reading = argument.read(word);
      if (!reading.ok) return { failure: wrongUsage(`${argument.name} ${reading.problem}.`) };
      values.push(reading.value);
    }
    args[key] = values.length === 0 ? argument.absent : argument.many ? values.flat() : values[0];
  }
  const options = target.opts<Record<string, string | string[] | true>>();
  for (const [key, flag] of Object.entries(command.flags)) {
    const given = options[key];
    const texts = given === undefined ? [] : given === true ? [''] : [given].flat();
    const values: unknown[] = [];
    for (const text of texts) {
      const reading = flag.read(text);
      if (!reading.ok) return { failure: wrongUsage(`--${flagName(key)} ${reading.problem}.`) };
      values.push(reading.value);
    }
    flags[key] = values.length === 0 ? flag.absent : flag.many ? values.flat() : values[0];
  }
  return { args, flags };
}

/** Commander's errors in our words; null: it only showed what was asked for. */
function misuse(error: CommanderError, words: readonly string[], showFirstPage: () => void): Failure | null {
  if (error.exitCode === 0) return null;
  const told = words.filter(word => !word.startsWith('-')).slice(0, 2);
  if (error.code === 'commander.help') {
    if (told.length === 0) {
      showFirstPage();
      return null;
    }
    return wrongUsage(`endcap ${told[0]} needs a verb.`, `See endcap ${told[0]} --help.`);
  }
  const [first = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
  const meant = /^\(Did you mean (.+)\?\)$/.exec(suggestion)?.[1];
  const page = error.code === 'commander.unknownCommand' ? told.slice(0, -1) : told;
  const hint = meant ? `Did you mean ${meant}?` : `See ${['endcap', ...page, '--help'].join(' ')}.`;
  return wrongUsage(`${first.charAt(0).toUpperCase()}${first.slice(1)}.`, hint);
}
