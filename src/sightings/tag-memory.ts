import { type BthomeObject, pressedButtons } from '../beacons/formats/bthome-objects.ts';
import type { BeaconFrame } from '../beacons/formats/frame.ts';

/** A thing of ours that can be heard, as the configuration names it: by exactly one of address, ibeacon, uid, eid. */
export interface Tag {
  readonly id: string;
  readonly kind: 'staff' | 'trolley' | 'sensor' | 'asset';
  /** Twelve hex digits. */
  readonly address?: string | undefined;
  readonly ibeacon?: { readonly uuid: string; readonly major: number; readonly minor: number } | undefined;
  /** Namespace and instance of an Eddystone UID, 32 hex digits. */
  readonly uid?: string | undefined;
  /** Identity key, 32 hex digits. The beacon's clock is the Unix epoch's. */
  readonly eid?: { readonly key: string; readonly exponent: number } | undefined;
  /** Key of an encrypted BTHome sensor, 32 hex digits. */
  readonly bindKey?: string | undefined;
}

export type Reading = number | boolean | string;

/** What is wrong with a tag. */
export type TagTrouble = 'sighting.replayed' | 'sighting.key-wrong' | 'sighting.tag-silent';

/** What is known of a tag, or of a session, which says nothing but that it is there. */
export interface TagRecord {
  readonly id: string;
  readonly kind: Tag['kind'] | 'session';
  /** The last one, dBm. */
  rssi: number | null;
  receiver: string | null;
  lastSeenMs: number | null;
  batteryMv: number | null;
  batteryPercent: number | null;
  temperatureC: number | null;
  /** By name; at most 32. */
  readings: Readonly<Record<string, Reading>>;
  reason: TagTrouble | null;
  /** It speaks only when something happens, so its silence says nothing. */
  triggered: boolean;
}

const maxReadings = 32;
const maxTextCharacters = 64;

/** Somebody who was not heard yet. */
export const unheard = (id: string, kind: TagRecord['kind']): TagRecord => ({
  id,
  kind,
  rssi: null,
  receiver: null,
  lastSeenMs: null,
  batteryMv: null,
  batteryPercent: null,
  temperatureC: null,
  readings: {},
  reason: null,
  triggered: false,
});

type Said = Pick<TagRecord, 'batteryMv' | 'batteryPercent' | 'temperatureC' | 'readings'>;

/** What a frame says of its sender, beside who it is; null where it says nothing. */
function saidBy(frame: BeaconFrame): Partial<Said> | null {
  switch (frame.format) {
    case 'eddystone-tlm':
      return { batteryMv: frame.batteryMv, temperatureC: frame.temperatureC };
    case 'ruuvi':
      return {
        batteryMv: frame.batteryMv,
        temperatureC: frame.temperatureC,
        readings: present({
          humidity: frame.humidityPercent,
          'pressure-pa': frame.pressurePa,
          movements: frame.movements,
        }),
      };
    case 'bthome':
      return frame.encrypted ? null : saidByObjects(frame.objects);
    default:
      return null;
  }
}

const present = (values: Readonly<Record<string, Reading | null>>): Readonly<Record<string, Reading>> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Reading] => entry[1] !== null));

/** Names that have a place of their own, or are no readings. Raw bytes may be anything, so they are not told. */
const placed: readonly string[] = ['packet-id', 'battery', 'temperature', 'button', 'raw'];

function saidByObjects(objects: readonly BthomeObject[]): Partial<Said> {
  const readings: Record<string, Reading> = {};
  for (const { name, value } of objects) {
    if (placed.includes(name)) continue;
    let place = name;
    for (let n = 2; place in readings; n++) place = `${name}-${n}`;
    readings[place] = typeof value === 'string' ? value.slice(0, maxTextCharacters) : value;
  }
  for (const { button, press } of pressedButtons(objects)) readings[`button-${button}`] = press;
  const numberOf = (name: string): number | null => {
    const value = objects.find(object => object.name === name)?.value;
    return typeof value === 'number' ? value : null;
  };
  return { batteryPercent: numberOf('battery'), temperatureC: numberOf('temperature'), readings };
}

/** Takes down what a frame says. True when there was anything. */
export function takeDown(record: TagRecord, frame: BeaconFrame): boolean {
  const said = saidBy(frame);
  if (said === null) return false;
  record.batteryMv = said.batteryMv ?? record.batteryMv;
  record.batteryPercent = said.batteryPercent ?? record.batteryPercent;
  record.temperatureC = said.temperatureC ?? record.temperatureC;
  if (said.readings)
    record.readings = Object.fromEntries(
      Object.entries({ ...record.readings, ...said.readings }).slice(0, maxReadings),
    );
  if (frame.format === 'bthome') record.triggered = frame.triggered;
  return true;
}
