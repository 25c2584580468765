import { lstat, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect } from 'node:net';

/**
 * Listens on a Unix socket that only this user may open. What a process that is gone left at the path gives way.
 * @throws when something else lies there, or somebody answers there
 */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found !== null) {
    if (!found.isSocket()) throw new Error(`${path} is there already and is no socket.`);
    if (await answers(path)) throw new Error(`Another shop listens on ${path}.`);
    await rm(path, { force: true });
  }
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, () => resolve()));
  } finally {
    process.umask(before);
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
