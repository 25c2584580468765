import type { BitcoinPlace, ContentItem, LabelContent, SatsPrice, ShownRate } from './content.ts';
import type { Decimal } from './exchange-rate.ts';
import type { Binding, Price, PricePoint, Product } from './fact.ts';
import { formatPercentOff, formatPrice } from './format.ts';
import { isGtin } from './gtin.ts';
import { type LabelOffer, type LabelOfferRules, labelOffer, memberPriceOf } from './label-offer.ts';
import { language, textIn } from './local-text.ts';
import { misleadingOffer, misleadingPrice, type Refusal } from './misleading.ts';
import { money, percentBelow } from './money.ts';
import type { VersionedOffer } from './offer.ts';
import type { Reason } from './reasons.ts';
import { satsOf, unitSatsTenthsOf } from './sats.ts';
import { formatSats, type SatsStyle } from './sats-format.ts';
import { priceAt } from './timeline.ts';

/** A fact's value with where it stands in its stream. */
export interface Versioned<T> {
  readonly value: T;
  readonly epoch: number;
  readonly version: number;
  readonly seq: number;
  readonly receivedAtMs: number;
}

/** Everything that is known of one label's products. Null: the mesh has said nothing, or took it back. */
export interface LabelFacts {
  readonly binding: Versioned<Binding>;
  /** Where the label hangs; null: in no zone that is known. */
  readonly zone: string | null;
  readonly items: readonly {
    readonly sku: string;
    readonly product: Versioned<Product> | null;
    readonly price: Versioned<Price> | null;
    /** Without those that were taken back here. */
    readonly offers: readonly VersionedOffer[];
  }[];
}

/** The store's own rules. */
export interface StoreRules extends LabelOfferRules {
  /** A second language for names, or null. */
  readonly secondLocale: string | null;
  /** Null: the store shows no prices in bitcoin. */
  readonly bitcoin: BitcoinRules | null;
}

export interface BitcoinRules {
  readonly style: SatsStyle;
  /** The text of a product's static code to pay with; null: there is none. */
  readonly payCode: (product: { readonly sku: string; readonly gtin: string }) => string | null;
}

/** The rate that a label's figures are to be made at. */
export interface FigureRate extends ShownRate {
  /** {@link ShownRate.rate}, to count with; positive. */
  readonly value: Decimal;
}

/** One rule that had a say. */
export interface Why {
  readonly rule:
    | 'binding'
    | 'product'
    | 'price'
    | 'reduction'
    | 'offer'
    | 'unit-price'
    | 'bitcoin'
    | 'refusal'
    | 'page';
  readonly reason: Reason | null;
  readonly text: string;
  readonly atMs: number | null;
}

export type Verdict = {
  /** Where the newest price that had a say stands in its stream; zeros without any. */
  readonly epoch: number;
  readonly seq: number;
  /** Of the label's own price, the first one; zero without it. */
  readonly version: number;
  /** The next instant at which time alone may change the verdict; null: never. */
  readonly untilMs: number | null;
  readonly why: readonly Why[];
} & (
  | { readonly ok: true; readonly content: LabelContent }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string }
);

/**
 * What a label should show at `atMs`, and why; or why it must not be changed. Refuses whatever may mislead a shopper.
 * Pure: equal arguments give equal verdicts.
 * @param rate makes the prices in bitcoin, where the store shows any; null: they are left out. It has no say in anything
 *   else.
 */
