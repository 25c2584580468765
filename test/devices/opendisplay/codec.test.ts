import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../devices/catalogue.ts';
import { sealedChannel } from '../../../devices/opendisplay/channel.ts';
import { crc16, crcHolds } from '../../../devices/opendisplay/config.ts';
import * as crypto from '../../../devices/opendisplay/crypto.ts';
import { parseAdvertisement } from '../../../devices/opendisplay/frames.ts';
import { encodeImage, pixels as encodePixels } from '../../../devices/opendisplay/image.ts';
import type { OpenDisplayModel } from '../../../devices/opendisplay/model.ts';
import vectors from '../../vectors/opendisplay/crypto.json' with { type: 'json' };
import wire from '../../vectors/opendisplay/frames.json' with { type: 'json' };
import { hex, toHex } from '../feed.ts';
import { type Pixels, testPicture } from '../pictures.ts';

const catalogue = await loadCatalogue();
const models = catalogue.models.filter((m): m is OpenDisplayModel => m.family === 'opendisplay');
const handshake = {
  clientNonce: hex(vectors.clientNonce),
  serverNonce: hex(vectors.serverNonce),
  deviceId: hex(vectors.deviceId),
};
const master = hex(vectors.master);
const keys = { key: hex(vectors.sessionKey), id: hex(vectors.sessionId) };

describe('authentication', () => {
  it.each(vectors.cmac)('has the CMAC of $message', ({ key, message, mac }) => {
    expect(toHex(crypto.cmac(hex(key), hex(message)))).toBe(mac);
  });
  it('derives the session and both proofs', () => {
    expect(crypto.deriveSession(master, handshake)).toEqual(keys);
    expect(toHex(crypto.clientProof(master, handshake))).toBe(vectors.clientProof);
    expect(crypto.verifyServerProof(keys, handshake, hex(vectors.serverProof))).toBe(true);
    expect(crypto.verifyServerProof(keys, handshake, hex(vectors.clientProof))).toBe(false);
    expect(crypto.verifyServerProof(keys, handshake, hex('88'))).toBe(false);
  });
});

describe('encryption', () => {
  it('has the frames of the vectors, counter by counter', () => {
    const channel = sealedChannel(keys);
    for (const frame of vectors.frames) {
      expect(toHex(channel.encode(frame.command, hex(frame.payload)))).toBe(frame.hex);
    }
  });

  /** A label's frame, built here. */
  const said = (head: string, counter: bigint, data: string, key = keys): Uint8Array => {
    const nonce = crypto.frameNonce(key.id, counter);
    return Buffer.concat([hex(head), nonce, crypto.seal(key.key, hex(head), nonce, hex(data))]);
  };

  it('takes a label’s word once, and only under its key and session', () => {
    const channel = sealedChannel(keys);
    const word = said('0073', 5n, '');
    expect(channel.decode(word)).toMatchObject({ type: 'reply', ok: true, command: 0x73 });
    expect(channel.decode(word)).toEqual({ type: 'stray' });
    expect(channel.decode(said('0073', 4n, ''))).toEqual({ type: 'stray' });
    expect(channel.decode(hex('0073'))).toEqual({ type: 'stray' });
    expect(channel.decode(said('0073', 9n, '', { ...keys, key: master }))).toEqual({ type: 'stray' });
    expect(channel.decode(said('0073', 9n, '', { ...keys, id: hex('0000000000000000') }))).toEqual({ type: 'stray' });
    expect(channel.decode(hex('0070fe'))).toEqual({ type: 'auth-required', command: 0x70 });
    expect(channel.decode(hex('0071ff'))).toEqual({ type: 'integrity-failed' });
    expect(channel.decode(said('ff72', 6n, '02'))).toMatchObject({ ok: false, command: 0x72, data: hex('02') });
  });

  it('does not survive a single changed bit, and never throws', () => {
    const word = said('0071', 0n, 'aabb');
    fc.assert(
      fc.property(fc.integer({ min: 16, max: word.length * 8 - 1 }), bit => {
        const changed = Uint8Array.from(word);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(sealedChannel(keys).decode(changed).type).not.toBe('reply');
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), bytes => void sealedChannel(keys).decode(bytes)));
  });
});

