import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StatusDocument } from '../../src/console/documents.ts';

/** The command line of the product. */
export const command = fileURLToPath(new URL('../../src/cli/endcap.mjs', import.meta.url));
/** As its first line wants it to be run. */
export const nodeFlags = /^#!.*\bnode (.*)$/m.exec(readFileSync(command, 'utf8'))?.[1]?.split(' ') ?? [];

/** A command of the product as a process of its own. */
export interface Running {
  readonly pid: number;
  /** The first line that it wrote. */
  readonly line: string;
  /** From its start to that line. */
  readonly tookMs: number;
  stop(): Promise<void>;
}

/** Starts `endcap …` and waits for its first line. */
export function start(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Running> {
  return startNode([...nodeFlags, command, ...words], env);
}

const shopChild = fileURLToPath(new URL('shop-child.ts', import.meta.url));

/**
 * Opens an emulated shop as a process of its own, which writes the configuration for an agent to `DIR/shop.yaml`.
 * `refreshScale` multiplies the panels' redraw times; 1 is as slow as real ones.
 */
export function startShop(
  dir: string,
  { labels, adapters, refreshScale }: { labels: number; adapters: number; refreshScale: number },
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  return startNode(['--import', 'tsx', shopChild, dir, `${labels}`, `${adapters}`, `${refreshScale}`], env);
}

async function startNode(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Running> {
  const beganMs = performance.now();
  const child: ChildProcess = spawn(process.execPath, [...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [data] = (await Promise.race([
    once(child.stdout!, 'data'),
    exited.then(([code]) => {
      throw new Error(`${words.join(' ')} ended with ${String(code)}`);
    }),
  ])) as [Buffer];
  return {
    pid: child.pid!,
    line: data.toString('utf8').trim(),
    tookMs: performance.now() - beganMs,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A directory for one run; agents announce themselves in it, not where the user's own are found. */
export function scratch(): { readonly dir: string; readonly env: Record<string, string>; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-bench-'));
  const env = { XDG_RUNTIME_DIR: dir, ENDCAP_CONSOLE__LISTEN: '127.0.0.1:0', ENDCAP_LOG__LEVEL: 'fatal' };
  return { dir, env, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export async function statusOf(agent: Running): Promise<StatusDocument> {
  const url = /http\S+/.exec(agent.line)?.[0];
  return (await (await fetch(`${url}api/status`)).json()) as StatusDocument;
}

/** Resident memory of a process in MB, as the kernel counts it. */
export function residentMb(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error('the kernel does not say how much memory it has');
  return Number(kib) / 1024;
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
