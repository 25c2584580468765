import { type Figure, median, round } from './figure.ts';
import { openLargeStore, size } from './large-store.ts';
import { pause, residentMb } from './shop-and-agent.ts';

const starts = 3;
const settleMs = 8_000;

/**
 * A cold start with a large store, until the console says that the mesh is joined and everything on the disk has been
 * brought in line; and the memory that the process then keeps. The first start, which decides 10,000 labels anew, does
 * not count: a gateway starts with what it decided before.
 */
export async function benchProcess(): Promise<Figure[]> {
  const ready: number[] = [];
  const memory: number[] = [];
  const large = await openLargeStore();
  try {
    for (let run = 0; run <= starts; run++) {
      const { agent, tookMs } = await large.startAgent();
      await pause(settleMs);
      if (run > 0) {
        ready.push(tookMs);
        memory.push(residentMb(agent.pid));
      }
      await agent.stop();
    }
  } finally {
    await large.remove();
  }
  const figure = (name: string, values: readonly number[], unit: string, goal: number, note: string): Figure => ({
    name,
    value: round(median(values), 0),
    unit,
    goal,
    baseline: null,
    samples: values.length,
    note,
  });
  return [
    figure('memory.rssMb', memory, 'MB', 200, `${size}, ${settleMs / 1000} s after the start`),
    figure('start.readyMs', ready, 'ms', 2_000, `${size}, joined and in line`),
  ];
}
