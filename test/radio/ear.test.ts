import { describe, expect, it } from 'vitest';
import { type Audience, createDropCount } from '../../src/radio/audience.ts';
import { createEar, type Ear } from '../../src/radio/ear.ts';
import { readReports } from '../../src/radio/reports.ts';
import { ad, legacyEvent } from './raw-reports.ts';

/** Flags, and manufacturer data of company 0x5053 with the given bytes. */
const advertisement = (...data: number[]) => Buffer.concat([ad(0x01, 0x06), ad(0xff, 0x53, 0x50, ...data)]);
/** Scan response: the complete list of 16-bit services with FEF0 in it. */
const services = ad(0x03, 0xf0, 0xfe);
const name = ad(0x09, ...Buffer.from('Anna'));

const label = 'ffff92000001';
const stranger = '4a3f19c0ffee';

/** Labels of one company are admitted; one tag is ours. */
function scene(options: Partial<Audience> = {}) {
  const drops = createDropCount();
  const ear = createEar({
    admits: said => said.manufacturer?.company === 0x5053,
    ours: () => false,
    crowd: () => null,
    dropped: drops.count,
    ...options,
  });
  return { ear, drops };
}

/** Lends the ear a report and wipes it, as the radio does. */
function hear(ear: Ear, data: Buffer, nowMs: number, address = label) {
  const packet = legacyEvent({ address, data });
  let heard: ReturnType<Ear['hear']> = null;
  readReports(packet, report => {
    heard = ear.hear(report, nowMs);
  });
  packet.fill(0);
  return heard as ReturnType<Ear['hear']>;
}

describe('the ear', () => {
  it('keeps what a label said when the bytes that brought it are used again', () => {
    const { ear } = scene();
    hear(ear, advertisement(0x0b, 0x1e), 0);
    const heard = hear(ear, services, 2_000);
    expect(heard).toMatchObject({ address: label, rssi: -60 });
    expect([...heard!.manufacturer!.data]).toEqual([0x0b, 0x1e]);
    expect(ear.addressType(label)).toBe('random');
  });

  it('owns no more memory than it heard', () => {
    const heard = hear(scene().ear, advertisement(0x0b, 0x1e), 0);
    expect(heard!.manufacturer!.data.buffer.byteLength).toBe(2);
  });

  it('keeps one list of services for all labels that say the same', () => {
    const { ear } = scene({ admits: () => true });
    const one = hear(ear, services, 0, 'ffff92000001');
    const other = hear(ear, services, 0, 'ffff92000002');
    expect(one!.serviceUuids).toEqual(['0000fef000001000800000805f9b34fb']);
    expect(other!.serviceUuids).toBe(one!.serviceUuids);
  });

  it('passes a label on once a second, and at once when what it says changes', () => {
    const { ear } = scene();
    expect(hear(ear, advertisement(0x0b, 0x1e), 0)).not.toBeNull();
    expect(hear(ear, advertisement(0x0b, 0x1e), 999)).toBeNull();
    expect(hear(ear, advertisement(0x0b, 0x1d), 999)).not.toBeNull();
    expect(hear(ear, advertisement(0x0b, 0x1d), 1_999)).not.toBeNull();
  });

  it('hears the name of a label once it is known to be one', () => {
    const { ear } = scene();
    expect(hear(ear, name, 0)).toBeNull();
    hear(ear, advertisement(1), 0);
    expect(hear(ear, name, 2_000)).toMatchObject({ name: 'Anna' });
  });
});

describe('what is no label', () => {
  it('is not remembered, and its name is not read', () => {
    const outlines: (string | null)[] = [];
    const { ear, drops } = scene({
      admits(said) {
        outlines.push(said.name);
        return false;
      },
    });
    expect(hear(ear, Buffer.concat([name, ad(0x07, ...Buffer.alloc(16, 1))]), 0, stranger)).toBeNull();
    expect(outlines).toEqual([null]);
    expect(ear.addressType(stranger)).toBeNull();
    expect(drops.totals().other).toBe(1);
  });

  it('may be ours, and is not counted then', () => {
    const { ear, drops } = scene({ ours: report => report.addressHigh === 0x4a3f19 });
    hear(ear, services, 0, stranger);
    expect(drops.totals().other).toBe(0);
  });

  it('is lent to the crowd only where people are counted, and wiped after', () => {
    const lent: { view: Uint8Array; hex: string; type: string; rssi: number }[] = [];
    let counting = false;
    const { ear } = scene({
      crowd: () =>
        counting ? (view, type, rssi) => lent.push({ view, hex: Buffer.from(view).toString('hex'), type, rssi }) : null,
    });
    hear(ear, services, 0, stranger);
    expect(lent).toEqual([]);
    counting = true;
    hear(ear, services, 0, stranger);
    expect(lent).toMatchObject([{ hex: 'eeffc0193f4a', type: 'random', rssi: -60 }]);
    expect([...lent[0]!.view]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['exposure-notification', ad(0x16, 0x6f, 0xfd, ...Buffer.alloc(20, 7))],
    ['exposure-notification', ad(0x03, 0x6f, 0xfd)],
    ['personal-tracker', ad(0xff, 0x4c, 0x00, 0x12, 0x19, ...Buffer.alloc(25, 7))],
    ['personal-tracker', ad(0x16, 0xb2, 0xfc, 1, 2, 3)],
    ['unknown-feaa', ad(0x16, 0xaa, 0xfe, 0x40, 1, 2, 3)],
    ['unknown-feaa', ad(0x16, 0xaa, 0xfe, 0x31, 1, 2, 3)],
    ['unknown-feaa', ad(0x16, 0xaa, 0xfe)],
  ] as const)('is shown to nobody when it is %s', (kind, data) => {
    const shown = (): never => {
      throw new Error('shown');
    };
    const { ear, drops } = scene({ admits: shown, ours: shown, crowd: shown });
    expect(hear(ear, data, 0, stranger)).toBeNull();
    expect(drops.totals()).toMatchObject({ [kind]: 1, other: 0 });
  });

  it('is looked at when it is an ordinary Eddystone frame', () => {
    const { ear, drops } = scene();
    for (const frame of [0x00, 0x10, 0x20, 0x30]) hear(ear, ad(0x16, 0xaa, 0xfe, frame, 0xee), 0, stranger);
    expect(drops.totals()).toMatchObject({ 'unknown-feaa': 0, other: 4 });
  });
});
