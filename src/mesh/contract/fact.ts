import { z } from 'zod';
import { epochSchema, seqSchema, versionSchema } from './ids.ts';
import { limits } from './limits.ts';
import { keyMember, type StreamName, streamSchema } from './streams.ts';

/** What every item has beside its key and its body. */
export const itemBase = {
  version: versionSchema.meta({ description: 'Monotonic per key within an epoch.' }),
  deleted: z
    .literal(true)
    .optional()
    .meta({ description: 'The key is gone as of this version; the body may be left out.' }),
};

/** An item that carries nothing but the end of its key. */
export function deletionOf(member: string, key: z.ZodType<string>) {
  return z.looseObject({ [member]: key, ...itemBase, deleted: z.literal(true) });
}

/** A fact message: one item on a key's own topic, up to 200 on the batch topic; `lastSeq - firstSeq + 1` equals the number of items. */
export function factDataOf<Item extends z.ZodType>(stream: StreamName, item: Item) {
  return z
    .looseObject({
      stream: z.literal(stream),
      epoch: epochSchema,
      firstSeq: seqSchema,
      lastSeq: seqSchema,
      items: z.array(item).min(1).max(limits.items),
    })
    .refine(data => data.lastSeq - data.firstSeq + 1 === data.items.length, {
      message: 'lastSeq - firstSeq + 1 must equal the number of items',
      path: ['lastSeq'],
    });
}

/** Where a message stands in its stream, before its items are looked at. */
export const positionSchema = z.looseObject({
  stream: streamSchema,
  epoch: epochSchema,
  firstSeq: seqSchema,
  lastSeq: seqSchema,
  items: z.array(z.unknown()).min(1).max(limits.items),
});

/** The part of an item that ordering needs. */
export interface ItemIdentity {
  readonly key: string;
  readonly version: number;
  readonly deleted: boolean;
}

/** Reads an item's identity; null when it has none worth trusting. */
export function itemIdentity(stream: StreamName, item: unknown): ItemIdentity | null {
  if (typeof item !== 'object' || item === null) return null;
  const members = item as Record<string, unknown>;
  const key = members[keyMember[stream]];
  const version = versionSchema.safeParse(members.version);
  if (typeof key !== 'string' || key.length === 0 || key.length > 40 || !version.success) return null;
  return { key, version: version.data, deleted: members.deleted === true };
}
