import { z } from 'zod';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();
const count = z.int().nonnegative();
const offerRef = z.object({ id: z.string(), version: count, variant: z.string().nullable() });

/** One slot of a beacon as it goes on air. */
export const BeaconSlotEntry = z.object({
  format: z.string(),
  /** What it says, in words, e.g. `major 42, minor 3`. */
  text: z.string(),
  /** The whole advertisement in hex; null: it cannot be said now. */
  hex: z.string().nullable(),
  /** Why it is not on air; null: it is. */
  reason: z.string().nullable(),
  /** The offer that put it there; null: the beacon's own. */
  offer: offerRef.nullable(),
});

/** One beacon that this gateway broadcasts, or would. */
export const BeaconEntry = z.object({
  id: z.string(),
  zone: z.string(),
  version: count,
  /** `elsewhere`: another gateway broadcasts it. */
  state: z.enum(['on-air', 'starting', 'elsewhere', 'failed', 'off']),
  reason: z.string().nullable(),
  intervalMs: count,
  /** What it goes by on air just now, twelve hex digits; it changes with an EID. */
  address: z.string().nullable(),
  /** Since when what it says now is on air. */
  since: instant.nullable(),
  slots: z.array(BeaconSlotEntry),
  offer: offerRef.nullable(),
  /** When this gateway's other radio heard it last: the proof that it is on air. */
  heardAt: instant.nullable(),
  heardRssi: z.int().nullable(),
});
export type BeaconEntry = z.infer<typeof BeaconEntry>;

/** One beacon by itself. */
export const BeaconDocument = z.object({ ...version, ...BeaconEntry.shape });
export type BeaconDocument = z.infer<typeof BeaconDocument>;

export const BeaconListDocument = z.object({
  ...version,
  /** Null: the configuration names none. */
  adapter: z.object({ url: z.string(), state: z.string(), detail: z.string().nullable(), sets: count }).nullable(),
  /** Who resolves an EID needs it, 64 hex digits; null: there is no keyring. */
  publicKey: z.string().nullable(),
  beacons: z.array(BeaconEntry),
});
export type BeaconListDocument = z.infer<typeof BeaconListDocument>;

/** Whether the beacons can really be heard. */
export const BeaconTestDocument = z.object({
  ...version,
  ok: z.boolean(),
  beacons: z.array(
    z.object({
      id: z.string(),
      heard: z.boolean(),
      rssi: z.int().nullable(),
      /** From its last change to being heard, milliseconds. */
      afterMs: count.nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type BeaconTestDocument = z.infer<typeof BeaconTestDocument>;
export const BeaconTestRequest = z.object({ beacon: z.string().optional() });

/** A slot of a third-party beacon, as it says itself: `uid:<hex 32>`, `url:<address>`, `tlm`, `eid:<hex 16>`, `empty`. */
export const ForeignSlot = z.object({
  slot: count,
  content: z.string(),
  intervalMs: count,
  radioPower: z.int(),
  advertisedPower: z.int().nullable(),
});

/** A third-party beacon with the Eddystone configuration service, read over the air. */
export const ForeignBeaconDocument = z.object({
  ...version,
  address: z.string(),
  lock: z.enum(['locked', 'unlocked', 'unlocked-no-relock']),
  slots: count,
  eidSlots: count,
  frames: z.array(z.enum(['uid', 'url', 'tlm', 'eid'])),
  powers: z.array(z.int()),
  remainsConnectable: z.boolean().nullable(),
  /** Null while it is locked and no code was given. */
  content: z.array(ForeignSlot).nullable(),
});
export type ForeignBeaconDocument = z.infer<typeof ForeignBeaconDocument>;

const address = z.string().regex(/^[0-9a-f]{12}$/, 'must be twelve lower-case hex digits');
const lockCode = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits');

/** What is wanted of a third-party beacon. What is left out stays as it is. */
export const ProvisionRequest = z.strictObject({
  address,
  lockCode: lockCode.optional(),
  /** Replaces the lock code. */
  newLockCode: lockCode.optional(),
  slots: z
    .array(
      z.strictObject({
        slot: z.int().min(0).max(255),
        /** As in `ForeignSlot`; an EID as `eid:<resolver public key hex 64>:<exponent>`. */
        content: z.string().max(200).optional(),
        intervalMs: z.int().min(20).max(65_535).optional(),
        radioPower: z.int().min(-127).max(20).optional(),
        advertisedPower: z.int().min(-127).max(20).optional(),
      }),
    )
    .max(32)
    .default([]),
  remainConnectable: z.boolean().optional(),
  dryRun: z.boolean().default(false),
});
export type ProvisionRequest = z.infer<typeof ProvisionRequest>;

/** What was done, or would be, step by step. */
export const ProvisionDocument = z.object({
  ...version,
  address: z.string(),
  dryRun: z.boolean(),
  steps: z.array(
    z.object({
      slot: count.nullable(),
      what: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      /** `not-tried`: a step before it failed. */
      verdict: z.enum(['done', 'would-do', 'unchanged', 'failed', 'not-tried']),
      reason: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
});
export type ProvisionDocument = z.infer<typeof ProvisionDocument>;

export const ForeignReadRequest = z.strictObject({ address, lockCode: lockCode.optional() });
export type ForeignReadRequest = z.infer<typeof ForeignReadRequest>;

/** One line of the debug capture: only what is allowed to be heard, and while a technician has unlocked it. */
export const SniffedFrame = z.object({
  at: instant,
  /** The name of the tag, beacon or label; never an address of anything else. */
  from: z.string(),
  kind: z.string(),
  format: z.string(),
  text: z.string(),
  rssi: z.int(),
  radio: z.string(),
});
export type SniffedFrame = z.infer<typeof SniffedFrame>;

export const SniffDocument = z.object({
  ...version,
  frames: z.array(SniffedFrame),
  /** Goes on from here. */
  next: count,
  unlockedUntil: instant,
});
export type SniffDocument = z.infer<typeof SniffDocument>;
/** `after`: the `next` of the answer before; 0 at first. */
export const SniffQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });
