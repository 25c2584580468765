import type { Cancel, Clock } from '../clock.ts';
import type { Advertiser } from '../radio/advertiser.ts';
import type { RadioState } from '../radio/radio.ts';
import type { Reason } from '../shelf/reasons.ts';
import { airTimeMs, type BeaconLedger, newLedger, takeOff } from './beacon-ledger.ts';
import type { BroadcastEntry, BroadcastTest } from './broadcast-entry.ts';
import { identityKeyAtBeacon, publicKeyOf } from './formats/eid-identity-key.ts';
import { changedItems, goneItems, type Programme, type ProgrammeBeacon, programmeOf } from './programme.ts';
import { onAirAt, turnMs } from './rotation.ts';
import { createSelfHearing, type HeardFrame } from './self-hearing.ts';
import { framesOf, nextChangeSeconds, type WantedBeacon } from './slot-frames.ts';

export type { WantedBeacon };

/** How to make a broadcaster. */
export interface BroadcasterOptions {
  readonly advertiser: Advertiser;
  /** This gateway's name. */
  readonly gateway: string;
  /** X25519, 32 bytes; null: there is no keyring, and no ephemeral identity can be had. */
  readonly privateKey: Uint8Array | null;
  readonly clock: Clock;
  /** Cryptographically random. */
  readonly randomBytes: (length: number) => Uint8Array;
}

/** Keeps the beacons of this gateway on air. */
export interface Broadcaster {
  /** Opens the adapter. Resolves when the adapter is ready, or has failed for the first time. */
  start(): Promise<void>;
  /** What is to be broadcast from now on; the newest wins. */
  set(wanted: readonly WantedBeacon[]): void;
  entries(): readonly BroadcastEntry[];
  adapter(): { readonly url: string; readonly state: string; readonly detail: string | null; readonly sets: number };
  /** For who resolves an EID, 64 hex digits; null: there is no keyring. */
  readonly publicKey: string | null;
  /** What another radio of this gateway hears. True: it was one of these beacons. `nowMs` on the wall clock. */
  heard(frame: HeardFrame, nowMs: number): boolean;
  /** Waits until they are heard, as they are now, but not longer than `timeoutMs`. `id` null: all of them. */
  test(id: string | null, timeoutMs: number): Promise<BroadcastTest>;
  stop(): Promise<void>;
}

/** Telemetry is taken anew this often. */
const telemetryEveryMs = 10_000;
/** The wall clock may jump: whether an identity is over is looked at this often. */
const identityEveryMs = 1_000;
/** Resolvers whose shared key is kept; a store has one or two. */
const maxResolvers = 64;

interface Test {
  readonly waiting: Set<string>;
  done(): void;
}

