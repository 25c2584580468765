import type { FrameName } from './frames.ts';
import { isIdentityOf, type SharedIdentity } from './identity.ts';
import { type Refusal, refusal } from './link.ts';
import type { BeaconInside, FoundBeacon, FoundSlot } from './read-beacon.ts';
import { contentText, parseContent, saysWhatIsWanted, type WantedContent } from './slot-content.ts';

/** What is wanted of one slot; what is left out stays as it is. Powers in dBm. */
export interface WantedSlot {
  readonly slot: number;
  readonly content?: string | undefined;
  readonly intervalMs?: number | undefined;
  readonly radioPower?: number | undefined;
  readonly advertisedPower?: number | undefined;
}

/** What is wanted of a beacon. Lock codes are 32 lower-case hex digits. */
export interface Wanted {
  readonly lockCode?: string | undefined;
  readonly newLockCode?: string | undefined;
  readonly slots: readonly WantedSlot[];
  readonly remainConnectable?: boolean | undefined;
}

/** What a step does. It holds no secret: a plan may be shown. */
export type StepAction =
  | { readonly type: 'content'; readonly slot: number; readonly content: WantedContent }
  | { readonly type: 'interval'; readonly slot: number; readonly intervalMs: number }
  | { readonly type: 'radio-power' | 'advertised-power'; readonly slot: number; readonly power: number }
  /** Tells what the resolver must be given, once an EID is written. */
  | { readonly type: 'registration'; readonly slot: number }
  | { readonly type: 'remain-connectable'; readonly remain: boolean }
  | { readonly type: 'lock-code' };

/** One step of a plan, in words and as what is done. */
export interface Step {
  /** Null: it is of the whole beacon. */
  readonly slot: number | null;
  readonly what: string;
  /** Null: the beacon does not tell. */
  readonly from: string | null;
  readonly to: string;
  /** False: it is so already, and nothing is written. */
  readonly change: boolean;
  readonly action: StepAction;
}

export interface PlanOptions {
  /** Knows whether an EID is registered with a resolver of ours; without it every EID that is wanted is written anew. */
  readonly sharedIdentity?: SharedIdentity;
}

/** Null: it says nothing of its own. */
const frameOf = (content: WantedContent): FrameName | null => (content.type === 'empty' ? null : content.type);
const milliseconds = (value: number): string => `${value} ms`;
const decibels = (value: number): string => `${value} dBm`;

/**
 * What has to be done so that a beacon is as it is wanted: a list that is shown, or carried out. Content that is no EID
 * comes first, because an EID may need the place that it gives up; the lock code comes last. Refused as a whole when the
 * beacon cannot do a part of it.
 */
export function planProvisioning(
  found: FoundBeacon,
  wanted: Wanted,
  options: PlanOptions = {},
): { readonly ok: true; readonly steps: readonly Step[] } | Refusal {
  const { inside } = found;
  if (inside === null) return refusal('beacon.locked', 'Nothing can be read from it, or changed, without its code.');
  const slots = wantedSlots(inside, wanted.slots);
  if ('ok' in slots) return slots;
  const refused = refusalOfPowers(inside, wanted.slots) ?? refusalOfShared(inside, wanted.slots);
  if (refused) return refused;

  const steps = slots.flatMap(one => stepsOf(inside, one, slots, options));
  if (wanted.remainConnectable !== undefined) {
    const step = connectableStep(found, wanted.remainConnectable);
    if ('ok' in step) return step;
    steps.push(step);
  }
  if (wanted.newLockCode !== undefined) {
    if (wanted.lockCode === undefined)
      return refusal('beacon.locked', 'A new lock code is sent under the one that holds, which was not given.');
    const change = wanted.newLockCode !== wanted.lockCode;
    const to = change ? 'the new code' : 'the code that holds';
    steps.push({ slot: null, what: 'lock code', from: null, to, change, action: { type: 'lock-code' } });
  }
  return { ok: true, steps };
}

interface ParsedSlot extends Omit<WantedSlot, 'content'> {
  readonly content: WantedContent | null;
  readonly found: FoundSlot;
}

/** Those that the beacon has, their content parsed, EIDs last. */
function wantedSlots(inside: BeaconInside, wanted: readonly WantedSlot[]): readonly ParsedSlot[] | Refusal {
  const parsed: ParsedSlot[] = [];
  for (const one of wanted) {
    const found = inside.content.find(({ slot }) => slot === one.slot);
    if (found === undefined)
      return refusal('beacon.gatt-refused', `There is no slot ${one.slot}: it has ${inside.slots}, counted from 0.`);
    if (parsed.some(({ slot }) => slot === one.slot))
      return refusal('beacon.slot-invalid', `Slot ${one.slot} is named twice.`);
    const content = one.content === undefined ? null : parseContent(one.content);
    if (content?.ok === false) return content;
    const frame = content && frameOf(content.content);
    if (frame && !inside.frames.includes(frame))
      return refusal('beacon.gatt-refused', `It cannot broadcast ${frame}, only ${inside.frames.join(', ')}.`);
    if (frame === 'eid' && inside.publicKey === null)
      return refusal('beacon.gatt-refused', 'It tells no public key, so no resolver could ever know its EID.');
    parsed.push({ ...one, content: content?.content ?? null, found });
  }
  const ephemeral = inside.content.filter(found => {
    const content = parsed.find(({ slot }) => slot === found.slot)?.content ?? found.content;
    return content.type === 'eid';
  });
  if (ephemeral.length > inside.eidSlots && parsed.some(({ content }) => content?.type === 'eid'))
    return refusal('beacon.gatt-refused', `It can broadcast ${inside.eidSlots} EIDs at most.`);
  const rank = ({ content }: ParsedSlot): number => (content?.type === 'eid' ? 1 : 0);
  return [...parsed].sort((a, b) => rank(a) - rank(b));
}

