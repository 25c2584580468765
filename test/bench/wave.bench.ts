import { join } from 'node:path';
import { type Figure, notMeasured, round } from './figure.ts';
import { pause, scratch, start, statusOf } from './shop-and-agent.ts';

const limitMs = 600_000;
const goal = 0.95;

/**
 * All labels of a shop become due at once; the share of the time, from then to the last label, in which the radios were
 * busy, over all radios. The shop and the agent are processes of their own, joined by sockets. The panels redraw ten
 * times as fast as real ones, which leaves the radios less to do while they wait, and so makes this harder.
 */
async function wave(name: string, labels: number, adapters: number): Promise<Figure> {
  const { dir, env, remove } = scratch();
  const config = join(dir, 'shop.yaml');
  const size = ['--labels', String(labels), '--adapters', String(adapters)];
  const shop = await start(['emulate', 'shop', '--json', '--config-out', config, ...size], env);
  const agent = await start(['run', '--config', config], env);
  try {
    let beganMs: number | null = null;
    let busyBefore = 0;
    const endMs = performance.now() + limitMs;
    for (;;) {
      const { labels: counts, radios } = await statusOf(agent);
      const busy = radios.reduce((sum, radio) => sum + (radio.busySeconds ?? 0), 0);
      if (beganMs === null && counts.total === labels) {
        beganMs = performance.now();
        busyBefore = busy;
      }
      if (beganMs !== null && counts.confirmed === labels) {
        const seconds = (performance.now() - beganMs) / 1000;
        const share = (busy - busyBefore) / (seconds * adapters);
        const note = `${adapters} radios, ${round(labels / seconds, 1)} labels/s`;
        return { name, value: round(share, 3), unit: 'of time', goal, baseline: 1, samples: labels, note };
      }
      if (performance.now() > endMs) {
        return notMeasured(name, 'of time', goal, `only ${counts.confirmed} labels within ${limitMs / 60_000} min`);
      }
      await pause(250);
    }
  } finally {
    await agent.stop();
    await shop.stop();
    remove();
  }
}

export async function benchWaves(): Promise<Figure[]> {
  return [await wave('wave1000.radioBusyShare', 1_000, 4), await wave('wave10000.radioBusyShare', 10_000, 16)];
}
