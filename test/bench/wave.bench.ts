import { join } from 'node:path';
import { type Figure, notMeasured, round } from './figure.ts';
import { pause, residentMb, scratch, start, startShop, statusOf } from './shop-and-agent.ts';

const goal = 0.95;
/** Links that the agent opens on one radio at the same time unless configured otherwise. */
const linksPerRadio = 4;

interface Wave {
  readonly name: string;
  readonly labels: number;
  readonly adapters: number;
  /** Of the panels' redraw times. Faster panels leave less to wait for, and so ask more of the agent. */
  readonly refreshScale: number;
  readonly limitMs: number;
}

/**
 * All labels of a shop become due at once; the share of the time, from then until the last label has proven its picture,
 * in which the radios were busy: at least one link open or being opened, over all radios. The tail, in which fewer labels
 * are left than the radios have links, is part of it. Shop and agent are processes of their own, joined by sockets.
 */
async function wave({ name, labels, adapters, refreshScale, limitMs }: Wave): Promise<Figure> {
  const { dir, env, remove } = scratch();
  const shop = await startShop(dir, { labels, adapters, refreshScale }, env);
  try {
    const agent = await start(['run', '--config', join(dir, 'shop.yaml')], env);
    try {
      const limitAtMs = performance.now() + limitMs;
      let began: { readonly atMs: number; readonly busyS: number } | null = null;
      let tailAtMs: number | null = null;
      let largestMb = 0;
      for (;;) {
        const { labels: counts, radios } = await statusOf(agent);
        const atMs = performance.now();
        const busyS = radios.reduce((sum, radio) => sum + (radio.busySeconds ?? 0), 0);
        largestMb = Math.max(largestMb, residentMb(agent.pid));
        if (counts.total === labels) {
          began ??= { atMs, busyS };
          if (labels - counts.confirmed < adapters * linksPerRadio) tailAtMs ??= atMs;
        }
        if (began && counts.confirmed === labels) {
          const seconds = (atMs - began.atMs) / 1000;
          const share = (busyS - began.busyS) / (seconds * adapters);
          const facts = [
            `${adapters} radios`,
            `redraws at ${refreshScale} of their time`,
            `${round(labels / seconds, 1)} labels/s`,
            `tail ${round((atMs - tailAtMs!) / 1000, 1)} of ${round(seconds, 0)} s`,
            `agent up to ${round(largestMb, 0)} MB`,
          ];
          return {
            name,
            value: round(share, 3),
            unit: 'of time',
            goal,
            baseline: 1,
            samples: labels,
            note: facts.join(', '),
          };
        }
        if (atMs > limitAtMs) {
          const reason = `only ${counts.confirmed} of ${labels} labels within ${limitMs / 1000} s`;
          return notMeasured(name, 'of time', goal, reason);
        }
        await pause(250);
      }
    } finally {
      await agent.stop();
    }
  } finally {
    await shop.stop();
    remove();
  }
}

export async function benchWaves(): Promise<Figure[]> {
  return [
    await wave({
      name: 'wave1000.radioBusyShare',
      labels: 1_000,
      adapters: 4,
      refreshScale: 0.1,
      limitMs: 300_000,
    }),
    await wave({
      name: 'wave10000.radioBusyShare',
      labels: 10_000,
      adapters: 8,
      refreshScale: 0.03,
      limitMs: 420_000,
    }),
  ];
}
