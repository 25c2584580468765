import { z } from 'zod';
import { Wave } from './documents.ts';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();

/** The wave under way, whether delivery is paused, and the waves before, newest first. */
export const WavesDocument = z.object({
  ...version,
  current: Wave.nullable(),
  /** Nothing new is sent while this holds; `until` null: until somebody resumes. */
  paused: z.object({ since: instant, until: instant.nullable(), actor: z.string() }).nullable(),
  waves: z.array(
    z.object({ id: z.int(), startedAt: instant, endedAt: instant, total: z.int(), seconds: z.number().nonnegative() }),
  ),
});
export type WavesDocument = z.infer<typeof WavesDocument>;

export const PauseRequest = z.strictObject({
  /** Resumes by itself after so many seconds, at most a day; absent: not by itself. */
  forSeconds: z.int().min(1).max(86_400).optional(),
});
export type PauseRequest = z.infer<typeof PauseRequest>;

/** Which entries of the audit trail are wanted. */
export const AuditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  /** Ids below it. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** `token:anna`, or `token` for everybody of that kind. */
  actor: z.string().min(1).max(200).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** Who did what, newest first. `next` goes on from there; null: that was all. */
export const AuditDocument = z.object({
  ...version,
  entries: z.array(
    z.object({
      id: z.int(),
      at: instant,
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.int().nullable(),
});
export type AuditDocument = z.infer<typeof AuditDocument>;

/** A message that was not believed, as it came. */
export const HeldMessageDocument = z.object({
  ...version,
  id: z.string(),
  firstAt: instant,
  lastAt: instant,
  times: z.int(),
  topic: z.string(),
  reason: z.string(),
  detail: z.string(),
  /** What the reason means, and what to do. */
  meaning: z.string().nullable(),
  fix: z.string().nullable(),
  releasable: z.boolean(),
  /** At most 16 KiB of it are kept. */
  payload: z.string(),
});
export type HeldMessageDocument = z.infer<typeof HeldMessageDocument>;

export const ResyncRequest = z.strictObject({
  /** One stream; absent: all that are known. */
  stream: z.string().min(1).max(40).optional(),
});
export type ResyncRequest = z.infer<typeof ResyncRequest>;

/** How large the store is. */
export const StoreInfoDocument = z.object({
  ...version,
  path: z.string(),
  schema: z.int(),
  bytes: z.int(),
  /** Of the write-ahead log, which comes on top. */
  logBytes: z.int(),
  /** Inside the file, for reuse. */
  unusedBytes: z.int(),
  /** On the disk, for this user. */
  freeBytes: z.number(),
  tables: z.array(z.object({ name: z.string(), rows: z.int() })),
});
export type StoreInfoDocument = z.infer<typeof StoreInfoDocument>;
