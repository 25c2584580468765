import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { has, inRepository, run } from './tools.ts';

const tools = ['curl', 'flock', 'openssl', 'sha256sum'].every(has);

/**
 * A gateway of which only dpkg and systemctl are played: they record what they were told, and `installed` is the version
 * that dpkg believes in. A package is a file whose text is its version.
 */
const played = {
  dpkg: `echo "dpkg $*" >>"$MACHINE/log"
for last in "$@"; do :; done
if [ "$last" != endcap ]; then cat "$last" >"$MACHINE/installed"; echo "written by $(cat "$last")" >>"$MACHINE/data/store"; fi
[ ! -e "$MACHINE/dpkg-fails" ] || { rm "$MACHINE/dpkg-fails"; exit 1; }`,
  'dpkg-deb': `case $3 in Package) echo endcap ;; Version) cat "$2" ;; esac`,
  'dpkg-query': `cat "$MACHINE/installed"`,
  systemctl: `echo "systemctl $*" >>"$MACHINE/log"`,
};

let machine: string;
let server: Server;
/** Versions that answer as healthy ones. */
let healthy: Set<string>;

describe.skipIf(!tools)('a staged update (curl, flock, openssl)', () => {
  beforeEach(async () => {
    machine = mkdtempSync(join(tmpdir(), 'endcap-update-'));
    for (const folder of ['bin', 'data', 'cache']) mkdirSync(join(machine, folder));
    for (const [name, text] of Object.entries(played)) {
      writeFileSync(join(machine, 'bin', name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(machine, 'bin', name), 0o755);
    }
    writeFileSync(join(machine, 'installed'), '1.0.0');
    writeFileSync(join(machine, 'cache/current.deb'), '1.0.0');
    writeFileSync(join(machine, 'data/store'), 'facts\n');
    writeFileSync(join(machine, 'log'), '');
    healthy = new Set(['1.0.0']);
    server = createServer((_, response) => {
      response.writeHead(healthy.has(text('installed')) ? 200 : 503).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
    rmSync(machine, { recursive: true });
  });

  const text = (file: string) => readFileSync(join(machine, file), 'utf8');
  const told = () => text('log').trim().split('\n');

  /** The script's exit code, with version 1.1.0 staged. */
  async function update(options: { sum?: string; env?: Record<string, string>; signature?: Buffer } = {}) {
    const staged = join(machine, 'staged.deb');
    writeFileSync(staged, '1.1.0');
    writeFileSync(
      `${staged}.sha256`,
      `${options.sum ?? createHash('sha256').update('1.1.0').digest('hex')}  staged.deb\n`,
    );
    const words = [staged, `${staged}.sha256`];
    if (options.signature) {
      writeFileSync(`${staged}.sig`, options.signature);
      words.push(`${staged}.sig`);
    }
    const child = spawn(inRepository('deploy/update/endcap-update'), words, {
      stdio: 'ignore',
      env: {
        PATH: `${join(machine, 'bin')}:${process.env.PATH}`,
        MACHINE: machine,
        ENDCAP_UPDATE_HEALTH_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`,
        ENDCAP_UPDATE_WAIT_SECONDS: '2',
        ENDCAP_UPDATE_STEADY_SECONDS: '1',
        ENDCAP_UPDATE_CACHE: join(machine, 'cache'),
        ENDCAP_UPDATE_DATA: join(machine, 'data'),
        ...options.env,
      },
    });
    const [code] = (await once(child, 'exit')) as [number];
    return code;
  }

  it('keeps a version that is healthy, as the one to go back to next time', async () => {
    healthy.add('1.1.0');
    expect(await update()).toBe(0);
    expect([text('installed'), text('cache/current.deb'), text('cache/store/store')]).toEqual([
      '1.1.0',
      '1.1.0',
      'facts\n',
    ]);
    expect(told()[0]).toBe('systemctl stop endcap.service');
    expect(await update()).toBe(0);
  });

  it('takes back a version that does not become healthy, with the store from before', async () => {
    expect(await update()).toBe(1);
    expect([text('installed'), text('data/store')]).toEqual(['1.0.0', 'facts\n']);
    expect(text('cache/store-of-failed/store')).toContain('written by 1.1.0');
    expect(told().at(-1)).toBe('systemctl restart endcap.service');
    expect(text('cache/current.deb')).toBe('1.0.0');
  });

  it('takes back a version that cannot be installed', async () => {
    writeFileSync(join(machine, 'dpkg-fails'), '');
    healthy.add('1.1.0');
    expect(await update()).toBe(1);
    expect([text('installed'), text('data/store')]).toEqual(['1.0.0', 'facts\n']);
  });

  it('changes nothing for a package that is not the announced one, or when there is no way back', async () => {
    healthy.add('1.1.0');
    expect(await update({ sum: '0'.repeat(64) })).toBe(5);
    rmSync(join(machine, 'cache/current.deb'));
    expect(await update()).toBe(5);
    writeFileSync(join(machine, 'cache/current.deb'), '1.0.0');
    healthy.delete('1.0.0');
    expect(await update()).toBe(5);
    expect([text('installed'), text('log')]).toEqual(['1.0.0', '']);
    expect(existsSync(join(machine, 'cache/store'))).toBe(false);
  });

  it('wants the signature of the key that it was given', async () => {
    healthy.add('1.1.0');
    const [ours, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
    const file = join(machine, 'key.pem');
    writeFileSync(file, ours.publicKey.export({ type: 'spki', format: 'pem' }));
    const env = { ENDCAP_UPDATE_PUBLIC_KEY: file };
    expect(await update({ env })).toBe(5);
    expect(await update({ env, signature: sign(null, Buffer.from('1.1.0'), other.privateKey) })).toBe(5);
    expect(text('installed')).toBe('1.0.0');
    expect(await update({ env, signature: sign(null, Buffer.from('1.1.0'), ours.privateKey) })).toBe(0);
  });

  it('is written in the shell that every Debian has', () => {
    for (const script of ['deploy/update/endcap-update', 'deploy/mosquitto/lab-ca.sh', 'deploy/package/postinst'])
      expect(run('sh', ['-n', inRepository(script)])).toEqual({ status: 0, output: '', stdout: '' });
  });
});
