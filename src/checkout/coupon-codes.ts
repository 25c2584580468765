import { createHmac } from 'node:crypto';

/** Four digits. */
export const codeSpace = 10_000;
/** Codes that are drawn before the free ones are listed; with one in ten free, that is once in 800 coupons. */
const quickDraws = 64;
const mostDraws = 1_000;

/** What of a code lies on the disk: without the key it tells nothing, though there are only ten thousand of them. */
export function createCodes(key: Uint8Array) {
  const macOf = (code: string): Uint8Array => createHmac('sha256', key).update(`coupon ${code}`).digest();
  /** Every code by its HMAC in hex; made when the space is nearly full for the first time, 2 MB. */
  let all: readonly (readonly [mac: string, code: string])[] | null = null;
  const every = () => {
    all ??= Array.from({ length: codeSpace }, (_, n) => [hexOf(macOf(codeText(n))), codeText(n)] as const);
    return all;
  };
  return {
    macOf,
    /** Uniform among the codes that are free; null: none is. */
    draw(
      isHeld: (mac: Uint8Array) => boolean,
      held: () => readonly Uint8Array[],
      randomBytes: (length: number) => Uint8Array,
    ): string | null {
      for (let i = 0; i < quickDraws; i++) {
        const code = codeText(drawBelow(codeSpace, randomBytes));
        if (!isHeld(macOf(code))) return code;
      }
      const taken = new Set(held().map(hexOf));
      const free = every().filter(([mac]) => !taken.has(mac));
      return free.length === 0 ? null : free[drawBelow(free.length, randomBytes)]![1];
    },
  };
}

/** Uniform in [0, limit), from two bytes: what is above the largest multiple of the limit is drawn again. */
export function drawBelow(limit: number, randomBytes: (length: number) => Uint8Array): number {
  const fair = 0x1_0000 - (0x1_0000 % limit);
  for (let i = 0; i < mostDraws; i++) {
    const [high = 0, low = 0] = randomBytes(2);
    const drawn = high * 256 + low;
    if (drawn < fair) return drawn % limit;
  }
  throw new Error('the source of randomness is stuck');
}

const codeText = (n: number): string => String(n).padStart(4, '0');
const hexOf = (mac: Uint8Array): string => Buffer.from(mac).toString('hex');
