/** So many at once, and then so many per second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Clients remembered at once; the one that asked longest ago is forgotten first, when it has its full burst again or not. */
const maxClients = 2_000;

/**
 * Counts what each client asks for. Returns the seconds to wait, or null: it may go on.
 * @example const wait = limit('192.0.2.7', clock.monotonic()); if (wait !== null) return tooMany(wait)
 */
export function createRateLimit({ burst, perSecond }: Rate) {
  const clients = new Map<string, { left: number; atMs: number }>();
  return (client: string, nowMs: number): number | null => {
    const before = clients.get(client) ?? { left: burst, atMs: nowMs };
    const left = Math.min(burst, before.left + (Math.max(0, nowMs - before.atMs) / 1000) * perSecond);
    const allowed = left >= 1;
    clients.delete(client);
    clients.set(client, { left: allowed ? left - 1 : left, atMs: nowMs });
    if (clients.size > maxClients) clients.delete(clients.keys().next().value!);
    return allowed ? null : Math.ceil((1 - left) / perSecond);
  };
}
