import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../../emulator/clock.ts';
import { type Crossing, createBeamLine, crossingEdges } from '../../../emulator/firmata/beams.ts';
import { createBoard } from '../../../emulator/firmata/board.ts';
import { createButton } from '../../../emulator/firmata/gestures.ts';
import { createLoadCell } from '../../../emulator/firmata/load-cell.ts';
import { startActs, strangersIn } from '../../../emulator/people/acts.ts';
import { defaultDay } from '../../../emulator/people/default-day.ts';
import { type PeopleScriptInput, peopleScriptSchema, readPeopleScript } from '../../../emulator/people/script.ts';
import type { Stage } from '../../../emulator/people/stage.ts';
import { seededRandom } from '../../../emulator/random.ts';

/** Lets what was promised go on before time does. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

/** A stage that notes what happens on it, and when. */
function rehearsal(script: Partial<PeopleScriptInput>, seed = 1) {
  const clock = createVirtualClock();
  const notes: string[] = [];
  const note = (text: string) => void notes.push(`${(clock.now() / 1_000).toFixed(1)} ${text}`);
  const walk = () => new Promise<void>(resolve => void clock.after(500, resolve));
  const stage: Stage = {
    cross(line, crossing) {
      note(`${line} ${crossing}`);
      return walk();
    },
    press(button, press) {
      note(`${button} ${press}`);
      return Promise.resolve();
    },
    pick(shelf, pieces) {
      note(`${shelf} ${pieces}`);
      return pieces;
    },
    bump(shelf) {
      note(`${shelf} bump`);
      return true;
    },
    move(sensor) {
      note(`${sensor} move`);
      return true;
    },
    scan(scanner, text) {
      note(`${scanner} ${text}`);
      return true;
    },
    weigh(scale, grams) {
      note(`${scale} ${grams} g`);
      return true;
    },
    has: (_kind, name) => name !== 'moon',
  };
  const acts = startActs({ script: peopleScriptSchema.parse({ walkers: [], ...script }), stage, clock, seed });
  return {
    acts,
    notes,
    async pass(seconds: number) {
      for (let step = 0; step < seconds * 10; step++) {
        clock.advance(100);
        await settle();
      }
    },
  };
}

describe('acts', () => {
  it('happen when the script says', async () => {
    const { notes, pass, acts } = rehearsal({
      acts: [
        { act: 'press', button: 'help', press: 'double', startSeconds: 2 },
        { act: 'pick', shelf: 'cell', pieces: 2, startSeconds: 1, everySeconds: 3, times: 3 },
        { act: 'cross', line: 'door', crossing: 'out', together: 2, startSeconds: 4 },
        { act: 'weigh', scale: 'till', kg: 0.5, forSeconds: 1, startSeconds: 5 },
        { act: 'scan', scanner: 'floor', text: '96385074', startSeconds: 6 },
        { act: 'move', sensor: 'eye', startSeconds: 8 },
        { act: 'bump', shelf: 'cell', startSeconds: 20 },
      ],
    });
    await pass(15);
    acts.stop();
    await pass(10);
    expect(notes).toEqual([
      '1.0 cell 2',
      '2.0 help double',
      '4.0 door out',
      '4.0 door out',
      '4.0 cell 2',
      '5.0 till 500 g',
      '6.0 floor 96385074',
      '6.0 till 0 g',
      '7.0 cell 2',
      '8.0 eye move',
    ]);
  });

  it('are the same for the same seed', async () => {
    const usage = { acts: [{ act: 'pick', shelf: 'cell', startSeconds: [0, 9], everySeconds: [2, 8] }] } as const;
    const day = async (seed: number) => {
      const { notes, pass, acts } = rehearsal(usage as unknown as Partial<PeopleScriptInput>, seed);
      await pass(60);
      acts.stop();
      return notes;
    };
    expect(await day(1)).toEqual(await day(1));
    expect(await day(1)).not.toEqual(await day(2));
  });

  it('name parts that are there, and are read from YAML', () => {
    const read = readPeopleScript(`
walkers: []
acts:
  - {act: cross, line: moon, everySeconds: [2, 4]}
  - {act: press, button: help}
queues:
  - {name: till-1, entry: in, exit: moon, arriveSeconds: 5, serveSeconds: [2, 4]}
`);
    if (!read.ok) throw new Error(read.problems.join());
    const has = (_kind: string, name: string) => name !== 'moon';
    expect(strangersIn(read.script, { has })).toEqual([
      'acts.0: there is no line moon',
      'queues.0: there is no line moon',
    ]);
    const bad = readPeopleScript('{walkers: [], acts: [{act: cross, line: a, crossing: through}, {act: dance}]}');
    expect(bad.ok ? [] : bad.problems.map(problem => problem.split(':')[0])).toEqual(['acts.0.crossing', 'acts.1.act']);
  });
});

