import type { Beacon, BeaconSlot } from '../../shelf/beacon.ts';
import { type Decimal, parseDecimal, type RateFact } from '../../shelf/exchange-rate.ts';
import type { Binding, Daypart, LocalText, Offer, Price, Product } from '../../shelf/fact.ts';
import type { beaconItemSchema } from './beacon.ts';
import type { bindingItemSchema } from './binding.ts';
import type { fxItemSchema } from './fx.ts';
import type { daypartSchema, offerItemSchema } from './offer.ts';
import type { priceItemSchema } from './price.ts';
import type { productItemSchema } from './product.ts';

/**
 * From stored bodies (RFC 8785 JSON of an item that was accepted) to the types the rules work on. The bodies have been
 * through their schemas once, at the boundary, so these only translate; null for a deletion.
 */
type Body<Schema extends { _zod: { output: unknown } }> = Exclude<Schema['_zod']['output'], { deleted: true }>;

function live<T>(body: string): T | null {
  if (body === '') return null;
  const item = JSON.parse(body) as T & { deleted?: true };
  return item.deleted === true ? null : item;
}

const minor = (amount: number | undefined) => (amount === undefined ? null : BigInt(amount));
const instant = (text: string | undefined) => (text === undefined ? null : Date.parse(text));

/** @returns the timeline ordered by its beginnings; of two points that begin together the later in the list wins its place last */
export function parsePrice(body: string): Price | null {
  const item = live<Body<typeof priceItemSchema>>(body);
  if (item === null) return null;
  const timeline = item.timeline.map(point => ({
    fromMs: Date.parse(point.from),
    toMs: instant(point.to),
    amountMinor: BigInt(point.amountMinor),
    currency: point.currency,
    unitPriceMinor: minor(point.unitPriceMinor),
    unit: point.unit ?? null,
    kind: point.kind,
    lowest30dMinor: minor(point.lowest30dMinor),
    percentOff: point.percentOff ?? null,
  }));
  return { sku: item.sku, timeline: timeline.sort((a, b) => a.fromMs - b.fromMs) };
}

export function parseProduct(body: string): Product | null {
  const item = live<Body<typeof productItemSchema>>(body);
  if (item === null) return null;
  return {
    sku: item.sku,
    gtin: item.gtin,
    name: item.name as LocalText,
    brand: item.brand ?? null,
    packSize: item.packSize ?? null,
    unitPriceRequired: item.unitPriceRequired,
    legalText: item.legalText ?? null,
    availability: item.availability ?? 'available',
    stock: item.stock ?? null,
  };
}

export function parseOffer(body: string): Offer | null {
  const item = live<Body<typeof offerItemSchema>>(body);
  if (item === null) return null;
  return {
    offer: item.offer,
    skus: item.skus,
    fromMs: Date.parse(item.from),
    toMs: instant(item.to),
    priority: item.priority ?? 0,
    audience: item.audience ?? 'public',
    badge: item.badge ?? null,
    percentOff: item.percentOff ?? null,
    text: item.text ?? null,
    zones: item.zones ?? [],
    dayparts: daypartsOf(item.dayparts),
    stockAtLeast: item.stockAtLeast ?? null,
    price:
      item.price === undefined
        ? null
        : {
            amountMinor: BigInt(item.price.amountMinor),
            currency: item.price.currency,
            unitPriceMinor: minor(item.price.unitPriceMinor),
            unit: item.price.unit ?? null,
            lowest30dMinor: minor(item.price.lowest30dMinor),
          },
    template: item.template ?? null,
    url: item.url ?? null,
    coupon: item.coupon ?? null,
    media: (item.media ?? []).map(({ ref, sha256 }) => ({ ref, sha256 })),
    caps: {
      perHour: item.caps?.perHour ?? null,
      perScreenPerHour: item.caps?.perScreenPerHour ?? null,
      perSession: item.caps?.perSession ?? 1,
      zoneCooldownMs: item.caps?.zoneCooldownMs ?? 0,
    },
    experiment:
      item.experiment === undefined
        ? null
        : {
            experiment: item.experiment.experiment,
            key: item.experiment.key,
            variants: item.experiment.variants.map(({ variant, weight, badge, text, url }) => ({
              variant,
              weight,
              badge: badge ?? null,
              text: text ?? null,
              url: url ?? null,
            })),
          },
  };
}

/** Dayparts as the rules want them; absent: none. */
export function daypartsOf(dayparts: readonly (typeof daypartSchema)['_zod']['output'][] = []): Daypart[] {
  return dayparts.map(({ days, from, until }) => ({
    days,
    fromMinute: minuteOf(from),
    untilMinute: minuteOf(until),
  }));
}

/** `HH:MM` as minutes since midnight. */
function minuteOf(wallClock: string): number {
  const [hours = '', minutes = ''] = wallClock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

export function parseBeacon(body: string): Beacon | null {
  const item = live<Body<typeof beaconItemSchema>>(body);
  if (item === null) return null;
  return {
    beacon: item.beacon,
    zone: item.zone,
    gateway: item.gateway ?? null,
    intervalMs: item.intervalMs ?? usualBeaconIntervalMs,
    slots: item.slots.map((slot): BeaconSlot => {
      if (slot.format === 'altbeacon') return { ...slot, reserved: slot.reserved ?? 0 };
      return slot;
    }),
  };
}

const usualBeaconIntervalMs = 300;

export function parseBinding(body: string): Binding | null {
  const item = live<Body<typeof bindingItemSchema>>(body);
  if (item === null) return null;
  const { position } = item;
  return {
    label: item.label,
    skus: item.skus,
    template: item.template,
    position:
      position === undefined
        ? null
        : { aisle: position.aisle, bay: position.bay, shelf: position.shelf, facing: position.facing },
    page: item.page ?? 'price',
  };
}

export function parseRate(body: string): RateFact | null {
  const item = live<Body<typeof fxItemSchema>>(body);
  if (item === null) return null;
  return {
    pair: item.pair,
    rate: decimal(item.rate),
    bid: decimal(item.bid),
    ask: decimal(item.ask),
    atMs: item.t,
    seq: item.seq,
    sources: item.n,
    dispersionBps: item.dispersionBps,
    validMs: item.validMs,
  };
}

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (!value) throw new Error(`${text} was stored without having passed its schema`);
  return value;
}
