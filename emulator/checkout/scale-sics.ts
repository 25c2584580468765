import type { Cancel, Clock } from '../clock.ts';
import type { Dialect, Reading, ScaleUnit, Weighing } from './weighing.ts';

/** A command is a few characters; what is longer is none. */
const maxLine = 80;
/** How long a scale waits for rest before it says that it could not. */
const stableWithinMs = 4_000;
const repeatMs = 150;

/**
 * Levels 0 and 1 of the Standard Interface Command Set, as far as a till uses them. Source: Mettler-Toledo, Reference Manual
 * MT-SICS 11780711: commands end in CR LF, a weight is right-aligned in ten characters.
 */
export function createSicsDialect(weighing: Weighing, clock: Clock, say: (text: string) => void): Dialect {
  let line = '';
  let pending: Cancel = () => {};
  const answer = (text: string): void => say(`${text}\r\n`);

  const weight = (command: string, status: 'S' | 'D'): void => answer(weightLine(command, status, weighing));

  /** A weight that is out of range has a sign in its place. */
  function answerWeight(command: string, reading: Reading): void {
    if (reading.range === 'over') answer(`${command} +`);
    else if (reading.range === 'under') answer(`${command} -`);
    else weight(command, reading.stable ? 'S' : 'D');
  }

  function stableWeight(then: () => void): void {
    pending = weighing.whenStable(stableWithinMs, stable => (stable ? then() : answer('S I')));
  }

  function repeat(): void {
    answerWeight('S', weighing.reading());
    pending = clock.after(repeatMs, repeat);
  }

  const commands: Readonly<Record<string, () => void>> = {
    S: () => stableWeight(() => answerWeight('S', weighing.reading())),
    SI: () => answerWeight('S', weighing.reading()),
    SIR: repeat,
    Z: () => answer(weighing.zero() ? 'Z A' : refusal(weighing.reading(), 'Z')),
    T: () => (weighing.tare() ? weight('T', 'S') : answer(refusal(weighing.reading(), 'T'))),
    TAC() {
      weighing.clearTare();
      answer('TAC A');
    },
    '@': () => answer(`I4 A "${weighing.serialNumber}"`),
    I4: () => answer(`I4 A "${weighing.serialNumber}"`),
    I1: () => answer('I1 A "01" "2.30" "2.22" "" ""'),
  };

  /** Whatever is asked ends what was repeated or waited for. */
  function obey(command: string): void {
    pending();
    pending = () => {};
    const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (known === undefined) answer('ES');
    else known();
  }

  return {
    hear(bytes) {
      for (const byte of bytes) {
        if (byte === 0x0a) {
          const command = line.replace(/\r$/, '');
          line = '';
          if (command !== '') obey(command.length > maxLine ? '?' : command);
        } else if (line.length <= maxLine) line += String.fromCharCode(byte);
      }
    },
    end: () => pending(),
  };
}

const refusal = ({ stable, canZero }: Reading, command: string): string =>
  stable && !canZero ? `${command} +` : `${command} I`;

const digits: Readonly<Record<ScaleUnit, number>> = { kg: 3, g: 0, lb: 3 };
const gramsPer: Readonly<Record<ScaleUnit, number>> = { kg: 1_000, g: 1, lb: 453.592_37 };

function weightLine(command: string, status: 'S' | 'D', { unit, reading }: Weighing): string {
  const value = (reading().grams / gramsPer[unit]).toFixed(digits[unit]);
  return `${command} ${status} ${value.replace(/^-(0\.?0*)$/, '$1').padStart(10)} ${unit}`;
}
