import type { Reason } from '../../shelf/reasons.ts';
import * as frames from './frames.ts';
import { isIdentityOf, type SharedIdentity } from './identity.ts';
import { type ConfigurationLink, type Refusal, readIfThere, refusal, refusalOf } from './link.ts';
import { lockAgain, restoreLock, unlock } from './lock.ts';
import { openIdentityKey, sealLockCode } from './lock-code.ts';
import type { Step, StepAction } from './plan.ts';
import { type FoundBeacon, selectSlot } from './read-beacon.ts';
import { contentText, decodeContent, encodeContent, saysWhatIsWanted, type WantedContent } from './slot-content.ts';

/** A step, and what became of it. */
export interface CarriedStep {
  readonly slot: number | null;
  readonly what: string;
  readonly from: string | null;
  readonly to: string;
  /** `not-tried`: a step before it failed. */
  readonly verdict: 'done' | 'would-do' | 'unchanged' | 'failed' | 'not-tried';
  readonly reason: Reason | null;
  readonly detail: string | null;
}

export interface CarryOutOptions {
  /** What the plan was made from, on this same connection. */
  readonly found: FoundBeacon;
  readonly lockCode: Uint8Array | null;
  readonly newLockCode: Uint8Array | null;
  readonly sharedIdentity?: SharedIdentity;
}

/** The steps as they stand while nothing is done. */
export const untouched = (steps: readonly Step[]): readonly CarriedStep[] =>
  steps.map(step => verdictOf(step, step.change ? 'would-do' : 'unchanged'));

/**
 * Does what a plan says, reads everything back, and brings the lock back to how it was found. After a step that fails
 * nothing more is written. It never rejects: a connection that breaks fails the step that it breaks in.
 */
export async function carryOut(
  link: ConfigurationLink,
  steps: readonly Step[],
  options: CarryOutOptions,
): Promise<readonly CarriedStep[]> {
  const carried: CarriedStep[] = [];
  let failed: Refusal | null = null;
  for (const step of steps) {
    if (!step.change) carried.push(verdictOf(step, 'unchanged'));
    else if (failed !== null) carried.push(verdictOf(step, 'not-tried'));
    else {
      const outcome = await attempt(step, () => perform(link, step.action, options));
      if (outcome.ok) carried.push({ ...verdictOf(step, 'done'), ...(outcome.to === null ? {} : { to: outcome.to }) });
      else {
        failed = outcome;
        carried.push(verdictOf(step, 'failed', outcome));
      }
    }
  }
  const unrestored = failed?.reason === 'device.link-lost' ? null : await leaveLocked(link, options.found);
  return unrestored === null ? carried : [...carried, unrestored];
}

/** Brings the lock back to how it was found. Null: it is so; otherwise the step that failed. */
export async function leaveLocked(link: ConfigurationLink, found: FoundBeacon): Promise<CarriedStep | null> {
  const step = { slot: null, what: 'lock', from: null, to: found.lock };
  try {
    if (await restoreLock(link, found.lock)) return null;
    return verdictOf(step, 'failed', refusal('beacon.gatt-refused', `It is not ${found.lock} as it was before.`));
  } catch {
    // It locks itself when a connection ends, but for one that was told not to; and that one was found so.
    return null;
  }
}

function verdictOf(
  { slot, what, from, to }: Pick<Step, 'slot' | 'what' | 'from' | 'to'>,
  verdict: CarriedStep['verdict'],
  refused?: Refusal,
): CarriedStep {
  return { slot, what, from, to, verdict, reason: refused?.reason ?? null, detail: refused?.detail ?? null };
}

/** `to`: what is to be told instead of what the plan said. */
type Outcome = { readonly ok: true; readonly to: string | null } | Refusal;
const done: Outcome = { ok: true, to: null };

async function attempt({ slot, what }: Step, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    return refusalOf(error, slot === null ? `Setting its ${what}` : `Setting the ${what} of slot ${slot}`);
  }
}

function perform(link: ConfigurationLink, action: StepAction, options: CarryOutOptions): Promise<Outcome> {
  switch (action.type) {
    case 'content':
      return writeContent(link, action.slot, action.content, options);
    case 'interval':
      return writeNumber(link, action.slot, 'interval', action.intervalMs);
    case 'radio-power':
      return writeNumber(link, action.slot, 'radioPower', action.power);
    case 'advertised-power':
      return writeNumber(link, action.slot, 'advertisedPower', action.power);
    case 'registration':
      return readRegistration(link, action.slot);
    case 'remain-connectable':
      return remainConnectable(link, action.remain);
    case 'lock-code':
      return changeLockCode(link, options);
  }
}