export function decide(facts: LabelFacts, rules: StoreRules, atMs: number, rate: FigureRate | null = null): Verdict {
  const why: Why[] = [];
  const binding = facts.binding.value;
  const items: ContentItem[] = [];
  let refusal: Refusal | null = null;
  let untilMs: number | null = null;
  let template: string | null = null;

  for (const known of facts.items) {
    const { offers, product, price } = known;
    const current = price ? priceAt(price.value.timeline, atMs) : { point: null, untilMs: null };
    const made = labelOffer(offers, product?.value ?? null, current.point, facts.zone, rules, atMs);
    untilMs = sooner(untilMs, sooner(current.untilMs, made.untilMs));
    const item = decideItem(known, current.point, made, rules, why);
    if ('reason' in item) refusal ??= item;
    else items.push(item);
    template ??= made.offer?.template ?? null;
  }

  const prices = facts.items.flatMap(item => item.price ?? []);
  const epoch = Math.max(0, ...prices.map(price => price.epoch));
  const head = {
    epoch,
    version: facts.items[0]?.price?.version ?? 0,
    seq: Math.max(0, ...prices.filter(price => price.epoch === epoch).map(price => price.seq)),
    untilMs,
  };
  const where = binding.position;
  why.push({
    rule: 'binding',
    reason: null,
    text: `Bound to ${binding.skus.join(', ')}${where ? ` at aisle ${where.aisle}, bay ${where.bay}, shelf ${where.shelf}, facing ${where.facing}` : ''} (binding version ${facts.binding.version}).`,
    atMs: facts.binding.receivedAtMs,
  });
  if (refusal) {
    why.unshift({ rule: 'refusal', reason: refusal.reason, text: `Not changed: ${refusal.detail}`, atMs });
    return { ok: false, ...refusal, ...head, why };
  }
  const content: LabelContent = {
    page: binding.page,
    template: (binding.page === 'price' ? template : null) ?? binding.template,
    locale: rules.locale,
    bitcoin: binding.page === 'price' ? placeOf(rules, rate) : null,
    items: binding.page === 'price' ? items.map(item => withSats(item, rules, rate, why)) : items,
    staff: binding.page === 'staff' ? staffLines(facts) : [],
  };
  if (binding.page === 'staff') why.unshift({ rule: 'page', reason: null, text: 'Shows the staff page.', atMs: null });
  return { ok: true, content, ...head, why };
}

function decideItem(
  facts: LabelFacts['items'][number],
  point: PricePoint | null,
  { offer, variant, leftOut }: LabelOffer,
  rules: StoreRules,
  why: Why[],
): ContentItem | Refusal {
  const { sku, product, price } = facts;
  if (!product) return { reason: 'product.missing', detail: `No product is known for SKU ${sku}.` };
  if (!isGtin(product.value.gtin))
    return { reason: 'product.gtin-invalid', detail: `${product.value.gtin} is no GTIN.` };
  if (!price) return { reason: 'price.missing', detail: `No price is known for SKU ${sku}.` };
  if (!point)
    return { reason: 'price.none-valid', detail: `No price of SKU ${sku} (version ${price.version}) holds now.` };

  const amount = money(point.amountMinor, point.currency);
  const text = formatPrice(amount, rules.locale).text;
  why.push({
    rule: 'price',
    reason: null,
    text: `${point.kind === 'reduction' ? 'Reduced price' : 'Price'} ${text} since ${iso(point.fromMs)}${point.toMs === null ? '' : ` until ${iso(point.toMs)}`} (SKU ${sku}, epoch ${price.epoch}, version ${price.version}, seq ${price.seq}).`,
    atMs: price.receivedAtMs,
  });
  const claims = offer?.audience === 'public' ? misleadingOffer(offer, point, rules.locale) : null;
  const refused = misleadingPrice(point, product.value, rules.currency) ?? claims;
  if (refused) return refused;

  const reducedBy = point.kind === 'reduction' ? percentBelow(point.lowest30dMinor ?? 0n, point.amountMinor) : 0;
  if (reducedBy > 0) {
    why.push({
      rule: 'reduction',
      reason: null,
      text: `${reducedBy} % below the lowest price of the last 30 days, ${formatPrice(money(point.lowest30dMinor ?? 0n, point.currency), rules.locale).text}.`,
      atMs: price.receivedAtMs,
    });
  }
  const soldOut = product.value.availability === 'sold-out';
  // What is sold out has a price for the record only.
  const memberPrice = offer && !soldOut ? memberPriceOf(offer) : null;
  whyOffer(offer, variant, memberPrice && formatPrice(memberPrice.price, rules.locale).text, why);
  for (const { offer: out, detail } of leftOut) {
    const text = `Offer ${out.offer}@${out.version} is left out: ${detail}`;
    why.push({ rule: 'offer', reason: 'offer.price-misleading', text, atMs: out.fromMs });
  }
  const name = textIn(product.value.name, rules.locale);
  const secondName = rules.secondLocale ? (product.value.name[language(rules.secondLocale)] ?? null) : null;
  return {
    sku,
    gtin: product.value.gtin,
    name,
    secondName: secondName === name ? null : secondName,
    brand: product.value.brand,
    packSize: product.value.packSize,
    legalText: product.value.legalText ? textIn(product.value.legalText, rules.locale) : null,
    price: amount,
    unitPrice:
      point.unitPriceMinor !== null && point.unit !== null
        ? { price: money(point.unitPriceMinor, point.currency), unit: point.unit }
        : null,
    lowest30d: reducedBy > 0 && point.lowest30dMinor !== null ? money(point.lowest30dMinor, point.currency) : null,
    badge: badgeOf(offer, reducedBy, rules.locale),
    offer: offer && {
      id: offer.offer,
      version: offer.version,
      text: offer.text ? textIn(offer.text, rules.locale) : null,
      variant,
    },
    memberPrice,
    soldOut,
    sats: null,
    payCode: soldOut ? null : (rules.bitcoin?.payCode({ sku, gtin: product.value.gtin }) ?? null),
  };
}

