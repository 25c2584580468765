import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { benchDurable } from './durable.bench.ts';
import { notMeasured } from './figure.ts';
import { BenchDocument, documentOf, reached, tableOf } from './report.ts';

describe('the benchmarks', () => {
  it('measure with the real parts and report figures as documented', async () => {
    const document = BenchDocument.parse(documentOf(await benchDurable(0.01)));
    expect(document.figures.map(({ name }) => name)).toEqual([
      'durable.singlePerSecond',
      'durable.singleShareOfRaw',
      'durable.batchPerSecond',
      'durable.batchShareOfRaw',
    ]);
    for (const { value, baseline } of document.figures) {
      expect(value).toBeGreaterThan(0);
      expect(baseline).toBeGreaterThan(0);
    }
  }, 30_000);

  it('name every figure once, and those that were not measured with the reason', () => {
    const runner = fileURLToPath(new URL('run.ts', import.meta.url));
    const run = spawnSync(process.execPath, ['--import', 'tsx', runner, '--json', '--only', 'nothing'], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    const { figures, notMeasured: missing } = BenchDocument.parse(JSON.parse(run.stdout));
    expect(run.status).toBe(0);
    expect(figures).toEqual([]);
    expect(missing.map(({ name }) => name).sort()).toEqual([
      'alarm.actionP99Ms',
      'beacon.decodedPerSecond',
      'beacon.rssMb50000',
      'cli.list10000Ms',
      'commission.rowsPerSecond',
      'console.firstPaint10000Ms',
      'durable.batchPerSecond',
      'durable.batchShareOfRaw',
      'durable.singlePerSecond',
      'durable.singleShareOfRaw',
      'fx.tick40000Ms',
      'memory.rssMb',
      'radio.firstByteP50Ms',
      'radio.firstByteP99Ms',
      'render.labelsPerSecond',
      'render.timesPillow',
      'screen.overlayP99Ms',
      'screen.priceP99Ms',
      'serial.radioBusyShare',
      'start.readyMs',
      'wave1000.radioBusyShare',
      'wave10000.radioBusyShare',
    ]);
  }, 40_000);

  it('judge times and memory by at most, rates and shares by at least', () => {
    expect(reached({ value: 51, goal: 50, unit: 'ms' })).toBe(false);
    expect(reached({ value: 200, goal: 200, unit: 'MB' })).toBe(true);
    expect(reached({ value: 0.49, goal: 0.5, unit: 'of raw' })).toBe(false);
    expect(reached({ value: 30_001, goal: 30_000, unit: 'labels/s' })).toBe(true);
    expect(reached({ value: 1, goal: null, unit: 'ms' })).toBeNull();
  });

  it('never print a figure that was not measured as a number', () => {
    const document = documentOf([notMeasured('render.timesPillow', '×', 100, 'needs the apt package python3-pil')]);
    expect(document.figures).toEqual([]);
    expect(tableOf(document)).toContain('not measured: needs the apt package python3-pil');
  });
});
