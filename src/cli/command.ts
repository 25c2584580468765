import type { Clock } from '../clock.ts';
import type { Failure, Found } from './exit.ts';
import type { Argument, Flag } from './flag.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Of this command, as in package.json. */
  readonly version: string;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;
export type Arguments = Readonly<Record<string, Argument<unknown>>>;

/** The values that were given for a declaration of flags or arguments. */
export type ValuesOf<D extends Readonly<Record<string, Flag<unknown> | Argument<unknown>>>> = {
  readonly [K in keyof D]: D[K] extends Flag<infer T> | Argument<infer T> ? T : never;
};

/** A command is one value: what it is called, how it is explained, what it takes and what it runs. */
export interface Command<F extends Flags = Flags, A extends Arguments = Arguments> {
  /** The second word, e.g. `list` of `label list`; null where the noun stands alone. */
  readonly verb: string | null;
  /** One line, no full stop. */
  readonly summary: string;
  /** When to use it, what it shows, and what it cannot tell. Blank lines separate paragraphs. */
  readonly about: string;
  /** In the order in which they are given. */
  readonly args: A;
  readonly flags: F;
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** Left out of the lists; for what other programs call. */
  readonly hidden?: boolean;
  /** Does it. Null: done. `Found`: done, and what was found is no good news. Throws only for bugs. */
  run(
    context: Context,
    given: { readonly args: ValuesOf<A>; readonly flags: ValuesOf<F> },
  ): Promise<Failure | Found | null>;
}

/** Commands that are about the same thing. */
export interface Noun {
  readonly noun: string;
  /** One line, no full stop. */
  readonly summary: string;
  readonly commands: readonly Command[];
}

/** Declares a command; exists so that `run` gets the types of its own flags and arguments. */
export function defineCommand<const F extends Flags, const A extends Arguments>(command: Command<F, A>): Command {
  return command;
}

/** `amountMinor` → `amount-minor`: how a flag is written. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** How a command is called, e.g. `endcap label show ID [flags]`. */
export function usageOf(noun: string, command: Command): string {
  const words = ['endcap', noun];
  if (command.verb !== null) words.push(command.verb);
  for (const argument of Object.values(command.args))
    words.push(argument.required ? argument.name : argument.many ? `[${argument.name}…]` : `[${argument.name}]`);
  if (Object.keys(command.flags).length > 0) words.push('[flags]');
  return words.join(' ');
}
