import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttentionDocument } from '../../src/console/attention-document.ts';
import { BatchDocument, BindResult, LooseLabelsDocument } from '../../src/console/binding-documents.ts';
import { endcapProcess } from '../cli/endcap.ts';
import { allProven, type House, liars, openHouse, until } from './house.ts';

/** A technician's first morning: the real command against a real agent, labels and mesh on the other side. */
let house: House;
let ids: string[];
let skus: string[];
const run = (...words: string[]) => endcapProcess(words, { XDG_RUNTIME_DIR: house.dir, COLUMNS: '100' });
const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).stdout);
const skuOf = async (id: string) => (await house.label(id)).skus[0] ?? null;
const settled = (id: string, sku: string) =>
  until(async () => {
    const label = await house.label(id);
    return label.skus[0] === sku && label.confidence === 'confirmed' && label;
  });
/** What the mesh itself says about the label. */
const meshSays = (id: string) =>
  house.shop.mesh.authority.streams.binding.items('all').find(item => item.label === id) as
    | { skus?: string[]; deleted?: boolean }
    | undefined;

beforeAll(async () => {
  house = await openHouse({ labels: 24 });
  await house.startAgent();
  await allProven(house);
  const labels = await house.labels();
  ids = labels.map(label => label.id);
  skus = labels.map(label => label.skus[0]!);
}, 60_000);
afterAll(() => house?.stop());

describe('a list of twenty labels with three wrong rows', () => {
  let file: string;
  beforeAll(() => {
    const rows = ids
      .slice(0, 20)
      .map((id, at) => [
        id.toUpperCase().replace(/(..)(?=.)/g, '$1:'),
        skus[(at + 1) % 20],
        '',
        '9',
        '1',
        '1',
        `${at}`,
      ]);
    rows[4]![1] = 'no-such-sku';
    rows[9]![0] = 'not a label';
    rows[14]![5] = 'top';
    file = join(house.dir, 'list.csv');
    writeFileSync(
      file,
      `label;sku;template;aisle;bay;shelf;facing\r\n${rows.map(row => row.join(';')).join('\r\n')}\r\n`,
    );
  });

  test('is looked at first, and changes nothing', async () => {
    const { code, stdout } = await run('bind', '--batch', file, '--dry-run', '--json');
    expect(code).toBe(1);
    const { rows, done, refused } = BatchDocument.parse(JSON.parse(stdout));
    expect([done, refused]).toEqual([17, 3]);
    expect(new Set(rows.map(row => row.verdict))).toEqual(new Set(['would-do', 'refused']));
    expect(await skuOf(ids[0]!)).toBe(skus[0]);
  });

  test('is done but for the wrong ones, which say their line and why', async () => {
    const { code, stdout } = await run('bind', '--batch', file, '--json');
    expect(code).toBe(1);
    const { rows } = BatchDocument.parse(JSON.parse(stdout));
    const refused = rows.filter(row => row.verdict === 'refused').map(({ line, reason }) => [line, reason]);
    expect(refused).toEqual([
      [6, 'binding.sku-unknown'],
      [11, 'binding.label-invalid'],
      [16, 'binding.place-invalid'],
    ]);
    for (const [at, id] of ids.slice(0, 20).entries()) {
      await settled(id, [4, 9, 14].includes(at) ? skus[at]! : skus[(at + 1) % 20]!);
    }
    expect((await house.label(ids[0]!)).position).toEqual({ aisle: '9', bay: 1, shelf: 1, facing: 0 });
    expect(await liars(house)).toEqual([]);
  });

  test('again changes nothing', async () => {
    const { rows } = BatchDocument.parse(await json('bind', '--batch', file));
    expect(rows.filter(row => row.verdict !== 'refused').every(row => row.verdict === 'unchanged')).toBe(true);
  });

  test('the mesh has taken it over, and nothing of it is left open', async () => {
    await until(async () => {
      const open = (await (await fetch(new URL('api/bindings/local', house.url()))).json()) as { bindings: unknown[] };
      return open.bindings.length === 0;
    });
    expect(meshSays(ids[0]!)?.skus).toEqual([skus[1]]);
  });
});

test('a dead label is replaced in one step, and a restart keeps it', async () => {
  const [dead, fresh] = [ids[20]!, ids[21]!];
  const taken = await run('label', 'replace', dead, fresh, '--json');
  expect(taken.code).toBe(5);
  expect(JSON.parse(taken.stdout).error.code).toBe('binding.label-taken');
  expect((await run('label', 'unbind', fresh)).code).toBe(0);
  const replaced = BindResult.parse(await json('label', 'replace', dead, fresh));
  expect(replaced).toMatchObject({ verdict: 'done', label: fresh, sku: skus[20] });
  await settled(fresh, skus[20]!);
  const loose = LooseLabelsDocument.parse(await json('label', 'unbound'));
  expect(loose.unbound.map(label => label.id)).toEqual([dead]);
  await until(() => meshSays(dead)?.deleted === true && meshSays(fresh)?.skus?.[0] === skus[20]);
  await house.stopAgent();
  await house.startAgent();
  await settled(fresh, skus[20]!);
  expect(await skuOf(dead)).toBeNull();
});

test('a mesh that insists wins, and that is said', async () => {
  const id = ids[22]!;
  const end = house.fault('stubborn-planogram');
  const [other, own] = [skus[0]!, skus[22]!];
  expect(BindResult.parse(await json('label', 'bind', id, other)).verdict).toBe('done');
  await until(async () => (await house.label(id)).history.some(entry => entry.event === 'overruled'));
  await settled(id, own);
  end();
  const { entries } = AttentionDocument.parse(await json('attention'));
  expect(entries.map(entry => entry.reason)).toContain('binding.overruled');
  expect((await run('label', 'why', id)).stdout).toContain('overruled');
  const seen = await fetch(new URL(`api/bindings/local/${id}/seen`, house.url()), { method: 'POST' });
  expect(seen.status).toBe(200);
  const left = AttentionDocument.parse(await json('attention')).entries.map(entry => entry.reason);
  expect(left).not.toContain('binding.overruled');
});

test('while the mesh is away the binding holds, and goes up when it is back', async () => {
  const id = ids[23]!;
  const end = house.fault('dead-broker');
  await until(async () => (await house.status()).mesh.state !== 'connected');
  expect(BindResult.parse(await json('label', 'bind', id, skus[3]!)).verdict).toBe('done');
  await settled(id, skus[3]!);
  expect((await house.label(id)).why.map(entry => entry.reason)).toContain('binding.local');
  end();
  await until(() => meshSays(id)?.skus?.[0] === skus[3], 40_000, 'the mesh has it');
}, 60_000);

test('says what stands in the way', async () => {
  for (const [words, code] of [
    [['label', 'bind', 'zz', skus[0]!], 'binding.label-invalid'],
    [['label', 'bind', '0123456789ab', skus[0]!], 'binding.label-unknown'],
    [['label', 'bind', ids[0]!, skus[0]!, '--template', 'nowhere'], 'binding.template-unknown'],
    [['label', 'replace', ids[0]!, ids[0]!], 'binding.same-label'],
  ] as const) {
    const { code: exit, stdout } = await run(...words, '--json');
    expect([exit, JSON.parse(stdout).error.code]).toEqual([5, code]);
  }
});
