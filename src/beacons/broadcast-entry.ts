import type { Reason } from '../shelf/reasons.ts';
import type { OfferRef } from './slot-frames.ts';

/** A slot as people see it. */
export interface SlotEntry {
  readonly format: string;
  readonly text: string;
  /** The whole advertisement; null: it cannot be said now. */
  readonly hex: string | null;
  readonly reason: Reason | null;
  readonly offer: OfferRef | null;
}

/** A beacon as people see it; instants are ISO 8601. */
export interface BroadcastEntry {
  readonly id: string;
  readonly zone: string;
  readonly version: number;
  readonly state: 'on-air' | 'starting' | 'failed' | 'off';
  readonly reason: Reason | null;
  readonly intervalMs: number;
  readonly address: string | null;
  /** Since when what it says now is on air, telemetry apart. */
  readonly since: string | null;
  readonly slots: readonly SlotEntry[];
  /** The offer that it speaks of. */
  readonly offer: OfferRef | null;
  readonly heardAt: string | null;
  readonly heardRssi: number | null;
}

/** Whether beacons could be heard. */
export interface BroadcastTest {
  readonly ok: boolean;
  readonly beacons: readonly {
    readonly id: string;
    readonly heard: boolean;
    readonly rssi: number | null;
    /** From its last change until all that changed had been heard, milliseconds. */
    readonly afterMs: number | null;
    readonly reason: Reason | null;
  }[];
}
