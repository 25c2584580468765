import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';

/** At most 18 digits in all, no sign, no exponent, no leading zeros. */
export const rateSchema = z
  .string()
  .regex(/^(0|[1-9]\d{0,17})(\.\d{1,17})?$/)
  .refine(text => text.replace('.', '').length <= 18, 'at most 18 digits')
  .meta({ description: 'Decimal string of at most 18 digits, such as `60909.10`.' });

const pairSchema = z
  .string()
  .regex(/^[a-z0-9]{2,12}-[a-z]{3}$/)
  .meta({ description: '`{base}-{quote}` in lower case, such as `btc-eur`: the price of one base in the quote.' });

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** One exchange rate, aggregated by the mesh. Whether it may be used is decided by the gateway's gate, see MESH-066. */
export const fxItemSchema = z.union([
  deletionOf('pair', pairSchema),
  z.looseObject({
    pair: pairSchema,
    ...itemBase,
    deleted: z.undefined().optional(),
    rate: rateSchema.meta({ description: 'The middle.' }),
    bid: rateSchema.meta({ description: 'What is paid for one base: shelves convert at it.' }),
    ask: rateSchema,
    t: count.meta({ description: 'When the rate held, milliseconds since the Unix epoch.' }),
    seq: count.meta({ description: 'Rises with every rate of the pair within an epoch.' }),
    n: z.number().int().min(0).max(1_000).meta({ description: 'Sources that it was made from.' }),
    dispersionBps: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .meta({ description: 'How far they lie apart, basis points.' }),
    validMs: z.number().int().min(1).max(86_400_000).meta({ description: 'How long it may be used at most.' }),
  }),
]);
export type FxItem = z.infer<typeof fxItemSchema>;
