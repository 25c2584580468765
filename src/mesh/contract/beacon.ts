import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema } from './ids.ts';
import { limits } from './limits.ts';

const hex = (digits: number) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), `${digits} lower-case hex digits`);
const u16 = z.number().int().min(0).max(0xffff);
const powerSchema = z.number().int().min(-100).max(20);
const powerAt1m = powerSchema.meta({ description: 'Measured at one metre, dBm.' });
const powerAt0m = powerSchema.meta({ description: 'At zero metres, dBm: 41 above that at one metre.' });

/** What a beacon says, one of several that take turns. */
export const beaconSlotSchema = z.discriminatedUnion('format', [
  z.looseObject({
    format: z.literal('ibeacon'),
    uuid: hex(32).meta({ description: 'One for the whole chain.' }),
    major: u16.meta({ description: 'The store.' }),
    minor: u16.meta({ description: 'The zone; never an offer.' }),
    powerAt1m,
  }),
  z.looseObject({
    format: z.literal('altbeacon'),
    manufacturer: u16.meta({ description: 'Bluetooth company identifier.' }),
    id: hex(40),
    powerAt1m,
    reserved: z.number().int().min(0).max(255).optional().meta({ description: 'Absent: 0.' }),
  }),
  z.looseObject({ format: z.literal('eddystone-uid'), namespace: hex(20), instance: hex(12), powerAt0m }),
  z.looseObject({ format: z.literal('eddystone-url'), url: z.string().min(8).max(200), powerAt0m }),
  z
    .looseObject({ format: z.literal('eddystone-tlm') })
    .meta({ description: 'Age and count of frames; encrypted where the beacon has an `eddystone-eid`.' }),
  z.looseObject({
    format: z.literal('eddystone-eid'),
    resolverKey: hex(64).meta({ description: 'X25519 public key of who resolves it.' }),
    exponent: z.number().int().min(0).max(15).meta({ description: 'The identity changes every 2^exponent seconds.' }),
    powerAt0m,
  }),
]);

/** What a beacon in a zone broadcasts. */
export const beaconItemSchema = z.union([
  deletionOf('beacon', idSchema),
  z.looseObject({
    beacon: idSchema,
    ...itemBase,
    deleted: z.undefined().optional(),
    zone: idSchema,
    gateway: idSchema.optional().meta({ description: 'Who broadcasts it. Absent: every gateway that has the zone.' }),
    intervalMs: z.number().int().min(100).max(10_240).optional().meta({ description: 'Absent: 300.' }),
    slots: z.array(beaconSlotSchema).min(1).max(limits.beaconSlots),
  }),
]);
export type BeaconItem = z.infer<typeof beaconItemSchema>;