function whyOffer(offer: VersionedOffer | null, variant: string | null, priceText: string | null, why: Why[]): void {
  if (!offer) return;
  const inVariant = variant === null ? '' : ` in variant ${variant}`;
  const forMembers = priceText === null ? '' : `, ${priceText} for members`;
  const looks = offer.template === null ? '' : `, on template ${offer.template}`;
  why.push({
    rule: 'offer',
    reason: null,
    text: `Offer ${offer.offer}@${offer.version} holds${inVariant}${forMembers}${looks}.`,
    atMs: offer.fromMs,
  });
}

function placeOf({ bitcoin }: StoreRules, rate: FigureRate | null): BitcoinPlace | null {
  if (!bitcoin) return null;
  if (!rate) return { style: bitcoin.style, rate: null };
  const { pair, rate: text, atMs, seq, timeText } = rate;
  return { style: bitcoin.style, rate: { pair, rate: text, atMs, seq, timeText } };
}

/** What is sold out has a price for the record only: nobody can pay it. */
function withSats(
  item: ContentItem,
  { bitcoin, locale }: StoreRules,
  rate: FigureRate | null,
  why: Why[],
): ContentItem {
  const { price, unitPrice, sku } = item;
  if (!bitcoin || !rate || item.soldOut || !rate.pair.endsWith(`-${price.currency.toLowerCase()}`)) return item;
  const sats: SatsPrice = {
    sats: satsOf(price, rate.value),
    unitTenths: unitPrice && unitSatsTenthsOf(unitPrice.price, rate.value),
  };
  why.push({
    rule: 'bitcoin',
    reason: null,
    text: `${formatSats(sats.sats, bitcoin.style, locale)} at ${rate.rate} ${price.currency} of ${iso(rate.atMs)} (SKU ${sku}, ${rate.pair}, seq ${rate.seq}).`,
    atMs: rate.atMs,
  });
  return { ...item, sats };
}

function badgeOf(offer: VersionedOffer | null, reducedBy: number, locale: string): string | null {
  if (offer?.badge) return textIn(offer.badge, locale);
  return reducedBy > 0 ? formatPercentOff(reducedBy, locale) : null;
}

function staffLines(facts: LabelFacts): LabelContent['staff'] {
  const lines = [{ name: 'Label', value: facts.binding.value.label }];
  for (const { sku, product, price } of facts.items) {
    lines.push({ name: 'SKU', value: sku });
    if (product) lines.push({ name: 'GTIN', value: product.value.gtin });
    if (price) lines.push({ name: 'Version', value: `${price.epoch}.${price.version} (seq ${price.seq})` });
  }
  const at = facts.binding.value.position;
  if (at) lines.push({ name: 'Position', value: `${at.aisle} / ${at.bay} / ${at.shelf} / ${at.facing}` });
  lines.push({ name: 'Template', value: facts.binding.value.template });
  return lines;
}

function sooner(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
