import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  analogMappingFrame,
  capabilityFrame,
  digitalFrame,
  firmwareFrame,
  pinStateFrame,
  versionFrame,
} from '../../emulator/firmata/frames.ts';
import { uno } from '../../emulator/firmata/uno.ts';
import { createFramer, readMessage } from '../../src/nodes/firmata-frames.ts';
import { buildHardware } from '../../src/nodes/hardware.ts';
import { createTransport } from '../../src/nodes/transport.ts';

const version = { major: 2, minor: 6 };
const said = [
  versionFrame(version),
  firmwareFrame('StandardFirmata.ino', version),
  capabilityFrame(uno.abilities),
  analogMappingFrame(uno.channels),
  digitalFrame(1, 0x05),
  pinStateFrame(4, 1, 1),
];

describe('what a board says', () => {
  it('is cut into messages, however it comes', () => {
    const stream = Buffer.concat(said);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), pieces => {
        const framer = createFramer();
        const messages: Uint8Array[] = [];
        let at = 0;
        for (const piece of [...pieces, stream.length]) {
          messages.push(...framer.push(stream.subarray(at, at + piece)));
          at += piece;
        }
        expect(messages.map(message => Buffer.from(message).toString('hex'))).toEqual(
          said.map(one => one.toString('hex')),
        );
      }),
      { seed: 1, numRuns: 100 },
    );
    expect(said.map(message => readMessage(message)?.kind)).toEqual([
      'version',
      'firmware',
      'capabilities',
      'mapping',
      'digital',
      'pin-state',
    ]);
    expect(readMessage(said[1]!)).toEqual({ kind: 'firmware', name: 'StandardFirmata 2.6' });
  });

  it('is understood again after noise, at the next message but one at the latest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
        const framer = createFramer();
        framer.push(noise);
        const after = [...framer.push(said[4]!), ...framer.push(said[1]!)];
        expect(Buffer.from(after.at(-1)!).equals(said[1]!)).toBe(true);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('is not gathered without end', () => {
    const framer = createFramer();
    framer.push(Uint8Array.of(0xf0));
    for (let i = 0; i < 100; i++) expect(framer.push(new Uint8Array(1_000).fill(0x11))).toEqual([]);
    expect(framer.push(said[0]!)).toHaveLength(1);
  });

  it('never breaks the library, whatever it is', async () => {
    const transport = createTransport(() => {});
    const inputs = { button() {}, motion() {}, beam() {}, load() {} };
    const parts = [{ id: 'b', kind: 'button', pin: 2, pullUp: true }] as const;
    const building = buildHardware({ parts, transport, inputs }, said.slice(0, 2));
    const tell = (hear: (message: Uint8Array) => void, bytes: Uint8Array) => {
      for (const message of createFramer().push(bytes)) hear(message);
    };
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(
          fc.constantFrom(0x6a, 0x6c, 0x6e, 0x71, 0x77, 0x79, 0x60, 0x62, 0x72, 0x73, 0x75),
          fc.array(fc.nat({ max: 127 }), { maxLength: 30 }),
        )
        .map(([id, data]) => Uint8Array.of(0xf0, id, ...data, 0xf7)),
    );
    // Capabilities that are as long as those of a board are believed; those of noise are shorter or longer.
    const harmless = noise.filter(bytes => bytes[1] !== 0x6c);
    fc.assert(
      fc.property(harmless, bytes => tell(building.hear, bytes)),
      { seed: 3, numRuns: 500 },
    );
    for (const message of said.slice(2, 4)) building.hear(message);
    const hardware = await building.ready;
    fc.assert(
      fc.property(noise, bytes => tell(hardware.hear, bytes)),
      { seed: 4, numRuns: 1_000 },
    );
    expect(hardware.pins()).toHaveLength(20);
    expect(hardware.pins()[14]).toMatchObject({ pin: 'A0', part: null });
    hardware.release();
  });
});
