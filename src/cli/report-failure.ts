import type { Failure } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Prints a failure: one document on stdout for scripts, otherwise two lines on stderr for people. */
export function reportFailure(failed: Failure, asJson: boolean, terminal: Terminal): void {
  const { exit: _, ...error } = failed;
  if (asJson) {
    terminal.out(`${JSON.stringify({ schemaVersion: 1, error })}\n`);
    return;
  }
  const colours = terminal.errColours;
  terminal.err(`${colours.red('endcap:')} ${error.message} ${colours.dim(`[${error.code}]`)}\n`);
  if (error.hint !== null) terminal.err(`${error.hint}\n`);
}
