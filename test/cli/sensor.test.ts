import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorDocument } from '../../src/console/documents.ts';
import { PickListDocument, SensorDocument, SensorListDocument } from '../../src/console/wired-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

const run = async (...words: string[]) => {
  const { code, stdout } = await endcap([...words, '--json'], env);
  return { code, document: JSON.parse(stdout) as unknown };
};
const refusal = (document: unknown) => ErrorDocument.parse(document).error.code;

describe('endcap sensor', () => {
  it('lists and shows what is on wires', async () => {
    expect(SensorListDocument.parse((await run('sensor', 'list')).document).sensors).toHaveLength(16);
    expect(SensorDocument.parse((await run('sensor', 'show', 'cheese-cell')).document).events).toHaveLength(1);
    const { stdout } = await endcap(['sensor', 'show', 'wine-cell'], env);
    expect(stdout).toMatch(/What helps +Put a known weight on it/);
    const none = await run('sensor', 'show', 'attic');
    expect([none.code, refusal(none.document)]).toEqual([1, 'sensor.unknown']);
  });

  it('tares and calibrates, or says what would be done', async () => {
    const dry = await run('sensor', 'tare', 'cheese-cell', '--dry-run');
    expect(dry.document).toEqual({ schemaVersion: 1, sensor: 'cheese-cell', tared: false });
    expect((await run('sensor', 'tare', 'cheese-cell')).document).toMatchObject({ tared: true });
    const { stdout } = await endcap(['sensor', 'calibrate', 'cheese-cell', '--grams', '500'], env);
    expect(stdout).toBe('What lies on cheese-cell is 500 g now.\n');
    const unfit = await run('sensor', 'calibrate', 'assist-3', '--grams', '500');
    expect([unfit.code, refusal(unfit.document)]).toEqual([5, 'sensor.unfit']);
    const loose = await run('sensor', 'tare', 'wine-cell');
    expect([loose.code, refusal(loose.document)]).toEqual([5, 'sensor.not-calibrated']);
    expect((await run('sensor', 'tare', 'attic', '--dry-run')).code).toBe(1);
  });

  it('simulates an event', async () => {
    const { document } = await run('sensor', 'simulate', 'assist-3', 'press');
    expect(document).toEqual({ schemaVersion: 1, sensor: 'assist-3', event: 'press', simulated: true });
    expect((await run('sensor', 'simulate', 'till-lamp', 'press')).code).toBe(5);
  });

  it.each([
    [['calibrate', 'cheese-cell']],
    [['calibrate', 'cheese-cell', '--grams', '0']],
    [['calibrate', 'cheese-cell', '--grams', 'much']],
    [['simulate', 'assist-3', 'buy']],
    [['tare']],
  ])('is wrong usage with %j', async words => expect((await endcap(['sensor', ...words], env)).code).toBe(2));
});

describe('endcap pick', () => {
  it('guides to a label or a product until it is stopped', async () => {
    const lit = async () => PickListDocument.parse((await run('pick', 'list')).document).picks.map(each => each.light);
    expect(await lit()).toEqual(['guide-a']);
    const { document } = await run('pick', 'start', '--label', '50:00:00:00:00:13');
    expect(PickListDocument.parse(document).picks.map(each => each.light)).toEqual(['guide-a', 'guide-b']);
    const one = await run('pick', 'stop', '500000000013');
    expect(one.document).toEqual({ schemaVersion: 1, stopped: ['500000000013'] });
    expect((await endcap(['pick', 'start', '--sku', '40123'], env)).stdout).toContain('guide-a');
    expect((await endcap(['pick', 'stop'], env)).stdout).toBe('No light guides to 500000000012 any more.\n');
    expect(await lit()).toEqual([]);
    const none = await run('pick', 'start', '--label', 'ffffffffffff');
    expect([none.code, refusal(none.document)]).toEqual([1, 'sensor.unknown']);
  });

  it.each([[[]], [['--label', '1', '--sku', '2']]])('is wrong usage with %j', async words =>
    expect((await endcap(['pick', 'start', ...words], env)).code).toBe(2),
  );
});
