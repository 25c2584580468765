import { z } from 'zod';
import { idSchema, instantSchema } from './ids.ts';

const count = z.number().int().min(0);
const dbm = z.number().min(-127).max(20);
const methodMembers = {
  method: z.string().max(80).meta({ description: 'How the figures came about, such as `rssi-median-5s`.' }),
  confidence: z.number().min(0).max(1),
};
const receiverSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}(\/\d{1,2})?$/)
  .meta({ description: 'A gateway, or one radio of it: `gw-01/1`.' });
const saysSchema = z.looseObject({
  offer: idSchema,
  version: count,
  variant: idSchema.nullable().meta({ description: 'Of its experiment; null: none.' }),
});

/** What a beacon is known to broadcast, retained. */
export const beaconStateSchema = z.looseObject({
  beacon: idSchema,
  zone: idSchema,
  version: count,
  state: z.enum(['on-air', 'starting', 'elsewhere', 'failed', 'off']),
  reason: z.string().max(80).nullable(),
  since: instantSchema.nullable().meta({ description: 'Since when it says what it says now.' }),
  heardAt: instantSchema.nullable().meta({ description: "When the gateway's other radio heard it last." }),
  offer: saysSchema.nullable().meta({ description: 'The offer that it leads to.' }),
  publicKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .meta({
      description: "The gateway's X25519 key: with the resolver's private one it yields an EID's identity key.",
    }),
});
export type BeaconState = z.infer<typeof beaconStateSchema>;

/** Who of ours is in a zone, and how many people where that is counted; retained. Counts only, never an address. */
export const zonePresenceSchema = z.looseObject({
  zone: idSchema,
  at: instantSchema,
  tags: z.looseObject({ staff: count, trolley: count, asset: count, sensor: count, session: count }),
  people: z
    .looseObject({
      count: count.nullable().meta({ description: 'Rounded to 5; null: fewer than `leastTold`.' }),
      leastTold: count,
      windowEnd: instantSchema,
      ...methodMembers,
    })
    .nullable()
    .meta({ description: 'Null: people are not counted.' }),
  ...methodMembers,
});
export type ZonePresence = z.infer<typeof zonePresenceSchema>;

/** How long visits of our own tags lasted, for the hour that is over; retained. */
export const zoneDwellSchema = z.looseObject({
  zone: idSchema,
  at: instantSchema,
  visits: count,
  medianSeconds: z.number().min(0).nullable(),
  ...methodMembers,
});
export type ZoneDwell = z.infer<typeof zoneDwellSchema>;

/** One of ours was heard, in the manner of a raddec: what, by whom, how well. */
export const sightingSchema = z.looseObject({
  tag: idSchema,
  kind: z.enum(['staff', 'trolley', 'sensor', 'asset']),
  at: instantSchema,
  events: z.array(z.enum(['appearance', 'displacement', 'packets', 'keep-alive', 'disappearance'])).min(1),
  zone: idSchema.nullable(),
  rssiSignature: z.array(z.looseObject({ receiver: receiverSchema, rssi: dbm, numberOfDecodings: count })).max(32),
  batteryMv: count.nullable(),
  readings: z.record(z.string().max(40), z.union([z.number(), z.boolean(), z.string().max(80)])),
});
export type Sighting = z.infer<typeof sightingSchema>;

/** What a gateway's radios heard of known tags in one second, for all gateways of the store. */
export const mediansSchema = z.looseObject({
  round: count.meta({ description: 'The second, counted from the Unix epoch.' }),
  medians: z.array(z.looseObject({ tag: idSchema, receiver: receiverSchema, rssi: dbm })).max(5_000),
  winners: z
    .array(z.looseObject({ tag: idSchema, zone: idSchema, sinceRound: count }))
    .max(5_000)
    .meta({ description: 'Where it has decided they are, so that gateways that lost a message agree again.' }),
});
export type Medians = z.infer<typeof mediansSchema>;

/** Where a consenting session is. */
export const sessionZoneSchema = z.looseObject({
  session: idSchema,
  zone: idSchema.nullable(),
  at: instantSchema,
  until: instantSchema.meta({ description: 'When the session ends by itself.' }),
  consent: z.string().max(200),
  purpose: z.string().max(200),
});
export type SessionZone = z.infer<typeof sessionZoneSchema>;

/** An offer for one session, or that it is taken back. */
export const sessionOfferSchema = z.looseObject({
  session: idSchema,
  ...saysSchema.shape,
  state: z.enum(['made', 'ended', 'revoked']),
  zone: idSchema,
  at: instantSchema,
  until: instantSchema.nullable(),
  consent: z.string().max(200),
  text: z.string().max(400).nullable(),
  url: z.string().max(200).nullable(),
  coupon: z.string().max(200).nullable(),
  price: z.looseObject({ amountMinor: count, currency: z.string() }).nullable(),
});
export type SessionOffer = z.infer<typeof sessionOfferSchema>;

/** Where an offer is made, and since when it is gone where it was taken back; retained. */
export const offerStateSchema = z.looseObject({
  offer: idSchema,
  version: count,
  state: z.enum(['active', 'scheduled', 'pausing', 'blocked', 'ended', 'revoked']),
  reason: z.string().max(80).nullable(),
  at: instantSchema,
  outputs: z.looseObject({ pending: count, shown: count, clearing: count }),
  revoke: z
    .looseObject({
      at: instantSchema,
      by: z.string().max(200),
      clearedAt: instantSchema.nullable().meta({ description: 'When the last output was known to be without it.' }),
      seconds: z.number().min(0).nullable(),
      left: count,
    })
    .nullable(),
});
export type OfferState = z.infer<typeof offerStateSchema>;

/** Arguments of the command `session-open`: somebody has checked in and consents. */
export const sessionOpenArgsSchema = z.looseObject({
  session: idSchema,
  key: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .meta({ description: 'What the tokens are made from, for this visit only.' }),
  until: instantSchema,
  consent: z.string().min(1).max(200),
  purpose: z.string().min(1).max(200),
  audience: z.enum(['member', 'session']),
});
export type SessionOpenArgs = z.infer<typeof sessionOpenArgsSchema>;
export const sessionCloseArgsSchema = z.looseObject({ session: idSchema });
