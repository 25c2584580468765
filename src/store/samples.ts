import type { LabelSample } from '../delivery/ports.ts';
import type { Connection } from './connection.ts';

/** Readings kept of each label; the oldest go first. One each six hours: thirty days. */
export const samplesPerLabel = 120;
const bytes = 8;

/**
 * Battery and signal of each label over time. All readings of a label lie packed in one row (minutes since 1970 in 4
 * bytes, millivolts in 2, dBm in 1, one spare), so that 10,000 labels take some 10 MB and a reading one small write.
 */
export function createSamples(connection: Connection) {
  const one = connection.query<[Uint8Array]>('SELECT readings FROM label_sample WHERE label = ?');
  const put = connection.change('INSERT OR REPLACE INTO label_sample (label, readings) VALUES (?, ?)');
  const read = (label: string): Uint8Array => one.first(label)?.[0] ?? new Uint8Array();
  return {
    /** Oldest first. */
    samples: (label: string): LabelSample[] => unpack(read(label)),
    addSample(label: string, sample: LabelSample): void {
      const before = read(label);
      const kept = before.subarray(Math.max(0, before.length - (samplesPerLabel - 1) * bytes));
      const all = new Uint8Array(kept.length + bytes);
      all.set(kept);
      pack(all, kept.length, sample);
      put(label, all);
    },
  };
}

const noBattery = 0;
const noSignal = 127;

function pack(into: Uint8Array, at: number, { atMs, batteryMv, rssi }: LabelSample): void {
  const view = new DataView(into.buffer, into.byteOffset);
  view.setUint32(at, Math.floor(atMs / 60_000));
  view.setUint16(at + 4, batteryMv ?? noBattery);
  view.setInt8(at + 6, rssi ?? noSignal);
}

function unpack(packed: Uint8Array): LabelSample[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length: Math.floor(packed.length / bytes) }, (_, index) => {
    const at = index * bytes;
    const batteryMv = view.getUint16(at + 4);
    const rssi = view.getInt8(at + 6);
    return {
      atMs: view.getUint32(at) * 60_000,
      batteryMv: batteryMv === noBattery ? null : batteryMv,
      rssi: rssi === noSignal ? null : rssi,
    };
  });
}
