import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultDay } from '../../emulator/people/default-day.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { BeaconListDocument } from '../../src/console/beacon-documents.ts';
import { OfferListDocument } from '../../src/console/offer-documents.ts';
import { ScreenListDocument } from '../../src/console/screen-documents.ts';
import { endcap, endcapFile } from '../cli/endcap.ts';
import { allProven, type House, openHouse, until } from '../e2e/house.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const pages = [
  'README.md',
  'docs/operate.md',
  'docs/bitcoin.md',
  'docs/proximity.md',
  'docs/wired.md',
  'docs/screens.md',
  'docs/develop.md',
  'CONTRIBUTING.md',
  'deploy/README.md',
];

/** Lines of the blocks of one kind: `sh` can be run, `console` needs root or hardware. */
const linesOf = (kind: 'sh' | 'console') =>
  pages.flatMap(page =>
    [...read(page).matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].flatMap(([, block]) =>
      block!
        .split('\n')
        .map(line => line.replace(/\s+#.*$/, '').trim())
        .filter(line => line !== '')
        .map(line => ({ page, line })),
    ),
  );
const commands = linesOf('sh');
const isOurs = ({ line }: { readonly line: string }) => /^(npx )?endcap /.test(line);
/** Once each, wherever it stands first. */
const ours = commands.filter(isOurs).filter(({ line }, at, all) => all.findIndex(one => one.line === line) === at);
const ofTheBench = linesOf('console').filter(isOurs);

describe('commands in the documentation', () => {
  let house: House;
  let names: Record<string, string>;
  const before = process.cwd();

  beforeAll(async () => {
    house = await openHouse({
      labels: 12,
      adapters: 2,
      ratesEveryMs: 500,
      beacons: true,
      people: defaultDay(3),
      screens: true,
    });
    await house.startAgent();
    await allProven(house);
    const [first, second, third] = await house.labels();
    names = {
      ffff92001234: first!.id,
      ffff92005678: second!.id,
      '40123': third!.skus[0]!,
      ID: third!.id,
      SKU: third!.skus[0]!,
      milk: third!.name!.split(' ')[0]!,
      // A zone, a beacon, two offers and a sensor of the emulated shop, by the names that the pages give them.
      dairy: 'fresh',
      'dairy-1': 'zone-fresh',
      'cheese-week': 'apples-today',
      spring: 'crisps-for-you',
      'freezer-2': 'freezer',
    };
    await until(async () => {
      const offers = await house.ask('api/offers', OfferListDocument);
      const beacons = await house.ask('api/beacons', BeaconListDocument);
      const { screens } = await house.ask('api/screens', ScreenListDocument);
      return offers.offers.some(({ id }) => id === names.spring) && beacons.beacons.length > 0 && screens.length === 8;
    });
    writeFileSync(join(house.dir, 'aisle-3.csv'), `label,sku\n${first!.id},${third!.skus[0]}\n`);
    copyFileSync(new URL('../../src/render/templates/shelf.yaml', import.meta.url), join(house.dir, 'shelf.yaml'));
    process.chdir(house.dir);
  }, 60_000);
  afterAll(async () => {
    process.chdir(before);
    await house?.stop();
  });

  const wordsOf = (line: string) =>
    line
      .replace(/^(npx )?endcap /, '')
      .split(/\s+/)
      .map(word => names[word] ?? word);
  async function run(line: string) {
    const env = { XDG_RUNTIME_DIR: house.dir, COLUMNS: '100' };
    const { code, stdout, stderr } = await endcap(wordsOf(line), env);
    return { code, output: stdout + stderr };
  }
  /** Prices change until it has told of one; then it is ended as people do. */
  async function follow(line: string) {
    const child = spawn(process.execPath, [endcapFile, ...wordsOf(line)], {
      env: { PATH: process.env.PATH!, XDG_RUNTIME_DIR: house.dir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let amountMinor = 100n;
    const again = setInterval(() => house.shop.pricing.setPrice(names.SKU!, amountMinor++), 500);
    child.stdout.once('data', () => child.kill('SIGINT'));
    const [code] = await once(child, 'exit');
    clearInterval(again);
    return { code, output: '' };
  }

  const helps = new Map<string, ReturnType<typeof run>>();
  /** What a command says of itself; asked once, as many lines are of the same one. */
  function helpOf(command: string): ReturnType<typeof run> {
    const help = helps.get(command) ?? run(`${command} --help`);
    helps.set(command, help);
    return help;
  }

  test('there are many', () => expect(ours.length).toBeGreaterThan(35));

  test.each(ours.map(({ page, line }) => [page, line] as const))(
    '%s: %s',
    async (_page, line) => {
      if (/ run --config| emulate /.test(line)) {
        // The shop of this test is no process of its own, and a second agent would need a second shop: `test/e2e` and
        // `test/emulator` run these. What is left to look at is that they are understood.
        const [, noun = '', verb = ''] = /^(?:npx )?endcap (\S+)(?: ([a-z][a-z-]*))?/.exec(line) ?? [];
        const { code, output } = await helpOf(`${noun} ${verb}`.trim());
        expect({ code, output: output.slice(0, 200) }).toMatchObject({ code: 0 });
        return;
      }
      if (/ (verify|status)/.test(line)) await until(async () => (await house.status()).labels.pending === 0);
      const { code, output } = await (/ tail/.test(line) ? follow(line) : run(line));
      // What was found is the answer of these two: bound labels are on their way while this page is read.
      const fine = /^endcap (verify|doctor)/.test(line) ? [0, 1] : [0];
      expect(fine, output).toContain(code);
      // A line may itself wait for a minute.
    },
    90_000,
  );

  test.each(ofTheBench.map(({ page, line }) => [page, line] as const))('%s: %s', async (_page, line) => {
    const [noun = '', verb = ''] = line.replace(/^(npx )?endcap /, '').split(' ');
    const { code, output } = await helpOf(`${noun} ${verb}`);
    expect({ code, output: output.slice(0, 200) }).toMatchObject({ code: 0 });
    for (const flag of line.match(/--[a-z-]+/g) ?? []) expect(output).toContain(`${flag} `);
  });

  test('every npm script that is named exists', () => {
    const named = commands.flatMap(({ line }) => [...line.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!));
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) expect(Object.keys(packageFile.scripts)).toContain(name);
  });

  test('every file that is linked is there', () => {
    for (const page of pages) {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);
      for (const link of links) expect(() => read(join(page, '..', link)), `${page} links ${link}`).not.toThrow();
    }
  });
});
