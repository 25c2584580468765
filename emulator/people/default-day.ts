import { type PeopleScript, type PeopleScriptInput, peopleScriptSchema } from './script.ts';

type WalkerInput = PeopleScriptInput['walkers'][number];

/** Length of the floor along the shelves, and its depth, metres. */
export const floorM = { length: 15, depth: 2.6 } as const;

/** The chain's; trolleys and staff are told apart by major and minor. */
const tagUuid = '6d7a41e0a5c14f0c8b8f4a1e0c420001';

const areas = {
  entrance: { x: 0, y: 0.4, width: 1.5, height: 2 },
  fresh: { x: 1, y: 0.4, width: 5, height: 2 },
  middle: { x: 5, y: 0.4, width: 5, height: 2 },
  snacks: { x: 9.5, y: 0.4, width: 5, height: 2 },
} as const;

const through = [
  { area: 'entrance' },
  { area: 'fresh', pauseSeconds: [5, 60] },
  { area: 'middle', pauseSeconds: [5, 60] },
  { area: 'snacks', pauseSeconds: [5, 60] },
  { area: 'middle', pauseSeconds: [2, 20] },
] satisfies WalkerInput['path'];

const trolley = (minor: number, walk: Pick<WalkerInput, 'path' | 'startSeconds'>) =>
  ({
    kind: 'trolley',
    name: `trolley-${minor}`,
    ibeacon: { uuid: tagUuid, major: 2, minor },
    speedMps: 0.6,
    ...walk,
  }) as const;

/** What is done with sensors and tills; of use in a wired shop only. Every three minutes the queue grows too long. */
const usage = {
  acts: [
    { act: 'pick', shelf: 'shelf-cell', pieces: 1, startSeconds: 20, everySeconds: [20, 50] },
    { act: 'pick', shelf: 'shelf-cell', pieces: -8, startSeconds: 290, everySeconds: 290 },
    { act: 'bump', shelf: 'shelf-cell', startSeconds: 35, everySeconds: [40, 90] },
    { act: 'move', sensor: 'aisle-motion', forSeconds: 6, startSeconds: 5, everySeconds: [12, 40] },
    { act: 'press', button: 'price-check', startSeconds: 50, everySeconds: [60, 120] },
    { act: 'press', button: 'kasse', startSeconds: 90, everySeconds: [150, 240] },
    { act: 'weigh', scale: 'fruit-scale', kg: [0.2, 2.4], startSeconds: 12, everySeconds: [20, 45] },
  ],
  queues: [
    {
      name: 'till-1',
      entry: 'till-in',
      exit: 'till-out',
      startSeconds: 5,
      arriveSeconds: [14, 26],
      serveSeconds: [5, 10],
      turnBackShare: 0.08,
      rush: { firstSeconds: 30, everySeconds: 180, forSeconds: 50, arriveSeconds: [2.5, 4] },
    },
  ],
} satisfies Pick<PeopleScriptInput, 'acts' | 'queues'>;

/** An ordinary day in the emulated shop: people who come and go, and what belongs to the shop. */
export function defaultDay(phones: number): PeopleScript {
  const crowd: WalkerInput = {
    kind: 'phones',
    name: 'phone',
    count: phones,
    path: through,
    speedMps: 0.7,
    startSeconds: [0, 40],
    awaySeconds: 45,
  };
  const day: PeopleScriptInput = {
    areas,
    ...usage,
    walkers: [
      ...(phones > 0 ? [crowd] : []),
      {
        kind: 'staff',
        name: 'anna',
        ibeacon: { uuid: tagUuid, major: 1, minor: 1 },
        path: [
          { area: 'fresh', pauseSeconds: 60 },
          { area: 'middle', pauseSeconds: 40 },
          { area: 'snacks', pauseSeconds: 90 },
        ],
      },
      {
        kind: 'staff',
        name: 'ben',
        eid: { exponent: 9 },
        path: [
          { area: 'snacks', pauseSeconds: 120 },
          { area: 'entrance', pauseSeconds: 30 },
        ],
      },
      trolley(1, { path: through }),
      trolley(2, { path: [...through].reverse(), startSeconds: 20 }),
      trolley(3, { path: [{ area: 'entrance' }] }),
      {
        kind: 'sensor',
        name: 'freezer',
        encrypted: true,
        measures: { what: 'temperature', celsius: -18, swing: 0.8 },
        path: [{ x: 14, y: 0.4 }],
      },
      {
        kind: 'sensor',
        name: 'call-button',
        measures: { what: 'button', everySeconds: 45 },
        path: [{ area: 'fresh' }],
      },
    ],
  };
  return peopleScriptSchema.parse(day);
}
