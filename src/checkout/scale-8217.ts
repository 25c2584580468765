import { noWeight, type ScaleProtocol, type ScaleReading, stableReading, weightOf } from './weight.ts';

/*
 * Mettler-Toledo 8217, which many tills and scales of others follow: one capital letter asks, STX … CR answers, on a line
 * of 7 data bits with even parity. Sources: PSC Magellan 8500 Service Manual, chapter 6.1.4 (commands, status byte); the
 * same table in the manual of Rice Lake BenchPro.
 */

const stx = 0x02;
const cr = 0x0d;
/** Without STX and CR: `012.34N` is the longest. */
const mostBodyBytes = 8;
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

const status = { motion: 0x01, over: 0x02, under: 0x04, noZero: 0x08, centre: 0x10, always: 0x40 };

/** What stands between STX and CR; null: nothing that is known. */
function readBody(body: string): ScaleReading | null {
  if (body.length === 2 && body.startsWith('?')) return readStatus(body.charCodeAt(1));
  // The number of decimals is the unit: two of pounds, three of kilograms. Pounds have a zero in front in some models.
  const [, kilograms, pounds, net] = /^(?:(\d{2}\.\d{3})|(0?\d{2}\.\d{2}))(N?)$/.exec(body) ?? [];
  const digits = kilograms ?? pounds;
  if (digits === undefined) return null;
  return stableReading(weightOf(digits, kilograms === undefined ? 'lb' : 'kg'), net === 'N');
}

function readStatus(byte: number): ScaleReading | null {
  if ((byte & status.always) === 0) return null;
  if (byte & status.over) return noWeight('overload');
  if (byte & status.under) return noWeight('underload');
  if (byte & status.motion) return noWeight('unstable');
  if (byte & status.noZero)
    return noWeight('error', 'the scale could not find its zero; empty it and switch it on again');
  return noWeight(byte & status.centre ? 'zero' : 'unstable');
}

/** Whether the parity of each byte is even, once any of them carries it; a line of 8 bits leaves it to us. */
function parityHolds(bytes: readonly number[]): boolean {
  if (bytes.every(byte => byte < 0x80)) return true;
  return bytes.every(byte => {
    let ones = 0;
    for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
    return ones % 2 === 0;
  });
}

export const toledo8217: ScaleProtocol = {
  ask: ascii('W'),
  zero: ascii('Z'),
  pauseMs: 200,
  createParser() {
    /** Bytes since STX; null: between answers. */
    let body: number[] | null = null;
    return {
      push(bytes) {
        const readings: ScaleReading[] = [];
        for (const byte of bytes) {
          const character = byte & 0x7f;
          if (character === stx) {
            body = [];
          } else if (body !== null && character === cr) {
            const reading = parityHolds(body) ? readBody(String.fromCharCode(...body.map(one => one & 0x7f))) : null;
            if (reading) readings.push(reading);
            body = null;
          } else if (body !== null) {
            body.push(byte);
            if (body.length > mostBodyBytes) body = null;
          }
        }
        return readings;
      },
    };
  },
};
