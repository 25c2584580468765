/** What a page knows of its own well-being. Times are of its monotonic clock unless they say otherwise. */
export interface Health {
  readonly loadedMs: number;
  /** Since when it is visible without a break; null: it is not. */
  readonly visibleSinceMs: number | null;
  readonly lastFrameMs: number;
  /** Drawing failed. */
  readonly broken: boolean;
  /** The stream is there: prices come back at once after a reload. */
  readonly live: boolean;
  readonly dark: boolean;
  /** Something ends at this moment, so that nobody is interrupted. */
  readonly atAnEnd: boolean;
  /** When the page last loaded itself anew because something was wrong, by the page's wall clock; null: never. */
  readonly lastRescueWallMs: number | null;
}

export const frozenMs = 15_000;
const rescueEveryMs = 60_000;
const dayMs = 86_400_000;
/** So old a page is before the first dark minute serves to load it anew. */
const restedMs = dayMs / 2;

/** Whether the page should load itself anew, and why: as a `rescue`, at most once a minute, or for its daily `rest`. */
export function shouldReload(health: Health, nowMs: number, wallMs: number): 'rescue' | 'rest' | null {
  const { visibleSinceMs, lastFrameMs, lastRescueWallMs } = health;
  const frozen = visibleSinceMs !== null && nowMs - Math.max(visibleSinceMs, lastFrameMs) > frozenMs;
  const mayRescue = lastRescueWallMs === null || Math.abs(wallMs - lastRescueWallMs) >= rescueEveryMs;
  if ((frozen || health.broken) && mayRescue) return 'rescue';
  const ageMs = nowMs - health.loadedMs;
  const due = (health.dark && ageMs > restedMs) || (health.atAnEnd && ageMs > dayMs);
  return health.live && due ? 'rest' : null;
}
