import { type OpenDisplayModel, scheme } from './models.ts';

/** Entries of the configuration and their fixed sizes. Source: pyod: src/opendisplay/protocol/config_parser.py */
const entry = {
  system: { type: 0x01, bytes: 22 },
  manufacturer: { type: 0x02, bytes: 22 },
  power: { type: 0x04, bytes: 30 },
  display: { type: 0x20, bytes: 46 },
  security: { type: 0x27, bytes: 64 },
} as const;

const version = 1;
const lengthBytes = 2;
const crcBytes = 2;

/** CRC-16/CCITT-FALSE: polynomial 1021, start FFFF. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

/** The checksum of a configuration: its two length bytes count as zero. */
export function configCrc(body: Uint8Array): number {
  const copy = Buffer.from(body);
  copy.fill(0, 0, lengthBytes);
  return crc16(copy);
}

function record(
  number: number,
  { type, bytes }: { type: number; bytes: number },
  fill: (body: Buffer) => void,
): Buffer {
  const whole = Buffer.alloc(2 + bytes);
  whole[0] = number;
  whole[1] = type;
  fill(whole.subarray(2));
  return whole;
}

/** What a label of this model has stored about itself. Length and checksum included; all integers little-endian. */
export function encodeConfig(model: OpenDisplayModel, key: Uint8Array | null, sessionTimeoutS: number): Buffer {
  const display = record(0, entry.display, body => {
    body[0] = 0;
    body[1] = 1;
    body.writeUInt16LE(model.panelIc, 2);
    body.writeUInt16LE(model.width, 4);
    body.writeUInt16LE(model.height, 6);
    body.writeUInt16LE(model.sizeMm[0], 8);
    body.writeUInt16LE(model.sizeMm[1], 10);
    body.writeUInt16LE(model.tagType, 12);
    body[21] = scheme[model.palette];
    body[22] = model.modes;
  });
  const security = record(0, entry.security, body => {
    body[0] = key ? 1 : 0;
    if (key) body.set(key, 1);
    body.writeUInt16LE(sessionTimeoutS, 17);
  });
  const records = [
    record(0, entry.system, body => body.writeUInt16LE(1, 0)),
    record(0, entry.manufacturer, body => body.writeUInt16LE(0x2446, 0)),
    record(0, entry.power, body => body.fill(0)),
    display,
    ...(key ? [security] : []),
  ];
  const body = Buffer.concat([Buffer.from([0, 0, version]), ...records]);
  body.writeUInt16LE(body.length + crcBytes, 0);
  const crc = Buffer.alloc(crcBytes);
  crc.writeUInt16LE(configCrc(body));
  return Buffer.concat([body, crc]);
}

/** Whether a written configuration is whole. */
export function configIntact(config: Buffer): boolean {
  if (config.length < lengthBytes + 1 + crcBytes) return false;
  const body = config.subarray(0, -crcBytes);
  return configCrc(body) === config.readUInt16LE(body.length);
}
