import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstOf, legacyPayload } from '../../../src/beacons/formats/advertising-data.ts';
import { decodeAdvertising } from '../../../src/beacons/formats/decode.ts';
import { encodeAdvertising } from '../../../src/beacons/formats/encode.ts';
import type { BeaconFrame } from '../../../src/beacons/formats/frame.ts';
import { hex, toHex } from '../../devices/feed.ts';
import vectors from '../../vectors/beacons/advertisements.json' with { type: 'json' };
import exposure from '../../vectors/beacons/exposure-notification.json' with { type: 'json' };
import ruuvi from '../../vectors/beacons/ruuvi.json' with { type: 'json' };
import { anyFrame } from './arbitrary-frames.ts';

/** Written out whole, so that what is not compared elsewhere is compared here. */
const shown = (said: unknown): string => JSON.stringify(said);

describe('advertisements of others', () => {
  it.each(vectors.frames)('reads $frame.format of $source', ({ hex: bytes, frame }) => {
    expect(decodeAdvertising(hex(bytes))).toEqual({ kind: 'frame', frame });
  });

  it.each(vectors.malformed)('refuses $format of $source', ({ hex: bytes, format }) => {
    expect(decodeAdvertising(hex(bytes))).toEqual({ kind: 'malformed', format });
  });

  it.each(vectors.none)('passes over $source', ({ hex: bytes }) => {
    expect(decodeAdvertising(hex(bytes))).toEqual({ kind: 'none' });
  });

  it.each(vectors.frames)('says the same structure as $source', ({ hex: bytes, frame }) => {
    const ours = encodeAdvertising(frame as BeaconFrame)!;
    const structure = (data: Uint8Array, wanted: number) =>
      firstOf(data, (whole, type, from, to) => (type === wanted ? toHex(whole.subarray(from, to)) : null));
    for (const type of [0x16, 0xff]) {
      // The older UID has no reserved bytes.
      expect(structure(ours, type)?.startsWith(structure(hex(bytes), type)!) ?? true).toBe(true);
    }
    expect(toHex(ours).startsWith('020106')).toBe(true);
  });

  describe.each(ruuvi.vectors)('Ruuvi data format 5, $case of dataformat_05.md', vector => {
    const frame = { format: 'ruuvi' as const, ...vector.frame };
    const whole = hex(`0201061bff9904${vector.hex}`);
    it('is read', () => expect(decodeAdvertising(whole)).toEqual({ kind: 'frame', frame }));
    it('is said', () => expect(toHex(encodeAdvertising(frame)!)).toBe(toHex(whole)));
  });

  it('reads no other format of Ruuvi', () => {
    expect(decodeAdvertising(hex('11ff990403291a1ece1efc18f94202ca0b53'))).toEqual({ kind: 'none' });
  });

  it('is not taken in by bytes of the next structure', () => {
    // Company 0x004C alone, then a structure whose length and type continue it to an iBeacon's prefix.
    expect(decodeAdvertising(hex('03ff4c000215aa'))).toEqual({ kind: 'none' });
    // Service data of 0xFEAA without a frame, before one whose length is the type of a URL.
    expect(decodeAdvertising(hex(`0316aafe10ff${'00'.repeat(15)}`))).toEqual({ kind: 'dropped', what: 'unknown-feaa' });
  });
});

