import { z } from 'zod';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();
const count = z.int().nonnegative();

/** How a figure came about, and how far it can be trusted: 0 to 1. */
export const Method = z.object({ method: z.string(), confidence: z.number().min(0).max(1) });

/** Something of ours that was heard: never a person without their consent. */
export const TagEntry = z.object({
  id: z.string(),
  kind: z.enum(['staff', 'trolley', 'sensor', 'asset', 'session']),
  /** Null: away. */
  zone: z.string().nullable(),
  since: instant.nullable(),
  rssi: z.int().nullable(),
  lastSeen: instant.nullable(),
  batteryMv: count.nullable(),
  batteryPercent: z.number().nullable(),
  temperatureC: z.number().nullable(),
  /** What a sensor said last, by name. */
  readings: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  /** Something is wrong with it, e.g. `sighting.replayed`. */
  reason: z.string().nullable(),
});
export type TagEntry = z.infer<typeof TagEntry>;

/** One zone as it stands now. */
export const ZoneEntry = z.object({
  id: z.string(),
  name: z.string(),
  /** `occupied`: something of ours is there. `silent`: no radio of it can be heard. */
  state: z.enum(['empty', 'occupied', 'silent']),
  /** Gateways whose radios stand for it. */
  receivers: z.array(z.string()),
  places: z.array(z.object({ aisle: z.string(), firstBay: count, lastBay: count })),
  /** On the plan of the store, metres from its upper left corner; null: it is not drawn. */
  area: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
  tags: z.array(TagEntry),
  /** People, only in the modes that count; null: not counted. */
  people: z
    .object({
      /** Rounded to five; null: fewer than the least that is told. */
      count: count.nullable(),
      windowEndsAt: instant,
      ...Method.shape,
    })
    .nullable(),
  /** Of tags that left, in the last hour. */
  dwell: z.object({ visits: count, medianSeconds: z.number().nullable(), ...Method.shape }),
  /** 0 to 1, against the busiest zone of the last hour. */
  heat: z.number().min(0).max(1),
  labels: count,
  beacons: z.array(z.string()),
  /** `offer@version`. */
  offers: z.array(z.string()),
});
export type ZoneEntry = z.infer<typeof ZoneEntry>;

/** One zone by itself. */
export const ZoneDocument = z.object({ ...version, ...ZoneEntry.shape });
export type ZoneDocument = z.infer<typeof ZoneDocument>;

export const ZoneListDocument = z.object({ ...version, zones: z.array(ZoneEntry), away: z.array(TagEntry) });
export type ZoneListDocument = z.infer<typeof ZoneListDocument>;
