import type { AdvertisedFields } from './eir.ts';
import type { Report } from './reports.ts';

/** Why a report was forgotten at once. */
export type Dropped = 'exposure-notification' | 'personal-tracker' | 'unknown-feaa' | 'other' | 'malformed';

/** Whom a radio may hear. What is none of these is counted, wiped and forgotten. */
export interface Audience {
  /**
   * Whether this is the advertisement of a label; whose it is, is heard from then on. Of a stranger's advertisement only
   * the outline is shown: no name, and no service with a 128-bit number.
   */
  admits(outline: AdvertisedFields): boolean;
  /** Everything else of ours: tags, sensors, sessions, beacons. True: it was one. Nothing of the report may be kept. */
  ours(report: Report): boolean;
  /** Who counts people; null while nobody does. The address is lent for the call. */
  crowd(): ((address: Uint8Array, addressType: Report['addressType'], rssi: number) => void) | null;
  /** Called for each report that is forgotten. */
  dropped(what: Dropped): void;
}

/** Counts what was dropped, since the start. */
export interface DropCount {
  count(what: Dropped): void;
  totals(): Readonly<Record<Dropped, number>>;
}

/** A count from zero; one for all radios. */
export function createDropCount(): DropCount {
  const totals = {
    'exposure-notification': 0,
    'personal-tracker': 0,
    'unknown-feaa': 0,
    other: 0,
    malformed: 0,
  } satisfies Record<Dropped, number>;
  return {
    count(what) {
      totals[what]++;
    },
    totals: () => ({ ...totals }),
  };
}
