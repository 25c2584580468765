import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { DoctorDocument } from '../../src/console/doctor-document.ts';
import { endcapFile, endcapProcess } from '../cli/endcap.ts';
import { allProven, type House, openHouse, until } from '../e2e/house.ts';

/** Ten things that go wrong on gateways, each planted for real; the doctor names each with its fix, and nothing else. */
let house: House;

beforeAll(async () => {
  house = await openHouse({ labels: 12 });
  await house.startAgent();
  await allProven(house);
}, 60_000);
afterAll(() => house?.stop());

async function examine(...words: string[]) {
  const { code, stdout, stderr } = await endcapProcess(['doctor', '--json', ...words], { XDG_RUNTIME_DIR: house.dir });
  if (code !== 0 && code !== 1) throw new Error(`${code}: ${stdout}${stderr}`);
  const { checks } = DoctorDocument.parse(JSON.parse(stdout));
  const failed = checks.filter(check => check.verdict === 'fail');
  expect(code).toBe(failed.length > 0 ? 1 : 0);
  for (const check of checks) if (check.verdict !== 'ok') expect(check.fix, check.name).toBeTruthy();
  return { checks, failed: failed.map(check => check.name), evidence: failed.map(check => check.evidence).join() };
}

/** Looks until it has noticed, or for so long that it should have. */
async function findsOnly(name: string, ...words: string[]) {
  let last = await examine(...words);
  for (let tries = 0; tries < 15 && last.failed.length === 0; tries++) {
    await new Promise(resume => setTimeout(resume, 1_000));
    last = await examine(...words);
  }
  expect(last.failed, last.evidence).toEqual([name]);
  return last;
}

/** Another configuration beside the house's own; no agent runs with it. */
function otherConfig(name: string, change: (config: Record<string, Record<string, unknown>>) => void): string {
  const config = parse(readFileSync(house.configFile, 'utf8')) as Record<string, Record<string, unknown>>;
  (config as Record<string, unknown>).data = join(house.dir, `data-${name}`);
  change(config);
  const file = join(house.dir, `${name}.yaml`);
  writeFileSync(file, stringify(config));
  return file;
}

const canMount = (() => {
  try {
    const dir = join('/tmp', `endcap-mount-${process.pid}`);
    mkdirSync(dir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir], { stdio: 'ignore' });
    execFileSync('umount', [dir], { stdio: 'ignore' });
    rmSync(dir, { recursive: true });
    return true;
  } catch {
    return false; // only root may mount, and not everywhere
  }
})();

/** A certificate of the year 2020, by openssl's own authority. */
function expired(key: string, cert: string): void {
  const dir = join(house.dir, 'authority');
  mkdirSync(dir);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: dir, stdio: 'pipe' });
  writeFileSync(join(dir, 'index.txt'), '');
  writeFileSync(join(dir, 'serial'), '01');
  writeFileSync(
    join(dir, 'ca.cnf'),
    '[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n',
  );
  openssl('genpkey', '-algorithm', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key);
  openssl('req', '-new', '-key', key, '-subj', '/CN=gw-01', '-out', 'gw.csr');
  const span = ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'];
  openssl(
    'ca',
    '-batch',
    '-config',
    'ca.cnf',
    '-selfsign',
    '-keyfile',
    key,
    '-in',
    'gw.csr',
    '-out',
    cert,
    '-notext',
    ...span,
  );
}

describe('a healthy gateway', () => {
  test('has nothing wrong, and everything that can be measured is', async () => {
    const { checks, failed } = await examine();
    expect(failed).toEqual([]);
    expect(checks.filter(check => check.verdict !== 'ok')).toEqual([]);
  });

  test('is examined by the agent itself just the same', async () => {
    const answer = await fetch(new URL('api/doctor', house.url()));
    const { checks } = DoctorDocument.parse(await answer.json());
    expect(checks.filter(check => check.verdict !== 'ok')).toEqual([]);
  });

  test('without an agent says what was not measured, and fails nothing', async () => {
    const { checks, failed } = await examine(
      '--config',
      otherConfig('idle', () => {}),
    );
    expect(failed).toEqual([]);
    const unmeasured = checks.filter(check => check.evidence.startsWith('not measured')).map(check => check.name);
    expect(unmeasured).toEqual(expect.arrayContaining(['on-air', 'label-keys']));
  });

  test('is shown to people in lines that fit, each with its mark', async () => {
    const { stdout } = await endcapProcess(['doctor'], { XDG_RUNTIME_DIR: house.dir, COLUMNS: '80' });
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(stdout).toContain('✓ disk');
    expect(stdout).toContain('Nothing is wrong.');
  });
});

