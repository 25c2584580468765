import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultDay, floorM } from '../../../emulator/people/default-day.ts';
import { peopleScriptSchema, readPeopleScript } from '../../../emulator/people/script.ts';
import { createWalk, isWithin } from '../../../emulator/people/walk.ts';

const ibeacon = { uuid: 'e2c56db5dffb48d2b060d0f5a71096e0', major: 1, minor: 2 };
const areas = { left: { x: 0, y: 0, width: 2, height: 1 }, right: { x: 8, y: 0, width: 2, height: 1 } };

function walkOf(walker: object, seed = 1) {
  const script = peopleScriptSchema.parse({ areas, walkers: [{ kind: 'trolley', name: 'cart', ibeacon, ...walker }] });
  return createWalk(script.walkers[0]!, script.areas, seed);
}
const there = { x: 0, y: 1 };
const back = { x: 10, y: 1 };

describe('a walk', () => {
  it('goes in straight lines at its speed, pauses, and returns', () => {
    const walk = walkOf({ path: [{ ...there, pauseSeconds: 5 }, back], speedMps: 2, startSeconds: 10 });
    expect(walk.lapMs).toBe(15_000);
    expect(walk.spotAt(9_999)).toBeNull();
    expect(walk.spotAt(10_000)).toEqual({ xM: 0, yM: 1 });
    expect(walk.spotAt(14_999)).toEqual({ xM: 0, yM: 1 });
    expect(walk.spotAt(17_500)).toEqual({ xM: 5, yM: 1 });
    expect(walk.spotAt(20_000)).toEqual({ xM: 10, yM: 1 });
    expect(walk.spotAt(22_500)).toEqual({ xM: 5, yM: 1 });
    expect(walk.spotAt(25_000)).toEqual({ xM: 0, yM: 1 });
    expect(walk.spotAt(15_000 * 1_000 + 17_500)).toEqual({ xM: 5, yM: 1 });
  });

  it('leaves after its last stop, once or between two laps', () => {
    const once = walkOf({ path: [there, back], speedMps: 1, repeat: false });
    expect(once.spotAt(9_999)?.xM).toBeCloseTo(9.999);
    expect(once.spotAt(10_000)).toBeNull();
    const again = walkOf({ path: [there, back], speedMps: 1, awaySeconds: 20 });
    expect(again.spotAt(10_000)).toBeNull();
    expect(again.spotAt(29_999)).toBeNull();
    expect(again.spotAt(30_000)).toEqual({ xM: 0, yM: 1 });
  });

  it('of one stop stands there for good', () => {
    expect(walkOf({ path: [there] }).spotAt(86_400_000)).toEqual({ xM: 0, yM: 1 });
    expect(walkOf({ path: [there, there] }).spotAt(1_000)).toEqual({ xM: 0, yM: 1 });
  });

  it('follows from the seed where the script leaves it open, and lies within the area', () => {
    const path = [{ area: 'left', pauseSeconds: [10, 20] }, { area: 'right' }];
    fc.assert(
      fc.property(fc.nat(), seed => {
        const [one, same] = [walkOf({ path }, seed), walkOf({ path }, seed)];
        expect(one.spotAt(5_000)).toEqual(same.spotAt(5_000));
        expect(one.lapMs).toBe(same.lapMs);
        expect(isWithin(one.spotAt(5_000)!, areas.left)).toBe(true);
      }),
    );
    expect(walkOf({ path }, 1).spotAt(0)).not.toEqual(walkOf({ path }, 2).spotAt(0));
  });

  it('never jumps, and is the same in whatever order it is asked for', () => {
    const walk = walkOf({ path: [{ area: 'left', pauseSeconds: 3 }, { area: 'right' }, back], speedMps: 1.5 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), ms => {
        const [a, b] = [walk.spotAt(ms)!, walk.spotAt(ms + 100)!];
        expect(Math.hypot(a.xM - b.xM, a.yM - b.yM)).toBeLessThanOrEqual(0.15 + 1e-6);
        expect(walk.spotAt(ms)).toEqual(a);
      }),
    );
  });
});

describe('a script', () => {
  it('is read from YAML, its defaults filled in', () => {
    const read = readPeopleScript(`
areas:
  door: {x: 0, y: 0, width: 1, height: 1}
walkers:
  - {kind: phones, name: crowd, count: 3, path: [{area: door}]}
  - {kind: staff, name: anna, eid: {}, path: [{x: 1, y: 1}]}
`);
    expect(read).toMatchObject({
      ok: true,
      script: {
        walkers: [
          { kind: 'phones', count: 3, speedMps: 0.8, repeat: true },
          { kind: 'staff', eid: { exponent: 9 } },
        ],
      },
    });
  });

  it.each([
    ['walkers: [{kind: phones, name: a, path: [{area: moon}]}]', 'walkers.0.path.0.area: there is no area moon'],
    ['walkers: [{kind: phones, name: a, path: []}]', 'walkers.0.path: '],
    ['walkers: [{kind: phones, name: a, path: [{x: 1}]}]', 'walkers.0.path.0: x and y, or an area'],
    ['walkers: [{kind: staff, name: a, path: [{x: 1, y: 1}]}]', 'walkers.0: ibeacon or eid'],
    ['walkers: [{kind: cat, name: a, path: [{x: 1, y: 1}]}]', 'walkers.0.kind: '],
    ['walkers: [{kind: phones, name: a, speed: 3, path: [{x: 1, y: 1}]}]', 'walkers.0: '],
    [
      'walkers: [{kind: phones, name: a, path: [{x: 1, y: 1}]}, {kind: phones, name: a, path: [{x: 1, y: 1}]}]',
      'walkers.1.name: a is named twice',
    ],
    ['walkers: [', ''],
    ['- 1', ''],
    ['', ''],
  ])('says what is wrong with %s', (text, problem) => {
    const read = readPeopleScript(text);
    if (read.ok) throw new Error('was taken');
    expect(read.problems.join('\n')).toContain(problem);
    expect(read.problems.length).toBeGreaterThan(0);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), text => typeof readPeopleScript(text).ok === 'boolean'));
  });
});

describe('the ordinary day', () => {
  it('has as many people as it is told, staff, trolleys and sensors, all of them on the floor', () => {
    const kinds = defaultDay(12).walkers.map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter(one => one === kind).length;
    expect([count('phones'), count('staff'), count('trolley'), count('sensor')]).toEqual([1, 2, 3, 2]);
    expect(defaultDay(0).walkers.some(({ kind }) => kind === 'phones')).toBe(false);
    const { walkers, areas: rooms } = defaultDay(12);
    const floor = { x: 0, y: 0, width: floorM.length, height: floorM.depth };
    for (const walker of walkers) {
      for (let seed = 0; seed < 20; seed++) {
        const spot = createWalk(walker, rooms, seed).spotAt(200_000 + seed * 7_000);
        if (spot) expect(isWithin(spot, floor)).toBe(true);
      }
    }
  });
});
