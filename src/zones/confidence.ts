import type { Whereabouts } from './decision.ts';

/** How presence and dwell come about. */
export const medianMethod = 'rssi-median-5s';

/**
 * How sure a lead of so many dB makes: two radios that are shadowed by 4 dB each differ by 5.7 dB for no reason, and the
 * logistic curve with this slope is the share of a normal distribution with that deviation. No lead: 0.5.
 */
const certaintyPerDb = 0.3;
/** After that many rounds a reading says nothing. */
const staleAfterRounds = 30;

/**
 * How far it can be trusted that a tag is where it is said to be, 0 to 1: by the lead over the next zone, by how many
 * radios heard it (0.75 for one alone, 0.88 for two, 0.94 for three), and by how long ago that was.
 */
export function placeConfidence({ marginDb, receivers, heardRound }: Whereabouts, round: number): number {
  if (marginDb === null || heardRound === null) return 0;
  const lead = 1 / (1 + Math.exp(-certaintyPerDb * marginDb));
  const opinions = 1 - 2 ** -(receivers + 1);
  const fresh = Math.max(0, 1 - Math.max(0, round - heardRound) / staleAfterRounds);
  return hundredths(lead * opinions * fresh);
}

/**
 * Of how many tags are in a zone. Of an empty one it is how many of its gateways report: what is not there cannot be
 * heard, but somebody has to listen.
 * @param places confidence of each tag there
 * @param reporting share of the zone's gateways that report
 */
export function presenceConfidence(places: readonly number[], reporting: number): number {
  return hundredths(reporting * (places.length === 0 ? 1 : mean(places)));
}

/** A median of few visits is chance: half as sure with four, nothing with none. */
const halfSureVisits = 4;

/** @param places confidence of each visit's place at its end */
export function dwellConfidence(places: readonly number[]): number {
  return places.length === 0 ? 0 : hundredths((mean(places) * places.length) / (places.length + halfSureVisits));
}

/**
 * Of a count of addresses: some people send none, some several, and none is heard for sure; so never more than this.
 */
const mostForAddresses = 0.6;

/**
 * Grows with the count, as chance weighs less. Made from what is told and nothing else, so that it does not tell more.
 * @param told the rounded count; null: suppressed, and nothing is known
 */
export function crowdConfidence(told: number | null, saturated: boolean): number {
  if (told === null || told === 0) return 0;
  return hundredths((1 - 1 / Math.sqrt(told)) * mostForAddresses * (saturated ? 0.5 : 1));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const hundredths = (share: number): number => Math.round(share * 100) / 100;
