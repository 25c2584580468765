/** A price in satoshi that a till may ask. */
export interface Asked {
  readonly sats: bigint;
  readonly pair: string;
  readonly rate: string;
  readonly rateAtMs: number;
  readonly rateSeq: number;
  readonly validUntilMs: number;
  /** The label that shows or showed it; null: made at the rate now. */
  readonly label: string | null;
}

/** A figure that a label acknowledged. */
export interface Acknowledged {
  readonly label: string;
  readonly sats: bigint;
  readonly pair: string;
  readonly rate: string;
  readonly rateAtMs: number;
  readonly rateSeq: number;
  /** When something else was decided for the label; null: it stands. */
  readonly endedAtMs: number | null;
}

/**
 * What a till asks: the lower of the price at the rate now and what any label said within the time of grace, so that
 * nobody pays more than the shelf said when they took the product. Null: neither is there.
 * @param now the price at the rate now; null while no rate may be used
 */
export function lowestAsked(
  now: Asked | null,
  figures: readonly Acknowledged[],
  graceMs: number,
  nowMs: number,
): Asked | null {
  let lowest = now;
  for (const { endedAtMs, ...figure } of figures) {
    const validUntilMs = (endedAtMs ?? nowMs) + graceMs;
    if (validUntilMs < nowMs || (lowest !== null && figure.sats >= lowest.sats)) continue;
    lowest = { ...figure, validUntilMs };
  }
  return lowest;
}
