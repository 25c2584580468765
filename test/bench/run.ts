import { benchAlarm } from './alarm.bench.ts';
import { benchBeacon } from './beacon.bench.ts';
import { benchCommission } from './commission.bench.ts';
import { benchDurable } from './durable.bench.ts';
import { type Figure, notMeasured } from './figure.ts';
import { benchFigures } from './figures.bench.ts';
import { benchLatency } from './latency.bench.ts';
import { benchPeople } from './people.bench.ts';
import { benchProcess } from './process.bench.ts';
import { benchRender } from './render.bench.ts';
import { documentOf, tableOf } from './report.ts';
import { benchScreens } from './screen.bench.ts';
import { benchSerial } from './serial.bench.ts';
import { benchWaves } from './wave.bench.ts';

/**
 * `npm run bench -- [--json] [--only NAME]`: what the agent costs on this machine, each figure beside its goal and its
 * baseline. NAME is a figure, or what several begin with.
 */

interface Part {
  /** The figures that it measures. */
  readonly names: readonly string[];
  run(): readonly Figure[] | Promise<readonly Figure[]>;
}

const parts: readonly Part[] = [
  { names: ['render.labelsPerSecond', 'render.timesPillow'], run: benchRender },
  {
    names: ['durable.singlePerSecond', 'durable.singleShareOfRaw', 'durable.batchPerSecond', 'durable.batchShareOfRaw'],
    run: () => benchDurable(),
  },
  { names: ['radio.firstByteP50Ms', 'radio.firstByteP99Ms'], run: benchLatency },
  { names: ['memory.rssMb', 'start.readyMs'], run: benchProcess },
  { names: ['fx.tick40000Ms'], run: benchFigures },
  { names: ['beacon.decodedPerSecond', 'beacon.rssMb50000'], run: benchBeacon },
  { names: ['commission.rowsPerSecond'], run: benchCommission },
  { names: ['console.firstPaint10000Ms', 'cli.list10000Ms'], run: benchPeople },
  { names: ['wave1000.radioBusyShare', 'wave10000.radioBusyShare'], run: benchWaves },
  { names: ['alarm.actionP99Ms'], run: benchAlarm },
  { names: ['screen.overlayP99Ms', 'screen.priceP99Ms'], run: benchScreens },
  { names: ['serial.radioBusyShare'], run: benchSerial },
];

const args = process.argv.slice(2);
const json = args.includes('--json');
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : '';

let broken = false;
const figures: Figure[] = [];
const missing = (names: readonly string[], reason: string): void => {
  for (const name of names) figures.push(notMeasured(name, '', null, reason));
};
for (const { names, run } of parts) {
  if (!names.some(name => name.startsWith(only))) {
    // People know what they left out; a script gets every name.
    if (json) missing(names, `left out by --only ${only}`);
    continue;
  }
  process.stderr.write(`${names.join(', ')} …\n`);
  try {
    figures.push(...(await run()));
  } catch (error) {
    broken = true;
    missing(names, error instanceof Error ? error.message : String(error));
  }
}

const document = documentOf(figures);
process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : tableOf(document));
process.exit(broken ? 1 : 0);
