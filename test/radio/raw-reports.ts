/** One advertisement as it goes into an event; the address as people write it. */
export interface RawReport {
  /** Twelve hex digits. */
  readonly address: string;
  readonly data: Uint8Array;
  readonly rssi?: number;
  /** 0 public, 1 random. */
  readonly addressType?: number;
  /** Event type; absent: connectable and undirected. */
  readonly type?: number;
}

const onAir = (address: string): Buffer => Buffer.from(address, 'hex').reverse();

function metaEvent(subevent: number, reports: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([subevent, reports.length]), ...reports]);
  return Buffer.concat([Buffer.from([0x04, 0x3e, body.length]), body]);
}

/** An H4 packet with an LE Advertising Report event. */
export const legacyEvent = (...reports: readonly RawReport[]): Buffer =>
  metaEvent(
    0x02,
    reports.map(({ address, data, rssi = -60, addressType = 1, type = 0 }) =>
      Buffer.concat([
        Buffer.from([type, addressType]),
        onAir(address),
        Buffer.from([data.length]),
        data,
        Buffer.from([rssi & 0xff]),
      ]),
    ),
  );

/** An H4 packet with an LE Extended Advertising Report event. */
export const extendedEvent = (...reports: readonly RawReport[]): Buffer =>
  metaEvent(
    0x0d,
    reports.map(({ address, data, rssi = -60, addressType = 1, type = 0x13 }) =>
      Buffer.concat([
        Buffer.from([type, 0, addressType]),
        onAir(address),
        Buffer.from([1, 0, 0xff, 127, rssi & 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, data.length]),
        data,
      ]),
    ),
  );

/** One AD structure. */
export const ad = (type: number, ...data: readonly number[]): Buffer => Buffer.from([data.length + 1, type, ...data]);
