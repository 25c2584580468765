import pc from 'picocolors';
import { benchDurable } from './durable.bench.ts';
import { type Figure, notMeasured } from './figure.ts';
import { benchLatency } from './latency.bench.ts';
import { benchProcess } from './process.bench.ts';
import { benchRender } from './render.bench.ts';
import { benchWaves } from './wave.bench.ts';

/** `npm run bench -- [--json] [--only PREFIX]`: what the agent costs on this machine, each figure beside its baseline. */

const parts: readonly { readonly prefix: string; run(): Figure[] | Promise<Figure[]> }[] = [
  { prefix: 'render', run: () => benchRender() },
  { prefix: 'durable', run: () => benchDurable() },
  { prefix: 'radio', run: () => benchLatency() },
  { prefix: 'process', run: () => benchProcess() },
  { prefix: 'wave', run: () => benchWaves() },
];

/** Figures of rooms that are not built yet. */
const later: readonly (readonly [name: string, unit: string])[] = [
  ['console.firstPaint10000Ms', 'ms'],
  ['cli.list10000Ms', 'ms'],
  ['commission.rowsPerSecond', 'rows/s'],
  ['fx.tick40000Ms', 'ms'],
  ['beacon.decodedPerSecond', 'frames/s'],
  ['beacon.rssMb50000', 'MB'],
  ['alarm.actionP99Ms', 'ms'],
  ['serial.radioBusyShare', 'of time'],
  ['screen.overlayP99Ms', 'ms'],
  ['screen.priceP99Ms', 'ms'],
];

const args = process.argv.slice(2);
const json = args.includes('--json');
const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;

const figures: Figure[] = [];
for (const { prefix, run } of parts) {
  if (only !== undefined && !prefix.startsWith(only)) continue;
  process.stderr.write(`${prefix} …\n`);
  try {
    figures.push(...(await run()));
  } catch (error) {
    figures.push(notMeasured(prefix, '', null, error instanceof Error ? error.message : String(error)));
  }
}
for (const [name, unit] of later) figures.push(notMeasured(name, unit, null, 'what it measures is not built yet'));

const measured = figures.filter(figure => figure.value !== null);
const missing = figures.filter(figure => figure.value === null);

if (json) {
  const document = {
    schemaVersion: 1,
    figures: measured,
    notMeasured: missing.map(({ name, skipped }) => ({ name, reason: skipped ?? 'not measured' })),
  };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
} else {
  const width = Math.max(...figures.map(figure => figure.name.length));
  for (const figure of measured) process.stdout.write(`${line(figure, width)}\n`);
  for (const { name, skipped } of missing) {
    process.stdout.write(pc.dim(`${name.padEnd(width)}  not measured: ${skipped ?? ''}\n`));
  }
}
process.exit(missing.some(figure => parts.some(part => part.prefix === figure.name)) ? 1 : 0);

function line({ name, value, unit, goal, baseline, note }: Figure, width: number): string {
  const atMost = unit === 'ms' || unit === 'MB';
  const reached = goal === null ? null : atMost ? value! <= goal : value! >= goal;
  const mark = reached === null ? ' ' : reached ? pc.green('✓') : pc.red('✗');
  const against = baseline === null ? '' : `  baseline ${baseline}`;
  const wanted = goal === null ? '' : `  goal ${atMost ? '≤' : '≥'} ${goal}`;
  return `${mark} ${name.padEnd(width)}  ${String(value).padStart(9)} ${unit}${wanted}${against}${note ? pc.dim(`  (${note})`) : ''}`;
}
