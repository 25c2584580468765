import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AttentionDocument } from '../../src/console/attention-document.ts';
import {
  ConfigDocument,
  ErrorDocument,
  LabelDocument,
  LabelListDocument,
  LagDocument,
  QuarantineDocument,
  StatusDocument,
  TailEvent,
} from '../../src/console/documents.ts';
import { AuditDocument, HeldMessageDocument, WavesDocument } from '../../src/console/upkeep-documents.ts';
import { VerifiedLabelDocument, VerifyDocument } from '../../src/console/verify-document.ts';
import { announce, thisHost } from '../../src/runtime-registry.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap, endcapFile, endcapProcess } from './endcap.ts';

const has = (command: string) => spawnSync('which', [command]).status === 0;

/** The real command against the real API, over a view that holds sixty labels. */
let agent: FixtureConsole;
let directory: string;
let env: Record<string, string>;
let id: string;

beforeAll(async () => {
  agent = await startFixtureConsole(60);
  directory = mkdtempSync(join(tmpdir(), 'endcap-cli-'));
  env = { ENDCAP_SOCKET: agent.socketPath };
  id = agent.view.labels()[0]!.id;
});
afterAll(async () => {
  await agent.stop();
  rmSync(directory, { recursive: true });
});

const document = async (...words: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await endcap([...words, '--json'], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
};

it('prints the documents that scripts rely on', async () => {
  const [status, labels, label, why, lag, quarantine, config] = await Promise.all([
    document('status'),
    document('label', 'list'),
    document('label', 'show', id),
    document('label', 'why', id),
    document('mesh', 'lag'),
    document('mesh', 'quarantine'),
    document('config', 'show'),
  ]);
  expect(StatusDocument.parse(status).labels.total).toBe(60);
  expect(LabelListDocument.parse(labels).labels).toHaveLength(60);
  expect(LabelDocument.parse(label).id).toBe(id);
  expect(LabelDocument.parse(why).why.length).toBeGreaterThan(0);
  expect(LagDocument.parse(lag)).toEqual(agent.view.lag());
  expect(QuarantineDocument.parse(quarantine).items.length).toBeGreaterThan(0);
  expect(ConfigDocument.parse(config)).toEqual(agent.view.config());
});

it('says how much is proven, and stops a script while something is not', async () => {
  const proof = join(directory, 'proof.csv');
  const [json, people, csv, file] = await Promise.all([
    endcapProcess(['verify', '--json'], env),
    endcap(['verify'], { ...env, COLUMNS: '80' }),
    endcap(['verify', '--csv'], env),
    endcap(['verify', '--csv', '--out', proof], env),
  ]);
  expect([json.code, people.code, csv.code, file.code]).toEqual([1, 1, 1, 1]);
  const document = VerifyDocument.parse(JSON.parse(json.stdout));
  expect(document.proven + document.notProven.length).toBe(60);
  expect(people.stdout).toContain(`${document.proven} of 60 labels are proven right`);
  for (const { label } of document.notProven) expect(people.stdout).toContain(label);
  const lines = csv.stdout.trimEnd().split('\r\n');
  expect(lines).toHaveLength(61);
  expect(lines[0]).toMatch(/^label,sku,name,.*proof_age_seconds/);
  expect(readFileSync(proof, 'utf8')).toBe(csv.stdout);
  expect(file.stdout).toBe('');
});

it('tells what proves one label', async () => {
  const [good, bad] = await Promise.all([
    endcap(['label', 'verify', id], env),
    endcap(['label', 'verify', agent.view.labels().find(label => label.confidence === 'failed')!.id, '--json'], env),
  ]);
  expect(good.code).toBe(0);
  expect(good.stdout).toMatch(/Proven +yes/);
  expect(bad.code).toBe(1);
  expect(VerifiedLabelDocument.parse(JSON.parse(bad.stdout))).toMatchObject({ proven: false });
});

it('lists what needs attention with the command that helps', async () => {
  const { code, stdout } = await endcap(['attention'], { ...env, COLUMNS: '80' });
  expect(code).toBe(0);
  expect(AttentionDocument.parse(await document('attention'))).toEqual(agent.view.attention());
  for (const entry of agent.view.attention().entries) expect(stdout).toContain(entry.action.command!);
});

it('finds, sorts and streams labels', async () => {
  const { labels } = LabelListDocument.parse(await document('label', 'list', '--sort', 'battery'));
  const batteries = labels.map(label => label.batteryMv!);
  expect(batteries).toEqual([...batteries].sort((a, b) => a - b));
  const found = LabelListDocument.parse(await document('label', 'list', '--search', id.slice(-4).toUpperCase()));
  expect(found.labels.map(label => label.id)).toContain(id);
  const streamed = await endcap(['label', 'list', '--reason', 'radio.label-silent', '--ndjson'], env);
  const lines = streamed.stdout.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(JSON.parse(line).reason).toBe('radio.label-silent');
});

it('holds delivery back, and lets it go on', async () => {
  const dry = await endcap(['wave', 'pause', '--for', '30m', '--dry-run'], env);
  expect(dry.stdout).toContain('would be paused for 30 min');
  expect((await endcap(['wave', 'pause', '--for', '30m'], env)).code).toBe(0);
  const { paused } = WavesDocument.parse(await document('wave', 'show'));
  expect(paused).toMatchObject({ actor: 'local' });
  expect((await endcap(['wave', 'resume'], env)).code).toBe(0);
  expect((await endcap(['wave', 'resume'], env)).code).toBe(5);
  expect((await endcap(['wave', 'list'], env)).stdout).toContain('60');
});

it('shows a held message whole, and decides on many by their reason', async () => {
  const own = await startFixtureConsole(3);
  const socket = { ENDCAP_SOCKET: own.socketPath };
  const shown = await endcap(['mesh', 'quarantine', 'show', 'q1', '--json'], socket);
  expect(HeldMessageDocument.parse(JSON.parse(shown.stdout)).payload).toContain('specversion');
  const [first] = own.view.quarantine().items;
  const dry = await endcap(['mesh', 'quarantine', 'drop', '--reason', first!.reason, '--dry-run', '--json'], socket);
  expect(JSON.parse(dry.stdout).ids).toContain(first!.id);
  expect(own.view.quarantine().items).toHaveLength(2);
  expect((await endcap(['mesh', 'quarantine', 'drop', first!.id], socket)).code).toBe(0);
  expect(own.view.quarantine().items).toHaveLength(1);
  expect((await endcap(['mesh', 'quarantine', 'drop'], socket)).code).toBe(2);
  await own.stop();
});

it('finds who did what by the one who did it', async () => {
  const { entries } = AuditDocument.parse(await document('audit', '--actor', 'local', '--since', '1d'));
  expect(entries.map(({ action }) => action)).toEqual(['fact.released']);
  expect((await endcap(['audit', '--since', 'yesterday'], env)).code).toBe(2);
});

it('asks the mesh again, and knows its streams', async () => {
  expect((await endcap(['mesh', 'resync', 'price'], env)).code).toBe(0);
  expect((await endcap(['mesh', 'resync', 'nothing'], env)).code).toBe(1);
});

it('lists, checks and previews templates', async () => {
  const valid = new URL('../../src/render/templates/shelf.yaml', import.meta.url).pathname;
  const broken = join(directory, 'broken.yaml');
  writeFileSync(broken, 'id: broken\nelements: 7\n');
  expect((await endcap(['template', 'list'], env)).stdout).toContain('built-in');
  expect((await endcap(['template', 'validate', valid])).code).toBe(0);
  const wrong = await endcap(['template', 'validate', broken]);
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(/broken\.yaml:\d+: /);
  const out = join(directory, 'pictures');
  expect((await endcap(['template', 'preview', valid, '--out', out], env)).code).toBe(0);
  expect(readdirSync(out).length).toBeGreaterThan(2);
});

it('finds a label, and refuses to flash what has no light', async () => {
  const found = await endcap(['label', 'find', id.slice(-5)], env);
  expect(found.stdout).toContain(id);
  expect((await endcap(['label', 'find', 'no such thing'], env)).code).toBe(1);
  const flash = await endcap(['label', 'flash', id, '--json'], env);
  expect([flash.code, JSON.parse(flash.stdout).error.code]).toEqual([5, 'label.cannot-flash']);
  const history = await endcap(['label', 'history', id, '--json'], env);
  for (const line of history.stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
});

it('completes words, flags, choices and the ids of labels', async () => {
  const complete = async (...words: string[]) =>
    (await endcap(['__complete', words.join('\n')], env)).stdout.split('\n').filter(word => word !== '');
  expect(await complete('lab')).toEqual(['label']);
  expect(await complete('mesh', 'quarantine', 'r')).toEqual(['release']);
  expect(await complete('label', 'list', '--con')).toEqual(['--confidence']);
  expect(await complete('label', 'list', '--confidence', 'fa')).toEqual(['failed']);
  expect(await complete('label', 'show', id.slice(0, -1))).toContain(id);
  expect((await endcap(['__complete', 'label\nshow\nx'], { ENDCAP_SOCKET: '/nowhere' })).stdout).toBe('');
});

it.skipIf(!has('bash'))('completes in a real bash', async () => {
  const script = join(directory, 'endcap.bash');
  writeFileSync(script, (await endcap(['completion', 'bash'])).stdout);
  const asked = `source ${script}; endcap() { ${process.execPath} ${endcapFile} "$@"; }; COMP_WORDS=(endcap label re); COMP_CWORD=2; _endcap; echo "\${COMPREPLY[@]}"`;
  const said = execFileSync('bash', ['-c', asked], { encoding: 'utf8', env: { PATH: process.env.PATH!, ...env } });
  expect(said.trim().split(' ')).toEqual(['refresh', 'render', 'replace']);
});

it.skipIf(!has('man'))('has a manual page that man reads without a word (needs man-db)', async () => {
  const page = join(directory, 'endcap.1');
  writeFileSync(page, (await endcap(['man'])).stdout);
  const warnings = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', page], { encoding: 'utf8' });
  expect(warnings.stderr).toBe('');
});

it('collects a bundle with every part', async () => {
  const file = join(directory, 'support.zip');
  expect((await endcap(['support', 'bundle', '--out', file], env)).code).toBe(0);
  const parts = unzipSync(readFileSync(file));
  expect(Object.keys(parts)).toEqual(
    expect.arrayContaining(['status.json', 'doctor.json', 'config.json', 'machine.json']),
  );
});

it('finds the agent that was started last', async () => {
  const runtime = { XDG_RUNTIME_DIR: directory };
  const host = thisHost(runtime);
  const withdrawOld = announce({ kind: 'agent', socket: '/nowhere.sock' }, { ...host, pid: process.ppid, nowMs: 1 });
  const withdraw = announce({ kind: 'agent', socket: agent.socketPath }, host);
  const { code, stdout } = await endcapProcess(['status'], runtime);
  expect(code).toBe(0);
  expect(stdout).toContain('acme / store 0042 / gw-01');
  withdraw();
  withdrawOld();
});

it('keeps only the labels asked for', async () => {
  const { labels } = LabelListDocument.parse(await document('label', 'list', '--confidence', 'failed', '--aisle', '3'));
  expect(labels.length).toBeGreaterThan(0);
  for (const label of labels) expect([label.confidence, label.position?.aisle]).toEqual(['failed', '3']);
});

it.each([40, 80, 120])('never writes a line wider than a terminal of %i columns', async columns => {
  const outputs = await Promise.all(
    [['status'], ['label', 'list'], ['label', 'show', id], ['mesh', 'lag'], ['mesh', 'quarantine']].map(words =>
      endcap(words, { ...env, COLUMNS: `${columns}` }),
    ),
  );
  for (const { code, stdout } of outputs) {
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns);
  }
});

it('explains a label on one screen', async () => {
  const { stdout } = await endcap(['label', 'why', id], { ...env, COLUMNS: '80' });
  const [first] = agent.view.label(id)!.why;
  expect(stdout).toContain(first!.text.split(' ').slice(0, 3).join(' '));
  expect(stdout.split('\n').length).toBeLessThan(25);
});

it('suggests the label that was meant', async () => {
  const { code, stdout } = await endcap(['label', 'show', id.slice(4), '--json'], env);
  expect(code).toBe(1);
  const { error } = ErrorDocument.parse(JSON.parse(stdout));
  expect(error.code).toBe('console.not-found');
  expect(error.hint).toContain(id);
});

it('writes the own pixels of the panel, and draws them in the terminal', async () => {
  const { panel } = agent.view.labels()[0]!;
  const file = join(directory, 'label.png');
  const [written, piped, drawn] = await Promise.all([
    endcap(['label', 'render', id, '--out', file, '--json'], env),
    endcapProcess(['label', 'render', id, '--desired', '--out', '-', '--scale', '3'], env),
    endcap(['label', 'render', id], { ...env, COLUMNS: '80' }),
  ]);
  expect(JSON.parse(written.stdout)).toMatchObject({ schemaVersion: 1, file });
  expect(decode(readFileSync(file))).toMatchObject({ width: panel!.width, height: panel!.height });
  expect(decode(piped.bytes)).toMatchObject({ width: panel!.width * 3, height: panel!.height * 3 });
  const lines = drawn.stdout.trimEnd().split('\n');
  expect(lines.some(line => /[\u2801-\u28ff]/.test(line))).toBe(true);
  for (const line of lines) expect([...line].length).toBeLessThanOrEqual(80);
});

it('drops and refuses to release what is in quarantine', async () => {
  const [held] = agent.view.quarantine().items;
  const refused = await endcap(['mesh', 'quarantine', '--release', held!.id, '--json'], env);
  expect(refused.code).toBe(5);
  expect(ErrorDocument.parse(JSON.parse(refused.stdout)).error.code).toMatch(/^[a-z]+\.[a-z-]+$/);
  const dropped = await endcap(['mesh', 'quarantine', '--drop', held!.id], env);
  expect(dropped).toMatchObject({ code: 0, stdout: `${held!.id} dropped\n` });
  expect(agent.view.quarantine().items.map(item => item.id)).not.toContain(held!.id);
});

it('follows what happens until the agent ends', async () => {
  const own = await startFixtureConsole(3);
  const event: TailEvent = {
    at: '2026-11-23T10:00:00.000Z',
    event: 'label.shown',
    subject: 'x',
    text: '4,99\u001b[2J €',
  };
  const heard = { json: false, text: false };
  const socket = { ENDCAP_SOCKET: own.socketPath };
  const followed = endcapProcess(['tail', '--json'], socket, () => {
    heard.json = true;
  });
  const read = endcapProcess(['tail'], socket, () => {
    heard.text = true;
  });
  const again = setInterval(() => own.view.announce({ events: [event] }), 50);
  await expect.poll(() => heard, { timeout: 15_000 }).toEqual({ json: true, text: true });
  clearInterval(again);
  await own.stop();
  const [json, text] = await Promise.all([followed, read]);
  expect([json.code, text.code]).toEqual([0, 0]);
  expect(TailEvent.parse(JSON.parse(json.stdout.split('\n')[0]!))).toEqual(event);
  expect(text.stdout.split('\n')[0]).toBe('10:00:00  label.shown         x  4,99\ufffd[2J €');
});

it('writes no colour to what is no terminal', async () => {
  const { stdout } = await endcapProcess(['label', 'list'], { ...env, TERM: 'xterm-256color' });
  expect(stdout).toContain('confirmed');
  expect(stdout).not.toContain('\u001b');
});
