import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAir } from '../../emulator/air.ts';
import { createAisle } from '../../emulator/aisle.ts';
import { createVirtualClock } from '../../emulator/clock.ts';
import { createController } from '../../emulator/controller/controller.ts';
import { createH4Parser } from '../../emulator/controller/h4.ts';
import { decodeImage } from '../../emulator/labels/gicisky/image.ts';
import { createGiciskyLabel } from '../../emulator/labels/gicisky/label.ts';
import { giciskyModels } from '../../emulator/labels/gicisky/models.ts';
import { unpackChunks } from '../../emulator/labels/gicisky/quicklz.ts';
import { configCrc, configIntact, crc16, encodeConfig } from '../../emulator/labels/opendisplay/config.ts';
import { clientProof, seal, serverProof, sessionKeys, unseal } from '../../emulator/labels/opendisplay/crypto.ts';
import { createOpenDisplayLabel } from '../../emulator/labels/opendisplay/label.ts';
import { openDisplayModels } from '../../emulator/labels/opendisplay/models.ts';
import { createPipe } from '../../emulator/labels/opendisplay/pipe.ts';
import { createTransfer } from '../../emulator/labels/opendisplay/transfer.ts';
import { seededRandom } from '../../emulator/random.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const position = { xM: 0, yM: 0, zM: 0 };

/** Source: pyod: src/opendisplay/crypto.py, with an implementation of its own beside it. */
describe('OpenDisplay session', () => {
  const master = hex('000102030405060708090a0b0c0d0e0f');
  const handshake = {
    clientNonce: hex('101112131415161718191a1b1c1d1e1f'),
    serverNonce: hex('202122232425262728292a2b2c2d2e2f'),
    deviceId: hex('00000001'),
  };
  const session = sessionKeys(master, handshake);

  it('derives keys and proofs', () => {
    expect(session.key.toString('hex')).toBe('3d779ea6d697ad5d0cf982354dec3272');
    expect(session.id.toString('hex')).toBe('54a523b2c8d4433c');
    expect(clientProof(master, handshake).toString('hex')).toBe('5f173f2c210c0212e2c411b44591bc83');
    expect(serverProof(session, handshake).toString('hex')).toBe('88857bffc0aa2d59bcdfd8c92861fb29');
  });

  it.each([
    ['0071', 0n, '01020304', '007154a523b2c8d4433c0000000000000000992f31318bc572ac0366c1785ac1d7b18d'],
    ['0040', 1n, '', '004054a523b2c8d4433c0000000000000001ad4b651f318cfd8f6c7a091d09'],
  ])('seals %s with counter %s', (head, counter, payload, frame) => {
    expect(seal(session, counter, hex(head), hex(payload)).toString('hex')).toBe(frame);
    expect(unseal(session, hex(frame))).toEqual({ counter, payload: hex(payload) });
  });

  it('refuses a frame in which any one bit was changed', () => {
    const frame = seal(session, 5n, hex('0071'), hex('a1b2c3'));
    for (let bit = 0; bit < frame.length * 8; bit++) {
      const changed = Buffer.from(frame);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const opened = unseal(session, changed);
      // Bytes 0 to 2 of the nonce are not part of the CCM nonce, but they are of the session's id, which is compared.
      expect(opened).toBeNull();
    }
  });
});

/** Source: pyod: tests/unit/test_config_crc.py */
describe('OpenDisplay configuration', () => {
  it('has the checksum of the reference', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x29b1);
    expect(configCrc(hex('000001'))).toBe(0xdcbd);
    expect(configCrc(hex('2a0001aabb'))).toBe(0xc239);
  });

  it.each(openDisplayModels.map(model => [model.id, model] as const))('says what %s is', (_, model) => {
    const config = encodeConfig(model, null, 0);
    expect(configIntact(config)).toBe(true);
    expect(config.readUInt16LE(0)).toBe(config.length);
    // system, manufacturer and power come first: 24 + 24 + 32 bytes behind the three of the wrapper.
    const display = config.subarray(3 + 80 + 2);
    expect([display.readUInt16LE(4), display.readUInt16LE(6)]).toEqual([model.width, model.height]);
    expect(display[21]).toBe({ BW: 0, BWR: 1, BWY: 2, BWRY: 3 }[model.palette]);
  });
});

