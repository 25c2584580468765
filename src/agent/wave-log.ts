import { z } from 'zod';
import type { Store } from '../store/store.ts';

const name = 'waves';
const kept = 50;
/** A price or two that change are no wave worth remembering. */
const smallest = 3;

const waves = z.array(z.object({ id: z.int(), startedMs: z.number(), endedMs: z.number(), total: z.int() }));
export type PastWave = z.infer<typeof waves>[number];

/** The waves that are over, newest first. */
export function createWaveLog(store: Pick<Store, 'recall' | 'remember'>) {
  const stored = store.recall(name);
  let past: PastWave[] = stored === null ? [] : waves.parse(JSON.parse(stored));
  return {
    past: (): readonly PastWave[] => past,
    ended(startedMs: number, endedMs: number, total: number): void {
      if (total < smallest) return;
      past = [{ id: (past[0]?.id ?? 0) + 1, startedMs, endedMs, total }, ...past].slice(0, kept);
      store.remember(name, JSON.stringify(past));
    },
  };
}
