import type { HeatDocument } from '../wired-documents.ts';

export const heatMeasures = ['entered', 'peak', 'dwell', 'motion'] as const;
/** What of an hour is looked at: people that came, most at once, seconds that they stayed, seconds of motion. */
export type HeatMeasure = (typeof heatMeasures)[number];
type Hour = HeatDocument['zones'][number]['hours'][number];

/** An hour of the day in a zone. */
export interface HeatCell {
  /** 0 to 23, by the clock of whoever looks. */
  readonly hour: number;
  /** Of a day; null: nothing is known. */
  readonly mean: number | null;
  /** Against the most of all zones, 0 to 4. */
  readonly step: number;
  /** At least four fifths of the most of this zone. */
  readonly peak: boolean;
}

export interface HeatRow {
  readonly zone: string;
  readonly cells: readonly HeatCell[];
  /** Days of which at least an hour is known. */
  readonly days: number;
  /** People that came in on a day. */
  readonly enteredPerDay: number;
  /** Median stay, the mean of the hours that have one, seconds. */
  readonly dwellSeconds: number | null;
  /** Mean of its hours. */
  readonly confidence: number;
}

const figureOf: Record<HeatMeasure, (hour: Hour) => number | null> = {
  entered: hour => hour.entered,
  peak: hour => hour.peak,
  dwell: hour => hour.dwellSeconds,
  motion: hour => hour.motionSeconds,
};

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Zones by the hours of the day, from the first to the last of which anything is known. An hour that is missing between
 * others of its day counts as one in which nobody came, as long as it lies in the time that is known at all; how long
 * people stayed then is not known.
 */
export function heatGrid(zones: HeatDocument['zones'], measure: HeatMeasure): readonly HeatRow[] {
  const instants = zones.flatMap(({ hours }) => hours.map(({ hour }) => Date.parse(hour)));
  const [from, until] = instants.reduce(
    ([least, most], at) => [Math.min(least, at), Math.max(most, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const rows = zones.map(({ zone, hours }) => {
    const byHour = Array.from({ length: 24 }, (): number[] => []);
    const days = new Set<string>();
    for (const hour of hours) {
      const when = new Date(hour.hour);
      days.add(when.toDateString());
      const value = figureOf[measure](hour);
      if (value !== null) byHour[when.getHours()]!.push(value);
    }
    const daysWith = (hour: number) =>
      [...days].filter(day => {
        const at = new Date(day).setHours(hour);
        return at >= from && at <= until;
      }).length;
    const means = byHour.map((values, hour) => {
      if (values.length === 0) return null;
      const over = measure === 'dwell' ? values.length : daysWith(hour);
      return values.reduce((sum, value) => sum + value, 0) / over;
    });
    const stays = hours.flatMap(({ dwellSeconds }) => (dwellSeconds === null ? [] : [dwellSeconds]));
    return {
      zone,
      means,
      days: days.size,
      enteredPerDay: hours.reduce((sum, { entered }) => sum + entered, 0) / Math.max(1, days.size),
      dwellSeconds: mean(stays),
      confidence: mean(hours.map(({ confidence }) => confidence)) ?? 0,
    };
  });
  const known = (hour: number) => rows.some(({ means }) => (means[hour] ?? 0) > 0);
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const first = hours.find(known);
  const last = hours.findLast(known);
  const most = Math.max(0, ...rows.flatMap(({ means }) => means.map(value => value ?? 0)));
  return rows.map(({ means, ...row }) => {
    const own = Math.max(0, ...means.map(value => value ?? 0));
    return {
      ...row,
      cells: hours
        .filter(hour => first !== undefined && hour >= first && hour <= last!)
        .map(hour => {
          const value = means[hour] ?? null;
          return {
            hour,
            mean: value,
            step: value === null || value === 0 ? 0 : Math.max(1, Math.ceil((value / most) * 4 - 1e-9)),
            peak: value !== null && value > 0 && value >= own * 0.8,
          };
        }),
    };
  });
}

/** Peak times as stretches of hours, such as `11–13, 17–18`: from the beginning of the first to the end of the last. */
export function peakTimes(cells: readonly HeatCell[]): string {
  const stretches: [from: number, until: number][] = [];
  for (const { hour, peak } of cells) {
    if (!peak) continue;
    const last = stretches.at(-1);
    if (last && last[1] === hour) last[1] = hour + 1;
    else stretches.push([hour, hour + 1]);
  }
  return stretches.map(([from, until]) => `${from}–${until}`).join(', ');
}
