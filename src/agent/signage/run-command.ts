import { execFile } from 'node:child_process';

/** So long a command may take; then it is killed. */
export const commandLimitMs = 15_000;

export type CommandEnd = { readonly ok: true } | { readonly ok: false; readonly detail: string };

const mostSaidChars = 200;

/** Runs a program with its arguments; no shell reads them. `detail`: why it failed, with what it said last. */
export function runCommand(command: readonly string[], limitMs = commandLimitMs): Promise<CommandEnd> {
  const [program = '', ...args] = command;
  return new Promise(resolve => {
    const options = { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024, windowsHide: true } as const;
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ ok: true });
      const said = (stderr.trim() || stdout.trim()).slice(-mostSaidChars);
      const why = error.killed
        ? `no end after ${limitMs / 1_000} s`
        : typeof error.code === 'number'
          ? `exit code ${error.code}`
          : (error.code ?? error.signal ?? 'failed');
      resolve({ ok: false, detail: `${program}: ${why}${said === '' ? '' : `: ${said}`}` });
    });
  });
}
