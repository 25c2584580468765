import type { Config } from '../../config/schema.ts';
import type { Telling } from '../../mesh/telling.ts';
import { createHeat, type HeatHour } from '../../zones/heat.ts';
import { createLineCounter, type LineCounter, type LineFigures } from '../../zones/line-counter.ts';
import { createOccupancy, type Occupancy, type OccupancyState } from '../../zones/occupancy.ts';
import type { BeamEvent, Crossing } from '../../zones/ports.ts';
import { createQueue, type Queue, type QueueFigure, type QueueState } from '../../zones/queue.ts';
import type { Inventory } from './inventory.ts';

/** What outlives a restart. */
export interface CrowdsState {
  readonly atMs: number;
  readonly queues: Readonly<Record<string, QueueState>>;
  readonly zones: Readonly<Record<string, OccupancyState>>;
  readonly hours: readonly HeatHour[];
}

/** A figure that alarms may look at. */
export type CrowdFigure = (
  | { readonly queue: string; readonly figure: 'length' | 'wait-seconds' }
  | { readonly zone: string; readonly figure: 'occupancy' }
) & { readonly value: number | null; readonly method: string; readonly confidence: number };

export interface CrowdsOptions {
  readonly config: Pick<Config, 'queues' | 'zones'>;
  readonly inventory: Inventory;
  readonly state: CrowdsState | null;
  readonly hours: {
    put(hour: HeatHour): void;
    /** Whether anything is stored of this hour. */
    has(hour: HeatHour): boolean;
    drop(beforeMs: number): void;
  };
  /** Whether the clock may be believed, so that what is too old can go; absent: always. */
  readonly clockTrusted?: () => boolean;
  readonly keptMs: number;
  readonly crossed: (line: string, crossing: Crossing) => void;
  readonly figure: (figure: CrowdFigure) => void;
  readonly tell: (telling: Telling) => void;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
}

/** Old hours are dropped this often. */
const dropEveryMs = 3_600_000;
const hourMs = 3_600_000;
/** Hours that wait for a disk that takes nothing; beyond, the oldest are lost. */
const mostUnstored = 1_000;

