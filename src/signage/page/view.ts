import type { ClockTrust, PriceNow } from '../price-hold.ts';
import type { Card } from '../wire/card.ts';
import type { Programme } from '../wire/programme.ts';
import type { Layer } from './player.ts';

/** What the page draws at one moment. */
export interface View {
  readonly programme: Programme;
  /** The gateway's time as far as the page knows it. */
  readonly atMs: number;
  readonly clock: ClockTrust;
  readonly card: (sku: string) => Card | null;
  readonly price: (card: Card | null) => PriceNow;
  readonly layers: (region: string) => readonly Layer[];
  readonly media: Media;
  /** Nothing moves by itself. */
  readonly still: boolean;
  /** The screen says its name. */
  readonly identify: boolean;
}

/** What becomes of pictures and films. */
export interface Media {
  readonly address: (sha256: string) => string;
  readonly ready: (key: string) => void;
  readonly gone: (key: string) => void;
  readonly failed: (key: string, sha256: string) => void;
  readonly isBroken: (sha256: string) => boolean;
}
