import type { OfferExperiment, OfferVariant } from './fact.ts';
import type { VersionedOffer } from './offer.ts';

/** The first eight bytes of HMAC-SHA256(key, text), big-endian. */
export type KeyedHash = (keyHex: string, text: string) => bigint;

/** Whom an experiment deals a variant to where no zone is known. */
export const wholeStore = 'store';

const span = 2n ** 64n;

/**
 * The variant that a subject sees: its hash falls into one of the shares that the weights make of the hashes' whole range.
 * The same for ever, on every gateway, whatever the order in which the variants are listed; another when weights change.
 * @param subject a zone, so that all its outputs look the same, or a session
 */
export function variantOf(experiment: OfferExperiment, subject: string, hmac: KeyedHash): OfferVariant {
  const variants = [...experiment.variants].sort((a, b) => (a.variant < b.variant ? -1 : 1));
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let left = (hmac(experiment.key, `${experiment.experiment}/${subject}`) * BigInt(total)) / span;
  for (const variant of variants) {
    if (left < BigInt(variant.weight)) return variant;
    left -= BigInt(variant.weight);
  }
  throw new Error(`no variant of ${experiment.experiment} was dealt to ${subject}: the hash has more than 64 bits`);
}

/** An offer as one subject sees it. What the variant does not say stays as it is. */
export function asDealt(
  offer: VersionedOffer,
  subject: string,
  hmac: KeyedHash,
): { readonly offer: VersionedOffer; readonly variant: string | null } {
  if (offer.experiment === null) return { offer, variant: null };
  const { variant, badge, text, url } = variantOf(offer.experiment, subject, hmac);
  return {
    offer: { ...offer, badge: badge ?? offer.badge, text: text ?? offer.text, url: url ?? offer.url },
    variant,
  };
}
