import { createPacedClock, liveBy, type Pace } from './crowd-clock.ts';

/** What its parent may want of it: another pace of time, or how much memory it needs once it has cleared up. */
export type Wish = { readonly wish: 'pace'; readonly pace: Pace } | { readonly wish: 'memory' };

/** Bytes in use after a full collection. */
export interface MemoryInUse {
  readonly heapUsed: number;
  /** Buffers among them. */
  readonly external: number;
}

/** The agent's own command in a process of its own, which lives by the pace of its parent. Arguments: the command's. */
const clock = createPacedClock();
liveBy(clock);
process.on('message', (message: Wish) => {
  if (message.wish === 'pace') return clock.follow(message.pace);
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ heapUsed, external } satisfies MemoryInUse);
});
process.channel?.unref();

const { main } = await import('../../src/cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
