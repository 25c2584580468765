import { property, type Service } from '../../controller/attributes.ts';
import { advertisingEntry, createBody, genericServices, type LabelOptions, type VirtualLabel } from '../label.ts';
import { bootPicture } from '../screen.ts';
import { configIntact, encodeConfig } from './config.ts';
import { sealedOverheadBytes } from './crypto.ts';
import { decodeImage } from './image.ts';
import { mode, type OpenDisplayModel } from './models.ts';
import { createSecurity } from './security.ts';
import { createUpload, uploadOpcode } from './upload.ts';

/** Source: pyod: src/opendisplay/protocol/commands.py. The service and its one characteristic share a UUID. */
const uuid = '2446';
const company = 0x2446;

/** Commands beside those of the upload; the low byte, the high one is zero. Source: odfw: include/opendisplay_protocol.h */
const opcode = {
  reboot: 0x0f,
  configRead: 0x40,
  configWrite: 0x41,
  configChunk: 0x42,
  firmwareVersion: 0x43,
  readMsd: 0x44,
  configClear: 0x45,
  authenticate: 0x50,
  deepSleep: 0x52,
  deepSleepTimed: 0x53,
  led: 0x73,
  ledStop: 0x75,
  buzzer: 0x77,
} as const;

const ack = 0x00;
const nack = 0xff;
/** Third byte of an answer that says: authenticate first, or: this frame was changed. */
const refusal = { unauthenticated: 0xfe, integrity: 0xff } as const;

const maxMtu = 247;
const configChunkBytes = 96;
const configWriteBytes = 200;
const maxConfigBytes = 4000;
const maxUnauthenticated = 10;
const deviceId = Buffer.from('00000001', 'hex');
const temperatureC = 21;
const uploads: ReadonlySet<number> = new Set([0x70, 0x71, 0x72, 0x76, 0x80, 0x81, 0x82]);

export interface OpenDisplayOptions extends LabelOptions {
  readonly model: OpenDisplayModel;
  /** The label's AES key, 16 bytes; null for a label without security. */
  readonly key: Uint8Array | null;
  /** Default 0: a session lasts as long as its link. */
  readonly sessionTimeoutS?: number;
}

