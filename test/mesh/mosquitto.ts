import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { BrokerAccess } from '../../emulator/mesh/link.ts';

/** Debian puts it where a user's PATH may not look. */
const binary = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/usr/bin/mosquitto'].find(existsSync) ?? null;
export const hasMosquitto = binary !== null;

/** A certificate authority and certificates for the broker and its clients, made with openssl. */
export function makeCertificates(dir: string): (name: string) => { ca: string; cert: string; key: string } {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=test authority');
  return name => {
    openssl('req', ...curve, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(join(dir, 'san.cnf'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'san.cnf',
      '-out',
      `${name}.crt`,
    );
    const read = (file: string) => readFileSync(join(dir, file), 'utf8');
    return { ca: read('ca.crt'), cert: read(`${name}.crt`), key: read(`${name}.key`) };
  };
}

/** A real Mosquitto with TLS that wants client certificates, and its defaults for queues. */
export interface Mosquitto {
  access(name: string, protocol?: 4 | 5): BrokerAccess;
  start(): Promise<void>;
  /** SIGKILL: what was not on its disk is gone. */
  kill(): Promise<void>;
}

export async function createMosquitto(dir: string): Promise<Mosquitto> {
  const port = await freePort();
  const certificate = makeCertificates(dir);
  certificate('localhost');
  const lines = [
    // As root it would become another user, who cannot read the keys of this one.
    `user ${userInfo().username}`,
    `listener ${port} 127.0.0.1`,
    `cafile ${join(dir, 'ca.crt')}`,
    `certfile ${join(dir, 'localhost.crt')}`,
    `keyfile ${join(dir, 'localhost.key')}`,
    'require_certificate true',
    'use_identity_as_username true',
    'persistence true',
    `persistence_location ${dir}/`,
  ];
  const config = join(dir, 'mosquitto.conf');
  writeFileSync(config, `${lines.join('\n')}\n`);
  let running: ChildProcess | null = null;
  return {
    access: (name, protocol = 5) => ({ url: `mqtts://localhost:${port}`, protocol, ...certificate(name) }),
    async start() {
      const child = spawn(binary!, ['-c', config], { stdio: 'ignore' });
      running = child;
      while (!(await listens(port))) {
        if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    },
    async kill() {
      const child = running;
      running = null;
      if (child === null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // refused: it is still starting
  } finally {
    socket.destroy();
  }
}
