import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { inspectStore } from '../store/inspect.ts';
import { type BrokerFinding, probeBroker } from './broker-probe.ts';
import type { AdapterUser, AgentGlance, Patient } from './check.ts';
import { clockSynchronised } from './time-service.ts';

const adapterLimitMs = 3_000;

/** This machine, with this configuration. */
export function machine(
  config: Config,
  agent: AgentGlance | null,
  adapterUsers: () => readonly AdapterUser[],
): Patient {
  let asked: Promise<BrokerFinding> | null = null;
  return {
    config,
    agent,
    nowMs: Date.now(),
    uid: (agent?.pid && statSync(`/proc/${agent.pid}`, { throwIfNoEntry: false })?.uid) ?? process.getuid?.() ?? 0,
    rights(path) {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat ? { mode: stat.mode, uid: stat.uid, directory: stat.isDirectory() } : null;
    },
    readFile: path => readFileSync(path),
    space(path) {
      const { bavail, blocks, bsize, ffree, files } = statfsSync(path);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeInodes: files === 0 ? null : ffree };
    },
    clockSynchronised,
    storeDamage: () => inspectStore(join(config.data, 'store.db')),
    broker() {
      asked ??= probeBroker(
        config,
        path => readFileSync(path),
        () => performance.now(),
      );
      return asked;
    },
    adapter,
    adapterUsers,
  };
}

function adapter(url: string): Promise<string | null> {
  const device = /^hci:(\d+)$/.exec(url);
  if (device)
    return Promise.resolve(
      existsSync(`/sys/class/bluetooth/hci${device[1]}`) ? null : 'the kernel has no such adapter',
    );
  if (!URL.canParse(url)) return Promise.resolve('cannot be understood');
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol === 'serial:') return Promise.resolve(serial(pathname));
  if (protocol !== 'tcp:') return Promise.resolve(null);
  return new Promise(resolve => {
    const socket = connect({ host: hostname, port: Number(port), timeout: adapterLimitMs });
    const answer = (trouble: string | null) => {
      socket.destroy();
      resolve(trouble);
    };
    socket.once('connect', () => answer(null));
    socket.once('timeout', () => answer('does not answer'));
    socket.once('error', (error: NodeJS.ErrnoException) => answer(error.code ?? error.message));
  });
}

function serial(path: string): string | null {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'there is no such device' : `this user may not use it (${code})`;
  }
}
