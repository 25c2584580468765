import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where this user's running agents and emulated shops say how they can be reached. */

export type RuntimeKind = 'agent' | 'shop';

export interface RuntimeEntry {
  readonly pid: number;
  readonly socket: string;
  readonly startedAtMs: number;
  /** Where a browser finds it; null for what has no page. */
  readonly url: string | null;
  /** The configuration file it was started with; null: none. */
  readonly config: string | null;
  /** The adapters that it uses. */
  readonly radios: readonly string[];
}

/** What the registry asks of the machine; the default is this process. */
export interface RuntimeHost {
  readonly directory: string;
  readonly pid: number;
  readonly uid: number;
  readonly nowMs: number;
  readonly isAlive: (pid: number) => boolean;
}

/** More entries than any machine runs agents; what lies beyond is not looked at. */
const maxEntries = 256;
/** An entry is far smaller; anything above was not written by us. */
const maxEntryBytes = 16_384;

const folders: Record<RuntimeKind, string> = { agent: 'agents', shop: 'shops' };

/**
 * What a process may have in a folder, each named by its pid. The claim holds the folder while the process starts, so
 * that another one that ends meanwhile does not take the empty folder away.
 */
const endings = ['json', 'sock', 'claim'] as const;
const claimTries = 5;

/** This process as a host. The directory is `$XDG_RUNTIME_DIR/endcap`, or `endcap-UID` among the temporary files. */
export function thisHost(env: Readonly<Record<string, string | undefined>> = process.env): RuntimeHost {
  const uid = process.getuid?.() ?? 0;
  return {
    directory: env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, 'endcap') : join(tmpdir(), `endcap-${uid}`),
    pid: process.pid,
    uid,
    nowMs: Date.now(),
    isAlive,
  };
}

/**
 * A path for this process's socket, in a directory that only this user may enter. Short enough for the 107 bytes that a
 * socket's path may have wherever the runtime directory is an ordinary one.
 * @throws when the directory belongs to someone else or is open to others.
 */
export function socketPathFor(kind: RuntimeKind, host: RuntimeHost = thisHost()): string {
  return join(openFolder(kind, host), `${host.pid}.sock`);
}

/**
 * Makes this process findable. Returns how to take that back; what lies there afterwards is what lay there before.
 * @throws when the directory belongs to someone else or is open to others.
 */
export function announce(
  entry: {
    readonly kind: RuntimeKind;
    readonly socket: string;
    readonly url?: string | null;
    readonly config?: string | null;
    readonly radios?: readonly string[];
  },
  host: RuntimeHost = thisHost(),
): () => void {
  const folder = openFolder(entry.kind, host);
  const file = join(folder, `${host.pid}.json`);
  const content: RuntimeEntry = {
    pid: host.pid,
    socket: entry.socket,
    startedAtMs: host.nowMs,
    url: entry.url ?? null,
    config: entry.config ?? null,
    radios: entry.radios ?? [],
  };
  // Written aside and renamed, so that a reader never meets half an entry.
  writeFileSync(`${file}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => {
    for (const ending of endings) rmSync(join(folder, `${host.pid}.${ending}`), { force: true });
    removeIfEmpty(folder);
    removeIfEmpty(host.directory);
  };
}

/**
 * Removes what processes that were killed could not take back, and the folders where nothing else is left. For whoever
 * ends last.
 */
export function sweep(host: RuntimeHost = thisHost()): void {
  for (const kind of ['agent', 'shop'] as const) {
    latest(kind, host);
    removeIfEmpty(join(host.directory, folders[kind]));
  }
  removeIfEmpty(host.directory);
}

/** The one started last by this user that still lives; null: none. */
export function latest(kind: RuntimeKind, host: RuntimeHost = thisHost()): RuntimeEntry | null {
  return running(kind, host).at(-1) ?? null;
}

/** Those of this user that live, oldest first. What the dead left is removed on the way. */
export function running(kind: RuntimeKind, host: RuntimeHost = thisHost()): RuntimeEntry[] {
  const folder = join(host.directory, folders[kind]);
  if (!isOurs(host.directory, host.uid) || !isOurs(folder, host.uid)) return [];
  const living: RuntimeEntry[] = [];
  for (const name of readdirSync(folder).slice(0, maxEntries)) {
    const file = join(folder, name);
    if (!host.isAlive(Number.parseInt(name, 10))) {
      rmSync(file, { force: true });
      continue;
    }
    if (!name.endsWith('.json')) continue;
    const entry = readEntry(file);
    if (entry !== null) living.push(entry);
  }
  return living.sort((a, b) => a.startedAtMs - b.startedAtMs);
}

/** Read by hand and not with zod, whose loading would be a third of the time that a short command takes. */
function readEntry(file: string): RuntimeEntry | null {
  let value: Partial<Record<keyof RuntimeEntry, unknown>> | null;
  try {
    if (lstatSync(file).size > maxEntryBytes) return null;
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  const { pid, socket, startedAtMs, url = null, config = null, radios = [] } = value ?? {};
  if (!Number.isSafeInteger(pid) || (pid as number) <= 0 || typeof startedAtMs !== 'number') return null;
  if (typeof socket !== 'string' || socket === '') return null;
  const text = (given: unknown): string | null => (typeof given === 'string' ? given : null);
  const texts = (given: unknown): string[] =>
    Array.isArray(given) ? given.filter(each => typeof each === 'string') : [];
  return { pid: pid as number, socket, startedAtMs, url: text(url), config: text(config), radios: texts(radios) };
}

/** Makes the folder where needed and claims it; refuses one that another user could have prepared for us. */
function openFolder(kind: RuntimeKind, host: RuntimeHost): string {
  const folder = join(host.directory, folders[kind]);
  for (let tries = 1; ; tries++) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const path of [host.directory, folder]) {
        if (!isOurs(path, host.uid)) {
          throw new Error(`${path} must be a directory that only user ${host.uid} may enter (mode 0700)`);
        }
      }
      writeFileSync(join(folder, `${host.pid}.claim`), '', { mode: 0o600 });
      return folder;
    } catch (error) {
      // Taken away between two steps by a process that ended.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === claimTries) throw error;
    }
  }
}

function isOurs(path: string, uid: number): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === uid && (stat.mode & 0o077) === 0;
}

function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Others are still in it.
  }
}

/** A signal of 0 only asks; EPERM: it lives, but is somebody else's. */
function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