describe('configuration', () => {
  it.each(wire.crc)('has the CRC of $hex$ascii', vector => {
    expect(crc16(vector.ascii === undefined ? hex(vector.hex!) : new TextEncoder().encode(vector.ascii))).toBe(
      vector.crc,
    );
  });
  it('counts its own length as zero', () => {
    expect(crcHolds(hex('2a0001aabb39c2'))).toBe(true);
    expect(crcHolds(hex('070001aabb39c2'))).toBe(true);
    expect(crcHolds(hex('2a0001aabb39c3'))).toBe(false);
    expect(crcHolds(hex(''))).toBe(false);
  });
});

describe('advertisement', () => {
  it.each(wire.advertisements)('of $hex', ({ hex: data, batteryMv, temperatureC, rebooted }) => {
    expect(parseAdvertisement(hex(data))).toEqual({ batteryMv, temperatureC, rebooted });
    const adv = { address: 'c00000000001', name: 'OD000001', serviceUuids: [], rssi: -60 };
    const found = catalogue.recognise({ ...adv, manufacturer: { company: 0x2446, data: hex(data) } });
    expect(found?.family.id).toBe('opendisplay');
    expect(found?.model).toBeNull();
    expect(found?.telemetry).toEqual({ batteryMv, temperatureC, rebooted, firmware: null });
  });
  it('of an unknown length is none', () => {
    expect(parseAdvertisement(hex('00112233'))).toBeNull();
    expect(parseAdvertisement(hex('ff36006c00c301b80bf605'))).toBeNull();
  });
});

/** What a panel with this coding would show. */
function draw(bytes: Uint8Array, model: OpenDisplayModel): Pixels {
  const { width, height, palette } = model.panel;
  const stride = Math.ceil(width / 8);
  const drawn = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = (plane: number): number =>
        (bytes[plane * stride * height + y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1;
      if (palette === 'bwry') {
        const code = (bytes[y * Math.ceil(width / 4) + (x >> 2)]! >> (6 - 2 * (x & 3))) & 3;
        drawn[y * width + x] = (model.yellowRedSwapped ? [1, 0, 2, 3] : [1, 0, 3, 2])[code]!;
      } else if (palette === 'bwr') {
        drawn[y * width + x] = bit(1) ? 2 : bit(0) ? 0 : 1;
        if (bit(1)) expect(bit(0)).toBe(1);
      } else if (palette === 'bwy') {
        drawn[y * width + x] = bit(1) ? 3 : bit(0) ? 0 : 1;
        if (bit(1)) expect(bit(0)).toBe(0);
      } else {
        drawn[y * width + x] = bit(0) ? 0 : 1;
      }
    }
  }
  return drawn;
}

describe('image', () => {
  it.each(models.map(model => [model.id, model] as const))('of %s is what the shopper sees', (_, model) => {
    const { bitmap, pixels } = testPicture(model);
    const { bytes, rawBytes, compressed } = encodeImage(bitmap, model);
    expect(compressed).toBe(true);
    expect(toHex(bytes.subarray(0, 2))).toBe(wire.zlibHeader);
    const raw = inflateSync(bytes);
    expect(raw.length).toBe(rawBytes);
    expect(Buffer.compare(draw(raw, model), pixels)).toBe(0);
    expect(Buffer.compare(encodePixels(bitmap, model), raw)).toBe(0);
  });
  it('travels unpacked where the label cannot unpack it', () => {
    const model = { ...models[0]!, zlib: 'none' as const };
    const { bitmap } = testPicture(model);
    expect(encodeImage(bitmap, model)).toMatchObject({ compressed: false, bytes: encodePixels(bitmap, model) });
  });
});
