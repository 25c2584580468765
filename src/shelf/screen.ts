import type { Daypart, LocalText } from './fact.ts';

/** What the mesh says about screens: a screen with its playlist, or what all screens of a zone wear. */
export type ScreenFact = Screen | ScreenStyle;

/** A screen's panel: what of it decides how large a letter has to be. */
export interface ScreenPanel {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly diagonalInch: number;
}

export interface Screen {
  readonly kind: 'screen';
  readonly screen: string;
  /** Who feeds it; null: every gateway of the store can. */
  readonly gateway: string | null;
  readonly zone: string | null;
  readonly panel: ScreenPanel;
  /** How far away its readers stand. */
  readonly viewingDistanceM: number;
  readonly layout: string;
  /** Null: the layout's first. */
  readonly skin: string | null;
  readonly title: LocalText | null;
  readonly ticker: readonly LocalText[];
  /** What stands in the layout's price board all the time. */
  readonly board: { readonly title: LocalText | null; readonly skus: readonly string[] } | null;
  readonly qr: ScreenQr | null;
  readonly playlist: readonly ScreenEntry[];
}

/** One fact that changes all screens of a zone. */
export interface ScreenStyle {
  readonly kind: 'style';
  readonly screen: string;
  /** Null: the whole store; a zone goes before it. */
  readonly zone: string | null;
  readonly skin: string | null;
  readonly emergency: ScreenEmergency | null;
}

export interface ScreenEmergency {
  readonly text: LocalText;
  readonly fromMs: number;
  /** Null: until the fact is taken back. */
  readonly untilMs: number | null;
}

export interface ScreenEntry {
  readonly entry: string;
  readonly region: string;
  readonly durationMs: number;
  /** Of those that may be shown, only the highest take turns. */
  readonly priority: number;
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly dayparts: readonly Daypart[];
  readonly show: ScreenShow;
}

export type ScreenShow =
  | { readonly kind: 'offer'; readonly offer: string }
  /** Every offer that holds in the screen's zone, one after the other. */
  | { readonly kind: 'offers'; readonly most: number }
  | { readonly kind: 'prices' | 'bitcoin'; readonly title: LocalText | null; readonly skus: readonly string[] }
  | { readonly kind: 'image'; readonly media: ScreenMedia; readonly text: LocalText | null }
  | { readonly kind: 'video'; readonly media: ScreenMedia }
  | { readonly kind: 'message'; readonly title: LocalText | null; readonly text: LocalText }
  | { readonly kind: 'qr'; readonly qr: ScreenQr };

export interface ScreenMedia {
  readonly ref: string;
  readonly sha256: string;
}

export interface ScreenQr {
  readonly kind: 'link' | 'coupon' | 'entry';
  readonly text: string;
  readonly caption: LocalText;
}
