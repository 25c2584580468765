import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockOnWire,
  channelPower,
  checksumOf,
  command,
  createModuleReader,
  kick,
  type ModuleEvent,
  offerOf,
  pendingData,
} from '../../src/radio/oepl-wire.ts';
import wire from '../vectors/oepl/frames.json' with { type: 'json' };

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

function eventsOf(bytes: Uint8Array, cuts: readonly number[] = []): ModuleEvent[] {
  const events: ModuleEvent[] = [];
  const reader = createModuleReader(event => events.push(event));
  let from = 0;
  for (const cut of [...cuts.map(at => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    reader.push(bytes.subarray(from, cut));
    from = Math.max(from, cut);
  }
  reader.settle();
  return events;
}

const summed = (body: Uint8Array): Uint8Array => {
  body[0] = checksumOf(body);
  return body;
};
const addressBytes = (address: string): Uint8Array =>
  joined(new Uint8Array(Buffer.from(address, 'hex').reverse()), new Uint8Array(2));

/** One frame of the module. */
const frames = {
  checkIn: (address: string, data = new Uint8Array(21).fill(3)) =>
    joined(ascii('ADR>'), summed(joined(Uint8Array.of(0), addressBytes(address), data))),
  complete: (address: string) => joined(ascii('XFC>'), summed(joined(Uint8Array.of(0), addressBytes(address)))),
  expired: (address: string) => joined(ascii('XTO>'), summed(joined(Uint8Array.of(0), addressBytes(address)))),
  request: (address: string, version: string, block: number) =>
    joined(
      ascii('RQB>'),
      summed(
        joined(
          Uint8Array.of(0),
          new Uint8Array(Buffer.from(version, 'hex').reverse()),
          Uint8Array.of(block),
          addressBytes(address),
        ),
      ),
    ),
};

describe('what the module says', () => {
  it('is read as a field log has it', () => {
    const { rqb, next, address, version } = wire.fieldLog;
    expect(eventsOf(joined(hex(rqb), hex(next)))).toEqual([
      { type: 'block-request', address, version, block: 0 },
      { type: 'block-request', address, version, block: 1 },
    ]);
  });

  it('of itself', () => {
    const [first, ...infos] = eventsOf(ascii(wire.nfo.text));
    expect(first).toEqual({ type: 'reply', reply: 'ACK' });
    expect(Object.fromEntries(infos.map(one => (one.type === 'info' ? [one.key, one.value] : [])))).toEqual(
      wire.nfo.info,
    );
  });

  it('between texts for people', () => {
    const stream = joined(
      ascii('Sending parts: 0123 ..\r\nBUSY!'),
      frames.checkIn('0219b7ea3b1b'),
      ascii('RES>RDY>IGNORED'),
      frames.complete('0219b7ea3b1b'),
      ascii('FORCED'),
      frames.expired('000000000001'),
    );
    expect(eventsOf(stream).map(({ type }) => type)).toEqual(['check-in', 'booted', 'complete', 'expired']);
  });

  it('of data that a label returns is passed over as a whole', () => {
    const body = summed(joined(Uint8Array.of(0), addressBytes('0219b7ea3b1b'), Uint8Array.of(8), ascii('XFC>ACK>')));
    expect(eventsOf(joined(ascii('TRD>'), body, ascii('NOQ>')))).toEqual([{ type: 'reply', reply: 'NOQ' }]);
  });

  it('of labels with longer addresses is counted and dropped', () => {
    const reader = createModuleReader(() => expect.unreachable());
    const body = summed(joined(Uint8Array.of(0), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 0)));
    reader.push(joined(ascii('XFC>'), body));
    expect(reader.counts).toEqual({ noiseBytes: 0, damaged: 0, foreign: 1 });
  });
});

describe('what the module is told', () => {
  it('are the frames of its own sources', () => {
    const { sda, scp } = wire;
    expect(toHex(pendingData(hex(sda.body).subarray(0, 19), sda.address))).toBe(sda.body);
    expect(toHex(channelPower(scp.channel, scp.power, false))).toBe(scp.body);
    expect(toHex(channelPower(scp.channel, scp.power, true))).toBe(scp.subGhzBody);
    expect(toHex(command('RDY?'))).toBe('5244593f');
  });

  it('are blocks of 4,100 bytes in disguise, padded, and the kick', () => {
    const file = Uint8Array.from({ length: wire.file.size }, (_, at) => at & 0xff);
    const last = blockOnWire(file, 2)!;
    expect(last.length).toBe(4_132);
    const plain = last.map(byte => byte ^ 0xaa);
    const view = new DataView(plain.buffer);
    expect(view.getUint16(0, true)).toBe(9_472 - 8_192);
    expect(view.getUint16(2, true)).toBe((5 * 32_640) & 0xffff);
    expect(plain.subarray(4, 1_284)).toEqual(file.subarray(8_192));
    expect(new Set(last.subarray(1_284, 4_100))).toEqual(new Set([0x55]));
    expect(last.subarray(4_100)).toEqual(kick);
    expect(blockOnWire(file, 3)).toBeNull();
  });

  it('is an offer only with the whole file behind it', () => {
    const offer = hex(wire.sda.body).subarray(0, 19);
    const file = new Uint8Array(wire.file.size);
    expect(offerOf(joined(offer, file))?.version).toBe(toHex(hex(wire.file.version).reverse()));
    expect(offerOf(joined(offer, file.subarray(1)))).toBeNull();
    expect(offerOf(offer)).toBeNull();
  });
});

const address = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(toHex);
const frame = fc.oneof(
  address.map(frames.complete),
  address.map(frames.expired),
  address.map(one => frames.checkIn(one)),
  fc
    .tuple(address, fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.nat(255))
    .map(([one, version, block]) => frames.request(one, toHex(version), block)),
  fc.constantFrom('ACK>', 'NOK>', 'NOQ>', 'RES>').map(ascii),
);
/** Text as the module prints it, without anything that begins like one of its tokens. */
const noise = fc.stringMatching(/^[a-z0-9 :.!\r\n]{0,40}$/).map(ascii);

describe('however the stream is damaged', () => {
  it('finds every frame between noise, wherever chunks are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, frame), { maxLength: 12 }), fc.array(fc.nat(2_000)), (parts, cuts) => {
        const stream = joined(...parts.flat());
        const expected = parts.flatMap(([, one]) => eventsOf(one));
        expect(eventsOf(stream, cuts)).toEqual(expected);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('is in step again with the frame after the damaged one', () => {
    const damage = fc.constantFrom('lost', 'doubled', 'changed');
    fc.assert(
      fc.property(
        frame,
        frame,
        frame,
        damage,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (one, hit, after, how, at, by) => {
          const spoilt = [...hit];
          const where = at % hit.length;
          if (how === 'lost') spoilt.splice(where, 1);
          else if (how === 'doubled') spoilt.splice(where, 0, hit[where]!);
          else spoilt[where] = hit[where]! ^ by;
          const events = eventsOf(joined(one, Uint8Array.from(spoilt), after, after));
          // A frame that lost its end may take the first byte of the next one with it, never the one after that.
          expect(events.slice(-1)).toEqual(eventsOf(after));
          expect(events[0]).toEqual(eventsOf(one)[0]);
        },
      ),
      { seed: 6, numRuns: 1_000 },
    );
  });

  it('never throws, and holds at most a frame', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), frame), { maxLength: 20 }), chunks => {
        const reader = createModuleReader(() => {});
        for (const chunk of chunks) reader.push(chunk);
        reader.settle();
        expect(reader.waiting()).toBe(false);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
