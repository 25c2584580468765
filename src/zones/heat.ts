import type { Direction } from './ports.ts';

const hourMs = 3_600_000;
/** Visits of one hour and zone whose length is remembered; of more, the newest. */
const mostVisits = 512;
/** A median of few visits is chance: half as sure with four. */
const halfSureVisits = 4;
/** A motion sensor says that somebody is there, never how many. */
const motionConfidence = 0.5;

/** What an hour of the clock was like in a zone. */
export interface HeatHour {
  readonly zone: string;
  /** When it began, wall clock. */
  readonly hourMs: number;
  readonly entered: number;
  readonly left: number;
  /** Most people at once. */
  readonly peak: number;
  readonly visits: number;
  /** Median; null: no visit ended. */
  readonly dwellSeconds: number | null;
  readonly motionSeconds: number;
  /** How the figures came about, such as `two-beams+motion`. */
  readonly method: string;
  readonly confidence: number;
}

/** What is said of people in a zone, with how it came about. */
interface Told {
  readonly method: string;
  readonly confidence: number;
}

interface Hour {
  entered: number;
  left: number;
  peak: number;
  visits: number;
  seconds: number[];
  motionMs: number;
  readonly methods: Set<string>;
  confidence: number;
  weight: number;
}

interface Zone {
  beganMs: number;
  hour: Hour;
  moving: boolean;
  lastMs: number;
}

export interface HeatOptions {
  /** Of the configuration; others are left out. */
  readonly zones: readonly string[];
  readonly nowMs: number;
  /** Of the run before: hours that still run go on. */
  readonly state?: readonly HeatHour[];
}

/**
 * Adds up what each hour is like in each zone, until the hour is over. At most as many hours as there are zones are
 * held, and 512 visits of each. Times are wall clock, as people think of hours; a clock that is set back by less than an
 * hour goes on with the hour that runs, so that none is told twice.
 */
export function createHeat({ zones, nowMs, state = [] }: HeatOptions) {
  const known = new Map<string, Zone>();
  const startMs = hourOf(nowMs);
  for (const id of zones) {
    const before = state.find(one => one.zone === id && one.hourMs === startMs);
    known.set(id, { beganMs: startMs, hour: before ? resumed(before) : fresh(), moving: false, lastMs: nowMs });
  }
  const over: HeatHour[] = [];

  /** Ends the hours that are over by now, with the motion of each. */
  function pass(id: string, zone: Zone, atMs: number): void {
    const wasAhead = atMs < zone.beganMs - hourMs;
    const untilMs = wasAhead ? atMs : Math.max(zone.lastMs, atMs);
    const nextMs = zone.beganMs + hourMs;
    // A clock that was wrong by hours ends one hour, and does not fill the time between with nothing.
    if (untilMs >= nextMs || wasAhead) {
      move(zone, Math.min(untilMs, nextMs));
      if (!isEmpty(zone.hour)) over.push(told(id, zone));
      while (over.length > known.size * 2) over.shift();
      zone.hour = fresh();
      zone.beganMs = hourOf(untilMs);
      zone.lastMs = wasAhead ? untilMs : Math.max(nextMs, zone.beganMs);
    }
    move(zone, untilMs);
  }

  function on(id: string, atMs: number, work: (hour: Hour, zone: Zone) => void): void {
    const zone = known.get(id);
    if (!zone || !Number.isFinite(atMs)) return;
    pass(id, zone, atMs);
    work(zone.hour, zone);
  }

  return {
    crossed(zone: string, direction: Direction, atMs: number, by: Told): void {
      on(zone, atMs, hour => {
        if (direction === 'in') hour.entered += 1;
        else hour.left += 1;
        trust(hour, by);
      });
    },
    /** So many people are there now. */
    counted(zone: string, people: number, atMs: number, by: Told): void {
      on(zone, atMs, hour => {
        if (!(people > hour.peak)) return;
        hour.peak = Math.floor(people);
        trust(hour, by);
      });
    },
    /** Somebody moves, or nobody does any more. */
    motion(zone: string, moving: boolean, atMs: number): void {
      on(zone, atMs, (hour, one) => {
        one.moving = moving;
        if (moving) hour.methods.add('motion');
      });
    },
    /** A known tag has left after so long. */
    visited(zone: string, seconds: number, atMs: number, by: Told): void {
      if (!(seconds >= 0 && Number.isFinite(seconds))) return;
      on(zone, atMs, hour => {
        hour.visits += 1;
        hour.seconds.push(seconds);
        if (hour.seconds.length > mostVisits) hour.seconds.shift();
        hour.methods.add(by.method);
        const sure = hour.visits / (hour.visits + halfSureVisits);
        // Where lines count, they say how sure the hour is.
        if (hour.weight === 0) hour.confidence = by.confidence * sure;
      });
    },
    /** Hours that are over and were not taken yet, the oldest first; to be asked at least once an hour. */
    takeOver(atMs: number): HeatHour[] {
      for (const [id, zone] of known) pass(id, zone, atMs);
      return over.splice(0).sort((a, b) => a.hourMs - b.hourMs);
    },
    /** The hours that run, as far as they have come; to be kept now and then, and handed to the next run. */
    running(atMs: number): HeatHour[] {
      return [...known].flatMap(([id, zone]) => {
        pass(id, zone, atMs);
        return isEmpty(zone.hour) ? [] : [told(id, zone)];
      });
    },
  };
}

