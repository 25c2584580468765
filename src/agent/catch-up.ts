import type { Clock } from '../clock.ts';
import type { Alarms } from './alarms.ts';

/** After the store refused. */
const retryMs = 2_000;

export type CatchUp = ReturnType<typeof createCatchUp>;

/**
 * Brings the labels' desired state in line with the stored facts: at the start, and whenever facts were stored but could
 * not be passed on. A store that refuses is tried again until it takes it; meanwhile `done` is false, and no watermark
 * may be given out.
 */
export function createCatchUp(work: (signal: AbortSignal) => Promise<void>, clock: Clock, alarms: Alarms) {
  const stopping = new AbortController();
  let wanted = 0;
  let reached = 0;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (reached < wanted && !stopping.signal.aborted) {
      const goal = wanted;
      try {
        await work(stopping.signal);
        reached = goal;
        alarms.clear('store.behind', 'labels');
      } catch (error) {
        alarms.raise('store.behind', 'labels', error instanceof Error ? error.message : String(error));
        await new Promise<void>(resume => void clock.after(retryMs, resume));
      }
    }
    running = null;
  }

  return {
    /** Once more from the beginning; resolves when nothing is behind any more, or on `stop`. */
    needed(): Promise<void> {
      wanted += 1;
      running ??= run();
      return running;
    },
    done: (): boolean => wanted > 0 && reached === wanted,
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
