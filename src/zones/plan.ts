/** An aisle, or the bays of it from the first to the last. */
export interface PlannedPlace {
  readonly aisle: string;
  readonly bays?: readonly [number, number] | undefined;
}

/** What is known of a zone in advance, as the configuration has it. */
export interface PlannedZone {
  readonly id: string;
  /** Gateways, or single radios of one: `gw-01/1`. */
  readonly receivers: readonly string[];
  readonly places: readonly PlannedPlace[];
}

/** Which zone is where. It does not depend on the order of the configuration, so that all gateways read the same of it. */
export interface Plan {
  readonly zones: readonly string[];
  /** The zone of a shelf; the one that says fewest bays of it where there are several. */
  zoneOfPlace(place: { readonly aisle: string; readonly bay: number }): string | null;
  /** The zone that a radio stands for: what is said of the radio itself goes before what is said of its gateway. */
  zoneOfReceiver(receiver: string): string | null;
  /** Zones that have a radio of this gateway. */
  zonesOfGateway(gateway: string): readonly string[];
  /** Gateways that have a radio in this zone. */
  gatewaysOfZone(zone: string): readonly string[];
  /** Radios that several zones claim; the first of these zones by id has them. */
  readonly contested: readonly { readonly receiver: string; readonly zones: readonly string[] }[];
}

/** `gw-01` of `gw-01/1` and of `gw-01`. */
export const gatewayOf = (receiver: string): string => receiver.split('/', 1)[0]!;

/** Makes the plan of a store; zones without a receiver or place are part of it, and nothing is ever in them. */
export function createPlan(zones: readonly PlannedZone[]): Plan {
  const sorted = [...zones].sort((a, b) => (a.id < b.id ? -1 : 1));
  const claimants = groups(sorted.flatMap(({ id, receivers }) => receivers.map(receiver => [receiver, id] as const)));
  const ofGateway = groups([...claimants].map(([receiver, [first]]) => [gatewayOf(receiver), first!] as const));
  const ofZone = groups([...claimants].map(([receiver, [first]]) => [first!, gatewayOf(receiver)] as const));
  const shelves = groups(
    sorted.flatMap(({ id, places }) => places.map(({ aisle, bays }) => [aisle, { zone: id, ...span(bays) }] as const)),
  );

  return {
    zones: sorted.map(({ id }) => id),
    zoneOfPlace({ aisle, bay }) {
      const there = (shelves.get(aisle) ?? []).filter(({ first, last }) => bay >= first && bay <= last);
      return there.sort((a, b) => a.last - a.first - (b.last - b.first))[0]?.zone ?? null;
    },
    zoneOfReceiver: receiver => (claimants.get(receiver) ?? claimants.get(gatewayOf(receiver)))?.[0] ?? null,
    zonesOfGateway: gateway => ofGateway.get(gateway) ?? [],
    gatewaysOfZone: zone => ofZone.get(zone) ?? [],
    contested: [...claimants]
      .filter(([, claiming]) => claiming.length > 1)
      .map(([receiver, claiming]) => ({ receiver, zones: claiming })),
  };
}

/** A whole aisle is wider than any bays of one. */
const wholeAisle = { first: 0, last: Number.MAX_SAFE_INTEGER };

function span(bays: PlannedPlace['bays']): { readonly first: number; readonly last: number } {
  return bays ? { first: Math.min(...bays), last: Math.max(...bays) } : wholeAisle;
}

/** Values by key, each once and in order. */
function groups<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const values = grouped.get(key);
    if (!values) grouped.set(key, [value]);
    else if (!values.includes(value)) values.push(value);
  }
  return grouped;
}
