import type { Decoded } from '../beacons/formats/decode.ts';
import { decodeAdvertising } from '../beacons/formats/decode.ts';
import { openTlm } from '../beacons/formats/etlm.ts';
import type { BeaconFrame } from '../beacons/formats/frame.ts';
import type { Report } from '../radio/reports.ts';
import { createAddressTable, halvesOf } from './address-table.ts';
import { type Capture, createCapture } from './capture.ts';
import { type Claim, claimIn } from './claim.ts';
import { frameText } from './frame-text.ts';
import { createIdentityTable, type IdentityTable } from './identity-table.ts';
import { eidRotation, type Rotation } from './rotation.ts';
import { type Counters, createSensor, type Sensor } from './sensor.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { type Tag, type TagRecord, takeDown, unheard } from './tag-memory.ts';

export interface SightingsOptions {
  /** Who may be heard. Their number is limited by the configuration, 10,000. */
  readonly tags: readonly Tag[];
  readonly counters: Counters;
  /** A tag that was heard and is silent for so long has something wrong with it; an hour unless said otherwise. */
  readonly silentMs?: number;
}

/** A beacon that this gateway broadcasts, and what it goes by on air just now, twelve hex digits. */
export interface OwnBeacon {
  readonly beacon: string;
  readonly address: string;
}

/** Somebody of ours, heard once. */
export interface Heard {
  /** Id of the tag, session or beacon. */
  readonly id: string;
  readonly kind: TagRecord['kind'] | 'beacon';
  /** dBm. */
  readonly rssi: number;
  readonly receiver: string;
  /** What it said; null: nothing that is known. */
  readonly format: BeaconFrame['format'] | null;
  /** It said something that it had not said before. */
  readonly fresh: boolean;
}

/** What is known of everybody who may be heard. Of others nothing is, not even that they were. */
export interface Sightings {
  /** `stranger`: not ours. `refused`: it calls itself ours, but what it says is not believed. */
  hear(report: Report, receiver: string, nowMs: number): Heard | 'refused' | 'stranger';
  tags(nowMs: number): readonly Readonly<TagRecord>[];
  readonly sessions: Omit<Sessions, 'turn' | 'steady' | 'records'>;
  readonly capture: Omit<Capture, 'add'>;
  /** Those that are on air now, instead of those before. */
  broadcasting(beacons: readonly OwnBeacon[]): void;
  /** Its counter may begin anew. False: there is no such tag. */
  batteryChanged(tag: string, nowMs: number): boolean;
}

/** Who an address or an identity is of. */
interface Known {
  readonly record: TagRecord | null;
  readonly beacon: string | null;
  readonly tag: Tag | null;
  readonly sensor: Sensor | null;
  readonly identityKey: Uint8Array | null;
  /** Where it was heard from last, when that is not how it is known: telemetry comes from there as well. */
  high: number | null;
  low: number;
  /** When it said there who it is. */
  claimedMs: number;
}

const hourMs = 3_600_000;
/** An address that says no more who it is belongs to nobody after this long. */
const learnedMs = 900_000;

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** The identity of a tag that does not change, as it is heard. */
function fixedIdentity({ ibeacon, uid }: Tag): readonly ['ibeacon' | 'uid', Uint8Array] | null {
  if (uid !== undefined) return ['uid', bytesOf(uid)];
  if (ibeacon === undefined) return null;
  const { uuid, major, minor } = ibeacon;
  return ['ibeacon', Uint8Array.from([...bytesOf(uuid), major >> 8, major & 0xff, minor >> 8, minor & 0xff])];
}

