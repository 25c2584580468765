import { answeringScreen, type CheckContent, type Screen } from '../../checkout/price-check.ts';
import type { Part } from './inventory.ts';
import type { Overlay } from './overlay.ts';

export interface PriceChecksOptions {
  readonly overlay: Overlay;
  /** Labels that are bound, with their zones: that one, or all of them. */
  readonly screens: (label: string | null) => readonly Screen[];
  readonly skuOfGtin: (gtin: string) => string | null;
  /** Whether the product has a price here. */
  readonly priced: (sku: string) => boolean;
}

/** Answers who wants to know a price, on a display nearby. False: there is none. */
export function createPriceChecks({ overlay, screens, skuOfGtin, priced }: PriceChecksOptions) {
  function answer(
    from: { readonly label: string | null; readonly zone: string | null },
    content: CheckContent,
  ): boolean {
    const screen = answeringScreen(from, screens(from.label));
    if (screen !== null) overlay.check(screen, content);
    return screen !== null;
  }

  return {
    scanned(from: { readonly label: string | null; readonly zone: string | null }, gtin: string | null): boolean {
      const sku = gtin === null ? null : (skuOfGtin(gtin) ?? skuOfGtin(gtin.replace(/^0/, '')));
      const known = sku !== null && priced(sku);
      return answer(from, known ? { kind: 'product', sku } : { kind: 'unknown', gtin });
    },
    pressed({ label, zone, sku }: Part<'button'>): boolean {
      const known = sku !== undefined && priced(sku);
      return answer(
        { label: label ?? null, zone: zone ?? null },
        known ? { kind: 'product', sku } : { kind: 'unknown', gtin: null },
      );
    },
  };
}
export type PriceChecks = ReturnType<typeof createPriceChecks>;
