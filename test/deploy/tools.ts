import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Whether this machine has a program. */
export const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** A file of the repository, by its path from the top. */
export const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], env: Record<string, string> = {}, timeoutMs = 60_000) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: timeoutMs,
    maxBuffer: 16_000_000,
  });
  return { status, output: `${stdout}${stderr}`, stdout };
}
