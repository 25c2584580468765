import { z } from 'zod';
import { idSchema, instantSchema, localTextSchema, sha256Schema } from '../src/mesh/contract/ids.ts';
import { daypartSchema } from '../src/mesh/contract/offer.ts';
import { type Answer, priced, refused, unknownZone } from './control-answers.ts';
import { parseAmount } from './mesh/amount.ts';
import type { Shop } from './shop.ts';

const count = z.int().min(1).max(1_000_000);
const url = z.url({ protocol: /^https?$/ }).max(200);

/** The members of the contract's offer; only its price is written as people write prices. */
export const offerOrder = z.strictObject({
  offer: idSchema,
  skus: z.array(z.string().min(1).max(80)).min(1).max(2_000),
  from: instantSchema,
  to: instantSchema.optional(),
  priority: z.int().min(0).max(1_000).optional(),
  audience: z.enum(['public', 'member', 'session']).optional(),
  badge: localTextSchema.optional(),
  percentOff: z.int().min(1).max(99).optional(),
  text: localTextSchema.optional(),
  zones: z.array(idSchema).min(1).max(64).optional(),
  dayparts: z.array(daypartSchema).min(1).max(14).optional(),
  stockAtLeast: count.optional(),
  price: z.string().optional(),
  template: idSchema.optional(),
  url: url.optional(),
  coupon: z.string().min(1).max(200).optional(),
  media: z
    .array(z.strictObject({ ref: z.string().min(1).max(400), sha256: sha256Schema }))
    .max(16)
    .optional(),
  caps: z
    .strictObject({
      perHour: count.optional(),
      perScreenPerHour: count.optional(),
      perSession: z.int().min(1).max(100).optional(),
      zoneCooldownMs: z.int().min(0).max(86_400_000).optional(),
    })
    .optional(),
  experiment: z
    .strictObject({
      experiment: idSchema,
      key: z.string().regex(/^[0-9a-f]{32,64}$/),
      variants: z
        .array(
          z.strictObject({
            variant: idSchema,
            weight: z.int().min(1).max(1_000),
            badge: localTextSchema.optional(),
            text: localTextSchema.optional(),
            url: url.optional(),
          }),
        )
        .min(2)
        .max(8),
    })
    .optional(),
});

export const revokeOrder = z.strictObject({ offer: idSchema });

/** Makes an offer, or says something new of one. */
export function makeOffer(shop: Shop, { offer, price, ...terms }: z.output<typeof offerOrder>): Answer {
  const lost = terms.zones?.find(zone => !shop.zones.some(({ id }) => id === zone));
  if (lost !== undefined) return unknownZone(lost);
  const amountMinor = price === undefined ? undefined : parseAmount(price, shop.currency);
  if (amountMinor === null) {
    return refused(400, 'amount-invalid', `${price} is no price in ${shop.currency}.`, 'Write it like 12.34.');
  }
  return priced(shop.pricing.offer(offer, { ...terms, amountMinor }), 'offer');
}

export const revokeOffer = (shop: Shop, { offer }: z.output<typeof revokeOrder>): Answer =>
  priced(shop.pricing.revoke(offer), 'offer');
