import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A serial port that is none: what a program writes to `path` comes out of `stream`, and the other way round. */
export interface Pty {
  /** What a program opens as its serial port. */
  readonly path: string;
  /** The device's end of the line. */
  readonly stream: Duplex;
  /** The speed that the program set its port to, baud; null when it cannot be told. The line itself has none. */
  baudRate(): number | null;
  /** Takes the port away, as when a USB plug is pulled: a program that has it open is told so. */
  stop(): Promise<void>;
}

export interface PtyOptions {
  /** Last part of the path; default `serial`. */
  readonly name?: string;
  /** The whole path, when the port has to come back where it was; default in a folder of its own. */
  readonly path?: string;
}

const appearsWithinMs = 5_000;
const lookEveryMs = 10;

/** Whether this machine has what `openPty` needs. */
export function hasSocat(): boolean {
  try {
    execFileSync('which', ['socat'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens a pseudo-terminal through socat. It is held open from this side too, so that a program may close and open it
 * again; what is sent meanwhile waits for it, unlike on a real port.
 * @throws when socat is missing or opens nothing
 */
export async function openPty(options: PtyOptions = {}): Promise<Pty> {
  if (!hasSocat()) throw new Error('a pseudo-terminal needs socat, which is not installed (apt install socat)');
  const folder = options.path === undefined ? mkdtempSync(join(tmpdir(), 'endcap-pty-')) : null;
  const path = options.path ?? join(folder!, options.name ?? 'serial');
  const socat = spawn('socat', ['-', `pty,raw,echo=0,link=${path}`], { stdio: ['pipe', 'pipe', 'ignore'] });
  let ended = false;
  const gone = once(socat, 'close').then(
    () => {},
    () => {},
  );
  socat.on('error', () => {});
  void gone.then(() => {
    ended = true;
  });
  const tidy = (): void => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  for (let waitedMs = 0; !existsSync(path); waitedMs += lookEveryMs) {
    if (ended || waitedMs > appearsWithinMs) {
      socat.kill();
      tidy();
      throw new Error(`socat opened no pseudo-terminal at ${path}`);
    }
    await sleep(lookEveryMs);
  }
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  const stream = Duplex.from({ readable: socat.stdout, writable: socat.stdin });
  // A port that was pulled while something was on its way.
  stream.on('error', () => {});
  let stopping: Promise<void> | null = null;
  return {
    path,
    stream,
    baudRate() {
      try {
        const speed = Number(execFileSync('stty', ['-F', path, 'speed'], { encoding: 'utf8', stdio: 'pipe' }));
        return Number.isInteger(speed) && speed > 0 ? speed : null;
      } catch {
        return null;
      }
    },
    stop() {
      stopping ??= (async () => {
        socat.kill();
        closeSync(held);
        await gone;
        stream.destroy();
        tidy();
      })();
      return stopping;
    },
  };
}
