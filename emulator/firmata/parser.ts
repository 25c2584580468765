import { command } from './frames.ts';

/** A message from the host. */
export type Message =
  | { readonly kind: 'digital'; readonly port: number; readonly levels: number }
  | { readonly kind: 'analog'; readonly pin: number; readonly value: number }
  | { readonly kind: 'report-analog'; readonly channel: number; readonly on: boolean }
  | { readonly kind: 'report-digital'; readonly port: number; readonly on: boolean }
  | { readonly kind: 'pin-mode'; readonly pin: number; readonly mode: number }
  | { readonly kind: 'digital-pin'; readonly pin: number; readonly high: boolean }
  | { readonly kind: 'version-query' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'sysex'; readonly id: number; readonly data: Uint8Array };

/** Takes bytes as they come and gives the messages that they complete. */
export interface Parser {
  push(bytes: Uint8Array): Message[];
  /** Bytes of long sysex messages that did not fit the buffer, since the start. */
  overflow(): number;
}

/**
 * Reads what a host says, as the parser of the Arduino library does: data without a command is dropped, a command breaks
 * off what came before, and of a sysex message that is longer than the buffer the rest is lost.
 * @param bufferBytes of a sysex message with its id; 64 on every Arduino (Firmata.h: MAX_DATA_BYTES)
 */
export function createParser(bufferBytes: number): Parser {
  let current: number | null = null;
  let data: number[] = [];
  let lost = 0;

  function take(byte: number): Message | null {
    if (current === command.startSysex) {
      if (byte === command.endSysex) {
        current = null;
        const [id, ...rest] = data;
        return id === undefined ? null : { kind: 'sysex', id, data: Uint8Array.from(rest) };
      }
      if (byte < 0x80) {
        if (data.length < bufferBytes) data.push(byte);
        else lost++;
        return null;
      }
    }
    if (byte >= 0x80) {
      data = [];
      current = wantsData(byte) ? byte : null;
      if (byte === command.protocolVersion) return { kind: 'version-query' };
      return byte === command.systemReset ? { kind: 'reset' } : null;
    }
    if (current === null) return null;
    data.push(byte);
    if (data.length < dataBytes(current)) return null;
    const whole = messageOf(current, data);
    current = null;
    return whole;
  }

  return {
    push: bytes => [...bytes].flatMap(byte => take(byte) ?? []),
    overflow: () => lost,
  };
}

/** Commands below 0xF0 carry a pin or port in their lower half. */
const kindOf = (byte: number): number => (byte < 0xf0 ? byte & 0xf0 : byte);

const dataBytes = (byte: number): number =>
  kindOf(byte) === command.reportAnalog || kindOf(byte) === command.reportDigital ? 1 : 2;

const known: readonly number[] = [
  command.digitalMessage,
  command.analogMessage,
  command.reportAnalog,
  command.reportDigital,
  command.setPinMode,
  command.setDigitalPin,
  command.startSysex,
];
const wantsData = (byte: number): boolean => known.includes(kindOf(byte));

function messageOf(byte: number, [first = 0, second = 0]: readonly number[]): Message | null {
  const at = byte & 0x0f;
  switch (kindOf(byte)) {
    case command.digitalMessage:
      return { kind: 'digital', port: at, levels: first | (second << 7) };
    case command.analogMessage:
      return { kind: 'analog', pin: at, value: first | (second << 7) };
    case command.reportAnalog:
      return { kind: 'report-analog', channel: at, on: first !== 0 };
    case command.reportDigital:
      return { kind: 'report-digital', port: at, on: first !== 0 };
    case command.setPinMode:
      return { kind: 'pin-mode', pin: first, mode: second };
    case command.setDigitalPin:
      return { kind: 'digital-pin', pin: first, high: second !== 0 };
    default:
      return null;
  }
}