function refusalOfPowers(inside: BeaconInside, wanted: readonly WantedSlot[]): Refusal | null {
  for (const { slot, radioPower, advertisedPower } of wanted) {
    if (radioPower !== undefined && !inside.powers.includes(radioPower))
      return refusal('beacon.gatt-refused', `It cannot send with ${radioPower} dBm, only ${inside.powers.join(', ')}.`);
    const told = inside.content.find(one => one.slot === slot)?.advertisedPower ?? null;
    if (advertisedPower !== undefined && told === null)
      return refusal('beacon.gatt-refused', 'The power that it says in its frames cannot be set.');
  }
  return null;
}

/** What all slots have in common cannot be wanted differently. */
function refusalOfShared(inside: BeaconInside, wanted: readonly WantedSlot[]): Refusal | null {
  const differ = (values: readonly (number | undefined)[]): boolean =>
    new Set(values.filter(value => value !== undefined)).size > 1;
  if (!inside.ownIntervals && differ(wanted.map(one => one.intervalMs)))
    return refusal('beacon.gatt-refused', 'It has one interval for all its slots.');
  if (!inside.ownPowers && differ(wanted.map(one => one.radioPower)))
    return refusal('beacon.gatt-refused', 'It has one power for all its slots.');
  return null;
}

function stepsOf(
  inside: BeaconInside,
  one: ParsedSlot,
  all: readonly ParsedSlot[],
  options: PlanOptions,
): readonly Step[] {
  const { slot, found, content, intervalMs, radioPower, advertisedPower } = one;
  const steps: Step[] = [];
  const put = (what: string, from: string | null, to: string, change: boolean, action: StepAction): void => {
    steps.push({ slot, what, from, to, change, action });
  };
  if (content !== null) {
    const change = !saysAlready(inside, found, content, options);
    put('content', contentText(found.content), contentText(content), change, { type: 'content', slot, content });
    if (content.type === 'eid' && change)
      put('registration', null, "the beacon's key, clock and EID", true, { type: 'registration', slot });
  }
  if (intervalMs !== undefined) {
    const change = intervalMs !== found.intervalMs;
    const from = milliseconds(found.intervalMs);
    put('interval', from, milliseconds(intervalMs), change, { type: 'interval', slot, intervalMs });
  }
  if (radioPower !== undefined) {
    const change = radioPower !== found.radioPower;
    const action = { type: 'radio-power', slot, power: radioPower } as const;
    put('radio power', decibels(found.radioPower), decibels(radioPower), change, action);
  }
  if (advertisedPower !== undefined) {
    // Until it is set it follows the radio's, and whether it was ever set cannot be read.
    const follows = all.some(
      other => (other === one || !inside.ownPowers) && (other.radioPower ?? found.radioPower) !== found.radioPower,
    );
    const change = follows || advertisedPower !== found.advertisedPower;
    const from = found.advertisedPower === null ? null : decibels(found.advertisedPower);
    const action = { type: 'advertised-power', slot, power: advertisedPower } as const;
    put('advertised power', from, decibels(advertisedPower), change, action);
  }
  return steps;
}

/** An EID does so only when it is known that it follows from the key shared with that resolver. */
function saysAlready(inside: BeaconInside, found: FoundSlot, wanted: WantedContent, options: PlanOptions): boolean {
  if (!saysWhatIsWanted(found.content, wanted)) return false;
  if (wanted.type !== 'eid' || found.content.type !== 'eid') return true;
  const key =
    inside.publicKey === null ? null : (options.sharedIdentity?.(wanted.resolverKey, inside.publicKey) ?? null);
  return key !== null && isIdentityOf(key, found.content);
}

function connectableStep({ canHide }: FoundBeacon, remain: boolean): Step | Refusal {
  if (canHide === null) return refusal('beacon.gatt-refused', 'Whether it stays connectable cannot be set.');
  if (!canHide && !remain) return refusal('beacon.gatt-refused', 'It can only be always connectable.');
  const say = (yes: boolean): string => (yes ? 'yes' : 'only after its button');
  return {
    slot: null,
    what: 'remain connectable',
    from: canHide ? null : say(true),
    to: say(remain),
    change: canHide,
    action: { type: 'remain-connectable', remain },
  };
}
