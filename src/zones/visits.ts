import { dwellConfidence, medianMethod } from './confidence.ts';

const hourSeconds = 3_600;
const minuteSeconds = 60;
/** Visits of the last hour that are remembered; of more the oldest go. */
const mostVisits = 1_024;
/** Hours that are told. */
const mostHours = 24;

/** A figure, how it came about, and how far it can be trusted. */
export interface Dwell {
  readonly visits: number;
  readonly medianSeconds: number | null;
  readonly method: string;
  readonly confidence: number;
}

/** One hour of the clock. */
export interface ZoneHour {
  readonly startsAtMs: number;
  readonly visits: number;
  /** How long tags were there, added up. */
  readonly tagSeconds: number;
  /** Most of them at one time. */
  readonly mostTags: number;
}

interface Visit {
  readonly endRound: number;
  readonly seconds: number;
  readonly confidence: number;
}

/** What went on in one zone: at most 1,024 visits, an hour of minutes, a day of hours. Rounds are seconds. */
export function createVisitLog() {
  const visits: Visit[] = [];
  /** Tag-seconds by minute, the oldest first. */
  const minutes = new Map<number, number>();
  const hours = new Map<number, { visits: number; tagSeconds: number; mostTags: number }>();

  function hourOf(round: number) {
    const hour = Math.floor(round / hourSeconds);
    let one = hours.get(hour);
    if (!one) {
      one = { visits: 0, tagSeconds: 0, mostTags: 0 };
      hours.set(hour, one);
      keepNewest(hours, mostHours);
    }
    return one;
  }

  return {
    /** `tags` were there for these seconds, up to the round. */
    stayed(round: number, tags: number, seconds: number): void {
      if (tags === 0) return;
      const minute = Math.floor(round / minuteSeconds);
      minutes.set(minute, (minutes.get(minute) ?? 0) + tags * seconds);
      keepNewest(minutes, hourSeconds / minuteSeconds + 1);
      const hour = hourOf(round);
      hour.tagSeconds += tags * seconds;
      hour.mostTags = Math.max(hour.mostTags, tags);
    },

    left(visit: Visit): void {
      visits.push(visit);
      if (visits.length > mostVisits) visits.shift();
      hourOf(visit.endRound).visits += 1;
    },

    /** Of the visits that ended in the hour before this round. */
    dwell(round: number): Dwell {
      const recent = visits.filter(({ endRound }) => endRound > round - hourSeconds && endRound <= round);
      const seconds = recent.map(visit => visit.seconds).sort((a, b) => a - b);
      const middle = seconds.length >> 1;
      const median = seconds.length % 2 === 1 ? seconds[middle]! : (seconds[middle - 1]! + seconds[middle]!) / 2;
      return {
        visits: recent.length,
        medianSeconds: recent.length === 0 ? null : median,
        method: medianMethod,
        confidence: dwellConfidence(recent.map(({ confidence }) => confidence)),
      };
    },

    /** How long tags were there in the last hour, added up. */
    tagSeconds(round: number): number {
      const since = Math.floor(round / minuteSeconds) - hourSeconds / minuteSeconds;
      let sum = 0;
      for (const [minute, seconds] of minutes) if (minute > since) sum += seconds;
      return sum;
    },

    /** The hours in which something happened, the oldest first. */
    hours: (): ZoneHour[] =>
      [...hours]
        .sort(([a], [b]) => a - b)
        .map(([hour, figures]) => ({ startsAtMs: hour * hourSeconds * 1_000, ...figures })),
  };
}

export type VisitLog = ReturnType<typeof createVisitLog>;

/** Drops the smallest keys. */
function keepNewest(byTime: Map<number, unknown>, most: number): void {
  while (byTime.size > most) byTime.delete(Math.min(...byTime.keys()));
}