/** Hears nobody but these tags, and the sessions that are opened. Memory grows with them alone, whatever is heard. */
export function createSightings({ tags, counters, silentMs = hourMs }: SightingsOptions): Sightings {
  const addresses = createAddressTable<Known>();
  const identities: IdentityTable<Known> = createIdentityTable();
  const known = new Map(tags.map(tag => [tag.id, knownOf(tag)]));
  const rotations: Rotation[] = [];
  const capture = createCapture();
  const sessions = createSessions<Known>(identities, record => ({ ...nobody, record }));
  let onAir: readonly (readonly [number, number])[] = [];
  /** While the clock is between these, no identity changes. */
  let steadyFromMs = Number.POSITIVE_INFINITY;
  let steadyUntilMs = Number.NEGATIVE_INFINITY;

  for (const one of known.values()) list(one);

  function knownOf(tag: Tag): Known {
    const sensor = createSensor(tag.id, tag.bindKey === undefined ? null : bytesOf(tag.bindKey), counters);
    const identityKey = tag.eid === undefined ? null : bytesOf(tag.eid.key);
    return { ...nobody, record: unheard(tag.id, tag.kind), tag, sensor, identityKey };
  }

  function list(one: Known): void {
    const tag = one.tag!;
    if (tag.address !== undefined) addresses.set(...halvesOf(tag.address), one);
    const fixed = fixedIdentity(tag);
    if (fixed !== null) identities.add(...fixed, one);
    if (one.identityKey !== null) rotations.push(eidRotation(identities, one, one.identityKey, tag.eid!.exponent));
  }

  /** Once a window, or when the clock was set. */
  function turn(nowMs: number): void {
    if (nowMs >= steadyFromMs && nowMs < steadyUntilMs) return;
    for (const rotation of rotations) rotation.turn(nowMs / 1_000);
    sessions.turn(nowMs);
    ({ fromMs: steadyFromMs, untilMs: steadyUntilMs } = sessions.steady());
    for (const rotation of rotations) {
      steadyFromMs = Math.max(steadyFromMs, rotation.from() * 1_000);
      steadyUntilMs = Math.min(steadyUntilMs, rotation.until() * 1_000);
    }
  }

  function forgetAddress(one: Known): void {
    if (one.high !== null && addresses.get(one.high, one.low) === one) addresses.delete(one.high, one.low);
    one.high = null;
  }

  /** Sessions are phones, whose address is not kept. */
  function learnAddress(one: Known, { addressHigh: high, addressLow: low }: Report, nowMs: number): void {
    if (one.tag === null) return;
    one.claimedMs = nowMs;
    if (one.high === high && one.low === low) return;
    const holder = addresses.get(high, low);
    if (holder !== undefined && holder !== one && holder.high === null) return;
    forgetAddress(one);
    addresses.set(high, low, one);
    one.high = high;
    one.low = low;
  }

  function find(report: Report, claim: Claim | null, nowMs: number): Known | undefined {
    const claimed = claim === null || claim.malformed ? undefined : identities.find(claim, report.data);
    if (claimed !== undefined) {
      learnAddress(claimed, report, nowMs);
      return claimed;
    }
    const one = addresses.get(report.addressHigh, report.addressLow);
    if (one === undefined || one.high === null) return one;
    if (Math.abs(nowMs - one.claimedMs) > learnedMs) {
      forgetAddress(one);
      return undefined;
    }
    // It says in its own way that it is somebody else now.
    return claim !== null && one.tag![claim.kind as 'ibeacon' | 'uid' | 'eid'] !== undefined ? undefined : one;
  }

  /** Takes down what it says. Null: it is not believed. */
  function listen(one: Known, decoded: Decoded, report: Report, nowMs: number): { fresh: boolean } | null {
    if (decoded.kind !== 'frame' || one.record === null || one.tag === null) return { fresh: false };
    const { record, tag, sensor, identityKey } = one;
    const { frame } = decoded;
    if (frame.format === 'bthome') {
      const heard = sensor!.hear(frame, Uint8Array.from(report.address).reverse(), nowMs);
      record.reason = heard.verdict === 'refused' ? heard.reason : null;
      if (heard.verdict === 'refused') return null;
      return { fresh: heard.verdict === 'new' && takeDown(record, heard.frame) };
    }
    if (frame.format !== 'eddystone-etlm') return { fresh: takeDown(record, frame) };
    if (identityKey === null) return { fresh: false };
    const { exponent } = tag.eid!;
    for (const off of [0, -1, 1]) {
      const opened = openTlm(frame, identityKey, exponent, Math.max(0, nowMs / 1_000 + off * 2 ** exponent));
      if (opened !== null) return { fresh: takeDown(record, opened) };
    }
    return { fresh: false };
  }

  return {
    hear(report, receiver, nowMs) {
      turn(nowMs);
      const claim = claimIn(report.data);
      const one = find(report, claim, nowMs);
      const { rssi } = report;
      if (one === undefined) {
        if (claim?.malformed)
          capture.add(nowMs, () => ({
            atMs: nowMs,
            from: '-',
            kind: 'malformed',
            format: formatOf[claim.kind],
            text: 'wrong length',
            rssi,
            receiver,
          }));
        return 'stranger';
      }
      const id = one.beacon ?? one.record!.id;
      const kind = one.beacon === null ? one.record!.kind : 'beacon';
      const decoded = decodeAdvertising(report.data);
      const format = decoded.kind === 'frame' ? decoded.frame.format : null;
      capture.add(nowMs, () => ({ atMs: nowMs, from: id, kind, ...looks(decoded), rssi, receiver }));
      const listened = listen(one, decoded, report, nowMs);
      if (listened === null) return 'refused';
      if (one.record !== null) Object.assign(one.record, { rssi, receiver, lastSeenMs: nowMs });
      return { id, kind, rssi, receiver, format, fresh: listened.fresh };
    },
    tags(nowMs) {
      turn(nowMs);
      const silent = ({ lastSeenMs, triggered }: TagRecord): boolean =>
        !triggered && lastSeenMs !== null && nowMs - lastSeenMs > silentMs;
      return [
        ...[...known.values()].map(({ record }) => ({
          ...record!,
          reason: record!.reason ?? (silent(record!) ? ('sighting.tag-silent' as const) : null),
        })),
        ...sessions.records().map(record => ({ ...record })),
      ];
    },
    sessions: {
      open(request, nowMs) {
        turn(nowMs);
        const opened = sessions.open(request, nowMs);
        steadyUntilMs = Number.NEGATIVE_INFINITY;
        return opened;
      },
      close: sessions.close,
      closeAll: sessions.closeAll,
      status: sessions.status,
    },
    capture,
    broadcasting(beacons) {
      for (const halves of onAir) if (addresses.get(...halves)?.beacon) addresses.delete(...halves);
      onAir = beacons.map(({ address }) => halvesOf(address));
      for (const [at, { beacon }] of beacons.entries()) addresses.set(...onAir[at]!, { ...nobody, beacon });
    },
    batteryChanged(tag, nowMs) {
      const one = known.get(tag);
      if (one === undefined) return false;
      one.sensor!.batteryChanged(nowMs);
      one.record!.reason = null;
      return true;
    },
  };
}

const nobody: Known = {
  record: null,
  beacon: null,
  tag: null,
  sensor: null,
  identityKey: null,
  high: null,
  low: 0,
  claimedMs: 0,
};

const formatOf = {
  ibeacon: 'ibeacon',
  uid: 'eddystone-uid',
  eid: 'eddystone-eid',
  token: 'session-token',
} as const satisfies Record<Claim['kind'], BeaconFrame['format']>;

function looks(decoded: Decoded): { readonly format: BeaconFrame['format'] | '-'; readonly text: string } {
  switch (decoded.kind) {
    case 'frame':
      return { format: decoded.frame.format, text: frameText(decoded.frame) };
    case 'malformed':
      return { format: decoded.format, text: 'malformed' };
    case 'dropped':
    case 'none':
      return { format: '-', text: '' };
  }
}
