import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBthome, decodeObjects, encodeBthome, encodeObjects } from '../../../src/beacons/formats/bthome.ts';
import { openBthome, sealBthome } from '../../../src/beacons/formats/bthome-encryption.ts';
import { objectIds, objectType, packetIdOf, pressedButtons } from '../../../src/beacons/formats/bthome-objects.ts';
import { decodeAdvertising } from '../../../src/beacons/formats/decode.ts';
import { encodeAdvertising } from '../../../src/beacons/formats/encode.ts';
import { hex, toHex } from '../../devices/feed.ts';
import vectors from '../../vectors/beacons/bthome.json' with { type: 'json' };
import { bthomeObject, bytesOf, plainBthome } from './arbitrary-frames.ts';

const plain = (bytes: string) => {
  const frame = decodeBthome(hex(bytes));
  if (!frame || frame.encrypted) throw new Error('not plain');
  return frame;
};

describe('what sensors say openly', () => {
  it.each(vectors.plain)('is read as in $test', ({ hex: bytes, values }) => {
    expect(plain(bytes).objects.map(({ value }) => value)).toEqual(values);
  });

  it.each(vectors.plain)('is said as in $test', ({ hex: bytes }) => {
    const frame = plain(bytes);
    // Behind an object that nobody knows, nothing is known.
    expect(bytes.startsWith(toHex(encodeBthome(frame)))).toBe(true);
  });

  it.each(vectors.refused)('is refused as in $test', ({ hex: bytes }) => {
    expect(decodeBthome(hex(bytes))).toBeNull();
  });

  it('covers every object', () => {
    const seen = new Set(vectors.plain.flatMap(({ hex: bytes }) => plain(bytes).objects.map(({ id }) => id)));
    const flags = objectIds.filter(id => objectType(id)!.form === 'flag');
    // Of the flags some stand for all. The rest are the examples of bthome.io/format.
    expect(objectIds.filter(id => !seen.has(id) && !flags.includes(id))).toEqual([0x2f, 0x3d, 0x3e]);
    const [moisture, small, large] = [plain('402f23'), plain('403d0960'), plain('403e2a2c0960')];
    expect(moisture.objects).toEqual([{ id: 0x2f, name: 'moisture', value: 35 }]);
    expect(small.objects).toEqual([{ id: 0x3d, name: 'count', value: 24_585 }]);
    expect(large.objects).toEqual([{ id: 0x3e, name: 'count', value: 1_611_213_866 }]);
  });

  it('tells the buttons of a device apart', () => {
    expect(pressedButtons(plain('403a003a013a03').objects)).toEqual([
      { button: 2, press: 'press' },
      { button: 3, press: 'triple-press' },
    ]);
    expect(pressedButtons(plain('403a80').objects)).toEqual([{ button: 1, press: 'hold-press' }]);
    expect(pressedButtons(plain('403afe').objects)).toEqual([]);
    expect(pressedButtons(plain('40015d').objects)).toEqual([]);
  });

  it('has a packet id, or none', () => {
    expect(packetIdOf(plain('400009').objects)).toBe(9);
    expect(packetIdOf(plain('40015d').objects)).toBeNull();
  });

  it('says by itself whose it is, and whether it waits for something to happen', () => {
    expect(plain('42b2188d38c1a404138a01')).toMatchObject({ address: 'a4c1388d18b2', triggered: false });
    expect(plain('4404138a01')).toMatchObject({ address: null, triggered: true });
    expect(decodeBthome(hex('42b2188d38c1'))).toBeNull();
  });

  it('is said and read alike, whatever it is', () => {
    fc.assert(
      fc.property(plainBthome, frame => {
        expect(decodeBthome(encodeBthome(frame))).toEqual(frame);
      }),
      { seed: 8, numRuns: 2_000 },
    );
  });

  it('is cut off nowhere unnoticed', () => {
    fc.assert(
      fc.property(bthomeObject, object => {
        const bytes = encodeObjects([object]);
        for (let length = 1; length < bytes.length; length++)
          expect(decodeObjects(bytes.subarray(0, length))).toBeNull();
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  it('refuses to say what does not fit', () => {
    const say = (id: number, value: number) => () => encodeObjects([{ id, name: '', value }]);
    expect(say(0x09, 256)).toThrow(RangeError);
    expect(say(0x09, -1)).toThrow(RangeError);
    expect(say(0x59, 128)).toThrow(RangeError);
    expect(say(0x02, 400)).toThrow(RangeError);
    expect(say(0x09, Number.NaN)).toThrow(RangeError);
    expect(say(0xfe, 1)).toThrow(RangeError);
  });
});

describe('what sensors say encrypted', () => {
  it.each(vectors.sealed)('is opened as in $test', ({ hex: bytes, key, address, counter, values, plain: text }) => {
    const opened = openBthome(hex(bytes), hex(address), hex(key));
    if (!opened.ok) throw new Error(opened.detail);
    expect(opened.counter).toBe(counter);
    expect(opened.frame.objects.map(({ value }) => value)).toEqual(values);
    expect(toHex(encodeObjects(opened.frame.objects))).toBe(text);
    expect(sealBthome(opened.frame, hex(address), hex(key), counter)).toEqual(decodeBthome(hex(bytes)));
  });

  const { hex: sample, key, address } = vectors.sealed[0]!;
  const open = (bytes: Uint8Array, from = hex(address), with_ = hex(key)) => openBthome(bytes, from, with_);

  it('is heard closed, with its counter and its bytes', () => {
    const heard = decodeAdvertising(hex(`1216d2fc${sample}`));
    expect(heard).toEqual({
      kind: 'frame',
      frame: {
        format: 'bthome',
        encrypted: true,
        triggered: false,
        address: null,
        counter: 0x33221100,
        serviceData: sample,
      },
    });
    if (heard.kind !== 'frame') throw new Error('closed');
    expect(toHex(encodeAdvertising(heard.frame)!)).toBe(`0201061216d2fc${sample}`);
  });

  it('is refused with any bit of it changed', () => {
    for (const { hex: bytes, key: k, address: from } of vectors.sealed) {
      const opened: number[] = [];
      for (let bit = 0; bit < bytes.length * 4; bit++) {
        const changed = hex(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        if (open(changed, hex(from), hex(k)).ok) opened.push(bit);
      }
      expect(opened).toEqual([]);
    }
  });

  it('is refused with another key, from another address, cut off, or in the open', () => {
    expect(open(hex(sample), hex(address), new Uint8Array(16))).toMatchObject({
      ok: false,
      reason: 'sighting.key-wrong',
    });
    expect(open(hex(sample), hex(address), hex('00')).ok).toBe(false);
    expect(open(hex(sample), hex('5448e68f80a6')).ok).toBe(false);
    for (let bytes = 0; bytes < sample.length / 2; bytes++) expect(open(hex(sample).subarray(0, bytes)).ok).toBe(false);
    expect(open(hex('4002ca0903bf13'))).toMatchObject({ ok: false, detail: 'The message is not encrypted.' });
  });

  it('is refused where what was encrypted is no list of objects', () => {
    const said = (text: string) => {
      const nonce = hex(`${address}d2fc4107000000`);
      const cipher = createCipheriv('aes-128-ccm', hex(key), nonce, { authTagLength: 4 });
      const closed = Buffer.concat([cipher.update(hex(text)), cipher.final()]);
      return Buffer.concat([hex('41'), closed, hex('07000000'), cipher.getAuthTag()]);
    };
    expect(open(said('02ca09'))).toMatchObject({ ok: true, counter: 7 });
    expect(open(said('02ca'))).toMatchObject({ ok: false, detail: 'What was encrypted is no list of objects.' });
  });

  it('opens for who has the key, whatever was said', () => {
    fc.assert(
      fc.property(plainBthome, bytesOf(6), bytesOf(16), fc.nat(0xffffffff), (frame, from, k, count) => {
        if (frame.objects.length === 0) return;
        const counter = count >>> 0;
        const sealed = sealBthome(frame, from, k, counter);
        expect(decodeBthome(hex(sealed.serviceData))).toEqual(sealed);
        expect(openBthome(hex(sealed.serviceData), from, k)).toEqual({ ok: true, counter, frame });
      }),
      { seed: 10, numRuns: 300 },
    );
  });

  it('never throws on anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 8 }), bytesOf(16), (data, from, k) => {
        expect(openBthome(data, from, k).ok).toBe(false);
        expect(openBthome(Uint8Array.of(0x41, ...data), from, k).ok).toBe(false);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
