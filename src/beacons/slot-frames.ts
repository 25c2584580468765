import type { Beacon, BeaconSlot } from '../shelf/beacon.ts';
import type { Reason } from '../shelf/reasons.ts';
import { ephemeralAddress, staticAddress } from './addresses.ts';
import { ephemeralId, windowStart } from './formats/eid.ts';
import { encodeAdvertising } from './formats/encode.ts';
import { sealTlm } from './formats/etlm.ts';
import type { BeaconFrame } from './formats/frame.ts';
import type { TlmFrame } from './formats/tlm.ts';
import { encodeUrl } from './formats/url.ts';

/** What a beacon is to say, and the offer that holds in its zone. */
export interface WantedBeacon {
  readonly beacon: Beacon;
  readonly version: number;
  readonly offer: {
    readonly id: string;
    readonly version: number;
    readonly variant: string | null;
    /** Where people read more of it; null: it has nothing to say on air. */
    readonly url: string | null;
  } | null;
}

export interface OfferRef {
  readonly id: string;
  readonly version: number;
  readonly variant: string | null;
}

/** What one slot of a beacon says now. */
export interface SlotFrame {
  readonly format: string;
  /** For people. */
  readonly text: string;
  /** The whole advertisement; null: it cannot be said. */
  readonly data: Uint8Array | null;
  /** Why not. */
  readonly reason: Reason | null;
  /** The offer that put it there. */
  readonly offer: OfferRef | null;
}

export interface BeaconFrames {
  readonly address: string;
  readonly slots: readonly SlotFrame[];
  /** What is wrong with the beacon though it is on air. */
  readonly reason: Reason | null;
  /** The offer that it speaks of. */
  readonly offer: OfferRef | null;
  /** Of its identities. */
  readonly exponents: readonly number[];
  /** Unix seconds at which identity and address change; null: they do not. */
  readonly changesAtSeconds: number | null;
}

/** What a beacon does not know of itself. */
export interface Circumstances {
  readonly gateway: string;
  readonly nowSeconds: number;
  /** The identity key that is shared with a resolver; null: its key is no good. Itself null: there is no keyring. */
  readonly identityKey: ((resolverKey: string) => Uint8Array | null) | null;
  readonly advertisements: number;
  readonly uptimeMs: number;
  /** Two bytes; within a window of an identity not the same again. */
  readonly salt: Uint8Array;
}

type EidSlot = Extract<BeaconSlot, { format: 'eddystone-eid' }>;
type UrlSlot = Extract<BeaconSlot, { format: 'eddystone-url' }>;

/** Power of a URL that an offer adds, where the beacon says nothing of Eddystone itself; dBm at no distance. */
const usualPowerAt0m = -20;

/** A beacon's clock is the Unix time in 32 bits. */
const clockOf = (nowSeconds: number): number => Math.floor(nowSeconds) >>> 0;

/** When the first of these identities is over; null: there are none. */
export const nextChangeSeconds = (exponents: readonly number[], nowSeconds: number): number | null =>
  exponents.length === 0
    ? null
    : Math.min(...exponents.map(exponent => (Math.floor(nowSeconds / 2 ** exponent) + 1) * 2 ** exponent));

/** Frames and address of a beacon at an instant. */
export function framesOf(wanted: WantedBeacon, circumstances: Circumstances): BeaconFrames {
  const { beacon, offer } = wanted;
  const { identityKey, nowSeconds, gateway } = circumstances;
  const { slots, offered, reason } = withOffer(beacon.slots, offer?.url ?? null);
  const ref = offer && { id: offer.id, version: offer.version, variant: offer.variant };
  const keys = new Map<EidSlot, Uint8Array | null>();
  for (const slot of slots)
    if (slot.format === 'eddystone-eid') keys.set(slot, identityKey?.(slot.resolverKey) ?? null);
  const identities = [...keys].flatMap(([slot, key]) => (key === null ? [] : [{ slot, key }]));
  const clock = clockOf(nowSeconds);
  const exponents = identities.map(({ slot }) => slot.exponent);
  const windows = exponents.map(exponent => windowStart(clock, exponent));
  const [first] = identities;
  const said = slots.map(slot => ({
    ...frameOf(slot, keys, circumstances),
    offer: slot === offered ? ref : null,
  }));
  return {
    address: first ? ephemeralAddress(first.key, beacon.beacon, windows) : staticAddress(gateway, beacon.beacon),
    slots: said,
    reason: reason ?? said.find(slot => slot.reason !== null)?.reason ?? null,
    offer: offered === null ? null : ref,
    exponents,
    changesAtSeconds: nextChangeSeconds(exponents, nowSeconds),
  };
}