/** Source: hassg: custom_components/gicisky/gicisky_ble/compression.py, verified against its output. */
describe('Picksmart chunks', () => {
  it.each([
    ['ff', '7512401000008 0ffffffff000038ffffffff'],
    ['00', '7512401000008 000000000000038 00000000'],
  ])('unpacks 64 times %s', (byte, chunk) => {
    expect(unpackChunks(hex(chunk), 64)).toEqual(Buffer.alloc(64, Number.parseInt(byte, 16)));
  });

  it('unpacks a line of literals and a stored chunk', () => {
    expect(unpackChunks(hex('75 0a 03 00000000 010203 74 05 02 0405'), 5)).toEqual(hex('0102030405'));
  });

  it('refuses what is cut short or does not fit', () => {
    expect(unpackChunks(hex('75 0a 03 00000000 0102'), 5)).toBeNull();
    expect(unpackChunks(hex('74 05 02 0405'), 1)).toBeNull();
    expect(unpackChunks(hex('76 05 02 0405'), 9)).toBeNull();
  });

  it('turns the inverted planes of the 7.5" model upright, rows reversed', () => {
    const model = giciskyModels.find(m => m.id === 'gicisky-750-bwr')!;
    const planes = Buffer.alloc((800 * 480 * 2) / 8);
    planes[0] = 0x80; // first of the last row: black
    planes[48_000 + 99] = 0x01; // last of the last row: red
    const size = Buffer.alloc(4);
    size.writeUInt32LE(48_000);
    const chunks: Buffer[] = [size];
    for (let at = 0; at < planes.length; at += 64) chunks.push(hex('744340'), planes.subarray(at, at + 64));
    const pixels = decodeImage(model, Buffer.concat(chunks))!;
    expect([pixels[479 * 800], pixels[479 * 800 + 799], pixels[0]]).toEqual([1, 2, 0]);
  });
});

describe('OpenDisplay transfers', () => {
  const image = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * i) & 0xff));

  it('accepts a window of 9 bits and refuses a larger one', () => {
    const options = { packed: true, imageBytes: image.length, maxPackedBytes: 50_000 };
    const small = createTransfer(options);
    expect(small.add(deflateSync(image, { windowBits: 9 }))).toBe(true);
    expect(small.image()).toEqual(image);
    expect(createTransfer(options).add(deflateSync(image, { windowBits: 10 }))).toBe(false);
  });

  it('puts chunks in order, whatever the order within the window in which they come', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), keys => {
        const transfer = createTransfer({ packed: false, imageBytes: 3000, maxPackedBytes: 0 });
        const pipe = createPipe(transfer, 32, 8);
        let pending = Array.from({ length: 300 }, (_, i) => i);
        while (pending.length > 0) {
          const open = pending.filter(n => n < pending[0]! + 32);
          const number = open[keys.next().value! % open.length]!;
          expect(pipe.chunk(number & 0xff, image.subarray(number * 10, number * 10 + 10)).type).not.toBe('nack');
          pending = pending.filter(n => n !== number);
        }
        expect(pipe.settled()).toBe(true);
        expect(transfer.image()).toEqual(image);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('tells which chunks it has: highest, then one bit for each before', () => {
    const pipe = createPipe(createTransfer({ packed: false, imageBytes: 100, maxPackedBytes: 0 }), 32, 32);
    expect(pipe.state().toString('hex')).toBe('ff00000000');
    pipe.chunk(0, Buffer.alloc(1));
    pipe.chunk(1, Buffer.alloc(1));
    pipe.chunk(3, Buffer.alloc(1));
    expect(pipe.state().toString('hex')).toBe('0306000000');
  });
});

