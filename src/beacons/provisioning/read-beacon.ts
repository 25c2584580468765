import * as frames from './frames.ts';
import { type ConfigurationLink, type Refusal, readIfThere, refusal, refusalOf } from './link.ts';
import { type Lock, lockAgain, readLock, unlock } from './lock.ts';
import { decodeContent, type FoundContent } from './slot-content.ts';

/** One slot as it was found. */
export interface FoundSlot {
  readonly slot: number;
  readonly content: FoundContent;
  readonly intervalMs: number;
  /** dBm. */
  readonly radioPower: number;
  /** dBm; null: the beacon does not tell. */
  readonly advertisedPower: number | null;
}

/** What a beacon tells whom it trusts. */
export interface BeaconInside {
  readonly slots: number;
  readonly eidSlots: number;
  /** Whether each slot has an interval, and a power, of its own; otherwise they share the last one that was set. */
  readonly ownIntervals: boolean;
  readonly ownPowers: boolean;
  readonly frames: readonly frames.FrameName[];
  /** dBm, ascending. */
  readonly powers: readonly number[];
  /** X25519, 64 hex digits; null: it has none. */
  readonly publicKey: string | null;
  readonly content: readonly FoundSlot[];
}

/** A beacon as it was found. */
export interface FoundBeacon {
  /** Before it was unlocked to be read. */
  readonly lock: Lock;
  /** Whether it can be told to stop being connectable; it does not say whether it was. Null: it does not say at all. */
  readonly canHide: boolean | null;
  /** Null while it is locked and no code was given. */
  readonly inside: BeaconInside | null;
}

/** More slots are neither read nor written. */
export const mostSlots = 32;

/**
 * Reads everything. A locked beacon is unlocked for it with the lock code, and left so: whoever reads it locks it again
 * (`restoreLock`), as is done here when reading fails.
 */
export async function readBeacon(
  link: ConfigurationLink,
  lockCode: Uint8Array | null,
): Promise<{ readonly ok: true; readonly beacon: FoundBeacon } | Refusal> {
  try {
    const lock = await readLock(link);
    if (lock === null) return refusal('beacon.not-configurable', 'Its lock is in no state that the service knows.');
    const hiding = await readIfThere(link, 'remainConnectable');
    const canHide = hiding === null ? null : (frames.connectable.decode(hiding)?.value ?? 0) !== 0;
    if (lock === 'locked' && lockCode === null) return { ok: true, beacon: { lock, canHide, inside: null } };
    if (lock === 'locked' && !(await unlock(link, lockCode!)))
      return refusal('beacon.key-wrong', 'It stays locked with the code that was given.');
    const inside = await readInside(link);
    if (!('ok' in inside)) return { ok: true, beacon: { lock, canHide, inside } };
    if (lock === 'locked') await lockAgain(link).catch(() => false);
    return inside;
  } catch (error) {
    return refusalOf(error, 'Reading it');
  }
}

async function readInside(link: ConfigurationLink): Promise<BeaconInside | Refusal> {
  try {
    const said = frames.capabilities.decode(await link.read('capabilities'));
    if (said === null || said.version !== 0)
      return refusal('beacon.not-configurable', 'It tells its capabilities in a form that is not known.');
    const key = await readIfThere(link, 'publicKey');
    const content: FoundSlot[] = [];
    for (let slot = 0; slot < Math.min(said.slots, mostSlots); slot++) {
      const found = await readSlot(link, slot);
      if ('ok' in found) return found;
      content.push(found);
    }
    return {
      slots: said.slots,
      eidSlots: said.eidSlots,
      ownIntervals: (said.flags & frames.ownIntervals) !== 0,
      ownPowers: (said.flags & frames.ownPowers) !== 0,
      frames: frames.frameNames.filter((_, bit) => (said.frames & (1 << bit)) !== 0),
      powers: [...new Int8Array(said.powers)],
      publicKey: key === null ? null : (frames.publicKey.decode(key)?.key ?? null),
      content,
    };
  } catch (error) {
    return refusalOf(error, 'Reading it');
  }
}

async function readSlot(link: ConfigurationLink, slot: number): Promise<FoundSlot | Refusal> {
  await selectSlot(link, slot);
  const interval = frames.interval.decode(await link.read('interval'));
  const radio = frames.power.decode(await link.read('radioPower'));
  const content = decodeContent(await link.read('slotData'));
  const advertised = await readIfThere(link, 'advertisedPower');
  if (interval === null || radio === null)
    return refusal('beacon.not-configurable', `It tells of slot ${slot} in a form that is not known.`);
  const advertisedPower = advertised === null ? null : (frames.power.decode(advertised)?.power ?? null);
  return { slot, content, intervalMs: interval.intervalMs, radioPower: radio.power, advertisedPower };
}

/** Makes the beacon speak of this slot from now on. Rejects as the link does. */
export async function selectSlot(link: ConfigurationLink, slot: number): Promise<void> {
  await link.write('activeSlot', frames.slotNumber.encode({ slot }), true);
}
