/** A wave: many labels that became due together, until all of them have settled. */
export interface Wave {
  readonly startedMs: number;
  readonly done: number;
  readonly total: number;
  /** Instants of the last completions, oldest first, for the estimate. */
  readonly recentMs: readonly number[];
}

const recentKept = 50;

/** One or more labels became due. Joins the wave under way. */
export function waveGrows(wave: Wave | null, labels: number, nowMs: number): Wave | null {
  if (labels === 0) return wave;
  if (!wave) return { startedMs: nowMs, done: 0, total: labels, recentMs: [] };
  return { ...wave, total: wave.total + labels };
}

/** One label settled: shown, refused or failed for good. The wave ends with the last one. */
export function waveSettles(wave: Wave | null, nowMs: number): Wave | null {
  if (!wave) return null;
  const done = wave.done + 1;
  if (done >= wave.total) return null;
  return { ...wave, done, recentMs: [...wave.recentMs, nowMs].slice(-recentKept) };
}

/** Seconds until the wave ends at its recent pace; null before there is a pace to go by. */
export function etaSeconds(wave: Wave, nowMs: number): number | null {
  const first = wave.recentMs[0];
  if (first === undefined || wave.recentMs.length < 3) return null;
  const perLabelMs = (nowMs - first) / wave.recentMs.length;
  return Math.round((perLabelMs * (wave.total - wave.done)) / 100) / 10;
}
