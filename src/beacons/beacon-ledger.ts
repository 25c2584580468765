/** What is known of one beacon on air. Instants are monotonic unless said otherwise. */
export interface BeaconLedger {
  readonly beganMs: number;
  /** How long it was on air before `onAirMs`. */
  pastMs: number;
  /** Since when all that it says now is on air; null: not yet, or not any more. */
  onAirMs: number | null;
  /** The same on the wall clock. */
  onAirAt: number | null;
  changedMs: number;
  /** Of the encrypted telemetry; the next one takes the next number. */
  salt: number;
  /** Advertisements of which the controller has not confirmed that they changed or went. */
  readonly unapplied: Set<string>;
  /** Advertisements that have not been heard since they changed. */
  readonly unheard: Set<string>;
  /** From the last change until all that changed had been heard. */
  provenAfterMs: number | null;
  /** On the wall clock. */
  heardAt: number | null;
  heardRssi: number | null;
}

export const newLedger = (nowMs: number, salt: number): BeaconLedger => ({
  beganMs: nowMs,
  pastMs: 0,
  onAirMs: null,
  onAirAt: null,
  changedMs: nowMs,
  salt,
  unapplied: new Set(),
  unheard: new Set(),
  provenAfterMs: null,
  heardAt: null,
  heardRssi: null,
});

/** How long it has been on air altogether. */
export const airTimeMs = (ledger: BeaconLedger, nowMs: number): number =>
  ledger.pastMs + (ledger.onAirMs === null ? 0 : nowMs - ledger.onAirMs);

/** It is not on air as it should be, until it is confirmed again. */
export function takeOff(ledger: BeaconLedger, nowMs: number): void {
  ledger.pastMs = airTimeMs(ledger, nowMs);
  ledger.onAirMs = null;
  ledger.onAirAt = null;
}
