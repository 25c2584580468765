import { createHash } from 'node:crypto';
import { createKeyPair } from '../beacons/eid.ts';
import type { Bodies } from './assortment.ts';
import type { CentralMesh } from './central.ts';
import type { Receipt } from './pricing.ts';
import type { Body } from './stream.ts';

/** One UUID for the chain; major is the store, minor the zone. */
const chainUuid = '6d7a41e0a5c14f0c8b8f4a1e0c420000';
const powerAt1m = -59;
/** Eddystone counts from zero metres: 41 dB more than at one. */
const powerAt0m = powerAt1m + 41;
const usualIntervalMs = 300;
const eidExponent = 10;
/** Short, so that it fits the 17 bytes of an Eddystone-URL. */
const host = 'https://ec.example';

/** What the desk for beacons needs to know of a zone. */
export interface BeaconZone {
  readonly id: string;
}

function zoneBody(zones: readonly BeaconZone[], zone: string, major: number, url: string): NonNullable<Body> {
  const minor = zones.findIndex(({ id }) => id === zone) + 1;
  return {
    zone,
    intervalMs: usualIntervalMs,
    slots: [
      { format: 'ibeacon', uuid: chainUuid, major, minor, powerAt1m },
      { format: 'eddystone-url', url, powerAt0m },
    ],
  };
}

/** A beacon for each zone, and in the last one another whose name only partners can read. */
export function openingBeacons(zones: readonly BeaconZone[], store: string, seed: number): Bodies {
  const secret = createHash('sha256').update(`emulated shop ${seed} resolver`).digest();
  const resolverKey = createKeyPair(secret).publicKey.toString('hex');
  const partner: NonNullable<Body> = {
    zone: zones.at(-1)!.id,
    intervalMs: 1_000,
    slots: [{ format: 'eddystone-eid', resolverKey, exponent: eidExponent, powerAt0m }, { format: 'eddystone-tlm' }],
  };
  return [
    ...zones.map(({ id }) => [`zone-${id}`, zoneBody(zones, id, Number(store), `${host}/${id}`)] as const),
    ['partners', partner],
  ];
}

export type BeaconOrdered =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly code: 'zone-unknown' | 'beacon-unknown' };

/** The desk where beacons are ordered. */
export interface BeaconDesk {
  /** A new beacon, or another address for one: iBeacon and Eddystone-URL in turns. */
  publish(beacon: string, zone: string, url: string): BeaconOrdered;
  remove(beacon: string): BeaconOrdered;
}

export function createBeaconDesk(mesh: CentralMesh, zones: readonly BeaconZone[], store: string): BeaconDesk {
  function change(key: string, body: Body): BeaconOrdered {
    const { epoch, lastSeq, items } = mesh.change('beacon', [[key, body]]);
    return { ok: true, receipt: { key, version: items[0]!.version, epoch, seq: lastSeq } };
  }
  return {
    publish(beacon, zone, url) {
      if (!zones.some(({ id }) => id === zone)) return { ok: false, code: 'zone-unknown' };
      return change(beacon, zoneBody(zones, zone, Number(store), url));
    },
    remove(beacon) {
      const item = mesh.authority.streams.beacon.item(beacon);
      if (item === null || item.deleted) return { ok: false, code: 'beacon-unknown' };
      return change(beacon, null);
    },
  };
}
