import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { allNouns } from '../../src/cli/nouns.ts';
import { runProgram } from '../../src/cli/program.ts';
import { createTerminal } from '../../src/cli/terminal.ts';
import { systemClock } from '../../src/clock.ts';

export const endcapFile = fileURLToPath(new URL('../../src/cli/endcap.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Raw output, for pictures. */
  readonly bytes: Buffer;
}

/** Runs the command to its end, with no environment but what is given. In this process: a hundred calls cost nothing. */
export async function endcap(words: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const into = (written: Buffer[]) => ({ write: (chunk: string | Uint8Array) => written.push(Buffer.from(chunk)) });
  const terminal = createTerminal(into(out), into(err), env);
  const code = await runProgram(await allNouns(), words, { terminal, env, clock: systemClock, version: '1.2.3' });
  const bytes = Buffer.concat(out);
  return { code, stdout: bytes.toString('utf8'), stderr: Buffer.concat(err).toString('utf8'), bytes };
}

/** The same as people start it: a process of its own, its pipes and its exit code. */
export function endcapProcess(
  words: readonly string[],
  env: Record<string, string> = {},
  onOutput: () => void = () => {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [endcapFile, ...words], {
      env: { PATH: process.env.PATH!, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 25_000,
    });
    const out: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', chunk => {
      out.push(chunk);
      onOutput();
    });
    child.stderr.setEncoding('utf8').on('data', chunk => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', code => {
      const bytes = Buffer.concat(out);
      resolve({ code, stdout: bytes.toString('utf8'), stderr, bytes });
    });
  });
}
