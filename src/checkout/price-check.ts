/*
 * Price checks on the sales floor: which display answers a scan, with what, and until when. Pure. What a display should
 * show is asked again at any time; nothing has to be taken back, so a check that a restart forgets is over, too.
 */

/** How long the answer stands. */
export const shownMs = 8_000;
/** Displays that answer at the same time at most; the check that ends first makes room. */
const mostChecks = 200;

/** A display where an answer can be read. */
export interface Screen {
  readonly label: string;
  readonly zone: string | null;
}

/** What stands there instead of its own content: a product, or that the shop does not know the code. */
export type CheckContent =
  | { readonly kind: 'product'; readonly sku: string }
  | { readonly kind: 'unknown'; readonly gtin: string | null };

export interface Check {
  readonly label: string;
  readonly content: CheckContent;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** All checks under way, by label. */
export type Checks = ReadonlyMap<string, Check>;

export const noChecks: Checks = new Map();

/** The screen that answers: the scanner's own, else the first of its zone by id, so the same each time. Null: none. */
export function answeringScreen(
  scanner: { readonly label: string | null; readonly zone: string | null },
  screens: readonly Screen[],
): Screen | null {
  if (scanner.label !== null) return screens.find(({ label }) => label === scanner.label) ?? null;
  if (scanner.zone === null) return null;
  const near = screens.filter(({ zone }) => zone === scanner.zone);
  return near.sort((a, b) => (a.label < b.label ? -1 : 1))[0] ?? null;
}

/** With this check added; it takes the place of an earlier one on the same screen. */
export function begin(checks: Checks, screen: Screen, content: CheckContent, nowMs: number): Checks {
  const check: Check = { label: screen.label, content, fromMs: nowMs, untilMs: nowMs + shownMs };
  const open = [...checks.values()].filter(one => one.label !== screen.label && holds(one, nowMs));
  open.sort((a, b) => b.untilMs - a.untilMs);
  return new Map([...open.slice(0, mostChecks - 1), check].map(one => [one.label, one]));
}

/** What stands there now instead of its own content; null: its own content. */
export function checkOn(checks: Checks, label: string, nowMs: number): Check | null {
  const check = checks.get(label);
  return check && holds(check, nowMs) ? check : null;
}

/** When the next screen goes back to its own content; null: none is away from it. To be asked again after each change. */
export function nextEndMs(checks: Checks, nowMs: number): number | null {
  const ends = [...checks.values()].filter(check => holds(check, nowMs)).map(({ untilMs }) => untilMs);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** A clock that was put back ends it as well: it would stand for too long. */
const holds = ({ fromMs, untilMs }: Check, nowMs: number): boolean => nowMs >= fromMs && nowMs < untilMs;