/** From beams that are broken to who is where, how long queues are, and what each hour was like. */
export function createCrowds(options: CrowdsOptions) {
  const { config, inventory, state, nowMs, monotonicMs, tell } = options;
  const awayMs = state === null ? null : Math.max(0, nowMs() - state.atMs);
  const began = { nowMs: monotonicMs(), awayMs };
  const lines = new Map(inventory.of('line').map(({ id }) => [id, createLineCounter()]));
  const queues = new Map(
    config.queues.map(({ id, entry, exit }): [string, Queue] => {
      const before = state?.queues[id];
      return [id, createQueue({ entry, exit, ...began, ...(before ? { state: before } : {}) })];
    }),
  );
  const zonesWithLines = new Set(inventory.of('line').flatMap(({ zone }) => zone ?? []));
  const zones = new Map(
    [...zonesWithLines].map((zone): [string, Occupancy] => {
      const before = state?.zones[zone];
      return [zone, createOccupancy({ ...began, ...(before ? { state: before } : {}) })];
    }),
  );
  const heat = createHeat({
    zones: config.zones.map(({ id }) => id),
    nowMs: nowMs(),
    ...(state ? { state: state.hours } : {}),
  });
  const told = new Map<string, string>();
  /** Figures as they were said last. */
  const said = new Map<string, string>();
  /** Motion sensors that see somebody, by zone. */
  const moving = new Map<string, Set<string>>();
  // Hours that ran when the agent stopped, and are over: unless they were stored since, and then more of them.
  let unstored = (state?.hours ?? []).filter(hour => hour.hourMs + hourMs <= nowMs() && !options.hours.has(hour));
  let droppedMs = Number.NEGATIVE_INFINITY;

  function cross(line: string, crossings: readonly Crossing[]): void {
    for (const crossing of crossings) {
      options.crossed(line, crossing);
      for (const queue of queues.values()) queue.crossed(line, crossing);
      const zone = inventory.zoneOf(line);
      const occupancy = zone === null ? undefined : zones.get(zone);
      if (zone === null || !occupancy) continue;
      occupancy.crossed(crossing);
      heat.crossed(zone, crossing.direction, nowMs(), { method: 'two-beams', confidence: crossing.confidence });
      const { inside, method, confidence } = occupancy.figure(monotonicMs());
      heat.counted(zone, inside, nowMs(), { method, confidence });
    }
    if (crossings.length > 0) look();
  }

  function say(figure: CrowdFigure): void {
    const of = 'queue' in figure ? `queue ${figure.queue}` : `zone ${figure.zone}`;
    const key = `${of} ${figure.figure}`;
    const news = JSON.stringify([figure.value, figure.method, figure.confidence]);
    if (said.get(key) === news) return;
    said.set(key, news);
    options.figure(figure);
  }

  /** What is taken over here is in no other place until it is stored. */
  function endHours(): void {
    unstored = [...unstored, ...heat.takeOver(nowMs())].slice(-mostUnstored);
  }

  /** Says every figure that is another one than before. */
  function look(): void {
    const atMs = monotonicMs();
    for (const [id, queue] of queues) {
      const figure = queue.figure(atMs);
      say({
        queue: id,
        figure: 'length',
        value: figure.length,
        method: figure.method,
        confidence: figure.confidence,
      });
      say({
        queue: id,
        figure: 'wait-seconds',
        value: figure.waitSeconds,
        method: figure.waitMethod,
        confidence: figure.waitConfidence,
      });
      tellQueue(id, figure);
    }
    for (const [zone, occupancy] of zones) {
      const { inside, method, confidence } = occupancy.figure(atMs);
      say({ zone, figure: 'occupancy', value: inside, method, confidence });
    }
  }

  function tellQueue(id: string, { length, waitSeconds, servedPerHour, method, confidence }: QueueFigure): void {
    const { zone } = config.queues.find(queue => queue.id === id)!;
    const news = JSON.stringify([length, waitSeconds, servedPerHour]);
    if (told.get(id) === news) return;
    told.set(id, news);
    const at = new Date(nowMs()).toISOString();
    tell({
      about: 'queue',
      id: zone,
      data: { zone, queue: id, at, length, waitSeconds, servedPerHour, method, confidence },
    });
  }

  return {
    beam: (line: string, event: BeamEvent): void => cross(line, lines.get(line)?.beam(event) ?? []),
    /** As if somebody had crossed it. */
    simulate: (line: string, direction: Crossing['direction']): void =>
      cross(line, [{ direction, atMs: monotonicMs(), confidence: 0 }]),
    /** In a zone somebody moves as long as any of its sensors says so. */
    motion(sensor: string, active: boolean): void {
      const zone = inventory.zoneOf(sensor);
      if (zone === null) return;
      const seeing = moving.get(zone) ?? new Set<string>();
      moving.set(zone, seeing);
      if (active) seeing.add(sensor);
      else seeing.delete(sensor);
      heat.motion(zone, seeing.size > 0, nowMs());
    },
    /** A tag that is known by name has left. */
    visited: (zone: string, seconds: number, by: { readonly method: string; readonly confidence: number }): void =>
      heat.visited(zone, seconds, nowMs(), by),
    /** Time goes by: settles lines, ends hours. To be asked several times a second; returns when next. */
    pass(): void {
      const atMs = monotonicMs();
      for (const [id, line] of lines) {
        cross(id, line.settle(atMs));
        const blocked = line.figures(atMs).state === 'blocked';
        for (const queue of queues.values()) queue.setBlocked(id, blocked);
      }
      for (const queue of queues.values()) queue.rest(atMs);
      for (const occupancy of zones.values()) occupancy.rest(atMs);
      look();
    },
    /** Ends the hours that are over; throws when the disk takes nothing. */
    hours(): void {
      endHours();
      for (let hour = unstored[0]; hour; hour = unstored[0]) {
        options.hours.put(hour);
        unstored.shift();
        const { zone, hourMs: beganMs, ...figures } = hour;
        tell({ about: 'heat', id: zone, data: { zone, hour: new Date(beganMs).toISOString(), ...figures } });
      }
      if (monotonicMs() - droppedMs < dropEveryMs || options.clockTrusted?.() === false) return;
      droppedMs = monotonicMs();
      options.hours.drop(nowMs() - options.keptMs);
    },
    running: (): HeatHour[] => heat.running(nowMs()),
    queue: (id: string): QueueFigure | null => queues.get(id)?.figure(monotonicMs()) ?? null,
    line: (id: string): LineFigures | null =>
      (lines.get(id) as LineCounter | undefined)?.figures(monotonicMs()) ?? null,
    inside: (zone: string) => zones.get(zone)?.figure(monotonicMs()) ?? null,
    /** Nobody is in this queue or zone, or behind this line. False: there is none. */
    zero(id: string): boolean {
      const atMs = monotonicMs();
      const line = lines.has(id) ? inventory.zoneOf(id) : null;
      const counted = [queues.get(id), zones.get(line ?? id)].filter(one => one !== undefined);
      for (const one of counted) one.zero(atMs);
      if (counted.length > 0) look();
      return counted.length > 0;
    },
    state(): CrowdsState {
      endHours();
      const atMs = monotonicMs();
      return {
        atMs: nowMs(),
        queues: Object.fromEntries([...queues].map(([id, queue]) => [id, queue.state(atMs)])),
        zones: Object.fromEntries([...zones].map(([id, zone]) => [id, zone.state(atMs)])),
        hours: [...unstored, ...heat.running(nowMs())],
      };
    },
  };
}
export type Crowds = ReturnType<typeof createCrowds>;
