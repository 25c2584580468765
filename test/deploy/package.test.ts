import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has, inRepository, run } from './tools.ts';

/** It builds the package twice from the package registry, which takes more than a minute: `npm run test:package`. */
const asked = process.env.ENDCAP_TEST_PACKAGE === '1';
const able = has('dpkg-deb') && has('systemd-sysusers') && process.getuid?.() === 0;

describe.skipIf(!asked || !able)('the Debian package (npm run test:package; dpkg, systemd, as root)', () => {
  let work: string;
  let first: string;
  /** A machine of its own: what dpkg and the maintainer scripts do, they do below this directory. */
  let machine: string;

  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'endcap-package-'));
    first = build('first');
    machine = join(work, 'machine');
    for (const folder of ['etc', 'var/lib/dpkg/info', 'var/lib/dpkg/updates', 'run'])
      mkdirSync(join(machine, folder), { recursive: true });
    for (const file of ['var/lib/dpkg/status', 'var/lib/dpkg/available', 'etc/passwd', 'etc/group', 'etc/shadow'])
      writeFileSync(join(machine, file), file.startsWith('etc/') ? rootsLine(file) : '');
  }, 300_000);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const rootsLine = (file: string) =>
    ({ 'etc/passwd': 'root:x:0:0:root:/:/bin/sh\n', 'etc/group': 'root:x:0:\n' })[file] ?? 'root:*:19000::::::\n';

  function build(name: string): string {
    const out = join(work, name);
    const built = run(process.execPath, [inRepository('deploy/package/build.mjs'), '--out', out], {}, 200_000);
    expect(built, built.output).toMatchObject({ status: 0 });
    return built.stdout.split('\n')[0]!;
  }

  /** The same package under another version, as the next or the last release would be. */
  function released(version: string): string {
    const tree = join(work, `tree-${version}`);
    const file = join(work, `endcap_${version}.deb`);
    run('dpkg-deb', ['-R', first, tree]);
    const control = join(tree, 'DEBIAN/control');
    writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*/m, `Version: ${version}`));
    run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, file], {}, 100_000);
    rmSync(tree, { recursive: true });
    return file;
  }

  const dpkg = (...args: string[]) => {
    const force = '--force-script-chrootless,depends,confold,downgrade';
    const done = run('dpkg', [`--root=${machine}`, `--force-${force.slice(8)}`, ...args], {}, 100_000);
    expect(done, done.output).toMatchObject({ status: 0 });
  };
  const at = (path: string) => join(machine, path);
  const mode = (path: string) => (statSync(at(path)).mode & 0o777).toString(8);

  it('is the same, byte for byte, when it is built again', () => {
    const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(digest(build('second'))).toBe(digest(first));
  }, 300_000);

  it('installs with its own user and its data directory, and its command runs on its own Node', () => {
    dpkg('--install', first);
    expect(readFileSync(at('etc/passwd'), 'utf8')).toMatch(/^endcap:/m);
    expect([mode('var/lib/endcap'), mode('etc/endcap'), mode('etc/endcap/keyring')]).toEqual(['700', '750', '600']);
    const uid = Number(/^endcap:[^:]*:(\d+)/m.exec(readFileSync(at('etc/passwd'), 'utf8'))![1]);
    expect(statSync(at('var/lib/endcap')).uid).toBe(uid);
    expect(existsSync(at('usr/lib/systemd/system/endcap.service'))).toBe(true);
    const shown = run(at('usr/bin/endcap'), ['version'], { PATH: '/usr/bin:/bin' });
    expect(shown).toMatchObject({ status: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('starts the service only with a configuration that its own command finds valid', () => {
    const asked = /elif \/usr\/bin\/endcap (.*) >&2;/.exec(
      readFileSync(inRepository('deploy/package/postinst'), 'utf8'),
    );
    const words = asked![1]!.split(' ').map(word => (word.startsWith('/') ? at(word) : word));
    const validated = () => run(at('usr/bin/endcap'), words, { PATH: '/usr/bin:/bin' }).status;
    const example = readFileSync(at('etc/endcap/endcap.yaml'), 'utf8');
    expect(readFileSync(at('usr/share/endcap/endcap.example.yaml'), 'utf8')).toBe(example);
    expect(validated()).toBe(0);
    writeFileSync(at('etc/endcap/endcap.yaml'), example.replace('gateway:', 'gatway:'));
    expect(validated()).toBe(4);
    writeFileSync(at('etc/endcap/endcap.yaml'), example);
  });

  it('keeps data, configuration and keyring through an upgrade and a downgrade', () => {
    const keyring = readFileSync(at('etc/endcap/keyring'), 'utf8');
    writeFileSync(at('var/lib/endcap/endcap.db'), 'facts');
    writeFileSync(at('etc/endcap/endcap.yaml'), '# edited\n');
    for (const file of [released('99.0.0'), first]) {
      dpkg('--install', file);
      expect(readFileSync(at('var/lib/endcap/endcap.db'), 'utf8')).toBe('facts');
      expect(readFileSync(at('etc/endcap/endcap.yaml'), 'utf8')).toBe('# edited\n');
      expect(readFileSync(at('etc/endcap/keyring'), 'utf8')).toBe(keyring);
    }
  }, 200_000);

  it('keeps the data when it is removed, and leaves nothing when it is purged', () => {
    dpkg('--remove', 'endcap');
    expect(readFileSync(at('var/lib/endcap/endcap.db'), 'utf8')).toBe('facts');
    dpkg('--purge', 'endcap');
    const left = run('find', [machine, '-iname', '*endcap*']).stdout;
    expect(left).toBe('');
    expect(readFileSync(at('etc/passwd'), 'utf8')).not.toContain('endcap');
  }, 100_000);
});
