import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The emulated shop as a process of its own: like in the field, nothing but wires connects it with the agent. */
export interface ShopProcess {
  /** Resolves once it can be joined; false: it ended before that. */
  readonly ready: Promise<boolean>;
  /** Resolves when the process has ended, whoever wanted that. */
  readonly ended: Promise<void>;
  /** Asks it to stop and waits; after `graceMs` it is killed. */
  stop(): Promise<void>;
}

const graceMs = 10_000;

/**
 * Starts `endcap emulate shop`. Its standard input is a lifeline: it ends with this process, however that ends, and the
 * shop then stops and removes `scratch`. It is in a process group of its own, so that a Ctrl-C reaches us first and
 * the agent stops before the world around it does.
 */
export function startShop(options: { readonly flags: readonly string[]; readonly scratch: string }): ShopProcess {
  const command = fileURLToPath(new URL('./endcap.mjs', import.meta.url));
  const words = ['emulate', 'shop', '--json', '--until-stdin-ends', '--remove', options.scratch, ...options.flags];
  const child: ChildProcess = spawn(process.execPath, [command, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  // A shop that is gone cannot be told to go.
  child.stdin!.on('error', () => {});
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const lines = createInterface({ input: child.stdout! });
  const ready = Promise.race([
    new Promise<boolean>(resolve => lines.once('line', () => resolve(true))),
    ended.then(() => false),
  ]);
  return {
    ready,
    ended,
    async stop() {
      const giveUp = setTimeout(() => child.kill('SIGKILL'), graceMs);
      child.stdin!.end();
      await ended;
      clearTimeout(giveUp);
    },
  };
}
