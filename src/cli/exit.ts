import type { Reason } from '../shelf/reasons.ts';

/** What the process says to the shell. These numbers are a promise to scripts. */
export const exits = {
  done: 0,
  /** It ran, and failed or found something wrong. */
  failed: 1,
  wrongUsage: 2,
  noAgent: 3,
  /** The configuration is not valid. */
  configuration: 4,
  /** Refused by a rule. */
  refused: 5,
} as const;

export type Exit = (typeof exits)[keyof typeof exits];

/** How a command did not do what was asked; `null` beside it means done. */
export interface Failure {
  readonly exit: Exclude<Exit, 0>;
  /** A reason code; those that came from the agent are passed on as they are. */
  readonly code: string;
  readonly message: string;
  /** What to do about it; null where nothing is known to help. */
  readonly hint: string | null;
}

/** It ran and has told what it found; nothing failed, but a script should stop here. */
export interface Found {
  readonly found: typeof exits.failed;
}

/** Either what was asked for, or why not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** A failure of the command line itself. */
export function failure(exit: Failure['exit'], code: Reason, message: string, hint: string | null = null): Failure {
  return { exit, code, message, hint };
}

/** The command was not given what it needs. */
export function wrongUsage(message: string, hint: string | null = null): Failure {
  return failure(exits.wrongUsage, 'cli.wrong-usage', message, hint);
}
