import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const endcapFile = fileURLToPath(new URL('../../src/cli/endcap.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Raw output, for pictures. */
  readonly bytes: Buffer;
}

/** Runs the real command to its end, with no environment but what is given. */
export function endcap(
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