export type Heat = ReturnType<typeof createHeat>;

const hourOf = (atMs: number): number => Math.floor(atMs / hourMs) * hourMs;

function fresh(): Hour {
  return {
    entered: 0,
    left: 0,
    peak: 0,
    visits: 0,
    seconds: [],
    motionMs: 0,
    methods: new Set(),
    confidence: 0,
    weight: 0,
  };
}

/** Of the visits before a restart only the median is left; it stands for all of them. */
function resumed(before: HeatHour): Hour {
  const stood = before.dwellSeconds === null ? 0 : Math.min(mostVisits, before.visits);
  return {
    ...before,
    seconds: Array.from({ length: stood }, () => before.dwellSeconds ?? 0),
    motionMs: before.motionSeconds * 1_000,
    methods: new Set(before.method.split('+').filter(method => method !== '')),
    weight: before.entered + before.left,
  };
}

function isEmpty({ entered, left, peak, visits, motionMs }: Hour): boolean {
  return entered + left + peak + visits + motionMs === 0;
}

/** The time up to now counts as motion while somebody moves. */
function move(zone: Zone, untilMs: number): void {
  if (untilMs <= zone.lastMs) return;
  if (zone.moving) zone.hour.motionMs += untilMs - zone.lastMs;
  zone.lastMs = untilMs;
}

/** The mean over all that was said. */
function trust(hour: Hour, { method, confidence }: Told): void {
  hour.methods.add(method);
  hour.confidence = (hour.confidence * hour.weight + confidence) / (hour.weight + 1);
  hour.weight += 1;
}

function told(zone: string, { beganMs, hour }: Zone): HeatHour {
  const onlyMotion = hour.weight === 0 && hour.visits === 0;
  const confidence = onlyMotion ? motionConfidence : hour.confidence;
  return {
    zone,
    hourMs: beganMs,
    entered: hour.entered,
    left: hour.left,
    peak: hour.peak,
    visits: hour.visits,
    dwellSeconds: median(hour.seconds),
    motionSeconds: Math.min(hourMs / 1_000, Math.round(hour.motionMs / 1_000)),
    method: [...hour.methods].sort().join('+').slice(0, 80),
    confidence: Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100,
  };
}

function median(seconds: readonly number[]): number | null {
  if (seconds.length === 0) return null;
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const value = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return Math.round(value * 10) / 10;
}
