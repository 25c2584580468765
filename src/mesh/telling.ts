import type {
  BeaconState,
  Medians,
  OfferState,
  SessionOffer,
  SessionZone,
  Sighting,
  ZoneDwell,
  ZonePresence,
} from './contract/proximity.ts';
import type { ScreenPlays, ScreenState } from './contract/screen-report.ts';
import type { Coupon, Notice, SensorEvent, SensorState, ZoneHeat, ZoneQueue } from './contract/wired.ts';

/** Something that a gateway says of its own accord. Null: it is taken off the broker. */
export type Telling =
  | { readonly about: 'queue'; readonly id: string; readonly data: ZoneQueue }
  | { readonly about: 'heat'; readonly id: string; readonly data: ZoneHeat }
  | { readonly about: 'notice'; readonly id: string; readonly data: Notice | null }
  | { readonly about: 'sensor'; readonly id: string; readonly data: SensorState | null }
  | { readonly about: 'sensor-event'; readonly id: string; readonly data: SensorEvent }
  /** `taken`: called once the broker has it. */
  | { readonly about: 'coupon'; readonly id: string; readonly data: Coupon; readonly taken?: () => void }
  | { readonly about: 'beacon'; readonly id: string; readonly data: BeaconState | null }
  | { readonly about: 'presence'; readonly id: string; readonly data: ZonePresence | null }
  | { readonly about: 'dwell'; readonly id: string; readonly data: ZoneDwell | null }
  | { readonly about: 'offer'; readonly id: string; readonly data: OfferState | null }
  | { readonly about: 'session-zone'; readonly id: string; readonly data: SessionZone }
  /** `taken`: called once the broker has it. */
  | { readonly about: 'session-offer'; readonly id: string; readonly data: SessionOffer; readonly taken?: () => void }
  | { readonly about: 'screen'; readonly id: string; readonly data: ScreenState | null }
  /** `taken`: called once the broker has it. */
  | { readonly about: 'screen-plays'; readonly id: string; readonly data: ScreenPlays; readonly taken?: () => void }
  | { readonly about: 'sighting'; readonly id: string; readonly data: Sighting }
  | { readonly about: 'medians'; readonly data: Medians };
