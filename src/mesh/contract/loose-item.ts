import { z } from 'zod';
import { itemBase } from './fact.ts';
import { idSchema } from './ids.ts';

/** Items whose bodies version 1 does not describe yet: key and version are ordered, everything else is kept as it came. */
export const beaconItemSchema = z.looseObject({ beacon: idSchema, ...itemBase });
export const screenItemSchema = z.looseObject({ screen: idSchema, ...itemBase });
/** `pair` is `{base}-{quote}` in lower case, e.g. `btc-eur`; rates inside are decimal strings. */
export const fxItemSchema = z.looseObject({
  pair: z.string().regex(/^[a-z0-9]{2,12}-[a-z0-9]{2,12}$/),
  ...itemBase,
});
