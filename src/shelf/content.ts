import type { UnitOfMeasure } from './fact.ts';
import type { Money } from './money.ts';
import type { SatsStyle } from './sats-format.ts';

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
  readonly offer: {
    readonly id: string;
    readonly version: number;
    readonly text: string | null;
    /** Of its experiment; null: it has none. */
    readonly variant: string | null;
  } | null;
  /** What members pay by the offer; null: what everybody does. */
  readonly memberPrice: MemberPrice | null;
  readonly soldOut: boolean;
  /** The price in satoshi at the rate of {@link LabelContent.bitcoin}; null: the label says none now. */
  readonly sats: SatsPrice | null;
  /** Text of a static code to pay with, e.g. `LIGHTNING:LNURL1…`; null: there is none. */
  readonly payCode: string | null;
}

/** A price for members beside the one on the shelf, lower than it. */
export interface MemberPrice {
  readonly price: Money;
  readonly unitPrice: { readonly price: Money; readonly unit: UnitOfMeasure } | null;
  /** The lowest price of the 30 days before for members, where the offer states it. */
  readonly lowest30d: Money | null;
}

/** A price in satoshi beside the legal one. */
export interface SatsPrice {
  readonly sats: bigint;
  /** Tenths of a satoshi for the unit of the unit price. */
  readonly unitTenths: bigint | null;
}

/** The rate that a label's figures were made at. */
export interface ShownRate {
  /** e.g. `btc-eur`. */
  readonly pair: string;
  /** What one bitcoin was counted at, a plain decimal: anybody can count the figures again. */
  readonly rate: string;
  readonly atMs: number;
  readonly seq: number;
  /** When it held, as the label prints it: `14:05` in the store's time zone. */
  readonly timeText: string;
}

/** The place for prices in bitcoin. It is kept while there are none, so that the rest of the picture never moves. */
export interface BitcoinPlace {
  readonly style: SatsStyle;
  /** Null: there are no figures now. */
  readonly rate: ShownRate | null;
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
  /** Null: the label has no place for prices in bitcoin. */
  readonly bitcoin: BitcoinPlace | null;
  /** Facts for the staff page, drawn only there: key → value lines such as `SKU` → `40123`. Empty on price pages. */
  readonly staff: readonly { readonly name: string; readonly value: string }[];
  /** Stands there instead of all this for a while, such as `Kasse 2 öffnet`; absent: nothing does. */
  readonly notice?: string;
}
