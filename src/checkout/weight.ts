/** A weight as it stands on the wire: `amount` divided by ten to the power of `decimals`. No float ever holds one. */
export interface Weight {
  readonly amount: bigint;
  readonly decimals: number;
  readonly unit: 'mg' | 'g' | 'kg' | 'lb' | 'oz';
}

/** What a scale says once. */
export interface ScaleReading {
  /** `error`: it does not weigh, e.g. after a failed test of itself. `zero`: stable, and nothing lies on it. */
  readonly state: 'ok' | 'zero' | 'unstable' | 'overload' | 'underload' | 'error';
  readonly stable: boolean;
  /** Null when the scale gives none. An unstable one is for people to look at. */
  readonly weight: Weight | null;
  /** A tare was taken off. */
  readonly net: boolean;
  readonly detail: string | null;
}

/** How one family of scales speaks. Pure. */
export interface ScaleProtocol {
  /** Asks for the weight as it is now. */
  readonly ask: Uint8Array;
  /** Sets the scale to zero, when its own rules allow that. */
  readonly zero: Uint8Array;
  /** The shortest time between two requests. */
  readonly pauseMs: number;
  createParser(): ScaleParser;
}

/** Cuts a stream into readings; what is none is passed over, and the next whole answer is understood again. */
export interface ScaleParser {
  push(bytes: Uint8Array): ScaleReading[];
}

/** What may be billed; null: not stable, or no weight. */
export function verifiedWeight(reading: ScaleReading): Weight | null {
  return reading.stable && (reading.state === 'ok' || reading.state === 'zero') ? reading.weight : null;
}

export function sameWeight(a: Weight, b: Weight): boolean {
  return a.amount === b.amount && a.decimals === b.decimals && a.unit === b.unit;
}

const milligramDigits: Readonly<Partial<Record<Weight['unit'], number>>> = { mg: 0, g: 3, kg: 6 };

/** In whole milligrams; null: pounds and ounces, or finer than that. */
export function milligramsOf({ amount, decimals, unit }: Weight): bigint | null {
  const digits = milligramDigits[unit];
  if (digits === undefined || decimals > digits) return null;
  return amount * 10n ** BigInt(digits - decimals);
}

/** As the scale shows it, such as `0.250 kg`. */
export function weightText({ amount, decimals, unit }: Weight): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = amount < 0n ? '-' : '';
  return `${sign}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''} ${unit}`;
}

/** Digits with a point, and a sign in front, as an exact weight. */
export function weightOf(digits: string, unit: Weight['unit']): Weight {
  const [whole = '', fraction = ''] = digits.split('.');
  return { amount: BigInt(`${whole}${fraction}`), decimals: fraction.length, unit };
}

/** A stable weight, or that nothing lies there. */
export function stableReading(weight: Weight, net: boolean): ScaleReading {
  return { state: weight.amount === 0n ? 'zero' : 'ok', stable: true, weight, net, detail: null };
}

export function noWeight(state: ScaleReading['state'], detail: string | null = null): ScaleReading {
  return { state, stable: false, weight: null, net: false, detail };
}
