import type { AlarmEntry, HeatDocument, HeatQuery, QueueEntry } from '../../src/console/wired-documents.ts';
import { ago } from './fixture-zones.ts';

const hourMs = 3_600_000;

/** An hour that grows towards its end, and ends at `last`. */
const grown = (last: number, noise: number): number[] =>
  Array.from({ length: 60 }, (_, minute) => {
    const wave = Math.sin(minute / 7 + noise) * 1.4 + Math.sin(minute / 2.3) * 0.7;
    return minute === 59 ? last : Math.max(0, Math.round(last * 0.25 + (last * 0.6 * minute) / 59 + wave));
  });

/** `zeroed`: of which counting has begun anew. */
export const fixtureQueues = (zeroed: ReadonlySet<string>): QueueEntry[] =>
  (
    [
      { id: 'tills', length: 9, state: 'alarmed', waitSeconds: 268, servedPerHour: 121, noise: 0 },
      { id: 'bakery-counter', length: 3, state: 'busy', waitSeconds: 94, servedPerHour: 115, noise: 2 },
      { id: 'deposit', length: 4, state: 'stuck', waitSeconds: null, servedPerHour: 0, noise: 4 },
    ] as const
  ).map(({ noise, ...queue }): QueueEntry => {
    const empty = zeroed.has(queue.id);
    return {
      ...queue,
      zone: { tills: 'checkout', 'bakery-counter': 'bakery', deposit: 'entrance' }[queue.id],
      ...(empty ? { length: 0, state: 'quiet' as const, waitSeconds: null } : {}),
      entered: 348,
      left: 348 - queue.length,
      lengths: grown(empty ? 0 : queue.length, noise),
      method: 'two-beams',
      confidence: queue.id === 'deposit' ? 0.4 : 0.9,
    };
  });

const alarm = (id: string, on: string, over: Partial<AlarmEntry>): AlarmEntry => ({
  id,
  state: 'quiet',
  severity: 'warning',
  text: id,
  zone: 'checkout',
  on,
  value: 0,
  raise: null,
  clear: null,
  since: null,
  acknowledgedBy: null,
  silencedUntil: null,
  actions: ['mesh'],
  raised: 0,
  method: 'two-beams',
  confidence: 0.9,
  ...over,
});

export const fixtureAlarms = (): AlarmEntry[] => [
  alarm('open-till', 'length of queue tills', {
    state: 'raised',
    text: 'Bitte Kasse 2 öffnen',
    value: 9,
    raise: 7,
    clear: 4,
    since: ago(74),
    actions: ['light till-lamp', 'display 500000000078', 'mesh'],
    raised: 3,
  }),
  alarm('long-wait', 'wait-seconds of queue tills', {
    state: 'pending',
    severity: 'urgent',
    text: 'Wartezeit über 4 Minuten',
    value: 268,
    raise: 240,
    clear: 120,
    since: ago(2),
  }),
  alarm('bakery-help', 'length of queue bakery-counter', {
    text: 'Zweite Kraft in die Bäckerei',
    zone: 'bakery',
    value: 3,
    raise: 6,
    clear: 3,
    raised: 1,
  }),
  alarm('crowd', 'occupancy of zone entrance', {
    state: 'off-hours',
    severity: 'info',
    text: 'Eingang ist voll',
    zone: 'entrance',
    raise: 40,
    clear: 30,
  }),
  alarm('assist-dairy', 'button assist-3', {
    state: 'escalated',
    severity: 'urgent',
    text: 'Hilfe an der Käsetheke',
    zone: 'dairy',
    value: null,
    since: ago(95),
    actions: ['light guide-b', 'mesh'],
    raised: 6,
    method: 'button',
    confidence: 1,
  }),
];

/** How a working day goes, 7 to 20 o'clock, per cent of the busiest hour. */
const day = [12, 28, 40, 55, 62, 58, 44, 41, 52, 74, 100, 88, 51, 20];
const zones = { entrance: 60, checkout: 42, dairy: 30, bakery: 24, produce: 21, wine: 8 };

/** Ninety days of a store that is closed at night and on Sundays. */
export function fixtureHeat({ zone, days }: HeatQuery): HeatDocument {
  const thisHour = Math.floor(Date.now() / hourMs) * hourMs;
  return {
    schemaVersion: 1,
    zones: Object.entries(zones)
      .filter(([id]) => zone === undefined || id === zone)
      .map(([id, most], row) => ({
        zone: id,
        hours: Array.from({ length: days * 24 }, (_, at) => thisHour - (days * 24 - at) * hourMs).flatMap(hour => {
          const when = new Date(hour);
          // The wine is looked at in the evening.
          const shape = day[when.getHours() - 7 - (id === 'wine' ? 2 : 0)] ?? 0;
          if (shape === 0 || when.getDay() === 0) return [];
          const week = when.getDay() === 6 ? 1.4 : when.getDay() === 5 ? 1.2 : 0.9;
          const entered = Math.round((most * shape * week) / 100 + ((when.getDate() * 7 + row * 3) % 5));
          return [
            {
              hour: when.toISOString(),
              entered,
              left: Math.max(0, entered - 1),
              peak: Math.ceil(entered / 4),
              visits: Math.ceil(entered / 3),
              dwellSeconds: 40 + row * 20,
              motionSeconds: Math.min(3_600, entered * 30),
              method: 'two-beams',
              confidence: 0.9,
            },
          ];
        }),
      })),
  };
}
