import type { OnAir } from '../radio/advertiser.ts';
import { capacity } from './rotation.ts';
import type { BeaconFrames, SlotFrame, WantedBeacon } from './slot-frames.ts';

/** A beacon with what it says now. */
export interface ProgrammeBeacon extends BeaconFrames {
  readonly wanted: WantedBeacon;
}

/** An advertisement of a beacon. */
export interface ProgrammeItem extends OnAir {
  readonly beacon: string;
  readonly telemetry: boolean;
}

/** All that is to be broadcast, in turn where it must. */
export interface Programme {
  readonly beacons: readonly ProgrammeBeacon[];
  readonly items: readonly ProgrammeItem[];
}

const isTelemetry = ({ format }: SlotFrame): boolean => format === 'eddystone-tlm' || format === 'eddystone-etlm';

/**
 * Makes advertisements of what the beacons say. A beacon's interval is that between any two of its frames, so each of
 * them comes every so many intervals as it has frames.
 * @param sets of the adapter; 0: not known yet. Frames beyond what they can take in turn are left out and say so.
 */
export function programmeOf(said: readonly ProgrammeBeacon[], sets: number): Programme {
  const most = sets === 0 ? Number.POSITIVE_INFINITY : capacity(sets);
  const items: ProgrammeItem[] = [];
  const beacons = said.map(beacon => {
    const { beacon: id, intervalMs } = beacon.wanted.beacon;
    const frames = beacon.slots.filter(({ data }) => data !== null).length;
    const slots = beacon.slots.map((slot, at): SlotFrame => {
      if (slot.data === null) return slot;
      if (items.length >= most) return { ...slot, reason: 'beacon.too-many' };
      items.push({
        id: `${id}/${at}`,
        beacon: id,
        telemetry: isTelemetry(slot),
        address: beacon.address,
        data: slot.data,
        intervalMs: intervalMs * frames,
      });
      return slot;
    });
    const left = slots.find(slot => slot.reason === 'beacon.too-many');
    return { ...beacon, slots, reason: left?.reason ?? beacon.reason };
  });
  return { beacons, items };
}

/** What of a beacon has changed with a new programme, telemetry apart: that changes all the time. */
export function changedItems(before: Programme, after: Programme): readonly ProgrammeItem[] {
  const known = new Map(before.items.map(item => [item.id, item]));
  return after.items.filter(item => {
    const was = known.get(item.id);
    if (!was || was.address !== item.address || was.telemetry !== item.telemetry) return true;
    return !item.telemetry && Buffer.compare(was.data, item.data) !== 0;
  });
}

/** What is not said any more. */
export function goneItems(before: Programme, after: Programme): readonly ProgrammeItem[] {
  const there = new Set(after.items.map(({ id }) => id));
  return before.items.filter(({ id }) => !there.has(id));
}
