import type { Tries } from './ports.ts';

/** When too many codes were wrong. */
export interface TryLimits {
  /** Wrong codes before it has to wait. */
  readonly tries: number;
  /** The first wait; each further one in a row is twice as long, up to {@link longestLockMs}. */
  readonly lockMs: number;
  /** Wrong codes are counted together for so long. */
  readonly windowMs: number;
}

const mostDoublings = 6;

/** 64 times the first: three tries an hour at the default of a minute, so ten thousand codes take five months. */
export const longestLockMs = (lockMs: number): number => lockMs * 2 ** mostDoublings;

const noTries: Tries = { wrong: 0, sinceMs: 0, locks: 0, lastAtMs: 0, lockedUntilMs: 0 };

/** How long it has to wait still, in ms; 0: not at all. A lock beyond the longest comes from a clock that was put back. */
export function waitMs(tries: Tries | null, nowMs: number, { lockMs }: TryLimits): number {
  const left = tries === null ? 0 : tries.lockedUntilMs - nowMs;
  return left > 0 && left <= longestLockMs(lockMs) ? left : 0;
}

/** After a wrong code. Locks in a row are forgotten when twice the longest of them has passed without a wrong code. */
export function afterWrong(before: Tries | null, nowMs: number, limits: TryLimits): Tries {
  const quietMs = nowMs - (before?.lastAtMs ?? 0);
  const known = before !== null && quietMs >= 0 && quietMs < 2 * longestLockMs(limits.lockMs) ? before : noTries;
  const inWindow = known.wrong > 0 && nowMs - known.sinceMs < limits.windowMs;
  const wrong = inWindow ? known.wrong + 1 : 1;
  const sinceMs = inWindow ? known.sinceMs : nowMs;
  if (wrong < limits.tries) return { ...known, wrong, sinceMs, lastAtMs: nowMs };
  const lockedUntilMs = nowMs + limits.lockMs * 2 ** Math.min(known.locks, mostDoublings);
  return { wrong: 0, sinceMs: nowMs, locks: known.locks + 1, lastAtMs: nowMs, lockedUntilMs };
}

/** After a code that was redeemed: what was mistyped before it is forgotten, locks are not. */
export function afterRight(before: Tries): Tries {
  return { ...before, wrong: 0 };
}