async function writeContent(
  link: ConfigurationLink,
  slot: number,
  wanted: WantedContent,
  { found, sharedIdentity }: CarryOutOptions,
): Promise<Outcome> {
  await selectSlot(link, slot);
  await link.write('slotData', encodeContent(wanted), true);
  const now = decodeContent(await link.read('slotData'));
  if (!saysWhatIsWanted(now, wanted))
    return refusal('beacon.gatt-refused', `Slot ${slot} took it, and then says ${contentText(now)}.`);
  const beaconKey = found.inside?.publicKey ?? null;
  if (wanted.type !== 'eid' || now.type !== 'eid' || beaconKey === null) return done;
  const key = sharedIdentity?.(wanted.resolverKey, beaconKey) ?? null;
  if (key === null || isIdentityOf(key, now)) return done;
  return refusal('beacon.gatt-refused', `Slot ${slot} goes by an EID that does not follow from the resolver's key.`);
}

const numbers = {
  interval: { encode: (value: number) => frames.interval.encode({ intervalMs: value }), unit: 'ms' },
  radioPower: { encode: (value: number) => frames.power.encode({ power: value }), unit: 'dBm' },
  advertisedPower: { encode: (value: number) => frames.power.encode({ power: value }), unit: 'dBm' },
} as const;

async function writeNumber(
  link: ConfigurationLink,
  slot: number,
  role: keyof typeof numbers,
  value: number,
): Promise<Outcome> {
  const { encode, unit } = numbers[role];
  await selectSlot(link, slot);
  await link.write(role, encode(value), true);
  const read = await link.read(role);
  const now =
    role === 'interval' ? frames.interval.decode(read)?.intervalMs : (frames.power.decode(read)?.power ?? undefined);
  if (now === value) return done;
  return refusal(
    'beacon.gatt-refused',
    `It made ${now === undefined ? 'nothing' : `${now} ${unit}`} of ${value} ${unit}.`,
  );
}

async function readRegistration(link: ConfigurationLink, slot: number): Promise<Outcome> {
  await selectSlot(link, slot);
  const key = frames.publicKey.decode(await link.read('publicKey'))?.key;
  const now = decodeContent(await link.read('slotData'));
  if (key === undefined || now.type !== 'eid')
    return refusal('beacon.gatt-refused', 'It does not tell what its resolver must be given.');
  return { ok: true, to: `key ${key}, exponent ${now.exponent}, clock ${now.clockSeconds} s, EID ${now.eid}` };
}

/** Reading tells only whether it can be set, so here the beacon's acknowledgement is all there is. */
async function remainConnectable(link: ConfigurationLink, remain: boolean): Promise<Outcome> {
  await link.write('remainConnectable', frames.connectable.encode({ value: remain ? 1 : 0 }), true);
  return done;
}

/**
 * A new code under a wrong old one would be garbage that nobody knows. So the old one is proved first, and the new one
 * afterwards, by unlocking with it.
 */
async function changeLockCode(
  link: ConfigurationLink,
  { found, lockCode, newLockCode }: CarryOutOptions,
): Promise<Outcome> {
  if (lockCode === null || newLockCode === null) return refusal('beacon.locked', 'Both lock codes are needed.');
  if (found.lock !== 'locked') {
    const refused = await proveLockCode(link, found, lockCode);
    if (refused !== null) return refused;
  }
  try {
    await link.write('lockState', frames.newLockCode.encode({ sealed: sealLockCode(lockCode, newLockCode) }), true);
    if (await unlock(link, newLockCode)) return done;
    if (await unlock(link, lockCode))
      return refusal('beacon.gatt-refused', 'It took the new lock code and kept the old.');
    return refusal('beacon.gatt-refused', 'It is locked, and takes neither the old lock code nor the new one.');
  } catch (error) {
    const refused = refusalOf(error, 'Setting its lock code');
    if (refused.reason !== 'device.link-lost') return refused;
    return refusal(refused.reason, `${refused.detail} It may have the old lock code or the new one: try both.`);
  }
}

/** Null: it is the beacon's. An identity key under it proves it with nothing being risked; locking proves it always. */
async function proveLockCode(
  link: ConfigurationLink,
  found: FoundBeacon,
  lockCode: Uint8Array,
): Promise<Refusal | null> {
  for (const { slot, content } of found.inside?.content ?? []) {
    if (content.type !== 'eid') continue;
    await selectSlot(link, slot);
    const sealed = await readIfThere(link, 'identityKey');
    const frame = sealed && frames.sealedIdentityKey.decode(sealed);
    const now = decodeContent(await link.read('slotData'));
    if (!frame || now.type !== 'eid') continue;
    const key = openIdentityKey(lockCode, frame.sealed);
    // The specification calls it little-endian; beacons are free to have read that either way.
    if (isIdentityOf(key, now) || isIdentityOf(key.toReversed(), now)) return null;
    return refusal('beacon.key-wrong', 'Its identity key does not open with the lock code that was given.');
  }
  if (!(await lockAgain(link))) return refusal('beacon.gatt-refused', 'It cannot be locked to prove its lock code.');
  if (await unlock(link, lockCode)) return null;
  return refusal('beacon.key-wrong', 'It was found unlocked. It is locked now, under the code that it had before.');
}
