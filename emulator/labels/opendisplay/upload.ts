import { imageBytes } from './image.ts';
import { mode, type OpenDisplayModel } from './models.ts';
import { createPipe, type Pipe, pipeError } from './pipe.ts';
import { createTransfer, maxPackedBytes, type Transfer } from './transfer.ts';

/** Upload opcodes. Source: odfw: include/opendisplay_protocol.h */
export const uploadOpcode = {
  start: 0x70,
  data: 0x71,
  end: 0x72,
  refreshed: 0x73,
  partialStart: 0x76,
  pipeStart: 0x80,
  pipeData: 0x81,
  pipeEnd: 0x82,
} as const;

/** Longest payloads of an unencrypted and of an encrypted frame, bytes. */
const maxStartBytes = { plain: 200, sealed: 154 } as const;
const maxDataBytes = { plain: 230, sealed: 154 } as const;
const pipeVersion = 1;
const maxWindow = 32;
const maxFrameBytes = 244;
const minFrameBytes = 20;
const partialUnsupported = 0x07;

export interface UploadPort {
  ack(low: number, data?: Uint8Array): void;
  nack(low: number, data?: Uint8Array): void;
  /** The picture is complete: draw it, and say so in the end. */
  draw(image: Uint8Array): void;
}

export interface Upload {
  /** Takes an upload command. `sealed`: it came encrypted, and shorter frames apply. */
  handle(low: number, payload: Buffer, sealed: boolean): void;
  /** Forgets what was going on. */
  abort(): void;
  /** Identity of the shown picture as the host chose it; 0 when unknown. */
  etag(): number;
  /** The picture is no longer the one with that identity. */
  clearEtag(): void;
}

/** The two ways of sending a picture: acknowledged block by block (70 to 72), and with a sliding window (80 to 82). */
export function createUpload(model: OpenDisplayModel, port: UploadPort): Upload {
  const bytes = imageBytes(model);
  const streaming = (model.modes & mode.streamingZlib) !== 0;
  let direct: Transfer | null = null;
  let pipe: Pipe | null = null;
  let pipeDead = false;
  let etag = 0;

  const begin = (packed: boolean): Transfer =>
    createTransfer({ packed, imageBytes: bytes, maxPackedBytes: streaming ? bytes * 2 : maxPackedBytes });
  const abort = () => {
    direct = null;
    pipe = null;
    pipeDead = false;
  };
  const fail = (low: number, data?: Uint8Array) => {
    abort();
    etag = 0;
    port.nack(low, data);
  };
  /** Acknowledges the end, with whichever opcode it has, and draws. */
  const finish = (low: number, transfer: Transfer, newEtag: number) => {
    const image = transfer.image();
    if (!image) return fail(low);
    abort();
    etag = newEtag;
    port.ack(low);
    port.draw(image);
  };
  /** Refresh mode, then the new identity, big-endian, where the host gives one. */
  const etagOf = (payload: Buffer): number => (payload.length >= 5 ? payload.readUInt32BE(1) : 0);

  const directStart = (payload: Buffer, sealed: boolean) => {
    abort();
    if (payload.length > (sealed ? maxStartBytes.sealed : maxStartBytes.plain)) return fail(uploadOpcode.start);
    if (payload.length === 0) {
      direct = begin(false);
      return port.ack(uploadOpcode.start);
    }
    if (payload.length < 4 || payload.readUInt32LE(0) !== bytes) return fail(uploadOpcode.start);
    direct = begin(true);
    if (!direct.add(payload.subarray(4))) return fail(uploadOpcode.start);
    port.ack(uploadOpcode.start);
  };
  const directData = (payload: Buffer, sealed: boolean) => {
    const limit = sealed ? maxDataBytes.sealed : maxDataBytes.plain;
    if (!direct || payload.length > limit || !direct.add(payload)) return fail(uploadOpcode.data);
    // A plain picture that is complete ends by itself: the acknowledgement of the end takes this one's place.
    if (direct.full()) finish(uploadOpcode.end, direct, 0);
    else port.ack(uploadOpcode.data);
  };

  const pipeStart = (payload: Buffer) => {
    abort();
    const refuse = (error: number): void => fail(uploadOpcode.pipeStart, Buffer.from([error, 0]));
    if (!(model.modes & mode.pipe)) return port.nack(uploadOpcode.pipeStart, Buffer.from([pipeError.version, 0]));
    if (payload.length < 10 || payload[0] !== pipeVersion) return refuse(pipeError.version);
    const flags = payload[1]!;
    if (flags & 0x02) return refuse(pipeError.partialUnsupported);
    if (flags & ~0x03) return refuse(pipeError.flag);
    const frame = Math.min(maxFrameBytes, payload.readUInt16LE(4));
    if (payload.readUInt32LE(6) !== bytes || frame < minFrameBytes) return refuse(pipeError.size);
    const window = Math.max(1, Math.min(maxWindow, payload[2]!));
    const every = Math.max(1, Math.min(window, payload[3]!));
    pipe = createPipe(begin((flags & 0x01) !== 0), window, every);
    const reply = Buffer.from([pipeVersion, maxWindow, maxWindow, frame & 0xff, frame >> 8, 0x01]);
    port.ack(uploadOpcode.pipeStart, reply);
  };
  const pipeData = (payload: Buffer) => {
    if (pipeDead || payload.length < 1) return;
    if (!pipe) return port.nack(uploadOpcode.pipeData, Buffer.from([pipeError.window, 0, 0, 0, 0, 0]));
    const reply = pipe.chunk(payload[0]!, payload.subarray(1));
    if (reply.type === 'nack') {
      fail(uploadOpcode.pipeData, Buffer.concat([Buffer.from([reply.error]), pipe.state()]));
      // What is still in flight is discarded until the next start.
      pipeDead = true;
      return;
    }
    const whole = pipe.settled() && pipe.transfer.full();
    if (reply.type === 'ack' || whole) port.ack(uploadOpcode.pipeData, pipe.state());
    if (whole) finish(uploadOpcode.pipeEnd, pipe.transfer, 0);
  };
  const pipeEnd = (payload: Buffer) => {
    if (pipeDead) return;
    if (!pipe) return port.nack(uploadOpcode.pipeEnd);
    port.ack(uploadOpcode.pipeData, pipe.state());
    if (pipe.settled()) finish(uploadOpcode.pipeEnd, pipe.transfer, etagOf(payload));
    else fail(uploadOpcode.pipeEnd);
  };

  return {
    abort,
    etag: () => etag,
    clearEtag() {
      etag = 0;
    },
    handle(low, payload, sealed) {
      switch (low) {
        case uploadOpcode.start:
          return directStart(payload, sealed);
        case uploadOpcode.data:
          return directData(payload, sealed);
        case uploadOpcode.end:
          return direct ? finish(uploadOpcode.end, direct, etagOf(payload)) : port.nack(uploadOpcode.end);
        case uploadOpcode.partialStart:
          return port.nack(uploadOpcode.partialStart, Buffer.from([partialUnsupported, 0]));
        case uploadOpcode.pipeStart:
          return pipeStart(payload);
        case uploadOpcode.pipeData:
          return pipeData(payload);
        case uploadOpcode.pipeEnd:
          return pipeEnd(payload);
      }
    },
  };
}
