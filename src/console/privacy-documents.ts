import { z } from 'zod';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();
const count = z.int().nonnegative();

export const PrivacyMode = z.enum(['broadcast', 'count', 'consented']);
export type PrivacyMode = z.infer<typeof PrivacyMode>;

/** What the gateway knows of people, all of it. */
export const PrivacyDocument = z.object({
  ...version,
  mode: PrivacyMode,
  /** 0, 1 or 2. */
  level: z.int().min(0).max(2),
  since: instant,
  /** Modes that the configuration permits. */
  permitted: z.array(PrivacyMode),
  /** What the notice at the door and the impact assessment are called; null where the configuration names none. */
  notice: z.string().nullable(),
  assessment: z.string().nullable(),
  counting: z.object({ windowSeconds: count, leastTold: count, roundedTo: count, windowEndsAt: instant }).nullable(),
  sessions: z.object({ open: count, nextEndsAt: instant.nullable() }),
  /** Everything that is kept about anybody: what, where, for how long, and how many of them now. */
  stored: z.array(z.object({ what: z.string(), where: z.string(), howLong: z.string(), now: count })),
  /** Frames of others that were dropped before anything looked at them, since the start, by kind. */
  dropped: z.record(z.string(), count),
  /** Until when a technician may look at frames; null: locked. */
  unlockedUntil: instant.nullable(),
  unlockedBy: z.string().nullable(),
});
export type PrivacyDocument = z.infer<typeof PrivacyDocument>;

export const PrivacyModeRequest = z.strictObject({ mode: PrivacyMode });