/** A label with OpenDisplay firmware: mutual authentication, encrypted frames, an explicit word when it has redrawn. */
export function createOpenDisplayLabel(options: OpenDisplayOptions): VirtualLabel {
  const { clock, random, address, model, key, sessionTimeoutS = 0 } = options;
  const name = `OD${address.slice(-6).toUpperCase()}`;
  const security = createSecurity({ clock, random, key, deviceId, sessionTimeoutMs: sessionTimeoutS * 1000 });
  let config: Buffer = encodeConfig(model, key, sessionTimeoutS);
  let incoming: { readonly total: number; data: Buffer } | null = null;
  let rebooted = true;
  let unauthenticated = 0;
  let loopCounter = 0;

  const services: readonly Service[] = [
    ...genericServices(name),
    {
      uuid,
      characteristics: [
        { uuid, properties: property.read | property.notify | property.write | property.writeWithoutResponse },
      ],
    },
  ];

  const plain = (status: number, low: number, data: Uint8Array): void =>
    body.notify(uuid, Buffer.concat([Buffer.from([status, low]), data]));
  /** Encrypts inside a session, but for what the firmware always sends in the clear: a third byte of FE or FF. */
  const answer = (status: number, low: number, data: Uint8Array = Buffer.alloc(0)) => {
    const clear = data[0] === refusal.unauthenticated || data[0] === refusal.integrity;
    if (clear || !security.authenticated()) plain(status, low, data);
    else body.notify(uuid, security.seal(Buffer.from([status, low]), data));
  };

  const upload = createUpload(model, {
    ack: (low, data) => answer(ack, low, data),
    nack: (low, data) => answer(nack, low, data),
    draw: image => body.screen.refresh(decodeImage(model, image), () => answer(ack, uploadOpcode.refreshed)),
  });

  /** Manufacturer data: company, eleven bytes for sensors, temperature, battery, status. */
  const msd = (): Buffer => {
    const data = Buffer.alloc(16);
    data.writeUInt16LE(company, 0);
    const centivolts = Math.round(body.batteryMv() / 10);
    data[13] = (temperatureC + 40) * 2;
    data[14] = centivolts & 0xff;
    data[15] = ((centivolts >> 8) & 1) | (rebooted ? 2 : 0) | ((loopCounter & 0x0f) << 4);
    return data;
  };

  const readConfig = () => {
    if (config.length === 0) return answer(ack, opcode.configRead, Buffer.alloc(4));
    for (let chunk = 0, at = 0; at < config.length; chunk++) {
      const head = Buffer.alloc(chunk === 0 ? 4 : 2);
      head.writeUInt16LE(chunk, 0);
      if (chunk === 0) head.writeUInt16LE(config.length, 2);
      const data = config.subarray(at, at + configChunkBytes);
      at += data.length;
      answer(ack, opcode.configRead, Buffer.concat([head, data]));
    }
  };
  const storeConfig = (low: number, data: Buffer) => {
    incoming = null;
    if (!configIntact(data)) return answer(nack, low);
    config = Buffer.from(data);
    answer(ack, low);
  };
  const writeConfig = (payload: Buffer) => {
    if (payload.length <= configWriteBytes) return storeConfig(opcode.configWrite, payload);
    const total = payload.readUInt16LE(0);
    if (payload.length !== configWriteBytes + 2 || total > maxConfigBytes) return answer(nack, opcode.configWrite);
    incoming = { total, data: Buffer.from(payload.subarray(2)) };
    answer(ack, opcode.configWrite);
  };
  const continueConfig = (payload: Buffer) => {
    if (!incoming || payload.length === 0 || payload.length > configWriteBytes) {
      incoming = null;
      return answer(nack, opcode.configChunk);
    }
    incoming.data = Buffer.concat([incoming.data, payload]);
    if (incoming.data.length > incoming.total) {
      incoming = null;
      return answer(nack, opcode.configChunk);
    }
    if (incoming.data.length === incoming.total) storeConfig(opcode.configChunk, incoming.data);
    else answer(ack, opcode.configChunk);
  };

  const restart = () => {
    rebooted = true;
    loopCounter = 0;
    body.reboot();
  };

  const run = (low: number, payload: Buffer, sealed: boolean) => {
    if (uploads.has(low)) return upload.handle(low, payload, sealed);
    switch (low) {
      case opcode.reboot:
        return restart();
      case opcode.configRead:
        return readConfig();
      case opcode.configWrite:
        return writeConfig(payload);
      case opcode.configChunk:
        return continueConfig(payload);
      case opcode.configClear:
        config = Buffer.alloc(0);
        return answer(ack, low);
      case opcode.readMsd:
        return answer(ack, low, msd());
      case opcode.led:
      case opcode.ledStop:
      case opcode.buzzer:
        return answer(ack, low);
      case opcode.deepSleep:
        return answer(nack, low, Buffer.from([0, 0]));
      case opcode.deepSleepTimed:
        return answer(nack, low, Buffer.from([0]));
      default:
        return answer(nack, low);
    }
  };

  const refuse = (low: number) => {
    plain(ack, low, Buffer.from([refusal.unauthenticated]));
    if (++unauthenticated >= maxUnauthenticated) body.hangUp();
  };

  const received = (frame: Buffer) => {
    if (frame.length < 2 || frame[0] !== 0) return;
    const low = frame[1]!;
    if (low === opcode.authenticate) return plain(ack, low, security.authenticate(frame.subarray(2)));
    if (low === opcode.firmwareVersion) {
      const [major, minor, patch] = model.firmware;
      const sha = Buffer.from('0000000');
      return plain(ack, low, Buffer.concat([Buffer.from([major, minor, sha.length]), sha, Buffer.from([patch])]));
    }
    if (!key) return run(low, frame.subarray(2), false);
    if (!security.authenticated() || frame.length < 2 + sealedOverheadBytes) return refuse(low);
    const payload = security.open(frame);
    if (!payload) return plain(ack, low, Buffer.from([refusal.integrity]));
    unauthenticated = 0;
    run(low, payload, true);
  };

  const body = createBody(
    { ...options, services, maxMtu },
    {
      written: (_, value) => received(value),
      connected() {
        loopCounter++;
        unauthenticated = 0;
      },
      disconnected() {
        // The flag has been read, or could have been.
        rebooted = false;
        incoming = null;
        security.forget();
        upload.abort();
      },
      restarted() {
        rebooted = true;
        security.forget();
        upload.abort();
        upload.clearEtag();
        if (!(model.modes & mode.noBootText)) body.screen.refresh(bootPicture(model.width, model.height), () => {});
      },
    },
  );

  const scanResponse = advertisingEntry(0x09, Buffer.from(name));
  return {
    id: address,
    address,
    family: 'opendisplay',
    model,
    firmware: model.firmware.join('.'),
    key,
    position: options.position,
    screen: body.screen.state,
    batteryMv: body.batteryMv,
    activity: body.activity,
    reboot: restart,
    opened: body.open,
    advertising: () =>
      body.awake() && !body.screen.refreshing()
        ? {
            data: Buffer.concat([
              advertisingEntry(0x01, Buffer.from([0x06])),
              advertisingEntry(0x03, Buffer.from([0x46, 0x24])),
              advertisingEntry(0xff, msd()),
            ]),
            scanResponse,
          }
        : null,
  };
}