describe('what is of a person', () => {
  const { rpi, aem } = exposure.intervals[0]!;
  const health = hex(`02011a03036ffd17166ffd${rpi}${aem}`);
  const lost = hex(`1eff4c001219${'a5'.repeat(25)}`);
  const frame: BeaconFrame = {
    format: 'ibeacon',
    uuid: 'e2c56db5dffb48d2b060d0f5a71096e0',
    major: 1,
    minor: 2,
    powerAt1m: -59,
  };

  it('is dropped with nothing of it returned', () => {
    expect(shown(decodeAdvertising(health))).toBe('{"kind":"dropped","what":"exposure-notification"}');
    expect(shown(decodeAdvertising(lost))).toBe('{"kind":"dropped","what":"personal-tracker"}');
  });

  it('is every frame of 0xFEAA that is not Eddystone’s', () => {
    for (let type = 0; type < 256; type++) {
      const data = Uint8Array.of(0x17, 0x16, 0xaa, 0xfe, type, ...new Uint8Array(19).fill(0xa5));
      const said = decodeAdvertising(data);
      if ([0x00, 0x10, 0x20, 0x30].includes(type)) expect(said.kind).not.toBe('dropped');
      else expect(said).toEqual({ kind: 'dropped', what: 'unknown-feaa' });
    }
  });

  it('is dropped where something else stands before or behind it', () => {
    const ours = encodeAdvertising(frame)!;
    for (const data of [Buffer.concat([ours, health]), Buffer.concat([lost, ours])])
      expect(decodeAdvertising(data).kind).toBe('dropped');
  });

  it('is dropped where it is cut off', () => {
    for (let bytes = 15; bytes < health.length; bytes++)
      expect(decodeAdvertising(health.subarray(0, bytes)).kind).toBe('dropped');
    expect(decodeAdvertising(lost.subarray(0, 7)).kind).toBe('dropped');
  });

  it('never comes out, whatever surrounds it', () => {
    const secret = 'c0ffee5ec2e7';
    const personal = fc.constantFrom(
      hex(`0d166ffd${secret}${secret.slice(0, 8)}`),
      hex(`0d16aafe40${secret}000000`),
      hex(`0d16aafe41${secret}000000`),
      hex(`0dff4c001219${secret}000000`.slice(0, 28)),
      hex(`0dff4c001005${secret}0000`.slice(0, 28)),
      hex(`0dff4c000100${secret}0000`.slice(0, 28)),
    );
    fc.assert(
      fc.property(personal, fc.uint8Array({ maxLength: 40 }), (structure, behind) => {
        expect(shown(decodeAdvertising(Buffer.concat([structure, behind])))).not.toContain(secret);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('round trips', () => {
  it('read what was said, in every format', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyFrame, frame => {
        const data = encodeAdvertising(frame);
        if (data === null) return;
        seen.add(frame.format);
        expect(data.length).toBeLessThanOrEqual(31);
        expect(decodeAdvertising(data)).toEqual({ kind: 'frame', frame });
      }),
      { seed: 1, numRuns: 3_000 },
    );
    expect(seen.size).toBe(10);
  });

  it('refuse what cannot be said', () => {
    const url = (address: string) => encodeAdvertising({ format: 'eddystone-url', url: address, powerAt0m: -18 });
    expect(url('https://inbox.google.com/u/0/?pli=1')).toBeNull();
    expect(url('ftp://example.com/')).toBeNull();
    expect(url('https://bäcker.de/')).toBeNull();
    expect(url('https://example.com/')).not.toBeNull();
    const ibeacon = { format: 'ibeacon', uuid: '00'.repeat(16), major: 0, minor: 0, powerAt1m: 0 } as const;
    expect(encodeAdvertising({ ...ibeacon, major: 65_536 })).toBeNull();
    expect(encodeAdvertising({ ...ibeacon, uuid: 'abc' })).toBeNull();
    expect(encodeAdvertising({ ...ibeacon, uuid: 'zz'.repeat(16) })).toBeNull();
    expect(encodeAdvertising({ ...ibeacon, powerAt1m: 128 })).toBeNull();
    const text = { id: 0x53, name: 'text', value: 'more than there is room for' };
    expect(
      encodeAdvertising({ format: 'bthome', encrypted: false, triggered: false, address: null, objects: [text] }),
    ).toBeNull();
  });

  it('holds 31 bytes and no more', () => {
    expect(legacyPayload([{ type: 0xff, data: new Uint8Array(26) }])).toHaveLength(31);
    expect(legacyPayload([{ type: 0xff, data: new Uint8Array(27) }])).toBeNull();
    expect(legacyPayload([])).toEqual(hex('020106'));
  });
});

describe('anything that may be on the air', () => {
  /** Payloads that look like something: mangled frames, and structures of known types and owners. */
  const mangled = fc
    .tuple(anyFrame, fc.array(fc.tuple(fc.nat(30), fc.nat(255)), { maxLength: 4 }), fc.nat(31))
    .map(([frame, changes, cut]) => {
      const data = encodeAdvertising(frame) ?? new Uint8Array(31);
      for (const [at, value] of changes) if (at < data.length) data[at] = value;
      return data.subarray(0, cut);
    });
  const owners = fc.constantFrom('16aafe', '16d2fc', '166ffd', 'ff4c00', 'ff4c000215', 'ff9904', 'ff1801beac');
  const structured = fc
    .array(fc.tuple(fc.nat(40), owners, fc.uint8Array({ maxLength: 30 })), { maxLength: 5 })
    .map(parts =>
      Buffer.concat(parts.map(([length, head, data]) => Buffer.concat([Buffer.of(length), hex(head), data]))),
    );
  const payload = fc.oneof(fc.uint8Array({ maxLength: 255 }), mangled, structured);

  it('never throws, and never says more than there was', () => {
    fc.assert(
      fc.property(payload, data => {
        const copy = Uint8Array.from(data);
        const said = decodeAdvertising(data);
        expect(Uint8Array.from(data)).toEqual(copy);
        if (said.kind !== 'frame') return;
        for (const [name, value] of Object.entries(said.frame)) {
          if (typeof value !== 'string' || name === 'format') continue;
          if (said.frame.format === 'eddystone-url') expect(value.length).toBeLessThanOrEqual(12 + 17 * 6);
          else expect(value.length).toBeLessThanOrEqual(2 * data.length);
        }
        if (said.frame.format === 'bthome' && !said.frame.encrypted)
          expect(said.frame.objects.length).toBeLessThanOrEqual(data.length / 2);
      }),
      { seed: 2, numRuns: 5_000 },
    );
  });

  it('reads a view into larger bytes as it reads the bytes', () => {
    fc.assert(
      fc.property(payload, data => {
        const larger = Buffer.concat([hex('1aff4c'), data, hex('00021516')]);
        expect(decodeAdvertising(larger.subarray(3, 3 + data.length))).toEqual(decodeAdvertising(data));
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });

  it('walks each structure once, to the end or the first length of zero', () => {
    const seen: string[] = [];
    const look = (_: Uint8Array, type: number, from: number, to: number) => {
      seen.push(`${type} ${from}-${to}`);
      return null;
    };
    expect(firstOf(hex('02010603ff99040000'), look)).toBeNull();
    expect(firstOf(hex('01ff05'), look)).toBeNull();
    expect(firstOf(hex('09ff01'), look)).toBeNull();
    expect(seen).toEqual(['1 2-3', '255 5-7', '255 2-2', '255 2-10']);
  });
});
