import type { AdvertisingDialect, HciCommand } from './hci-commands.ts';

/** One advertisement on air until it is replaced. */
export interface OnAir {
  /** Names it over all changes of what it says. */
  readonly id: string;
  /** A random address, static or non-resolvable: twelve lower-case hex digits. */
  readonly address: string;
  /** At most 31 bytes. */
  readonly data: Uint8Array;
  readonly intervalMs: number;
}

/** What the controller was told of a set; null: nothing yet. */
export interface HeldSet {
  readonly told: OnAir | null;
  readonly enabled: boolean;
}

export const emptySet: HeldSet = { told: null, enabled: false };

/**
 * Which set each advertisement takes: the one that has it already, or a free one. Those that find none are left out.
 * Index: the set; null: it stays silent.
 */
export function seatsFor(held: readonly HeldSet[], wanted: readonly OnAir[]): readonly (OnAir | null)[] {
  const byId = new Map(wanted.map(item => [item.id, item]));
  const seats = held.map(({ told, enabled }) => {
    const item = enabled && told !== null ? (byId.get(told.id) ?? null) : null;
    if (item !== null) byId.delete(item.id);
    return item;
  });
  const rest = byId.values();
  return seats.map(item => item ?? rest.next().value ?? null);
}

const sameData = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/**
 * The commands that bring a set from what it holds to `wanted`. What stays the same is not told again; only data may
 * change on air, as an address need not be taken up before the next enabling. A successor is enabled anew, so that it
 * is sent at once and not when its predecessor's interval is over.
 */
export function stepsFor(
  set: number,
  held: HeldSet,
  wanted: OnAir | null,
  dialect: AdvertisingDialect,
  powerDbm: number,
): readonly HciCommand[] {
  const { told, enabled } = held;
  if (wanted === null) return enabled ? [dialect.enable(set, false)] : [];
  const data = told === null || !sameData(told.data, wanted.data) ? [dialect.data(set, wanted.data)] : [];
  const sameInterval = told?.intervalMs === wanted.intervalMs;
  const sameAddress = told?.address === wanted.address;
  if (enabled && told?.id === wanted.id && sameInterval && sameAddress) return data;
  return [
    ...(enabled ? [dialect.enable(set, false)] : []),
    ...(sameInterval ? [] : [dialect.parameters(set, { intervalMs: wanted.intervalMs, powerDbm })]),
    ...(sameAddress ? [] : [dialect.address(set, wanted.address)]),
    ...data,
    dialect.enable(set, true),
  ];
}
