import { z } from 'zod';
import { versionSchema } from './ids.ts';
import { limits } from './limits.ts';
import { signableSchema } from './streams.ts';

/** A public key and what it may sign. */
export const signingKeySchema = z.object({
  kid: z.string().min(1).max(80),
  publicKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .meta({ description: 'The raw 32 bytes of an Ed25519 public key, base64url without padding.' }),
  signs: z.array(signableSchema).min(1),
});
export type SigningKey = z.infer<typeof signingKeySchema>;

/**
 * The key set that replaces the one in force. Signed by a key that may sign `keys`; its version is above that of the
 * set in force and the two have at least one key (kid and public key) in common.
 */
export const keySetDataSchema = z.looseObject({
  version: versionSchema,
  keys: z
    .array(signingKeySchema)
    .min(1)
    .max(limits.keys)
    .refine(keys => new Set(keys.map(key => key.kid)).size === keys.length, 'each kid once'),
});
export type KeySetData = z.infer<typeof keySetDataSchema>;
