/*
 * The HCI commands of a broadcaster. Source: Bluetooth Core Specification 5.4, Vol 4 Part E, 7.8; everything is
 * little-endian, addresses included.
 */

/** One command, and what people call it. */
export interface HciCommand {
  readonly opcode: number;
  readonly name: string;
  readonly parameters: Uint8Array;
}

/** What an advertising set is told; powers in dBm. */
export interface SetParameters {
  readonly intervalMs: number;
  readonly powerDbm: number;
}

/** The commands for one way of advertising, by number of the set. */
export interface AdvertisingDialect {
  parameters(set: number, parameters: SetParameters): HciCommand;
  address(set: number, address: string): HciCommand;
  data(set: number, data: Uint8Array): HciCommand;
  enable(set: number, on: boolean): HciCommand;
}

/** Most that a legacy advertisement carries, bytes. */
export const maxDataBytes = 31;
/** Of an advertising interval, units of 0.625 ms: 20 ms to 10.24 s. */
const interval = { unitMs: 0.625, min: 0x20, max: 0x4000 } as const;
const allChannels = 0x07;
const randomAddress = 0x01;
const onePhy = 0x01;
const notFiltered = 0x00;
const nobody = [0x00, 0, 0, 0, 0, 0, 0] as const;

const command = (opcode: number, name: string, parameters: readonly number[] = []): HciCommand => ({
  opcode,
  name,
  parameters: Uint8Array.from(parameters, byte => byte & 0xff),
});
const u16 = (value: number): readonly number[] => [value & 0xff, value >> 8];
const u24 = (value: number): readonly number[] => [...u16(value & 0xffff), value >> 16];
const addressBytes = (address: string): readonly number[] => [...Buffer.from(address, 'hex')].reverse();
const units = (intervalMs: number): number =>
  Math.max(interval.min, Math.min(interval.max, Math.round(intervalMs / interval.unitMs)));

export const reset = command(0x0c03, 'Reset');
export const readLocalFeatures = command(0x2003, 'LE Read Local Supported Features');
export const readAdvertisingSets = command(0x203b, 'LE Read Number of Supported Advertising Sets');

/** Bit 12 of the LE features: extended advertising; Vol 6 Part B, 4.6. `returns` begins with the status. */
export const knowsSets = (returns: Uint8Array): boolean => ((returns[2] ?? 0) & 0x10) !== 0;

/** ADV_NONCONN_IND with the commands of Bluetooth 4: one set, and the power is the controller's own. */
export const legacyDialect: AdvertisingDialect = {
  parameters(_set, { intervalMs }) {
    const between = u16(units(intervalMs));
    const nonConnectable = 0x03;
    return command(0x2006, 'LE Set Advertising Parameters', [
      ...between,
      ...between,
      nonConnectable,
      randomAddress,
      ...nobody,
      allChannels,
      notFiltered,
    ]);
  },
  address: (_set, address) => command(0x2005, 'LE Set Random Address', addressBytes(address)),
  data: (_set, data) =>
    command(0x2008, 'LE Set Advertising Data', [
      data.length,
      ...data,
      ...new Array<number>(Math.max(0, maxDataBytes - data.length)).fill(0),
    ]),
  enable: (_set, on) => command(0x200a, 'LE Set Advertising Enable', [on ? 1 : 0]),
};

/** The same frames from the sets of Bluetooth 5, which old telephones hear just as well. */
export const extendedDialect: AdvertisingDialect = {
  parameters(set, { intervalMs, powerDbm }) {
    const between = u24(units(intervalMs));
    const legacyNonConnectable = u16(0x0010);
    const [skipNone, sid, tellNobody] = [0, 0, 0];
    return command(0x2036, 'LE Set Extended Advertising Parameters', [
      set,
      ...legacyNonConnectable,
      ...between,
      ...between,
      allChannels,
      randomAddress,
      ...nobody,
      notFiltered,
      powerDbm,
      onePhy,
      skipNone,
      onePhy,
      sid,
      tellNobody,
    ]);
  },
  address: (set, address) => command(0x2035, 'LE Set Advertising Set Random Address', [set, ...addressBytes(address)]),
  data(set, data) {
    const [complete, unfragmented] = [0x03, 0x01];
    return command(0x2037, 'LE Set Extended Advertising Data', [set, complete, unfragmented, data.length, ...data]);
  },
  enable(set, on) {
    const forEver = [0, 0, 0];
    return command(0x2039, 'LE Set Extended Advertising Enable', [on ? 1 : 0, 1, set, ...forEver]);
  },
};

/** The errors that a broadcaster may meet; Vol 1 Part F. */
const errors: Readonly<Record<number, string>> = {
  1: 'unknown command',
  3: 'hardware failure',
  7: 'memory exceeded',
  12: 'not allowed now',
  17: 'unsupported parameter',
  18: 'invalid parameters',
  31: 'unspecified error',
  66: 'unknown advertising set',
};

/** A status in words, with its number. */
export const statusText = (status: number): string =>
  `${errors[status] ?? 'error'} (0x${status.toString(16).padStart(2, '0')})`;
