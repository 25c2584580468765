/**
 * What a Firmata board says and hears, as bytes. Every data byte has seven bits, so that the eighth marks a command. Source:
 * firmata/protocol, protocol.md (2.6), i2c.md.
 */

export const command = {
  digitalMessage: 0x90,
  reportAnalog: 0xc0,
  reportDigital: 0xd0,
  analogMessage: 0xe0,
  startSysex: 0xf0,
  setPinMode: 0xf4,
  setDigitalPin: 0xf5,
  endSysex: 0xf7,
  protocolVersion: 0xf9,
  systemReset: 0xff,
} as const;

export const sysex = {
  analogMappingQuery: 0x69,
  analogMappingResponse: 0x6a,
  capabilityQuery: 0x6b,
  capabilityResponse: 0x6c,
  pinStateQuery: 0x6d,
  pinStateResponse: 0x6e,
  extendedAnalog: 0x6f,
  string: 0x71,
  i2cRequest: 0x76,
  i2cReply: 0x77,
  i2cConfig: 0x78,
  firmware: 0x79,
  samplingInterval: 0x7a,
} as const;

export const pinMode = {
  input: 0x00,
  output: 0x01,
  analog: 0x02,
  pwm: 0x03,
  servo: 0x04,
  i2c: 0x06,
  pullUp: 0x0b,
} as const;

/** A number of fourteen bits, the lower seven first. */
export const inTwo = (value: number): number[] => [value & 0x7f, (value >> 7) & 0x7f];

/** Bytes of eight bits, each as two of seven. */
export const inPairs = (bytes: Iterable<number>): number[] => [...bytes].flatMap(inTwo);

/** The bytes that pairs stand for; half a pair at the end is dropped. */
export function fromPairs(pairs: Uint8Array): number[] {
  return Array.from({ length: pairs.length >> 1 }, (_, at) => (pairs[at * 2]! | (pairs[at * 2 + 1]! << 7)) & 0xff);
}

export const sysexFrame = (kind: number, data: readonly number[] = []): Buffer =>
  Buffer.from([command.startSysex, kind, ...data, command.endSysex]);

export interface Version {
  readonly major: number;
  readonly minor: number;
}

export const versionFrame = ({ major, minor }: Version): Buffer => Buffer.of(command.protocolVersion, major, minor);

export const firmwareFrame = (name: string, { major, minor }: Version): Buffer =>
  sysexFrame(sysex.firmware, [major, minor, ...inPairs(Buffer.from(name, 'latin1'))]);

export const stringFrame = (text: string): Buffer => sysexFrame(sysex.string, inPairs(Buffer.from(text, 'latin1')));

/** All pins of a port of eight, inputs only. */
export const digitalFrame = (port: number, levels: number): Buffer =>
  Buffer.from([command.digitalMessage | port, ...inTwo(levels)]);

/** Channels beyond the sixteenth need the longer form. */
export const analogFrame = (channel: number, value: number): Buffer =>
  channel < 16
    ? Buffer.from([command.analogMessage | channel, ...inTwo(value)])
    : sysexFrame(sysex.extendedAnalog, [channel, ...inTwo(value)]);

/** What a pin can do: modes with their resolution in bits, in the order in which they are told. */
export type PinAbilities = readonly (readonly [mode: number, bits: number])[];

export const capabilityFrame = (pins: readonly PinAbilities[]): Buffer =>
  sysexFrame(
    sysex.capabilityResponse,
    pins.flatMap(modes => [...modes.flat(), 0x7f]),
  );

/** One byte a pin: its analog channel, or 127. */
export const analogMappingFrame = (channels: readonly (number | null)[]): Buffer =>
  sysexFrame(
    sysex.analogMappingResponse,
    channels.map(channel => channel ?? 0x7f),
  );

export const pinStateFrame = (pin: number, mode: number, state: number): Buffer =>
  sysexFrame(sysex.pinStateResponse, [pin, mode, state & 0x7f, ...(state > 0x7f ? [(state >> 7) & 0x7f] : [])]);

export const i2cReplyFrame = (address: number, register: number, bytes: Iterable<number>): Buffer =>
  sysexFrame(sysex.i2cReply, [...inTwo(address), ...inTwo(register), ...inPairs(bytes)]);
