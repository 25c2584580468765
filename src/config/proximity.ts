import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40, such as "dairy"');
const text = z.string().min(1, 'must not be empty');
const metres = z.number().min(0).max(10_000);
const hex = (digits: number, example: string) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), `must be ${digits} lower-case hex digits, such as ${example}`);

/** Broadcasting. Without an adapter of its own the gateway broadcasts nothing. */
export const beaconsSchema = z.strictObject({
  /** A second Bluetooth adapter, as under `radios`; never one of those, as scanning resets it. */
  adapter: z
    .string()
    .regex(/^(tcp|hci|serial):\S+$/, 'must look like hci:1, tcp://127.0.0.1:9701 or serial:///dev/ttyUSB1')
    .optional(),
  /** Transmit power that is asked of the adapter, dBm. */
  powerDbm: z.int().min(-40).max(20).default(0),
});

const zoneSchema = z.strictObject({
  id,
  /** For people; the id where it is left out. */
  name: text.max(80).optional(),
  /** Whose radios stand for this zone: a gateway, or one radio of it by its place in the list, such as `gw-01/1`. */
  receivers: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}(\/\d{1,2})?$/, 'must be a gateway such as gw-01, or gw-01/1'))
    .max(32)
    .default([]),
  /** Which labels hang in it: an aisle, or some bays of it. */
  places: z
    .array(z.strictObject({ aisle: text.max(20), bays: z.tuple([z.int().min(0), z.int().max(9_999)]).optional() }))
    .max(64)
    .default([]),
  /** Where it lies on the plan of the store, metres from the upper left corner. */
  area: z.strictObject({ x: metres, y: metres, width: metres, height: metres }).optional(),
});

export const zonesSchema = z
  .array(zoneSchema)
  .max(200)
  .default([])
  .superRefine((zones, context) => {
    const seen = new Set<string>();
    for (const [at, zone] of zones.entries()) {
      if (seen.has(zone.id))
        context.addIssue({ code: 'custom', path: [at, 'id'], message: `${zone.id} is named twice` });
      seen.add(zone.id);
    }
  });
export type ZoneConfig = z.output<typeof zoneSchema>;

const tagSchema = z.strictObject({
  id,
  kind: z.enum(['staff', 'trolley', 'sensor', 'asset']),
  /** How it is known: one of these. */
  address: hex(12, 'c0ffee123456').optional(),
  ibeacon: z
    .strictObject({
      uuid: hex(32, 'e2c56db5dffb48d2b060d0f5a71096e0'),
      major: z.int().min(0).max(65_535),
      minor: z.int().min(0).max(65_535),
    })
    .optional(),
  /** Namespace and instance of an Eddystone UID. */
  uid: hex(32, '00112233445566778899aabbccddeeff').optional(),
  /** Identity key and exponent of an Eddystone EID. */
  eid: z.strictObject({ key: hex(32, '…'), exponent: z.int().min(0).max(15) }).optional(),
  /** Key of an encrypted BTHome sensor. */
  bindKey: hex(32, '…').optional(),
});

/** What the gateway may hear beside labels: nothing that is not named here. */
export const sightingsSchema = z
  .strictObject({
    tags: z
      .array(
        tagSchema.refine(
          ({ address, ibeacon, uid, eid }) => [address, ibeacon, uid, eid].filter(Boolean).length === 1,
          'must have exactly one of address, ibeacon, uid, eid',
        ),
      )
      .max(10_000)
      .default([]),
  })
  .prefault({});
export type TagConfig = z.output<typeof tagSchema>;

/** How much of people may be noticed at most. Everything but `broadcast` wants a notice at the door and an assessment. */
export const privacySchema = z
  .strictObject({
    /** The mode after the first start; later the one that was chosen with endcap privacy mode. */
    mode: z.enum(['broadcast', 'count', 'consented']).default('broadcast'),
    permit: z
      .array(z.enum(['broadcast', 'count', 'consented']))
      .default([])
      .describe('Modes that may be chosen beside broadcast.'),
    /** Where people read what is done: an address, or the name of the poster. */
    notice: text.max(200).optional(),
    /** Reference of the data protection impact assessment. */
    assessment: text.max(200).optional(),
    windowSeconds: z.int().min(60).max(3_600).default(60),
    /** Fewer people are not told. */
    leastTold: z.int().min(5).max(1_000).default(5),
  })
  .prefault({})
  .superRefine(({ mode, permit, notice, assessment }, context) => {
    const wants = [mode, ...permit].some(one => one !== 'broadcast');
    for (const [field, value] of [
      ['notice', notice],
      ['assessment', assessment],
    ] as const) {
      if (wants && value === undefined)
        context.addIssue({
          code: 'custom',
          path: [field],
          message: 'must be given where a mode other than broadcast is permitted',
        });
    }
  });
export type PrivacyConfig = z.output<typeof privacySchema>;
