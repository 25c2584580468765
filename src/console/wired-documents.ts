import { z } from 'zod';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();
const count = z.int().nonnegative();
const method = { method: z.string(), confidence: z.number().min(0).max(1) };

/** A board and what hangs on it. */
export const NodeEntry = z.object({
  id: z.string(),
  url: z.string(),
  state: z.enum(['starting', 'ready', 'down', 'unfit']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  /** As the board says, e.g. `StandardFirmata 2.5`. */
  firmware: z.string().nullable(),
  since: instant.nullable(),
  parts: z.array(z.string()),
});
export type NodeEntry = z.infer<typeof NodeEntry>;
export const NodeListDocument = z.object({ ...version, nodes: z.array(NodeEntry) });
export type NodeListDocument = z.infer<typeof NodeListDocument>;

/** What each pin of a board can do, and what it does. */
export const NodePinsDocument = z.object({
  ...version,
  node: z.string(),
  pins: z.array(
    z.object({
      pin: z.string(),
      modes: z.array(z.string()),
      mode: z.string().nullable(),
      value: z.number().nullable(),
      part: z.string().nullable(),
    }),
  ),
});
export type NodePinsDocument = z.infer<typeof NodePinsDocument>;

/** A part of a node, a scale or a scanner. */
export const SensorEntry = z.object({
  id: z.string(),
  node: z.string().nullable(),
  kind: z.enum(['button', 'light', 'motion', 'line', 'load-cell', 'display', 'relay', 'scale', 'scanner']),
  zone: z.string().nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  role: z.string().nullable(),
  sku: z.string().nullable(),
  label: z.string().nullable(),
  /**
   * By name, as it says now: `in`, `out`, `inside`, `grams`, `pieces`, `stable`, `pressed`, `motion`, `code`, …; `light` is
   * `off`, `on` or `blink`, `line1` and so on are what a display shows.
   */
  values: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  lastEvent: z.object({ at: instant, event: z.string() }).nullable(),
  ...method,
});
export type SensorEntry = z.infer<typeof SensorEntry>;
export const SensorListDocument = z.object({ ...version, sensors: z.array(SensorEntry) });
export type SensorListDocument = z.infer<typeof SensorListDocument>;
export const SensorDocument = z.object({
  ...version,
  ...SensorEntry.shape,
  /** Newest first. */
  events: z.array(z.object({ at: instant, event: z.string(), text: z.string() })),
});
export type SensorDocument = z.infer<typeof SensorDocument>;
export const CalibrateRequest = z.strictObject({ grams: z.number().positive().max(1_000_000) });
/** As if the part had said so: to try what follows from it. Written to the audit trail. */
export const SimulateRequest = z.strictObject({
  event: z.enum(['press', 'double', 'long', 'in', 'out', 'pick', 'put', 'scan']),
  value: z.string().max(100).optional(),
});
export type SimulateRequest = z.infer<typeof SimulateRequest>;
export const LightRequest = z.strictObject({
  state: z.enum(['off', 'on', 'blink']),
  forMs: z.int().min(100).max(3_600_000).optional(),
});
export type LightRequest = z.infer<typeof LightRequest>;
/** Guides to a label by its light; `sku` or the label itself. */
export const PickRequest = z.strictObject({ label: z.string().optional(), sku: z.string().optional() });
export type PickRequest = z.infer<typeof PickRequest>;
export const PickListDocument = z.object({
  ...version,
  picks: z.array(z.object({ id: z.string(), label: z.string(), light: z.string(), since: instant })),
});
export type PickListDocument = z.infer<typeof PickListDocument>;

export const QueueEntry = z.object({
  id: z.string(),
  zone: z.string(),
  state: z.enum(['quiet', 'busy', 'alarmed', 'stuck']),
  length: count,
  waitSeconds: z.number().nullable(),
  servedPerHour: z.number(),
  entered: count,
  left: count,
  /** The last hour, one a minute, oldest first. */
  lengths: z.array(count),
  ...method,
});
export type QueueEntry = z.infer<typeof QueueEntry>;
export const QueueListDocument = z.object({ ...version, queues: z.array(QueueEntry) });
export type QueueListDocument = z.infer<typeof QueueListDocument>;

export const AlarmEntry = z.object({
  id: z.string(),
  state: z.enum(['quiet', 'pending', 'raised', 'acknowledged', 'escalated', 'silenced', 'off-hours']),
  severity: z.enum(['info', 'warning', 'urgent']),
  text: z.string(),
  zone: z.string().nullable(),
  /**
   * What it looks at: `length of queue tills`, `wait-seconds of queue tills`, `occupancy of zone dairy`, `button
   * bell-2`.
   */
  on: z.string(),
  value: z.number().nullable(),
  raise: z.number().nullable(),
  clear: z.number().nullable(),
  since: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  silencedUntil: instant.nullable(),
  actions: z.array(z.string()),
  raised: count,
  ...method,
});
export type AlarmEntry = z.infer<typeof AlarmEntry>;
export const AlarmListDocument = z.object({ ...version, alarms: z.array(AlarmEntry) });
export type AlarmListDocument = z.infer<typeof AlarmListDocument>;
export const SilenceRequest = z.strictObject({ forMs: z.int().min(1_000).max(86_400_000) });

/** The last 90 days by zone and hour. */
export const HeatDocument = z.object({
  ...version,
  zones: z.array(
    z.object({
      zone: z.string(),
      hours: z.array(
        z.object({
          hour: instant,
          entered: count,
          left: count,
          peak: count,
          visits: count,
          dwellSeconds: z.number().nullable(),
          motionSeconds: count,
          ...method,
        }),
      ),
    }),
  ),
});
export type HeatDocument = z.infer<typeof HeatDocument>;
export const HeatQuery = z.object({
  zone: z.string().optional(),
  days: z.coerce.number().int().min(1).max(90).default(7),
});
export type HeatQuery = z.infer<typeof HeatQuery>;

export const CouponIssueRequest = z.strictObject({
  offer: z.string().max(40).optional(),
  lifeMs: z.int().min(60_000).optional(),
});
export type CouponIssueRequest = z.infer<typeof CouponIssueRequest>;
/** A new coupon; the only time that its code is told. */
export const CouponDocument = z.object({
  ...version,
  id: z.string(),
  code: z.string(),
  offer: z.string().nullable(),
  until: instant,
  /** What its QR code says. */
  qr: z.string(),
  /** An NDEF message in hex, for a tag or a phone. */
  ndef: z.string(),
});
export type CouponDocument = z.infer<typeof CouponDocument>;
export const CouponRedeemRequest = z.strictObject({
  code: z.string().regex(/^\d{4}$/, 'must be four digits'),
  till: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** Asks only, and uses nothing up. A wrong code counts all the same. */
  dryRun: z.boolean().default(false),
});
export type CouponRedeemRequest = z.infer<typeof CouponRedeemRequest>;
export const CouponRedeemDocument = z.object({
  ...version,
  id: z.string(),
  offer: z.string().nullable(),
  redeemed: z.boolean(),
});
export type CouponRedeemDocument = z.infer<typeof CouponRedeemDocument>;