export function createBroadcaster(options: BroadcasterOptions): Broadcaster {
  const { advertiser, gateway, privateKey, clock, randomBytes } = options;
  const hearing = createSelfHearing();
  const ledgers = new Map<string, BeaconLedger>();
  const identityKeys = new Map<string, Uint8Array | null>();
  const tests = new Set<Test>();
  let wanted: readonly WantedBeacon[] = [];
  let programme: Programme = { beacons: [], items: [] };
  let turn = 0;
  let turnApplied = false;
  let turnEndsMs = 0;
  let telemetryMs = 0;
  let cancelWake: Cancel = () => {};

  const identityKey = (resolverKey: string): Uint8Array | null => {
    const known = identityKeys.get(resolverKey);
    if (known !== undefined) return known;
    if (identityKeys.size >= maxResolvers) identityKeys.clear();
    const key = identityKeyAtBeacon(privateKey!, Buffer.from(resolverKey, 'hex'));
    identityKeys.set(resolverKey, key);
    return key;
  };
  const ledgerOf = (beacon: string): BeaconLedger => {
    const ledger = ledgers.get(beacon) ?? newLedger(clock.monotonic(), Buffer.from(randomBytes(2)).readUInt16LE());
    ledgers.set(beacon, ledger);
    return ledger;
  };
  const say = (one: WantedBeacon): ProgrammeBeacon => {
    const ledger = ledgerOf(one.beacon.beacon);
    const nowMs = clock.monotonic();
    ledger.salt = (ledger.salt + 1) & 0xffff;
    const frames = framesOf(one, {
      gateway,
      nowSeconds: clock.now() / 1_000,
      identityKey: privateKey && identityKey,
      advertisements: Math.floor(airTimeMs(ledger, nowMs) / one.beacon.intervalMs),
      uptimeMs: nowMs - ledger.beganMs,
      salt: Uint8Array.of(ledger.salt >> 8, ledger.salt & 0xff),
    });
    return { ...frames, wanted: one };
  };

  /** Makes the programme anew, notes what of it has changed, and puts it on air. */
  function compose(): void {
    const nowMs = clock.monotonic();
    const before = programme;
    telemetryMs = nowMs;
    programme = programmeOf(wanted.map(say), advertiser.sets());
    const names = new Set(wanted.map(({ beacon }) => beacon.beacon));
    for (const beacon of ledgers.keys()) if (!names.has(beacon)) ledgers.delete(beacon);
    for (const { id, beacon } of changedItems(before, programme)) note(beacon, id).unheard.add(id);
    for (const { id, beacon } of goneItems(before, programme))
      if (names.has(beacon)) note(beacon, id).unheard.delete(id);
    hearing.replace(programme.items, nowMs);
    show();
  }

  /** An advertisement has changed or gone: until that is confirmed, its beacon is not on air as it should be. */
  function note(beacon: string, id: string): BeaconLedger {
    const ledger = ledgerOf(beacon);
    takeOff(ledger, clock.monotonic());
    ledger.changedMs = clock.monotonic();
    ledger.provenAfterMs = null;
    ledger.unapplied.add(id);
    return ledger;
  }

  function show(): void {
    const { items } = programme;
    const sets = advertiser.sets();
    const now = sets === 0 ? items : onAirAt(items, sets, turn);
    turnApplied = false;
    turnEndsMs = clock.monotonic() + (turnMs(items.length, sets) ?? 0);
    advertiser.show(now, () => {
      turnApplied = true;
      const later = new Set(items.filter(item => !now.includes(item)).map(({ id }) => id));
      for (const beacon of new Set(items.map(item => item.beacon))) confirm(ledgerOf(beacon), later);
    });
    wakeLater();
  }

  /** `later`: what has its turn yet to come. What has gone is confirmed as well. */
  function confirm(ledger: BeaconLedger, later: ReadonlySet<string>): void {
    for (const id of ledger.unapplied) if (!later.has(id)) ledger.unapplied.delete(id);
    if (ledger.unapplied.size > 0 || ledger.onAirMs !== null) return;
    ledger.onAirMs = clock.monotonic();
    ledger.onAirAt = clock.now();
  }

  const changesAtSeconds = (): number | null =>
    programme.beacons.reduce<number | null>(
      (soonest, { changesAtSeconds: at }) => (at === null ? soonest : Math.min(at, soonest ?? at)),
      null,
    );
  const sharing = (): boolean => turnMs(programme.items.length, advertiser.sets()) !== null;

  function wakeLater(): void {
    cancelWake();
    const nowMs = clock.monotonic();
    const waits: number[] = [];
    const changesAt = changesAtSeconds();
    if (changesAt !== null) waits.push(Math.min(identityEveryMs, changesAt * 1_000 - clock.now()));
    if (programme.items.some(item => item.telemetry)) waits.push(telemetryMs + telemetryEveryMs - nowMs);
    if (sharing()) waits.push(turnEndsMs - nowMs);
    if (waits.length > 0) cancelWake = clock.after(Math.max(10, Math.ceil(Math.min(...waits))), wake);
  }

  function wake(): void {
    const nowMs = clock.monotonic();
    const telemetryDue = programme.items.some(item => item.telemetry) && nowMs - telemetryMs >= telemetryEveryMs;
    if (telemetryDue || identityOver()) compose();
    else if (sharing() && turnApplied && nowMs >= turnEndsMs) {
      turn += 1;
      show();
    } else wakeLater();
  }

  /** Also when the wall clock was put back. */
  function identityOver(): boolean {
    const nowSeconds = clock.now() / 1_000;
    return programme.beacons.some(
      ({ exponents, changesAtSeconds: at }) => nextChangeSeconds(exponents, nowSeconds) !== at,
    );
  }

  function adapterChanged(state: RadioState): void {
    const nowMs = clock.monotonic();
    for (const { id, beacon } of programme.items) {
      const ledger = ledgerOf(beacon);
      takeOff(ledger, nowMs);
      ledger.unapplied.add(id);
    }
    if (state.state === 'ready') compose();
  }

  function condition(beacon: ProgrammeBeacon): { state: BroadcastEntry['state']; reason: Reason | null } {
    const { state } = advertiser.state();
    const said = programme.items.some(item => item.beacon === beacon.wanted.beacon.beacon);
    if (!said) return { state: 'failed', reason: beacon.reason };
    if (state === 'down') return { state: 'failed', reason: 'beacon.adapter-down' };
    if (state === 'stopped') return { state: 'off', reason: beacon.reason };
    const onAir = ledgers.get(beacon.wanted.beacon.beacon)?.onAirMs != null;
    return { state: onAir ? 'on-air' : 'starting', reason: beacon.reason };
  }

  function entryOf(beacon: ProgrammeBeacon): BroadcastEntry {
    const { beacon: wish, version } = beacon.wanted;
    const ledger = ledgerOf(wish.beacon);
    const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
    return {
      id: wish.beacon,
      zone: wish.zone,
      version,
      ...condition(beacon),
      intervalMs: wish.intervalMs,
      address: beacon.slots.some(({ data }) => data !== null) ? beacon.address : null,
      since: instant(ledger.onAirAt),
      slots: beacon.slots.map(({ data, ...slot }) => ({ ...slot, hex: data && Buffer.from(data).toString('hex') })),
      offer: beacon.offer,
      heardAt: instant(ledger.heardAt),
      heardRssi: ledger.heardRssi,
    };
  }

  function outcome(id: string, waiting: ReadonlySet<string>): BroadcastTest['beacons'][number] {
    const beacon = programme.beacons.find(one => one.wanted.beacon.beacon === id);
    const silent = { id, heard: false, rssi: null, afterMs: null };
    if (!beacon) return { ...silent, reason: 'beacon.unknown' };
    const { state, reason } = condition(beacon);
    if (state === 'failed' || state === 'off') return { ...silent, reason: reason ?? 'beacon.adapter-down' };
    if (waiting.has(id)) return { ...silent, reason: 'beacon.not-heard' };
    const { heardRssi: rssi, provenAfterMs: afterMs } = ledgerOf(id);
    return { id, heard: true, rssi, afterMs, reason: null };
  }

  return {
    publicKey: privateKey && Buffer.from(publicKeyOf(privateKey)).toString('hex'),
    start: () => advertiser.start(adapterChanged),
    set(next) {
      const sorted = next.toSorted((a, b) => (a.beacon.beacon < b.beacon.beacon ? -1 : 1));
      if (JSON.stringify(sorted) === JSON.stringify(wanted)) return;
      wanted = sorted;
      compose();
    },
    entries: () => programme.beacons.map(entryOf),
    adapter() {
      const state = advertiser.state();
      const detail = state.state === 'down' ? state.detail : null;
      return { url: advertiser.url, state: state.state, detail, sets: advertiser.sets() };
    },
    heard(frame, nowMs) {
      const known = hearing.recognise(frame, clock.monotonic());
      if (known === null) return false;
      const beacon = known.id.slice(0, known.id.lastIndexOf('/'));
      const ledger = ledgers.get(beacon);
      if (!ledger || !known.current) return true;
      ledger.heardAt = nowMs;
      ledger.heardRssi = frame.rssi;
      ledger.unheard.delete(known.id);
      if (ledger.unheard.size > 0) return true;
      ledger.provenAfterMs ??= Math.round(clock.monotonic() - ledger.changedMs);
      for (const test of [...tests]) {
        test.waiting.delete(beacon);
        if (test.waiting.size === 0) test.done();
      }
      return true;
    },
    async test(id, timeoutMs) {
      const ids = id === null ? wanted.map(({ beacon }) => beacon.beacon) : [id];
      const hopeful = programme.beacons.filter(beacon => ['on-air', 'starting'].includes(condition(beacon).state));
      const waiting = new Set(hopeful.map(({ wanted: one }) => one.beacon.beacon).filter(one => ids.includes(one)));
      if (waiting.size > 0)
        await new Promise<void>(resolve => {
          const test: Test = {
            waiting,
            done() {
              cancel();
              tests.delete(test);
              resolve();
            },
          };
          const cancel = clock.after(timeoutMs, test.done);
          tests.add(test);
        });
      const beacons = ids.map(one => outcome(one, waiting));
      return { ok: beacons.every(({ heard }) => heard), beacons };
    },
    async stop() {
      cancelWake();
      for (const test of [...tests]) test.done();
      await advertiser.stop();
    },
  };
}
