import { aisleM, baysPerAisle } from '../aisle.ts';
import { floorM } from './default-day.ts';
import type { Area } from './script.ts';

/** A stretch of the shop, as configurations name it. */
export interface ShopZone {
  readonly id: string;
  readonly name: string;
  /** Gateways with the index of their radio, such as `gw-01/0`. */
  readonly receivers: readonly string[];
  readonly places: readonly { readonly aisle: string; readonly bays: readonly [first: number, last: number] }[];
  readonly area: Area;
}

/** In the order in which they are walked; two of them where there are fewer radios than three. */
const names = [
  { id: 'fresh', name: 'Fresh food' },
  { id: 'middle', name: 'Breakfast and pantry' },
  { id: 'snacks', name: 'Snacks and drinks' },
] as const;

/** Aisles that a zone may name; the configuration takes no more places. */
const maxAisles = 64;

/**
 * Cuts the shop across its aisles, so that each zone has the receivers that hang above it.
 * @param receivers in the order in which they hang
 */
export function shopZones(receivers: readonly string[], aisles: number): readonly ShopZone[] {
  const chosen = receivers.length >= names.length ? names : [names[0], names[2]];
  const count = chosen.length;
  const wide = floorM.length / count;
  return chosen.map(({ id, name }, at) => ({
    id,
    name,
    receivers: receivers.filter((_, index) => Math.floor(((index + 0.5) / receivers.length) * count) === at),
    places: Array.from({ length: Math.min(aisles, maxAisles) }, (_, aisle) => ({
      aisle: String(aisle + 1),
      bays: [(baysPerAisle / count) * at + 1, (baysPerAisle / count) * (at + 1)] as const,
    })),
    area: { x: wide * at, y: 0, width: wide, height: aisleM * aisles },
  }));
}
