import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Figure, median, round } from './figure.ts';

const rounds = 3;
const child = fileURLToPath(new URL('beacon-child.ts', import.meta.url));
const measured = z.object({ perSecond: z.number(), rssMb: z.number() });

function listen(way: 'endcap' | 'noble'): z.infer<typeof measured> {
  const run = spawnSync(process.execPath, ['--expose-gc', '--max-semi-space-size=4', '--import', 'tsx', child, way], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (run.status !== 0) throw new Error(run.stderr.slice(-400));
  return measured.parse(JSON.parse(run.stdout));
}

/**
 * How many advertisements a second one core listens to, the whole way from the packet to what is known of tags, in a crowd
 * of which nine in ten are strangers; and the memory of the process after 50,000 different addresses. Beside both, noble's
 * own way, which stops at the device.
 */
export function benchBeacon(): Figure[] {
  const [ours, nobles] = [listenAll('endcap'), listenAll('noble')];
  const figure = (
    name: string,
    pick: 'perSecond' | 'rssMb',
    unit: string,
    goal: number | null,
    note: string,
  ): Figure => ({
    name,
    value: round(median(ours.map(one => one[pick])), 0),
    unit,
    goal,
    baseline: round(median(nobles.map(one => one[pick])), 0),
    samples: rounds,
    note,
  });
  return [
    figure('beacon.decodedPerSecond', 'perSecond', 'advertisements/s', 20_000, 'one core; baseline: noble'),
    figure('beacon.rssMb50000', 'rssMb', 'MB', null, 'a bare process that listens; baseline: noble'),
  ];
}

const listenAll = (way: 'endcap' | 'noble') => Array.from({ length: rounds }, () => listen(way));
