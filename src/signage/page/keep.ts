import { z } from 'zod';
import type { Playing } from '../playlist.ts';
import { playSchema } from '../wire/report.ts';
import { mostPlays } from './play-log.ts';

/** What a page takes with it when it is loaded anew. */
const keptSchema = z.object({
  plays: z.array(playSchema).max(mostPlays).catch([]),
  /** By region and entry: when those with a cap were begun. */
  starts: z.record(z.string(), z.record(z.string(), z.array(z.number()))).catch({}),
  /** Orders that were carried out, the newest last: none is carried out twice. */
  orders: z.array(z.string()).max(50).catch([]),
  done: z
    .array(z.strictObject({ id: z.string(), ok: z.boolean() }))
    .max(20)
    .catch([]),
  rescueWallMs: z.number().nullable().catch(null),
  problems: z.array(z.string().max(400)).max(20).catch([]),
});
export type Kept = Omit<z.infer<typeof keptSchema>, 'starts'> & {
  readonly starts: Readonly<Record<string, Playing['starts']>>;
};

const nothingKept = {};

/** The page's memory of one screen. Where the browser keeps nothing, or is full, the page goes on without. */
export function createKeep(screen: string, storage: Storage | null) {
  const key = `endcap.screen.${screen}`;
  return {
    load(): Kept {
      try {
        return keptSchema.parse(JSON.parse(storage?.getItem(key) ?? '{}'));
      } catch {
        return keptSchema.parse(nothingKept);
      }
    },
    save(kept: Kept): void {
      try {
        storage?.setItem(key, JSON.stringify(kept));
      } catch {
        // Full: rather nothing than half of it.
        storage?.removeItem(key);
      }
    },
  };
}
