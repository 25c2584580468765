import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { type Figure, median, notMeasured, round } from './figure.ts';
import { labels, openLargeStore, size } from './large-store.ts';
import { command, nodeFlags, type Running } from './shop-and-agent.ts';

const goalMs = 1_000;
const samples = 5;

/** What people wait for with 10,000 labels: the console's first labels on the screen, and the command line's list. */
export async function benchPeople(): Promise<Figure[]> {
  const large = await openLargeStore();
  try {
    const { agent } = await large.startAgent();
    try {
      return [await firstPaint(agent), await list(large.env)];
    } finally {
      await agent.stop();
    }
  } finally {
    await large.remove();
  }
}

/** From the navigation, by a browser that has nothing cached, to the frame after the first labels stand on the page. */
async function firstPaint(agent: Running): Promise<Figure> {
  const name = 'console.firstPaint10000Ms';
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
  if (!executablePath) return notMeasured(name, 'ms', goalMs, 'needs the apt package chromium');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const tookMs: number[] = [];
  try {
    for (let sample = 0; sample <= samples; sample++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      await page.goto(/http\S+/.exec(agent.line)![0], { waitUntil: 'commit' });
      await page.locator('[data-label]').first().waitFor();
      const atMs = await page.evaluate(
        () => new Promise<number>(resolve => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))),
      );
      // The first one finds the browser itself cold.
      if (sample > 0) tookMs.push(atMs);
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return figure(name, tookMs, `${size}, an empty cache`);
}

/** The whole process, as a person or a script calls it. */
async function list(env: Readonly<Record<string, string>>): Promise<Figure> {
  const tookMs: number[] = [];
  for (let sample = 0; sample <= samples; sample++) {
    const beganMs = performance.now();
    const child = spawn(process.execPath, [...nodeFlags, command, 'label', 'list', '--json'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    await once(child, 'close');
    if (sample > 0) tookMs.push(performance.now() - beganMs);
    const { labels: listed } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { labels: unknown[] };
    if (listed.length !== labels) throw new Error(`the list has ${listed.length} labels`);
  }
  return figure('cli.list10000Ms', tookMs, `${size}, --json, the process included`);
}

const figure = (name: string, tookMs: readonly number[], note: string): Figure => ({
  name,
  value: round(median(tookMs), 0),
  unit: 'ms',
  goal: goalMs,
  baseline: null,
  samples: tookMs.length,
  note,
});
