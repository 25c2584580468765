import { readFileSync } from 'node:fs';
import { systemClock } from '../clock.ts';
import { allNouns, findNoun } from './nouns.ts';
import { runProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

/**
 * The `endcap` command.
 * @param words what follows `endcap` on the command line
 * @returns the exit code
 */
export async function main(words: readonly string[]): Promise<number> {
  // Whoever reads us may stop reading, as `head` does; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const named = await findNoun(words[0] ?? '');
  const code = await runProgram(named ? [named] : await allNouns(), words, {
    terminal: createTerminal(process.stdout, process.stderr, process.env),
    env: process.env,
    clock: systemClock,
    version: ownVersion(),
  });
  endSoon(code);
  return code;
}

function ownVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** Output has been handed over and everything is stopped; a handle that a library forgot must not keep us here. */
function endSoon(code: number): void {
  setTimeout(() => process.exit(code), 3000).unref();
}
