/** What a light should do. */
export type LightPattern = 'off' | 'on' | 'blink' | 'flash';

export interface LightWish {
  readonly pattern: LightPattern;
  /** Monotonic milliseconds; blinking begins lit. */
  readonly sinceMs: number;
  /** From then on it is off; null: until something else is wished. */
  readonly untilMs: number | null;
}

/** Lit and dark times: a steady blink that is seen from afar, and a flash that is seen when one stands before it. */
const rhythms = { blink: { litMs: 500, darkMs: 500 }, flash: { litMs: 100, darkMs: 150 } } as const;

/** Whether the light is lit at an instant, and when that changes next; null: never. */
export function lightAt(wish: LightWish, nowMs: number): { readonly lit: boolean; readonly changesMs: number | null } {
  const { pattern, sinceMs, untilMs } = wish;
  if (pattern === 'off' || (untilMs !== null && nowMs >= untilMs)) return { lit: false, changesMs: null };
  if (pattern === 'on') return { lit: true, changesMs: untilMs };
  const { litMs, darkMs } = rhythms[pattern];
  const periodMs = litMs + darkMs;
  const inPeriodMs = Math.max(0, nowMs - sinceMs) % periodMs;
  const lit = inPeriodMs < litMs;
  const nextMs = nowMs + (lit ? litMs : periodMs) - inPeriodMs;
  return { lit, changesMs: untilMs === null ? nextMs : Math.min(nextMs, untilMs) };
}
