import type { BthomeFrame, BthomePlainFrame } from '../beacons/formats/bthome.ts';
import { openBthome } from '../beacons/formats/bthome-encryption.ts';
import { packetIdOf } from '../beacons/formats/bthome-objects.ts';
import { type BthomeHistory, hearBthome, nothingHeard } from '../beacons/formats/bthome-replay.ts';

/** Where the counters of encrypted sensors survive a restart. */
export interface Counters {
  /** The highest that was accepted of this tag; null: none. */
  recall(tag: string): number | null;
  /** Null: its battery was changed, and it begins anew. */
  remember(tag: string, counter: number | null): void;
}

/** What became of a message. `repeated`: it said so before; sensors send each several times. */
export type SensorVerdict =
  | { readonly verdict: 'new'; readonly frame: BthomePlainFrame }
  | { readonly verdict: 'repeated' }
  | { readonly verdict: 'refused'; readonly reason: 'sighting.key-wrong' | 'sighting.replayed' };

/** Hears the BTHome messages of one tag. */
export interface Sensor {
  /** `address` six bytes, most significant first. */
  hear(frame: BthomeFrame, address: Uint8Array, nowMs: number): SensorVerdict;
  batteryChanged(nowMs: number): void;
}

const keyWrong = { verdict: 'refused', reason: 'sighting.key-wrong' } as const;
const replayed = { verdict: 'refused', reason: 'sighting.replayed' } as const;

/** A sensor, with its key of 16 bytes or without one. With one, nothing is believed that does not open with it. */
export function createSensor(tag: string, key: Uint8Array | null, counters: Counters): Sensor {
  let history: BthomeHistory = { ...nothingHeard, counter: key === null ? null : counters.recall(tag) };

  function hearSealed(frame: BthomeFrame & { encrypted: true }, address: Uint8Array, nowMs: number): SensorVerdict {
    const opened = key && openBthome(Buffer.from(frame.serviceData, 'hex'), address, key);
    if (!opened?.ok) return keyWrong;
    const heard = hearBthome(history, { type: 'encrypted', counter: opened.counter }, nowMs);
    if (heard.novelty === 'repeated') return { verdict: 'repeated' };
    if (heard.novelty !== 'new') return replayed;
    // First durable, then believed: a message that is counted twice is worse than one that is lost.
    counters.remember(tag, opened.counter);
    history = heard.history;
    return { verdict: 'new', frame: opened.frame };
  }

  return {
    hear(frame, address, nowMs) {
      if (frame.encrypted) return hearSealed(frame, address, nowMs);
      if (key !== null) return keyWrong;
      const heard = hearBthome(history, { type: 'plain', packetId: packetIdOf(frame.objects) }, nowMs);
      history = heard.history;
      return heard.novelty === 'new' ? { verdict: 'new', frame } : { verdict: 'repeated' };
    },
    batteryChanged(nowMs) {
      counters.remember(tag, null);
      history = hearBthome(history, { type: 'battery-changed' }, nowMs).history;
    },
  };
}
