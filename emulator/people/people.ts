import { createHash } from 'node:crypto';
import type { Air } from '../air.ts';
import type { Clock } from '../clock.ts';
import type { Position } from '../path-loss.ts';
import { addressOf, createAddressBook } from './addresses.ts';
import { type CheckIn, createPhone, type Phone } from './phones.ts';
import type { PeopleScript, Walker, WalkerOf } from './script.ts';
import { ruuviFrameAt, sensorFrameAt } from './sensor-day.ts';
import { eidFrame, eidPeriod, type IBeacon, iBeaconFrame, tlmFrame } from './tags.ts';
import { createWalk, type Spot, type Walk } from './walk.ts';

/** How a gateway's configuration names a tag. */
export interface KnownTag {
  readonly id: string;
  readonly kind: 'staff' | 'trolley' | 'sensor';
  readonly address?: string;
  readonly ibeacon?: Omit<IBeacon, 'powerAt1m'>;
  readonly eid?: { readonly key: string; readonly exponent: number };
  readonly bindKey?: string;
}

/** The truth about somebody or something in the aisle. */
export interface Presence {
  readonly name: string;
  readonly kind: Walker['kind'];
  /** What a telephone says of itself; null: no telephone. */
  readonly profile: string | null;
  /** Null: not in the shop. */
  readonly spot: Spot | null;
  readonly checkedIn: boolean;
}

export interface People {
  /** What a gateway may be told of; keys included. */
  readonly tags: readonly KnownTag[];
  list(): readonly Presence[];
  /** Every private address that was ever on air, at most the last 25,000. Fixed addresses of tags are not among them. */
  addresses(): readonly string[];
  /** From now on the telephone sends tokens. False: there is no such telephone. */
  checkIn(name: string, visit: CheckIn): boolean;
  checkOut(name: string): boolean;
  /** Takes everybody off the air. */
  stop(): void;
}

export interface PeopleOptions {
  readonly air: Pick<Air, 'addBroadcaster'>;
  readonly clock: Clock;
  readonly script: PeopleScript;
  readonly seed: number;
}

/** What is in a telephone's pocket, on a coat, on a trolley, metres above the floor. */
const heightM = { phones: 1.1, staff: 1.3, trolley: 0.6, sensor: 1, ruuvi: 0.5 } as const;
/** The air's labels are heard with −48 dBm at one metre; tags are set to −59, telephones to a little more. */
const tagPowerDb = -11;
const phonePowerDb = -6;
const powerAt1m = -59;
/** Eddystone counts from zero metres: 41 dB more than at one. */
const powerAt0m = powerAt1m + 41;
const tagIntervalMs = 300;
const phoneIntervalMs = 400;
/** A trolley's beacon says how its battery is in every tenth frame. */
const telemetryEvery = 10;

/** How something is on the air, beside where it is. */
interface Sender {
  readonly address: string | (() => string);
  readonly intervalMs: number;
  readonly txPowerDb: number;
  frameAt(ms: number): Uint8Array | null;
}

interface Member {
  readonly name: string;
  readonly kind: Walker['kind'];
  readonly walk: Walk;
  readonly phone: Phone | null;
}

