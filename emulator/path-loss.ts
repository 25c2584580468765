import { gaussian, type Random, seededRandom } from './random.ts';

/** Where something hangs or stands, metres from the aisle's corner. */
export interface Position {
  readonly xM: number;
  readonly yM: number;
  readonly zM: number;
}

/** Weakest signal that a receiver still makes out, dBm. */
export const sensitivityDbm = -97;

/** dBm at one metre, and how fast it falls: a shelf aisle is somewhat worse than free space. */
const atOneMetreDbm = -48;
const exponent = 2.3;
const shadowingDb = 4;
const flickerDb = 1.5;

function distanceM(a: Position, b: Position): number {
  return Math.hypot(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM);
}

/** Signal strength between two places. `shadow` is the seed of what stands between them: constant for the pair. */
export function meanRssi(from: Position, to: Position, shadow: number): number {
  const loss = 10 * exponent * Math.log10(Math.max(0.3, distanceM(from, to)));
  return atOneMetreDbm - loss + shadowingDb * gaussian(seededRandom(shadow));
}

/** The strength of one packet, whole dBm within what HCI can say. */
export function packetRssi(mean: number, random: Random): number {
  return Math.max(-127, Math.min(20, Math.round(mean + flickerDb * gaussian(random))));
}
