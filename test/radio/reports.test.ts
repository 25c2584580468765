import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText, type Report, readReports } from '../../src/radio/reports.ts';
import { extendedEvent, legacyEvent, type RawReport } from './raw-reports.ts';

/** What was read, as values that outlive the packet. */
function readAll(packet: Uint8Array) {
  const taken: object[] = [];
  const verdict = readReports(packet, (report: Report) =>
    taken.push({
      address: addressText(report),
      onAir: Buffer.from(report.address).toString('hex'),
      type: report.addressType,
      connectable: report.connectable,
      data: Buffer.from(report.data).toString('hex'),
      rssi: report.rssi,
    }),
  );
  return { verdict, taken };
}

const flags = Buffer.from('020106', 'hex');

describe('advertising reports', () => {
  it('are read from the packet of a legacy controller, byte by byte', () => {
    // 04 event, 3e meta, length, 02 report, 1 of them, type 0, random, address, 3 bytes, -60 dBm.
    const packet = Buffer.from('043e0f020100013412563412c003020106c4', 'hex');
    expect(readAll(packet)).toEqual({
      verdict: 'reports',
      taken: [
        {
          address: 'c01234561234',
          onAir: '3412563412c0',
          type: 'random',
          connectable: true,
          data: '020106',
          rssi: -60,
        },
      ],
    });
  });

  it('are read from an extended one, several in one event', () => {
    const one = { address: 'aabbccddeeff', data: flags, rssi: -91, addressType: 0 };
    const other = { address: '010203040506', data: Buffer.alloc(0), rssi: 127, type: 0x1a };
    expect(readAll(extendedEvent(one, other))).toEqual({
      verdict: 'reports',
      taken: [
        {
          address: 'aabbccddeeff',
          onAir: 'ffeeddccbbaa',
          type: 'public',
          connectable: true,
          data: '020106',
          rssi: -91,
        },
        { address: '010203040506', onAir: '060504030201', type: 'random', connectable: false, data: '', rssi: -127 },
      ],
    });
  });

  it('say who can be connected to', () => {
    const connectable = (packet: Buffer) =>
      readAll(packet).taken.map(one => (one as { connectable: boolean }).connectable);
    const of = (type: number): RawReport => ({ address: 'c00000000001', data: flags, type });
    expect(connectable(legacyEvent(of(0), of(1), of(2), of(3), of(4)))).toEqual([true, true, false, false, false]);
    expect(connectable(extendedEvent(of(0x13), of(0x10)))).toEqual([true, false]);
  });

  it('that go on in another one are passed over', () => {
    const begun = { address: 'c00000000001', data: flags, type: 0x20 };
    const whole = { address: 'c00000000002', data: flags };
    expect(readAll(extendedEvent(begun, whole)).taken).toMatchObject([{ address: 'c00000000002' }]);
  });

  it('are left alone where the packet is another one', () => {
    for (const hex of ['', '04', '043e', '040e0401030c00', '043e0401000000', '0200000000'])
      expect(readAll(Buffer.from(hex, 'hex'))).toEqual({ verdict: 'other', taken: [] });
  });

  it('that are cut off, or say more than they hold, are malformed', () => {
    for (const event of [legacyEvent, extendedEvent]) {
      const whole = event({ address: 'c00000000001', data: flags }, { address: 'c00000000002', data: flags });
      for (let length = 4; length < whole.length; length++) {
        expect(readAll(whole.subarray(0, length)).verdict).toBe('malformed');
        const told = Buffer.from(whole.subarray(0, length));
        told[2] = length - 3;
        expect(readAll(told).verdict).toBe('malformed');
      }
      const more = Buffer.from(whole);
      more[4] = 3;
      expect(readAll(more)).toMatchObject({ verdict: 'malformed', taken: [{}, {}] });
    }
  });

  it('come back as they were written, whatever they hold', () => {
    const report = fc.record({
      address: fc.uint8Array({ minLength: 6, maxLength: 6 }).map(bytes => Buffer.from(bytes).toString('hex')),
      data: fc.uint8Array({ maxLength: 31 }),
      rssi: fc.integer({ min: -127, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(report, { maxLength: 4 }), fc.boolean(), (reports, extended) => {
        const { verdict, taken } = readAll((extended ? extendedEvent : legacyEvent)(...reports));
        expect(verdict).toBe('reports');
        expect(taken).toMatchObject(
          reports.map(({ address, data, rssi }) => ({ address, data: Buffer.from(data).toString('hex'), rssi })),
        );
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(0x02, 0x0d), fc.uint8Array({ maxLength: 80 }), (subevent, rest) => {
        readAll(Buffer.from([0x04, 0x3e, rest.length + 1, subevent, ...rest]));
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
