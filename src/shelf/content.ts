import type { UnitOfMeasure } from './fact.ts';
import type { Money } from './money.ts';

/** One product on a label, ready to be drawn: nothing in it depends on the time any more. */
export interface ContentItem {
  readonly sku: string;
  readonly gtin: string;
  /** In the label's language, and in the store's second language where there is one. */
  readonly name: string;
  readonly secondName: string | null;
  readonly brand: string | null;
  readonly packSize: string | null;
  readonly legalText: string | null;
  readonly price: Money;
  readonly unitPrice: { readonly price: Money; readonly unit: UnitOfMeasure } | null;
  /** The lowest 30-day price that a reduction is measured against. */
  readonly lowest30d: Money | null;
  /** Badge, e.g. `−25 %` or `3 für 2`. */
  readonly badge: string | null;
  readonly offer: { readonly id: string; readonly version: number; readonly text: string | null } | null;
  readonly soldOut: boolean;
}

/** What a label should show. Pure data: equal contents on equal panels make equal pictures. */
export interface LabelContent {
  readonly page: 'price' | 'staff';
  /** Template id, e.g. `shelf`. */
  readonly template: string;
  /** BCP 47, e.g. `de-DE`; decides number formats. */
  readonly locale: string;
  /** One to four; templates address them by index. */
  readonly items: readonly ContentItem[];
  /** Facts for the staff page, drawn only there: key → value lines such as `SKU` → `40123`. Empty on price pages. */
  readonly staff: readonly { readonly name: string; readonly value: string }[];
}
