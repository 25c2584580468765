import { describe, expect, it } from 'vitest';
import { createEar } from '../../src/radio/ear.ts';

/** Flags, and manufacturer data of company 0x5053 with the given bytes. */
const advertisement = (...data: number[]) =>
  Buffer.from([0x02, 0x01, 0x06, data.length + 3, 0xff, 0x53, 0x50, ...data]);
/** Scan response: the complete list of 16-bit services with FEF0 in it. */
const services = Buffer.from([0x03, 0x03, 0xf0, 0xfe]);
const report = (eir: Buffer, address = 'ffff92000001') => ({ address, addressType: 'public' as const, eir, rssi: -60 });

describe('the ear', () => {
  it('keeps what it heard when the bytes that brought it are used again', () => {
    const ear = createEar();
    const wire = advertisement(0x0b, 0x1e);
    ear.hear(report(wire), 0);
    wire.fill(0);
    const heard = ear.hear(report(services), 2_000);
    expect([...heard!.manufacturer!.data]).toEqual([0x0b, 0x1e]);
  });

  it('owns no more memory than it heard', () => {
    const chunk = Buffer.alloc(65_536);
    advertisement(0x0b, 0x1e).copy(chunk, 1_000);
    const heard = createEar().hear(report(chunk.subarray(1_000, 1_009)), 0);
    expect(heard!.manufacturer!.data.buffer.byteLength).toBe(2);
  });

  it('keeps one list of services for all devices that say the same', () => {
    const ear = createEar();
    const one = ear.hear(report(services, 'ffff92000001'), 0);
    const other = ear.hear(report(Buffer.from(services), 'ffff92000002'), 0);
    expect(one!.serviceUuids).toEqual(['0000fef000001000800000805f9b34fb']);
    expect(other!.serviceUuids).toBe(one!.serviceUuids);
  });

  it('passes a device on once a second, and at once when what it says changes', () => {
    const ear = createEar();
    expect(ear.hear(report(advertisement(0x0b, 0x1e)), 0)).not.toBeNull();
    expect(ear.hear(report(advertisement(0x0b, 0x1e)), 999)).toBeNull();
    expect(ear.hear(report(advertisement(0x0b, 0x1d)), 999)).not.toBeNull();
    expect(ear.hear(report(advertisement(0x0b, 0x1d)), 1_999)).not.toBeNull();
  });
});
