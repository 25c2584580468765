import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressHash } from '../../../emulator/people/addresses.ts';
import { bthomeData, bthomeFrame, ruuviData, ruuviFrame } from '../../../emulator/people/sensors.ts';
import { rollingIdentifier, sessionFrame } from '../../../emulator/people/session-token.ts';
import { eidFrame, iBeaconFrame, tlmFrame } from '../../../emulator/people/tags.ts';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../vectors/${path}.json`, import.meta.url), 'utf8'));
const frames = read('people/frames');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => Buffer.from(text, 'hex');

interface RuuviVector {
  readonly case: string;
  readonly hex: string;
  readonly frame: Omit<Parameters<typeof ruuviData>[0], 'celsius' | 'txDbm' | 'accelerationMg'> & {
    readonly temperatureC: number;
    readonly txPowerDbm: number;
    readonly accelerationMg: { readonly x: number; readonly y: number; readonly z: number };
  };
}

/** AD structures, taken apart by their lengths. */
function structures(frame: Uint8Array): { readonly type: number; readonly data: string }[] {
  const found: { type: number; data: string }[] = [];
  for (let at = 0; at < frame.length; at += 1 + frame[at]!) {
    expect(at + frame[at]!).toBeLessThan(frame.length);
    found.push({ type: frame[at + 1]!, data: hex(frame.subarray(at + 2, at + 1 + frame[at]!)) });
  }
  return found;
}

describe('tags say what real ones say', () => {
  it.each(frames.ibeacon.vectors as (Parameters<typeof iBeaconFrame>[0] & { readonly hex: string })[])(
    'iBeacon $minor',
    vector => {
      expect(hex(iBeaconFrame(vector))).toBe(vector.hex);
    },
  );

  it.each(frames.tlm.vectors as (Parameters<typeof tlmFrame>[0] & { readonly hex: string })[])(
    'Eddystone-TLM of $frames frames',
    vector => {
      expect(hex(tlmFrame(vector))).toBe(vector.hex);
    },
  );

  it('Eddystone-EID: the chain of a public test, and what another implementation computed', () => {
    const { identityKey, exponent, clockSeconds, eid, computed } = read('beacons/eid');
    for (const one of [{ exponent, clockSeconds, eid }, ...computed]) {
      const frame = eidFrame({ identityKey: bytes(identityKey), exponent: one.exponent }, one.clockSeconds, -18);
      expect(hex(frame)).toBe(`0201060303aafe0d16aafe30ee${one.eid}`);
    }
  });
});

describe('sensors say what real ones say', () => {
  const { bindKey, address, counter, celsius, humidityPercent, plain, sealed } = frames.bthome;
  const readings = [
    { object: 'humidity', percent: humidityPercent },
    { object: 'temperature', celsius },
  ] as const;

  it('BTHome in the clear, objects in order', () => {
    expect(hex(bthomeData(readings, { key: null }))).toBe(plain);
    expect(structures(bthomeFrame(readings, { key: null }))).toEqual([
      { type: 0x01, data: '06' },
      { type: 0x16, data: `d2fc${plain}` },
    ]);
  });

  it('BTHome encrypted', () => {
    const key = { bindKey: bytes(bindKey), address, counter };
    expect(hex(bthomeData(readings, { key }))).toBe(sealed);
  });

  it('BTHome events: a door, a button that sleeps', () => {
    expect(hex(bthomeData([{ object: 'door', open: true }], { key: null }))).toBe('401a01');
    const long = [
      { object: 'button', press: 'long' },
      { object: 'packet', id: 300 },
      { object: 'battery', percent: 90 },
    ] as const;
    expect(hex(bthomeData(long, { key: null, sleepy: true }))).toBe('44002c015a3a04');
  });

  it.each((read('beacons/ruuvi').vectors as RuuviVector[]).slice(0, 3))('Ruuvi, $case', ({ hex: wanted, frame }) => {
    const { temperatureC, txPowerDbm, accelerationMg, ...rest } = frame;
    const { x, y, z } = accelerationMg;
    const reading = { ...rest, celsius: temperatureC, txDbm: txPowerDbm, accelerationMg: [x, y, z] as const };
    expect(hex(ruuviData(reading))).toBe(wanted.toLowerCase());
    expect(structures(ruuviFrame(reading))[1]).toEqual({ type: 0xff, data: `9904${wanted.toLowerCase()}` });
  });
});

describe('tokens of sessions', () => {
  it('are made as exposure notifications make their identifiers', () => {
    const { key, firstInterval, intervals } = read('beacons/exposure-notification');
    for (const { offset, rpi } of intervals) {
      const made = rollingIdentifier(bytes(key), firstInterval + offset, { info: 'EN-RPIK', prefix: 'EN-RPI' });
      expect(hex(made)).toBe(rpi);
    }
  });

  it('go out under a UUID of our own, and change every ten minutes', () => {
    const key = bytes('00112233445566778899aabbccddeeff');
    const atMs = Date.parse('2026-11-30T10:05:00Z');
    const frame = sessionFrame(key, atMs);
    expect(frame.length).toBe(29);
    const token = hex(rollingIdentifier(key, Math.floor(atMs / 600_000)).subarray(0, 8));
    expect(structures(frame)).toEqual([
      { type: 0x01, data: '06' },
      { type: 0x21, data: `512e9c5a1d3e6e9b0b4c3a6d1e0c5f7f${token}` },
    ]);
    expect(sessionFrame(key, atMs + 299_999)).toEqual(frame);
    expect(sessionFrame(key, atMs + 300_000)).not.toEqual(frame);
    expect(token).not.toBe(hex(rollingIdentifier(key, 0, { info: 'EN-RPIK', prefix: 'EN-RPI' }).subarray(0, 8)));
  });
});

describe('private addresses', () => {
  it('resolve by the hash of the Core specification', () => {
    const { irk, prand, hash } = frames.addressHash;
    expect(hex(addressHash(bytes(irk), bytes(prand)))).toBe(hash);
  });
});

describe('whatever is measured', () => {
  it('fits an advertisement', () => {
    fc.assert(
      fc.property(
        fc.record({
          celsius: fc.double({ min: -60, max: 60, noNaN: true }),
          percent: fc.integer({ min: 0, max: 100 }),
          open: fc.boolean(),
          counter: fc.nat(0xffffffff),
        }),
        ({ celsius, percent, open, counter }) => {
          const key = { bindKey: bytes(frames.bthome.bindKey), address: frames.bthome.address, counter };
          const frame = bthomeFrame(
            [
              { object: 'temperature', celsius },
              { object: 'battery', percent },
              { object: 'door', open },
            ],
            { key },
          );
          expect(frame.length).toBeLessThanOrEqual(31);
          expect(structures(frame).map(({ type }) => type)).toEqual([0x01, 0x16]);
        },
      ),
    );
  });
});
