import { z } from 'zod';

/** What organisations, stores, gateways, SKUs, offers, templates, zones and correlations are called in topics and bodies. */
export const idPattern = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** A label is called by its Bluetooth address: 12 lower-case hex digits. */
export const labelPattern = /^[0-9a-f]{12}$/;

export const idSchema = z
  .string()
  .regex(idPattern)
  .meta({ description: 'Lower-case letters, digits and hyphens, 1 to 40.' });
export const labelIdSchema = z
  .string()
  .regex(labelPattern)
  .meta({ description: 'Bluetooth address as 12 lower-case hex digits.' });

/** Counters of the contract: JSON integers that every language can hold exactly. */
export const epochSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const seqSchema = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
export const versionSchema = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** RFC 3339 in UTC (`Z`), e.g. `2026-11-24T05:00:00Z`; fractions of a second are allowed. */
export const instantSchema = z.iso.datetime().meta({ description: 'RFC 3339, UTC, ends in Z.' });

/** SHA-256 in lower-case hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A short text by primary language subtag. */
export const localTextSchema = z
  .record(z.string().regex(/^[a-z]{2,3}$/), z.string().min(1).max(400))
  .refine(texts => Object.keys(texts).length > 0, 'at least one language')
  .meta({ description: 'Text by primary language subtag, at least one.', minProperties: 1 });