describe('a queue at a till', () => {
  const queue = { name: 'till-1', entry: 'in', exit: 'out', arriveSeconds: 4, serveSeconds: 6 };

  it('grows when people come faster than they are served, and everybody leaves in the end', async () => {
    const { acts, notes, pass } = rehearsal({ queues: [{ ...queue, people: 12 }] });
    const [till] = acts.queues;
    await pass(50);
    expect(till?.people().length).toBeGreaterThan(3);
    expect(till?.people()[0]).toMatchObject({ served: true });
    await pass(120);
    expect(till?.people()).toEqual([]);
    expect(till?.counts()).toMatchObject({ came: 12, served: 12, turnedBack: 0, gone: 0 });
    expect(notes.filter(note => note.endsWith('in in')).length).toBe(12);
    expect(notes.filter(note => note.endsWith('out out')).length).toBe(12);
  });

  it('has people who turn back, and people who find it too long', async () => {
    const { acts, notes, pass } = rehearsal({
      queues: [{ ...queue, turnBackShare: 0.5, patience: 2, serveSeconds: 60 }],
    });
    await pass(200);
    acts.stop();
    const { came, turnedBack, gone } = acts.queues[0]!.counts();
    expect(turnedBack).toBe(notes.filter(note => note.endsWith('turn-back')).length);
    expect(turnedBack).toBeGreaterThan(10);
    expect(gone).toBeGreaterThan(5);
    expect(acts.queues[0]!.people().length).toBeLessThanOrEqual(2);
    expect(came).toBeLessThan(8);
  });

  it('of the ordinary day grows beyond five now and then, and gets short again', async () => {
    for (const seed of [1, 2, 3]) {
      const { acts, pass } = rehearsal({ queues: defaultDay(0).queues }, seed);
      const lengths: number[] = [];
      for (let second = 0; second < 540; second++) {
        await pass(1);
        lengths.push(acts.queues[0]!.people().length);
      }
      acts.stop();
      for (const rush of [0, 1, 2]) {
        const span = lengths.slice(rush * 180, (rush + 1) * 180);
        const peak = span.findIndex(length => length >= 6);
        expect(peak).toBeGreaterThan(0);
        expect(Math.min(...lengths.slice(rush * 180 + peak, rush * 180 + peak + 170))).toBeLessThanOrEqual(1);
      }
      expect(lengths.length).toBe(540);
    }
  });
});

describe('beams', () => {
  it('are broken in the order of the walk, both for a while, at walking pace', () => {
    const random = seededRandom(5);
    for (let walk = 0; walk < 500; walk++) {
      for (const crossing of ['in', 'out'] as const) {
        const edges = crossingEdges(crossing, random);
        const first = crossing === 'in' ? 0 : 1;
        expect(edges.map(({ beam, broken }) => [beam, broken])).toEqual([
          [first, true],
          [1 - first, true],
          [first, false],
          [1 - first, false],
        ]);
        const gapMs = edges[1]!.afterMs;
        expect(gapMs).toBeGreaterThanOrEqual(200);
        expect(gapMs).toBeLessThanOrEqual(600);
      }
    }
  });

  it('are free again on the side that somebody came from who turns back', () => {
    const random = seededRandom(5);
    for (let walk = 0; walk < 200; walk++) {
      const edges = crossingEdges('turn-back', random);
      expect(edges[0]).toMatchObject({ beam: 0, broken: true });
      expect(edges.at(-1)).toMatchObject({ beam: 0, broken: false });
    }
  });

  it('tell the board one walker after the other', async () => {
    const clock = createVirtualClock();
    const board = createBoard({ clock });
    const levels: string[] = [];
    const conversation = board.open(bytes => levels.push(Buffer.from(bytes).toString('hex')));
    conversation.hear(Buffer.from('f40200f40300d001', 'hex'));
    levels.splice(0);
    const line = createBeamLine(board, [2, 3], clock, seededRandom(1));
    const walkers: Crossing[] = ['in', 'turn-back', 'out', 'in'];
    const through = walkers.map(crossing => line.cross(crossing));
    clock.advance(60_000);
    await Promise.all(through);
    expect(line.counts()).toEqual({ in: 2, out: 1 });
    expect(levels.slice(0, 4)).toEqual(['900400', '900c00', '900800', '900000']);
    expect(levels.slice(-4)).toEqual(['900400', '900c00', '900800', '900000']);
    line.stop();
  });
});

describe('hands', () => {
  it('press a button whose contacts bounce, each press for itself', async () => {
    const clock = createVirtualClock();
    const board = createBoard({ clock });
    const edges: (readonly [number, boolean])[] = [];
    const watched = {
      ...board,
      setDigital: (_pin: number, high: boolean | null) => void edges.push([clock.now(), high === true]),
    };
    const button = createButton(watched, 6, clock, seededRandom(2));
    const done = [button.press('single'), button.press('double'), button.press('long')];
    clock.advance(10_000);
    await Promise.all(done);
    const held = edges.filter(([at], index) => (edges[index + 1]?.[0] ?? Number.POSITIVE_INFINITY) - at > 50);
    expect(held.map(([, high]) => (high ? 'up' : 'down'))).toEqual(
      ['up', 'down', 'up', 'down', 'up', 'down', 'up', 'down', 'up'].slice(1),
    );
    expect(edges.length).toBeGreaterThan(9);
  });

  it('make a shelf lighter by what they take, and it swings and is noisy meanwhile', () => {
    const clock = createVirtualClock();
    const cell = createLoadCell({ clock, random: seededRandom(3), pieceGrams: 250, pieces: 10 });
    const mean = () => Array.from({ length: 200 }, cell.sample).reduce((sum, one) => sum + one, 0) / 200;
    expect(mean()).toBeCloseTo(330, 0);
    expect(cell.pick(2)).toBe(2);
    expect(mean()).toBeGreaterThan(282);
    clock.advance(1_000);
    expect(mean()).toBeCloseTo(280, 0);
    cell.vibrate(1_000, 20);
    clock.advance(35);
    expect(mean()).toBeGreaterThan(295);
    clock.advance(2_000);
    expect(mean()).toBeCloseTo(280, 0);
    expect(cell.pick(50)).toBe(8);
    expect([cell.pick(-3), cell.pieces()]).toEqual([-3, 3]);
  });
});
