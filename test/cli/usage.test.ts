import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usageOf } from '../../src/cli/command.ts';
import { allNouns, findNoun } from '../../src/cli/nouns.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { endcap, endcapProcess } from './endcap.ts';

const nouns = await allNouns();

let empty: string;
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'endcap-cli-'));
});
afterAll(() => rmSync(empty, { recursive: true }));

const run = (words: readonly string[]) => endcap(words, { XDG_RUNTIME_DIR: empty, COLUMNS: '80' });

it('loads each noun by its own word', async () => {
  for (const noun of nouns) expect((await findNoun(noun.noun))?.noun).toBe(noun.noun);
  for (const word of ['lable', '--help', 'constructor', '']) expect(await findNoun(word)).toBeNull();
});

describe('help', () => {
  const commands = nouns.flatMap(noun => noun.commands.map(command => ({ noun, command })));

  it.each(commands.map(each => ({ ...each, usage: usageOf(each.noun.noun, each.command) })))(
    'explains $usage',
    async ({ noun, command, usage }) => {
      const words = command.verb === null ? [noun.noun] : [noun.noun, ...command.verb.split(' ')];
      const { code, stdout, stderr } = await run([...words, '--help']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(usage);
      expect(stdout).toContain(command.summary);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      expect(command.about.length).toBeGreaterThan(60);
      expect(command.examples.length > 0 || noun.noun === 'version').toBe(true);
    },
  );

  it.each([[[]], [['--help']], [['help']]])('shows the first page for %j', async words => {
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    const shown = nouns.filter(({ commands }) => commands.some(command => !command.hidden));
    for (const { noun } of shown) expect(stdout).toMatch(new RegExp(`^ {2}${noun}\\b`, 'm'));
  });

  it.each([[['label', '--help']], [['help', 'label']], [['label', 'help']]])('lists verbs for %j', async words => {
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    expect(stdout).toContain('label render ID');
  });

  it('never shows what is only for other programs', async () => {
    const { stdout } = await run(['emulate', 'shop', '--help']);
    expect(stdout).toContain('--config-out FILE');
    expect(stdout).not.toContain('--until-stdin-ends');
  });
});

describe('wrong usage', () => {
  it.each([
    { words: ['lable'], message: /unknown command 'lable'/i, hint: 'Did you mean label?' },
    { words: ['label', 'lst'], message: /unknown command 'lst'/i, hint: 'Did you mean list?' },
    { words: ['label', 'list', '--confidenc', 'x'], message: /--confidenc/, hint: 'Did you mean --confidence?' },
    { words: ['label'], message: /needs a verb/, hint: 'See endcap label --help.' },
    { words: ['label', 'show'], message: /missing.*ID/i, hint: 'See endcap label show --help.' },
    { words: ['label', 'show', 'a', 'b'], message: /too many/i, hint: 'See endcap label show --help.' },
    { words: ['label', 'list', '--confidence', 'sure'], message: /one of confirmed, sent/ },
    { words: ['label', 'render', 'x', '--scale', '9'], message: /whole number from 1 to 8/ },
    { words: ['label', 'render', 'x', '--shown', '--desired'], message: /exclude/ },
    { words: ['emulate', 'price', '1', '2,49'], message: /AMOUNT must be an amount such as 2.49/ },
    { words: ['emulate', 'fault', 'x', '--for', 'soon'], message: /--for must be a duration/ },
    { words: ['emulate', 'schedule', '1', '2.49', '--at', 'noon'], message: /--at must be an instant/ },
    { words: ['emulate', 'start', '--labels', '0'], message: /--labels must be a whole number/ },
    { words: ['run'], message: /configuration file is needed/ },
  ])('is 2 for $words', async ({ words, message, hint }) => {
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toContain('[cli.wrong-usage]');
    if (hint) expect(stderr).toContain(hint);
  });

  it('is a document on stdout with --json', async () => {
    const { code, stdout, stderr } = await endcapProcess(['lable', '--json']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(ErrorDocument.parse(JSON.parse(stdout)).error).toEqual({
      code: 'cli.wrong-usage',
      message: "Unknown command 'lable'.",
      hint: 'Did you mean label?',
    });
  });
});

describe('no agent', () => {
  it('is 3 and says how to start one', async () => {
    const { code, stdout, stderr } = await endcapProcess(['status'], { XDG_RUNTIME_DIR: empty });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/npm start/);
  });

  it('is 3 for a socket that nobody serves, as a document', async () => {
    const { code, stdout } = await endcapProcess(['label', 'list', '--json', '--socket', join(empty, 'none.sock')]);
    expect(code).toBe(3);
    expect(ErrorDocument.parse(JSON.parse(stdout)).error.code).toBe('cli.no-agent');
  });

  it('is 3 for an emulated shop that is not there', async () => {
    const { code, stderr } = await run(['emulate', 'price', '1', '2.49', '--control', join(empty, 'none.sock')]);
    expect(code).toBe(3);
    expect(stderr).toContain('[cli.no-shop]');
  });
});

describe('configuration', () => {
  const good =
    'gateway: {organisation: acme, store: "0042", id: gw-01}\nmesh: {url: "mqtt://b:1883", requireSignatures: false}\n';

  it('is 4 with file, line, field and fix, without an agent', async () => {
    const file = join(empty, 'bad.yaml');
    writeFileSync(file, good.replace('url:', 'ulr:'));
    const { code, stdout } = await endcapProcess(['config', 'validate', file, '--json']);
    expect(code).toBe(4);
    const { error } = ErrorDocument.parse(JSON.parse(stdout));
    expect(error.code).toBe('cli.configuration-invalid');
    expect(error.message).toContain(`${file}:2:8: mesh.ulr`);
    expect(error.message).toContain('did you mean "url"?');
  });

  it('is 0 for a valid file, and shows where each value is from', async () => {
    const file = join(empty, 'good.yaml');
    writeFileSync(file, good);
    expect((await run(['config', 'validate', file])).code).toBe(0);
    const { code, stdout } = await endcapProcess(['config', 'show', '--config', file, '--json'], {
      ENDCAP_MESH__PROTOCOL: '4',
    });
    expect(code).toBe(0);
    const { values } = JSON.parse(stdout) as { values: { path: string; value: unknown; origin: string }[] };
    const of = (path: string) => values.find(value => value.path === path);
    expect(of('gateway.store')).toMatchObject({ value: '0042', origin: `${file}:1` });
    expect(of('mesh.protocol')).toMatchObject({ value: 4, origin: 'ENDCAP_MESH__PROTOCOL' });
    expect(of('data')?.origin).toBe('default');
  });

  it('stops run before anything starts', async () => {
    const { code, stderr } = await endcapProcess(['run', '--config', join(empty, 'missing.yaml')]);
    expect(code).toBe(4);
    expect(stderr).toContain('missing.yaml');
  });
});
