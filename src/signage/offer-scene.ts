import { decide, type StoreRules, type Verdict } from '../shelf/decide.ts';
import { textIn } from '../shelf/local-text.ts';
import type { VersionedOffer } from '../shelf/offer.ts';
import { asDealt, wholeStore } from '../shelf/offer-variant.ts';
import type { ProductFacts } from './price-plan.ts';
import { covers, type Window } from './windows.ts';
import type { Asset, OfferMark, Scene } from './wire/programme.ts';
import { wordsIn } from './words.ts';

export interface OfferContext {
  readonly zone: string | null;
  readonly rules: StoreRules;
  readonly locales: readonly string[];
  readonly factsOf: (sku: string) => ProductFacts;
  /** The verified file; null: it is not here. */
  readonly asset: (sha256: string) => Asset | null;
  readonly atMs: number;
}

/** Products that one offer shows at once. */
const mostProducts = 4;
/** Of an offer for a whole department the first ones stand for all. */
const mostLookedAt = 40;

/** An offer as a screen makes it; null: none of its products may be shown with it. */
export interface MadeOffer {
  readonly mark: OfferMark;
  readonly scene: Extract<Scene, { kind: 'offer' }>;
  /** From when it would claim too much, as a price changes; null: not in its windows. */
  readonly endsMs: number | null;
}

/**
 * An offer on a screen: only with products whose labels would show it as well, so that it never claims more than the shelf
 * does. Its picture is left out while it is not here.
 */
export function offerScene(
  raw: VersionedOffer,
  windows: readonly Window[] | null,
  context: OfferContext,
): MadeOffer | null {
  const { zone, rules, locales } = context;
  const { offer, variant } = asDealt(raw, zone ?? wholeStore, rules.hmac);
  const atMs = Math.max(context.atMs, windows?.[0]?.fromMs ?? 0);
  const skus: string[] = [];
  for (const sku of offer.skus.slice(0, mostLookedAt)) {
    if (skus.length < mostProducts && holdsFor(raw, sku, atMs, context)) skus.push(sku);
  }
  if (skus.length === 0) return null;
  const picture = offer.media
    .map(({ sha256 }) => context.asset(sha256))
    .find(asset => asset?.type.startsWith('image/'));
  const code = offer.coupon ?? offer.url;
  return {
    endsMs: endsOf(raw, skus, windows, atMs, context),
    mark: { offer: offer.offer, version: offer.version, variant },
    scene: {
      kind: 'offer',
      badge: offer.badge && textIn(offer.badge, rules.locale),
      text: offer.text && wordsIn(offer.text, locales),
      skus,
      picture: picture ?? null,
      qr:
        code === null
          ? null
          : {
              kind: offer.coupon === null ? 'link' : 'coupon',
              text: code,
              caption: wordsIn(
                offer.coupon === null ? { de: 'Mehr dazu', en: 'Find out more' } : { de: 'Coupon', en: 'Coupon' },
                locales,
              ),
            },
    },
  };
}

/** Instants at which prices or dayparts change that are looked at ahead; what comes after the last is not known. */
const mostTurns = 48;

function endsOf(
  offer: VersionedOffer,
  skus: readonly string[],
  windows: readonly Window[] | null,
  fromMs: number,
  context: OfferContext,
): number | null {
  const endMs = windows?.at(-1)?.untilMs ?? Number.POSITIVE_INFINITY;
  let atMs = fromMs;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const turns = skus.flatMap(sku => verdictOf(offer, sku, atMs, context).untilMs ?? []);
    if (turns.length === 0) return null;
    atMs = Math.min(...turns);
    if (atMs >= endMs) return null;
    if (covers(windows, atMs) && !skus.every(sku => holdsFor(offer, sku, atMs, context))) return atMs;
  }
  return atMs;
}

/** Whether a label of this product would show it, were it the only offer. */
function holdsFor(offer: VersionedOffer, sku: string, atMs: number, context: OfferContext): boolean {
  const verdict = verdictOf(offer, sku, atMs, context);
  return verdict.ok && verdict.content.items[0]?.offer?.id === offer.offer;
}

function verdictOf(offer: VersionedOffer, sku: string, atMs: number, { zone, rules, factsOf }: OfferContext): Verdict {
  const facts = { ...factsOf(sku), offers: [offer] };
  const value = { label: 'screen', skus: [sku], template: 'screen', position: null, page: 'price' } as const;
  const binding = { value, epoch: 0, version: 0, seq: 0, receivedAtMs: 0 };
  return decide({ binding, zone, items: [facts] }, rules, atMs);
}
