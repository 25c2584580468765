/** A source of randomness in [0, 1), seeded. */
export type Random = () => number;

/** A seeded generator (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Box-Muller. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Three gateways in a row, metres along the aisle. */
export const gatewaysM = [0, 8, 16] as const;
export const packetsPerSecond = 4;
const besideM = 1;
const at1mDbm = -59;
const exponent = 2.7;
const shadowingDb = 4;
const loss = 0.2;
/** Nothing weaker is heard. */
const sensitivityDbm = -95;

export interface RadioModelOptions {
  readonly random: Random;
  /**
   * How long what stands between a tag and a gateway stays there: people, trolleys, the bearer's body. A tag on the border
   * changes zone the more often the shorter it is: 85 times an hour with 5 s, 65 with 10 s, 54 with 15 s, 35 with 30 s.
   */
  readonly shadowingSeconds?: number;
}

/**
 * What the gateways hear of one tag, packet by packet: path loss with exponent 2.7, shadowing of 4 dB that is correlated
 * in time and independent for each gateway, fading of the power of each packet as over many reflections (Rayleigh), a fifth
 * of the packets lost.
 */
export function createRadioModel({ random, shadowingSeconds = 15 }: RadioModelOptions) {
  const keeps = Math.exp(-1 / (packetsPerSecond * shadowingSeconds));
  const shadows = gatewaysM.map(() => shadowingDb * gaussian(random));

  /** RSSI at each gateway, dBm; null: not heard. */
  return (tagM: number): (number | null)[] =>
    gatewaysM.map((gatewayM, at) => {
      shadows[at] = keeps * shadows[at]! + Math.sqrt(1 - keeps * keeps) * shadowingDb * gaussian(random);
      const distanceM = Math.hypot(tagM - gatewayM, besideM);
      const fadingDb = 10 * Math.log10(Math.max(1e-4, -Math.log(1 - random())));
      const rssi = Math.round(at1mDbm - 10 * exponent * Math.log10(distanceM) + shadows[at]! + fadingDb);
      return random() < loss || rssi < sensitivityDbm ? null : rssi;
    });
}
