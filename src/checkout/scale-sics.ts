import { noWeight, type ScaleProtocol, type ScaleReading, stableReading, type Weight, weightOf } from './weight.ts';

/*
 * MT-SICS level 0: lines of ASCII that end with CR LF. Source: METTLER TOLEDO, Reference Manual MT-SICS 11780711,
 * "Format of responses with weight value": ID, status, ten characters with the value to the right, a blank, the unit.
 */

/** Longest answer that is understood; a line beyond that is passed over to its end. */
const mostLineBytes = 40;
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

const units: readonly string[] = ['mg', 'g', 'kg', 'lb', 'oz'] satisfies Weight['unit'][];
const isUnit = (text: string): text is Weight['unit'] => units.includes(text);

const withoutWeight: Readonly<Record<string, ScaleReading>> = {
  'S I': noWeight('unstable', 'the scale is busy, or did not come to rest in time'),
  'S +': noWeight('overload'),
  'S -': noWeight('underload'),
  ES: noWeight('error', 'the scale does not know the request'),
  ET: noWeight('error', 'the request was damaged on its way'),
  EL: noWeight('error', 'the scale cannot carry out the request'),
};

/** What a line says; null: nothing of a weight. */
function readLine(line: string): ScaleReading | null {
  const bare = withoutWeight[line];
  if (bare) return bare;
  // The ten characters are counted: a digit that was lost or doubled on the way changes their number.
  const [, status, value = '', unit = ''] = /^S ([SD]) ([ \d.-]{10}) ([A-Za-z]{1,2})$/.exec(line) ?? [];
  if (status === undefined || !isUnit(unit)) return null;
  const [, sign = '', digits] = /^ *(-?) *(\d+(?:\.\d+)?)$/.exec(value) ?? [];
  if (digits === undefined) return null;
  const weight = weightOf(`${sign}${digits}`, unit);
  if (status === 'D') return { state: 'unstable', stable: false, weight, net: false, detail: null };
  // Whether a tare was taken is not in the answer: SICS always says net.
  return weight.amount < 0n ? noWeight('underload', 'the weight is below zero') : stableReading(weight, false);
}

export const sics: ScaleProtocol = {
  ask: ascii('SI\r\n'),
  zero: ascii('Z\r\n'),
  pauseMs: 100,
  createParser() {
    let line = '';
    let tooLong = false;
    return {
      push(bytes) {
        const readings: ScaleReading[] = [];
        for (const byte of bytes) {
          if (byte !== 0x0d && byte !== 0x0a) {
            if (line.length >= mostLineBytes) tooLong = true;
            else line += String.fromCharCode(byte);
            continue;
          }
          const reading = tooLong ? null : readLine(line);
          if (reading) readings.push(reading);
          line = '';
          tooLong = false;
        }
        return readings;
      },
    };
  },
};
