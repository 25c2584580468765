/** How well one radio hears one label. */
interface Hearing {
  rssi: number;
  atMs: number;
}

/** Which radios hear a label, and how well; one per label. */
export type Reach = Map<string, Hearing>;

/** Weight of a new reading in the smoothed signal strength. */
const smoothing = 0.3;

/** Takes one reading in dBm into account. */
export function hear(reach: Reach, radio: string, rssi: number, atMs: number): void {
  const known = reach.get(radio);
  if (known) {
    known.rssi += smoothing * (rssi - known.rssi);
    known.atMs = atMs;
  } else {
    reach.set(radio, { rssi, atMs });
  }
}

/** What a failed connection says about the reading that promised it, in dB. */
const disappointmentDb = 12;

/** The radio could not reach the label after all: another one goes first until the readings have recovered. */
export function disappoint(reach: Reach, radio: string): void {
  const known = reach.get(radio);
  if (known) known.rssi -= disappointmentDb;
}

/** Signal within this many dB of the best radio's is good enough to take work off it. */
const nearBestDb = 8;

/**
 * The radios that may serve a label now, best first: those that heard it within `freshMs`, as long as they hear it about
 * as well as the best one.
 */
export function servers(reach: Reach, nowMs: number, freshMs: number): string[] {
  const fresh = [...reach].filter(([, hearing]) => nowMs - hearing.atMs <= freshMs);
  fresh.sort((a, b) => b[1].rssi - a[1].rssi);
  const best = fresh[0]?.[1].rssi ?? 0;
  return fresh.filter(([, hearing]) => hearing.rssi >= best - nearBestDb).map(([radio]) => radio);
}
