import { encryptBlock } from '../../../devices/cmac.ts';
import { hexOctets, i8, layout, marker, u8, u32be } from '../../../devices/layout.ts';

/** Eddystone-EID: an identity that changes. `eid` 16 hex digits; power in dBm at no distance. */
export interface EidFrame {
  readonly format: 'eddystone-eid';
  readonly eid: string;
  readonly powerAt0m: number;
}

/** Source: google/eddystone: eddystone-eid/README.md. */
const frame = layout({ type: marker(0x30), powerAt0m: i8, eid: hexOctets(8) });
const frameBytes = 10;

/** Service data of 0xFEAA; null when it is no whole frame. */
export function decodeEid(data: Uint8Array): EidFrame | null {
  const said = data.length === frameBytes ? frame.decode(data) : null;
  return said && { format: 'eddystone-eid', eid: said.eid, powerAt0m: said.powerAt0m };
}

/** Throws RangeError on a value that does not fit its field. */
export const encodeEid = (said: EidFrame): Uint8Array => frame.encode(said);

/*
 * Which identity a beacon has when. Its clock counts seconds in 32 bits, from whatever start was registered. Source:
 * google/eddystone: eddystone-eid/eid-computation.md.
 */

export const mostExponent = 15;
/** More windows on either side are not tried: a beacon whose clock is further off wants to be registered again. */
export const mostToleranceWindows = 1_000;

/** Start of the window of 2^exponent seconds that the beacon's clock is in. */
export const windowStart = (clockSeconds: number, exponent: number): number =>
  ((clockSeconds >>> exponent) << exponent) >>> 0;

/** Both steps encrypt eleven zeros, a byte that says which step, and 32 bits of time. */
const stepBlock = layout({ zeros: marker(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), step: u8, time: u32be });

/** The key that holds for 65,536 seconds. */
export const temporaryKey = (identityKey: Uint8Array, clockSeconds: number): Uint8Array =>
  encryptBlock(identityKey, stepBlock.encode({ step: 0xff, time: clockSeconds >>> 16 }));

/**
 * The identity at that time of the beacon's clock, 16 hex digits.
 * @param exponent 0 to 15; throws RangeError on another
 */
export function ephemeralId(identityKey: Uint8Array, exponent: number, clockSeconds: number): string {
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > mostExponent)
    throw new RangeError(`the exponent ${exponent} is not 0 to ${mostExponent}`);
  const block = stepBlock.encode({ step: exponent, time: windowStart(clockSeconds, exponent) });
  const id = encryptBlock(temporaryKey(identityKey, clockSeconds), block);
  return Buffer.from(id.subarray(0, 8)).toString('hex');
}

/** An identity, and from when on the beacon has it. */
export interface IdentityWindow {
  readonly eid: string;
  readonly startSeconds: number;
}

/** The identities around a time, the likeliest first: for a table of who may be heard. Two blocks of AES each. */
export function identitiesAround(
  identityKey: Uint8Array,
  exponent: number,
  nowSeconds: number,
  toleranceWindows: number,
): readonly IdentityWindow[] {
  return clocksAround(exponent, nowSeconds, toleranceWindows).map(startSeconds => ({
    eid: ephemeralId(identityKey, exponent, startSeconds),
    startSeconds,
  }));
}

/**
 * Whether this identity is the beacon's: the start of the window it has it in, or null.
 * @param nowSeconds the beacon's clock as it should stand now
 * @param toleranceWindows how many windows it may be off, either way; at most 1,000
 */
export function resolveEid(
  eid: string,
  identityKey: Uint8Array,
  exponent: number,
  nowSeconds: number,
  toleranceWindows: number,
): number | null {
  const clocks = clocksAround(exponent, nowSeconds, toleranceWindows);
  return clocks.find(seconds => ephemeralId(identityKey, exponent, seconds) === eid) ?? null;
}

/** Now, then one window before and one after, and so on. The clock wraps. */
function clocksAround(exponent: number, nowSeconds: number, toleranceWindows: number): number[] {
  const windows = Math.max(0, Math.min(mostToleranceWindows, Math.floor(toleranceWindows)));
  const now = windowStart(Math.floor(nowSeconds), exponent);
  const clocks = [now];
  for (let off = 1; off <= windows; off++) {
    const seconds = off * 2 ** exponent;
    clocks.push((now - seconds) >>> 0, (now + seconds) >>> 0);
  }
  return clocks;
}