/** Lets everybody of a script walk and broadcast from now on. The same seed gives the same day. */
export function startPeople({ air, clock, script, seed }: PeopleOptions): People {
  const openedMs = clock.now();
  const book = createAddressBook();
  const members: Member[] = [];
  const tags: KnownTag[] = [];
  const removals: (() => void)[] = [];

  function add(name: string, walker: Walker, sender: Sender, phone: Phone | null): void {
    const walk = createWalk(walker, script.areas, seedOf(seed, `${name} walk`));
    const spot = (): Spot | null => walk.spotAt(clock.now() - openedMs);
    members.push({ name, kind: walker.kind, walk, phone });
    removals.push(
      air.addBroadcaster({
        address: sender.address,
        addressType: 'random',
        position: () => above(spot() ?? outside, heightM[walker.kind]),
        advertising: () => (spot() === null ? null : sender.frameAt(clock.now())),
        intervalMs: sender.intervalMs,
        txPowerDb: sender.txPowerDb,
      }),
    );
  }

  function addPhone(name: string, walker: WalkerOf<'phones'>): void {
    const own = seedOf(seed, name);
    const phone = createPhone(own);
    const { sessionKey } = walker;
    if (sessionKey !== undefined)
      phone.checkIn({ key: Buffer.from(sessionKey, 'hex'), untilMs: Number.POSITIVE_INFINITY });
    add(
      name,
      walker,
      {
        address: () => book.note(phone.addressAt(clock.now())),
        intervalMs: phoneIntervalMs + (own % phoneIntervalMs),
        txPowerDb: phonePowerDb,
        frameAt: phone.frameAt,
      },
      phone,
    );
  }

  function addTag(walker: Exclude<Walker, { kind: 'phones' }>): void {
    const { name } = walker;
    const own = seedOf(seed, name);
    const address = addressOf('static', own, Buffer.alloc(16));
    const sender = { address, intervalMs: tagIntervalMs, txPowerDb: tagPowerDb };
    switch (walker.kind) {
      case 'staff':
      case 'trolley': {
        const { ibeacon } = walker;
        if (ibeacon !== undefined) {
          tags.push({ id: name, kind: walker.kind, ibeacon });
          const frameAt = walker.kind === 'trolley' ? withTelemetry(ibeacon, openedMs) : () => beaconFrame(ibeacon);
          add(name, walker, { ...sender, frameAt }, null);
          return;
        }
        const { key = keyOf(seed, name), exponent } = (walker as WalkerOf<'staff'>).eid!;
        const eid = { identityKey: Buffer.from(key, 'hex'), exponent };
        tags.push({ id: name, kind: walker.kind, eid: { key, exponent } });
        add(
          name,
          walker,
          {
            ...sender,
            // Changes with the identity, or it would link one to the next.
            address() {
              const period = eidPeriod(exponent, unixSeconds(clock.now()));
              const changing = (own ^ Math.imul(period, 0x9e3779b1)) >>> 0;
              return book.note(addressOf('non-resolvable', changing, Buffer.alloc(16)));
            },
            frameAt: ms => eidFrame(eid, unixSeconds(ms), powerAt0m),
          },
          null,
        );
        return;
      }
      case 'sensor': {
        const bindKey = walker.encrypted ? keyOf(seed, name) : null;
        const identity = { address, bindKey: bindKey === null ? null : Buffer.from(bindKey, 'hex') };
        tags.push({ id: name, kind: 'sensor', address, ...(bindKey === null ? {} : { bindKey }) });
        add(name, walker, { ...sender, frameAt: ms => sensorFrameAt(walker, identity, ms) }, null);
        return;
      }
      case 'ruuvi':
        tags.push({ id: name, kind: 'sensor', address });
        add(name, walker, { ...sender, frameAt: ms => ruuviFrameAt(walker.celsius, address, ms) }, null);
    }
  }

  for (const walker of script.walkers) {
    if (walker.kind !== 'phones') addTag(walker);
    else if (walker.count === 1) addPhone(walker.name, walker);
    else {
      for (let at = 1; at <= walker.count; at++) addPhone(`${walker.name}-${String(at).padStart(2, '0')}`, walker);
    }
  }
  const phoneOf = (name: string): Phone | null => members.find(member => member.name === name)?.phone ?? null;

  return {
    tags,
    list: () =>
      members.map(({ name, kind, walk, phone }) => ({
        name,
        kind,
        profile: phone?.profile.name ?? null,
        spot: walk.spotAt(clock.now() - openedMs),
        checkedIn: phone?.checkedIn(clock.now()) ?? false,
      })),
    addresses: book.all,
    checkIn(name, visit) {
      const phone = phoneOf(name);
      phone?.checkIn(visit);
      return phone !== null;
    },
    checkOut(name) {
      const phone = phoneOf(name);
      phone?.checkOut();
      return phone !== null;
    },
    stop() {
      for (const remove of removals.splice(0)) remove();
    },
  };
}

const outside: Spot = { xM: 0, yM: 0 };
const above = ({ xM, yM }: Spot, zM: number): Position => ({ xM, yM, zM });
const unixSeconds = (ms: number): number => Math.floor(ms / 1000);
const beaconFrame = (beacon: Omit<IBeacon, 'powerAt1m'>): Buffer => iBeaconFrame({ ...beacon, powerAt1m });

function withTelemetry(beacon: Omit<IBeacon, 'powerAt1m'>, openedMs: number) {
  let frames = 0;
  return (ms: number): Buffer => {
    frames++;
    if (frames % telemetryEvery !== 0) return beaconFrame(beacon);
    return tlmFrame({ batteryMv: 2950, celsius: 21.5, frames, sinceBootMs: ms - openedMs });
  };
}

const digest = (seed: number, name: string) => createHash('sha256').update(`emulated aisle ${seed} ${name}`).digest();
/** Each has its own, so that one more changes nobody else's day. */
const seedOf = (seed: number, name: string): number => digest(seed, name).readUInt32LE(0);
/** A toy, so that runs repeat; real keys are random. */
const keyOf = (seed: number, name: string): string => digest(seed, `${name} key`).subarray(0, 16).toString('hex');