describe('a planted fault', () => {
  test('adapter gone', async () => {
    const end = house.fault('radio-gone');
    await until(async () => (await house.status()).radios[0]?.state === 'down');
    await findsOnly('adapters');
    end();
    await until(async () => (await house.status()).radios[0]?.state === 'ready', 40_000);
  }, 60_000);

  test('wrong rights', async () => {
    const data = join(house.dir, 'data');
    chmodSync(data, 0o755);
    expect((await findsOnly('permissions')).evidence).toContain('755');
    chmodSync(data, 0o700);
    const keys = join(house.dir, 'keys.csv');
    chmodSync(keys, 0o644);
    expect((await findsOnly('permissions')).evidence).toContain('keys.csv');
    chmodSync(keys, 0o600);
  });

  test('clock off', async () => {
    const end = house.fault('clock-jump');
    await findsOnly('clock');
    end();
    await until(async () => Math.abs((await house.status()).mesh.clockSkewMs ?? Number.NaN) < 5_000);
  }, 30_000);

  test('certificate expired', async () => {
    const [key, cert] = [join(house.dir, 'old.key'), join(house.dir, 'old.pem')];
    expired(key, cert);
    const file = otherConfig('expired', config => Object.assign(config.mesh!, { cert, key }));
    const { checks, evidence } = await findsOnly('certificates', '--config', file);
    expect(evidence).toContain('expired on');
    expect(checks.find(check => check.name === 'broker')!.evidence).toMatch(/^not measured/);
  });

  test('broker unreachable', async () => {
    const end = house.fault('dead-broker');
    await findsOnly('broker');
    end();
    await until(async () => (await house.status()).mesh.state === 'connected', 40_000);
  }, 60_000);

  test('wrong key', async () => {
    const file = otherConfig('wrong-key', config => {
      const keys = config.mesh!.keys as { kid: string; publicKey: string }[];
      keys[0]!.publicKey = keys[1]!.publicKey;
    });
    expect((await findsOnly('mesh-keys', '--config', file)).evidence).toContain('did not make its signature');
  });

  test.skipIf(!canMount)('disk full (needs the right to mount)', async () => {
    const dir = join(house.dir, 'data-full');
    mkdirSync(dir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', dir]);
    try {
      await findsOnly(
        'disk',
        '--config',
        otherConfig('full', () => {}),
      );
    } finally {
      execFileSync('umount', [dir]);
    }
  });

  test('store damaged', async () => {
    await house.stopAgent();
    const path = join(house.dir, 'data', 'store.db');
    const before = readFileSync(path);
    const { size } = statSync(path);
    const handle = openSync(path, 'r+');
    for (let page = 3; page * 4096 < size; page += 2) writeSync(handle, Buffer.alloc(512, 0xa5), 0, 512, page * 4096);
    closeSync(handle);
    await findsOnly('store', '--config', house.configFile);
    writeFileSync(path, before);
    expect((await examine('--config', house.configFile)).failed).toEqual([]);
    await house.startAgent();
    await allProven(house);
  }, 60_000);

  test('label key wrong', async () => {
    await house.stopAgent();
    const keyFile = join(house.dir, 'keys.csv');
    const right = readFileSync(keyFile, 'utf8');
    writeFileSync(keyFile, right.replace(/,([0-9a-f]{32})/i, `,${'5a'.repeat(16)}`), { mode: 0o600 });
    await house.startAgent();
    const locked = right
      .split('\n')
      .map(line => /^([0-9a-f]{12}),/.exec(line)?.[1])
      .find(Boolean)!;
    await fetch(new URL(`api/labels/${locked}/refresh`, house.url()), { method: 'POST' });
    await until(async () => (await house.label(locked)).reason === 'device.wrong-key', 40_000);
    expect((await findsOnly('label-keys')).evidence).toContain(locked);
    await house.stopAgent();
    writeFileSync(keyFile, right, { mode: 0o600 });
    await house.startAgent();
    await allProven(house);
  }, 90_000);

  test('two agents on one adapter', async () => {
    const file = otherConfig('second', () => {});
    const env = { PATH: process.env.PATH!, XDG_RUNTIME_DIR: house.dir };
    const second = spawn(process.execPath, [endcapFile, 'run', '--config', file], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise<void>(resolve => second.stdout.once('data', () => resolve()));
    const { evidence } = await findsOnly('adapter-owner', '--config', house.configFile);
    expect(evidence).toContain(`${second.pid}`);
    second.kill('SIGTERM');
    await new Promise(resolve => second.once('exit', resolve));
  }, 60_000);
});
