import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacketCutter } from '../../src/radio/h4-framing.ts';
import { legacyEvent } from './raw-reports.ts';

const complete = Buffer.from('040e0401030c00', 'hex');
const acl = (bytes: number): Buffer => {
  const packet = Buffer.alloc(5 + bytes, 0xa5);
  packet[0] = 0x02;
  packet.writeUInt16LE(bytes, 3);
  return packet;
};

function cutting() {
  const packets: string[] = [];
  const lent: Uint8Array[] = [];
  const cutter = createPacketCutter(packet => {
    packets.push(Buffer.from(packet).toString('hex'));
    lent.push(packet);
  });
  return { packets, lent, cutter };
}

describe('the cutter', () => {
  it('delivers every packet, however the stream is cut, and wipes all that it was given', () => {
    const packet = fc.oneof(
      fc.uint8Array({ minLength: 0, maxLength: 31 }).map(data => legacyEvent({ address: 'c0ffee123456', data })),
      fc.integer({ min: 0, max: 2_048 }).map(acl),
    );
    fc.assert(
      fc.property(
        fc.array(packet, { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }),
        (sent, sizes) => {
          const { packets, lent, cutter } = cutting();
          const stream = Buffer.concat([complete, ...sent]);
          const chunks: Buffer[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = sizes[i % sizes.length]!;
            chunks.push(Buffer.from(stream.subarray(at, at + size)));
            at += size;
          }
          expect(chunks.map(chunk => cutter.push(chunk)).every(Boolean)).toBe(true);
          expect(packets).toEqual([complete, ...sent].map(one => one.toString('hex')));
          cutter.clear();
          for (const bytes of [...chunks, ...lent]) expect(bytes.every(byte => byte === 0)).toBe(true);
        },
      ),
      { seed: 21, numRuns: 100 },
    );
  });

  it('passes over noise before the first event, and wipes it', () => {
    const { packets, cutter } = cutting();
    const chunk = Buffer.concat([Buffer.from('ff00040f04', 'hex'), complete]);
    expect(cutter.push(chunk)).toBe(true);
    expect(packets).toEqual([complete.toString('hex')]);
    expect(chunk.every(byte => byte === 0)).toBe(true);
  });

  it('gives up where bytes cannot be H4, and wipes them', () => {
    const { packets, cutter } = cutting();
    cutter.push(Buffer.from(complete));
    const wrong = Buffer.from('07c0ffee', 'hex');
    expect(cutter.push(wrong)).toBe(false);
    expect(cutter.push(Buffer.from(complete))).toBe(false);
    expect(packets).toHaveLength(1);
    expect(wrong.every(byte => byte === 0)).toBe(true);
  });

  it('wipes what it was given when its user fails', () => {
    const cutter = createPacketCutter(() => {
      throw new Error('failed');
    });
    const chunk = Buffer.from(complete);
    expect(() => cutter.push(chunk)).toThrow('failed');
    expect(chunk.every(byte => byte === 0)).toBe(true);
  });
});
