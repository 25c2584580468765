import { decodeContent } from '../../shelf/content-codec.ts';
import type { ShelfPrice } from '../../signage/price-plan.ts';
import type { Store } from '../../store/store.ts';

/** What every label of a product stands for: a look-up and two decodings a label, some 20 µs each. */
export function shelfPrices(store: Pick<Store, 'labelsBySku' | 'desired' | 'shown'>, sku: string): ShelfPrice[] {
  return store.labelsBySku(sku).map(label => {
    const desired = store.desired(label);
    const shown = store.shown(label);
    return {
      desiredMinor: desired?.content ? amountIn(desired.content, sku) : null,
      shownMinor: shown?.trusted ? amountIn(shown.content, sku) : null,
    };
  });
}

function amountIn(content: string, sku: string): bigint | null {
  return decodeContent(content).items.find(item => item.sku === sku)?.price.amountMinor ?? null;
}
