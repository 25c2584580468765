import { property, type Service } from '../../controller/attributes.ts';
import { advertisingEntry, createBody, genericServices, type LabelOptions, type VirtualLabel } from '../label.ts';
import { decodeImage, maxUploadBytes } from './image.ts';
import type { GiciskyModel } from './models.ts';

/** Source: vendor document mirrored in fpoli: docs/ble-tag-protocol.html */
const uuid = { service: 'fef0', command: 'fef1', image: 'fef2' } as const;
const company = 0x5053;

/** Commands on the first characteristic, and the codes of the answers. */
const opcode = { blockSize: 0x01, imageSize: 0x02, start: 0x03, cancel: 0x04, part: 0x05 } as const;
/** Status of an answer: what follows is asked for, everything is there; or why not. */
const answer = { ok: 0x00, wrong: 0x01, complete: 0x08 } as const;

const indexBytes = 4;
const blockBytes = 244;
const partBytes = blockBytes - indexBytes;
const maxMtu = 247;

/** One upload: the label decides which part comes next. */
interface Upload {
  readonly image: Buffer;
  readonly parts: number;
  next: number;
  started: boolean;
}

/** A Picksmart label with its stock firmware: no security, parts on request, a refresh that takes it off the air. */
export function createGiciskyLabel(options: LabelOptions & { readonly model: GiciskyModel }): VirtualLabel {
  const { address, model } = options;
  const name = `NEMR${address.slice(-8)}`;
  let upload: Upload | null = null;

  const services: readonly Service[] = [
    ...genericServices(name),
    {
      uuid: uuid.service,
      characteristics: [
        {
          uuid: uuid.command,
          properties: property.read | property.write | property.writeWithoutResponse | property.notify,
        },
        { uuid: uuid.image, properties: property.read | property.write | property.writeWithoutResponse },
      ],
    },
  ];

  const say = (...bytes: readonly number[]): void => body.notify(uuid.command, Buffer.from(bytes));
  const ask = (status: number, part: number) => {
    const request = Buffer.from([opcode.part, status, 0, 0, 0, 0]);
    request.writeUInt32LE(part, 2);
    body.notify(uuid.command, request);
  };

  const announced = (value: Buffer) => {
    // Eight, six and five bytes are all in use: the size, then nothing, one byte for "compressed", or three zeros.
    const bytes = value.length >= 5 ? value.readUInt32LE(1) : 0;
    if (bytes === 0 || bytes > maxUploadBytes(model)) {
      upload = null;
      return say(opcode.imageSize, answer.wrong);
    }
    upload = { image: Buffer.alloc(bytes), parts: Math.ceil(bytes / partBytes), next: 0, started: false };
    say(opcode.imageSize, answer.ok);
  };

  const finish = (image: Buffer) => {
    upload = null;
    const pixels = decodeImage(model, image);
    if (!pixels) return ask(answer.wrong, 0);
    say(opcode.part, answer.complete);
    body.screen.refresh(pixels, () => {});
  };

  const received = (value: Buffer) => {
    if (!upload?.started || value.length < indexBytes) return ask(answer.wrong, 0);
    const { image, next, parts } = upload;
    const data = value.subarray(indexBytes);
    const at = next * partBytes;
    const wanted = Math.min(partBytes, image.length - at);
    // Another part, or one of a wrong size, is not an error: the label asks again for the one that it wants.
    if (value.readUInt32LE(0) === next && data.length === wanted) {
      data.copy(image, at);
      upload.next++;
    }
    if (upload.next === parts) finish(image);
    else ask(answer.ok, upload.next);
  };

  const body = createBody(
    { ...options, services, maxMtu },
    {
      written(characteristic, value) {
        if (characteristic === uuid.image) return received(value);
        switch (value[0]) {
          case opcode.blockSize:
            return say(opcode.blockSize, blockBytes & 0xff, blockBytes >> 8);
          case opcode.imageSize:
            return announced(value);
          case opcode.start:
            if (!upload) return ask(answer.wrong, 0);
            upload.started = true;
            return ask(answer.ok, upload.next);
          case opcode.cancel:
            upload = null;
            return say(opcode.cancel, answer.ok);
        }
      },
      disconnected() {
        upload = null;
      },
    },
  );

  const manufacturerData = (): Buffer => {
    const data = Buffer.alloc(7);
    data.writeUInt16LE(company, 0);
    data[2] = model.hardware & 0xff;
    data[3] = Math.round(body.batteryMv() / 100);
    data.writeUInt16BE(model.software, 4);
    data[6] = model.hardware >> 8;
    return data;
  };
  const scanResponse = advertisingEntry(0x09, Buffer.from(name));

  return {
    id: address,
    address,
    family: 'gicisky',
    model,
    firmware: model.software.toString(16).padStart(4, '0'),
    key: null,
    position: options.position,
    screen: body.screen.state,
    batteryMv: body.batteryMv,
    activity: body.activity,
    reboot: body.reboot,
    opened: body.open,
    advertising: () =>
      body.awake() && !body.screen.refreshing()
        ? {
            data: Buffer.concat([
              advertisingEntry(0x01, Buffer.from([0x06])),
              advertisingEntry(0x03, Buffer.from([0xf0, 0xfe])),
              advertisingEntry(0xff, manufacturerData()),
            ]),
            scanResponse,
          }
        : null,
  };
}