describe('what arrives from the wire', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });

  it('is cut into the same packets, however it is split', () => {
    const stream = hex('01030c00 00ff 0240000500 0100040002 01 0c20 02 0100');
    const whole = createH4Parser().push(stream);
    const parser = createH4Parser();
    const single = [...stream].flatMap(byte => parser.push(Buffer.from([byte])));
    expect(single).toEqual(whole);
    expect(whole.map(packet => packet.type)).toEqual(['command', 'acl', 'command']);
    expect(parser.skippedBytes()).toBe(2);
  });

  it('never makes controller or labels throw', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 8 }), fc.nat(1000), (chunks, seed) => {
        const clock = createVirtualClock();
        const air = createAir({ clock, random: seededRandom(seed) });
        const { labels } = createAisle({ air, clock, labels: 3, seed });
        const adapter = air.addAdapter(position);
        const controller = createController({ adapter, address: '001bdc000001', random: seededRandom(1), send() {} });
        const connect = Buffer.alloc(29);
        connect.set(hex('010d2019'));
        Buffer.from(labels[0]!.label.id, 'hex').reverse().copy(connect, 10);
        connect.writeUInt16LE(42, 23);
        controller.receive(connect);
        clock.advance(100);
        for (const chunk of chunks) {
          controller.receive(chunk);
          const acl = Buffer.concat([hex('024000'), Buffer.alloc(6), chunk]);
          acl.writeUInt16LE(chunk.length + 4, 3);
          acl.writeUInt16LE(chunk.length, 5);
          acl.writeUInt16LE(4, 7);
          controller.receive(acl);
        }
        clock.advance(60_000);
      }),
      { numRuns: 200 },
    );
  });

  it('never makes a label throw once it is through to its characteristics', () => {
    const command = fc.tuple(fc.constantFrom(0, 1, 2, 3, 4, 5), bytes);
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), fc.nat(20), (writes, choice) => {
        const clock = createVirtualClock();
        const own = { clock, random: seededRandom(3), position };
        const opendisplay = choice % 2 === 0;
        const label = opendisplay
          ? createOpenDisplayLabel({
              ...own,
              address: 'c00000000001',
              model: openDisplayModels[choice % openDisplayModels.length]!,
              key: null,
            })
          : createGiciskyLabel({
              ...own,
              address: 'ffff00000001',
              model: giciskyModels[choice % giciskyModels.length]!,
            });
        const end = label.opened({ send() {}, close() {}, vanish() {} });
        const opcodes = [0x0f, 0x40, 0x41, 0x42, 0x50, 0x70, 0x71, 0x72, 0x76, 0x80, 0x81, 0x82];
        for (const [pickOpcode, body] of writes) {
          const head = opendisplay ? [0, opcodes[(pickOpcode * 7 + body.length) % opcodes.length]!] : [pickOpcode];
          // Handles: 1 to 5 GAP, 6 GATT, 7 the label's service, 9 its first value, 12 the second one.
          const handle = !opendisplay && pickOpcode === 5 ? 12 : 9;
          end.received(4, Buffer.concat([Buffer.from([0x52, handle, 0, ...head]), body]));
        }
        clock.advance(60_000);
        expect(label.screen().pixels.length).toBe(label.model.width * label.model.height);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the aisle', () => {
  it('is the same for the same seed, and every label is its own', () => {
    const build = () => {
      const clock = createVirtualClock();
      return createAisle({ air: createAir({ clock, random: seededRandom(1) }), clock, labels: 500, seed: 4 });
    };
    const [one, other] = [build(), build()];
    const look = (aisle: typeof one) =>
      aisle.labels.map(({ label, place }) => [label.id, label.model.id, label.key, place]);
    expect(look(one)).toEqual(look(other));
    expect(new Set(one.labels.map(({ label }) => label.id)).size).toBe(500);
    expect(new Set(one.labels.map(({ label }) => label.family))).toEqual(new Set(['gicisky', 'opendisplay']));
  });

  it('is heard as a whole while somebody scans, and rests when nobody does', () => {
    const clock = createVirtualClock();
    const air = createAir({ clock, random: seededRandom(1), advertisingIntervalMs: 1000 });
    const aisle = createAisle({ air, clock, labels: 240, seed: 4 });
    const adapter = air.addAdapter(aisle.adapters[0]!);
    const heard = new Map<string, number>();
    adapter.scan(({ address }) => heard.set(address, (heard.get(address) ?? 0) + 1));
    clock.advance(3_100);
    adapter.scan(null);
    expect(heard.size).toBe(240);
    expect(Math.min(...heard.values())).toBeGreaterThanOrEqual(2);
    const before = [...heard.values()].reduce((a, b) => a + b);
    clock.advance(10_000);
    expect([...heard.values()].reduce((a, b) => a + b)).toBe(before);
  });
});
