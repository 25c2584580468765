/*
 * What is told of a tag that is heard, in the manner of the open raddec format: who, by which receivers and how
 * strongly, and why it is told. Source: reelyactive/raddec: README.md.
 */

export type SightingReason = 'appearance' | 'displacement' | 'packets' | 'keep-alive' | 'disappearance';

/** By one receiver, since what was told before; rssi is the mean, dBm. */
export interface ReceiverSignature {
  readonly receiverId: string;
  readonly rssi: number;
  readonly numberOfDecodings: number;
}

export interface SightingEvent {
  /** The tag's id; never an address. */
  readonly transmitterId: string;
  readonly atMs: number;
  readonly reason: SightingReason;
  /** The strongest first; at a disappearance as it was told last. */
  readonly rssiSignature: readonly ReceiverSignature[];
}

/** What is remembered of a tag that is there. */
export interface Presence {
  readonly id: string;
  /** The strongest receiver that was told. */
  readonly nearest: string;
  readonly lastHeardMs: number;
  readonly toldMs: number;
  readonly told: readonly ReceiverSignature[];
  /** Since then. */
  readonly heard: readonly ReceiverSignature[];
  /** It said something new since then. */
  readonly fresh: boolean;
}

export interface SightingRules {
  /** Between two events of a tag, other than its leaving. */
  readonly minGapMs: number;
  readonly keepAliveMs: number;
  /** Silence that counts as leaving; longer than `minGapMs`. */
  readonly goneMs: number;
}

export const usualRules: SightingRules = { minGapMs: 5_000, keepAliveMs: 60_000, goneMs: 30_000 };

/** Receivers that are told of one tag; the first ones that hear it. */
const maxReceivers = 32;

/** What is known of a tag now, null: it is away; and what is to be told of it. */
export interface Told {
  readonly presence: Presence | null;
  readonly event: SightingEvent | null;
}

const byStrength = (all: readonly ReceiverSignature[]): ReceiverSignature[] =>
  all
    .map(one => ({ ...one, rssi: Math.round(one.rssi) }))
    .toSorted((a, b) => b.rssi - a.rssi || (a.receiverId < b.receiverId ? -1 : 1));

function add(all: readonly ReceiverSignature[], receiverId: string, rssi: number): readonly ReceiverSignature[] {
  const known = all.find(one => one.receiverId === receiverId);
  if (known === undefined)
    return all.length >= maxReceivers ? all : [...all, { receiverId, rssi, numberOfDecodings: 1 }];
  const numberOfDecodings = known.numberOfDecodings + 1;
  const mean = known.rssi + (rssi - known.rssi) / numberOfDecodings;
  return all.map(one => (one === known ? { receiverId, rssi: mean, numberOfDecodings } : one));
}

function tell(presence: Presence, reason: SightingReason, atMs: number): Told {
  const signature = byStrength(presence.heard);
  const told = {
    ...presence,
    nearest: signature[0]!.receiverId,
    toldMs: atMs,
    told: signature,
    heard: [],
    fresh: false,
  };
  return { presence: told, event: { transmitterId: presence.id, atMs, reason, rssiSignature: signature } };
}

/** A tag was heard. */
export function heardTag(
  presence: Presence | null,
  heard: { readonly id: string; readonly receiver: string; readonly rssi: number; readonly fresh: boolean },
  nowMs: number,
  rules: SightingRules = usualRules,
): Told {
  const { id, receiver, rssi, fresh } = heard;
  const before = presence && quietTag(presence, nowMs, rules).presence;
  const next: Presence = {
    id,
    nearest: before?.nearest ?? receiver,
    lastHeardMs: nowMs,
    toldMs: before?.toldMs ?? nowMs,
    told: before?.told ?? [],
    heard: add(before?.heard ?? [], receiver, rssi),
    fresh: fresh || (before?.fresh ?? false),
  };
  if (before === null) return tell(next, 'appearance', nowMs);
  if (nowMs - next.toldMs < rules.minGapMs) return { presence: next, event: null };
  if (byStrength(next.heard)[0]!.receiverId !== next.nearest) return tell(next, 'displacement', nowMs);
  if (next.fresh) return tell(next, 'packets', nowMs);
  if (nowMs - next.toldMs >= rules.keepAliveMs) return tell(next, 'keep-alive', nowMs);
  return { presence: next, event: null };
}

/** Time went by. Ask at least every few seconds for each tag that is there. */
export function quietTag(presence: Presence, nowMs: number, rules: SightingRules = usualRules): Told {
  if (nowMs - presence.lastHeardMs < rules.goneMs) return { presence, event: null };
  const { id, told } = presence;
  return {
    presence: null,
    event: { transmitterId: id, atMs: nowMs, reason: 'disappearance', rssiSignature: told },
  };
}