/**
 * The offer's address takes the place of the beacon's own, or stands behind the other slots. A beacon whose identity
 * changes makes none: what stays the same beside it would let everybody know it again.
 */
function withOffer(
  slots: readonly BeaconSlot[],
  url: string | null,
): { readonly slots: readonly BeaconSlot[]; readonly offered: UrlSlot | null; readonly reason: Reason | null } {
  if (url === null || slots.some(({ format }) => format === 'eddystone-eid')) {
    return { slots, offered: null, reason: null };
  }
  if (encodeUrl(url) === null) return { slots, offered: null, reason: 'beacon.url-too-long' };
  const at = slots.findIndex(slot => slot.format === 'eddystone-url');
  const beside = slots.flatMap(slot => ('powerAt0m' in slot ? [slot.powerAt0m] : []));
  const own = slots[at];
  const powerAt0m = own?.format === 'eddystone-url' ? own.powerAt0m : (beside[0] ?? usualPowerAt0m);
  const offered: UrlSlot = { format: 'eddystone-url', url, powerAt0m };
  return { slots: at < 0 ? [...slots, offered] : slots.with(at, offered), offered, reason: null };
}

type Said = Pick<SlotFrame, 'format' | 'text' | 'data' | 'reason'>;

function frameOf(slot: BeaconSlot, keys: ReadonlyMap<EidSlot, Uint8Array | null>, circumstances: Circumstances): Said {
  const { identityKey, nowSeconds } = circumstances;
  const clock = clockOf(nowSeconds);
  const text = textOf(slot, circumstances);
  const saying = (frame: BeaconFrame, reason: Reason = 'beacon.slot-invalid', said = text): Said => {
    const data = encodeAdvertising(frame);
    return { format: frame.format, text: said, data, reason: data === null ? reason : null };
  };
  const unsaid = (): Said => ({
    format: slot.format,
    text,
    data: null,
    reason: identityKey === null ? 'beacon.eid-no-keyring' : 'beacon.slot-invalid',
  });
  switch (slot.format) {
    case 'eddystone-eid': {
      const key = keys.get(slot) ?? null;
      if (key === null) return unsaid();
      const eid = ephemeralId(key, slot.exponent, clock);
      const every = `${text}, now ${eid}`;
      return saying({ format: 'eddystone-eid', eid, powerAt0m: slot.powerAt0m }, 'beacon.slot-invalid', every);
    }
    case 'eddystone-tlm': {
      const tlm: TlmFrame = {
        format: 'eddystone-tlm',
        // The mains, and no thermometer.
        batteryMv: null,
        temperatureC: null,
        advertisements: circumstances.advertisements % 2 ** 32,
        uptimeMs: circumstances.uptimeMs % (2 ** 32 * 100),
      };
      const [beside] = keys;
      if (!beside) return saying(tlm);
      const [{ exponent }, key] = beside;
      return key === null ? unsaid() : saying(sealTlm(tlm, key, exponent, clock, circumstances.salt));
    }
    case 'eddystone-url':
      return saying(slot, 'beacon.url-too-long');
    default:
      return saying(slot);
  }
}

function textOf(slot: BeaconSlot, { advertisements, uptimeMs }: Circumstances): string {
  switch (slot.format) {
    case 'ibeacon':
      return `major ${slot.major}, minor ${slot.minor}`;
    case 'altbeacon':
      return `company ${slot.manufacturer}, id ${slot.id}`;
    case 'eddystone-uid':
      return `namespace ${slot.namespace}, instance ${slot.instance}`;
    case 'eddystone-url':
      return slot.url;
    case 'eddystone-tlm':
      return `${advertisements} frames in ${Math.floor(uptimeMs / 1_000)} s`;
    case 'eddystone-eid':
      return `an identity every ${2 ** slot.exponent} s`;
  }
}
