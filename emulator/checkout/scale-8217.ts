import type { Dialect, Reading, Weighing } from './weighing.ts';

const stx = '\x02';
const cr = '\r';
const gramsPerPound = 453.592_37;
/** Digits of a tare that is keyed in. */
const tareDigits = 5;

/**
 * The 8217 protocol, as far as a till uses it. Source: Mettler-Toledo, DIVA Service Manual, 6.1.3 and 6.1.4.3: single letters
 * without an end, answers between STX and CR, and for a weight that cannot be sold by a question mark and a status byte.
 */
export function create8217Dialect(weighing: Weighing, say: (text: string) => void): Dialect {
  let tare: string | null = null;
  const status = (): void => say(`${stx}?${String.fromCharCode(statusByte(weighing.reading()))}${cr}`);

  function weight(): void {
    const reading = weighing.reading();
    if (!reading.stable || reading.range !== 'within' || reading.grams < 0) {
      status();
      return;
    }
    const { grams } = reading;
    const value =
      weighing.unit === 'lb'
        ? (grams / gramsPerPound).toFixed(2).padStart(5, '0')
        : (grams / 1_000).toFixed(3).padStart(6, '0');
    say(`${stx}${value}${reading.net ? 'N' : ''}${cr}`);
  }

  function obey(letter: string): void {
    if (tare !== null) {
      if (/\d/.test(letter) && tare.length < tareDigits) {
        tare += letter;
        return;
      }
      const taken = letter === cr && tare === '' && weighing.tare();
      tare = null;
      if (letter === cr) {
        if (!taken && weighing.reading().net) weighing.clearTare();
        status();
        return;
      }
    }
    if (letter === 'W') weight();
    else if (letter === 'Z') {
      weighing.zero();
      status();
    } else if (letter === 'C') {
      weighing.clearTare();
      status();
    } else if (letter === 'T') tare = '';
    else if (letter === 'A') say(`${stx}${cr}`);
    // Confidence test: nothing failed.
    else if (letter === 'B') say(`${stx}?@${cr}`);
  }

  return {
    hear(bytes) {
      for (const byte of bytes) obey(String.fromCharCode(byte & 0x7f));
    },
    end() {},
  };
}

/** Bit 6 is always set, so that the byte can be read. */
function statusByte({ stable, range, grams, net, atZero, canZero }: Reading): number {
  return (
    0x40 |
    (stable ? 0 : 0x01) |
    (range === 'over' ? 0x02 : 0) |
    (range === 'under' || grams < 0 ? 0x04 : 0) |
    (canZero ? 0 : 0x08) |
    (atZero ? 0x10 : 0) |
    (net ? 0x20 : 0)
  );
}
