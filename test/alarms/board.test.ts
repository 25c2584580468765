import { describe, expect, it } from 'vitest';
import { createBoard } from '../../src/alarms/board.ts';
import { boardStateFrom } from '../../src/alarms/board-state.ts';
import type { WatchRule } from '../../src/alarms/watch.ts';
import { AlarmEntry } from '../../src/console/wired-documents.ts';
import { noticeSchema } from '../../src/mesh/contract/wired.ts';
import { beganMs, board, help, length, longQueue } from './rules.ts';

const at = (seconds: number) => beganMs + seconds * 1_000;
const urgent: WatchRule = {
  ...longQueue,
  id: 'evacuate',
  severity: 'urgent',
  on: { button: 'red' },
  actions: [{ display: 'a0b1c2d3e4f5', text: 'Bitte hinaus' }],
};

/** A board on which the queue has been long for its hold. */
function raised() {
  const one = board([longQueue, help]);
  one.tick(at(0));
  one.figure(length(6), at(1));
  return { one, outcome: one.tick(at(6)) };
}

describe('a threshold that has held', () => {
  it('moves lights, displays and the mesh at once', () => {
    const { outcome } = raised();
    expect(outcome.outputs).toEqual([
      { light: 'till-2-lamp', state: 'blink' },
      { display: 'a0b1c2d3e4f5', text: 'Kasse 2 öffnet' },
    ]);
    expect(outcome.turns).toEqual([{ id: 'open-till-2', from: 'pending', to: 'raised' }]);
    expect(outcome.notices).toEqual([
      {
        notice: 'open-till-2',
        state: 'raised',
        severity: 'warning',
        text: 'Kasse 2 öffnet',
        zone: 'tills',
        figure: 'length',
        value: 6,
        since: new Date(at(6)).toISOString(),
        at: new Date(at(6)).toISOString(),
        by: null,
        method: 'two-beams',
        confidence: 0.9,
      },
    ]);
  });

  it('says to the millisecond when it wants to be asked again', () => {
    const one = board([longQueue]);
    expect(one.nextInMs(at(0))).toBe(10_000);
    one.figure(length(6), at(1));
    expect(one.nextInMs(at(1))).toBe(5_000);
    expect(one.nextInMs(at(5.5))).toBe(500);
    expect(one.tick(at(6) - 1).turns).toEqual([]);
    expect(one.tick(at(6)).turns).toHaveLength(1);
  });

  it('is told once, through acknowledgement and end', () => {
    const { one } = raised();
    const said = [
      one.figure(length(7), at(10)),
      one.acknowledge('open-till-2', 'token:anna', at(20)),
      one.tick(at(30)),
      one.figure(length(1), at(40)),
      one.tick(at(45)),
      one.tick(at(50)),
    ];
    expect(said.flatMap(one => ('notices' in one ? one.notices : [])).map(({ state, by }) => [state, by])).toEqual([
      ['acknowledged', 'token:anna'],
      ['cleared', 'token:anna'],
    ]);
    expect(said[1]).toMatchObject({ ok: true, outputs: [{ light: 'till-2-lamp', state: 'on' }] });
    expect(said[4]).toMatchObject({
      outputs: [
        { light: 'till-2-lamp', state: 'off' },
        { display: 'a0b1c2d3e4f5', restore: true },
      ],
    });
  });

  it('calls the office when nobody comes', () => {
    const { one } = raised();
    const outcome = one.tick(at(66));
    expect(outcome.outputs).toEqual([{ light: 'office-lamp', state: 'blink' }]);
    expect(outcome.notices).toMatchObject([{ state: 'escalated', severity: 'urgent' }]);
  });
});

describe('several alarms on one light or display', () => {
  it('the most severe is seen, and the next one when that is over', () => {
    const one = board([longQueue, urgent, help]);
    one.tick(at(0));
    one.press('dairy-help', at(0));
    one.figure(length(6), at(1));
    one.tick(at(6));
    const display = (outcome: { readonly outputs: readonly object[] }) =>
      outcome.outputs.filter(output => 'display' in output);
    expect(display(one.press('red', at(10)))).toEqual([{ display: 'a0b1c2d3e4f5', text: 'Bitte hinaus' }]);
    const over = one.clear('evacuate', at(20));
    expect(over.ok && display(over)).toEqual([{ display: 'a0b1c2d3e4f5', text: 'Kasse 2 öffnet' }]);
    expect(one.outputs(at(66))).toContainEqual({ light: 'office-lamp', state: 'on' });
    one.tick(at(66));
    expect(one.outputs(at(66))).toContainEqual({ light: 'office-lamp', state: 'blink' });
  });

  it('everything can be applied again after a cable was out, and is the same', () => {
    const { one } = raised();
    const all = [
      { light: 'till-2-lamp', state: 'blink' },
      { light: 'office-lamp', state: 'off' },
      { display: 'a0b1c2d3e4f5', text: 'Kasse 2 öffnet' },
    ];
    expect(one.outputs(at(7))).toEqual(all);
    expect(one.outputs(at(7))).toEqual(all);
    expect(one.tick(at(7)).outputs).toEqual([]);
  });

  it('a button acknowledges those of its zone', () => {
    const { one } = raised();
    one.press('dairy-help', at(7));
    expect(one.acknowledgeIn('dairy', 'button:dairy-ack', at(8)).turns).toMatchObject([{ id: 'help-dairy' }]);
    expect(one.acknowledgeIn(null, 'button:office', at(9)).turns.map(({ id, to }) => [id, to])).toEqual([
      ['open-till-2', 'acknowledged'],
      ['help-dairy', 'quiet'],
    ]);
  });
});

describe('silence, hours and trials', () => {
  it('a silenced alarm does nothing until its time is over', () => {
    const one = board([longQueue]);
    one.silence('open-till-2', 60_000, at(0));
    one.figure(length(6), at(1));
    expect(one.tick(at(6))).toMatchObject({ notices: [], outputs: [], turns: [{ to: 'raised' }] });
    expect(one.entries(at(6))).toMatchObject([{ state: 'silenced', silencedUntil: new Date(at(60)).toISOString() }]);
    expect(one.nextInMs(at(55))).toBe(5_000);
    const loud = one.tick(at(60));
    expect(loud.notices).toMatchObject([{ state: 'raised' }]);
    expect(loud.outputs).toHaveLength(2);
    const quiet = one.silence('open-till-2', 60_000, at(70));
    expect(quiet).toMatchObject({ ok: true, notices: [], outputs: [{ state: 'off' }, { restore: true }] });
    one.figure(length(0), at(80));
    expect(one.tick(at(85)).notices).toMatchObject([{ state: 'cleared' }]);
  });

  it('the end of its hours ends it', () => {
    const one = board([longQueue], (_, atMs) => atMs < at(100));
    one.figure(length(6), at(1));
    one.tick(at(6));
    expect(one.tick(at(100)).notices).toMatchObject([{ state: 'cleared' }]);
    expect(one.entries(at(100))).toMatchObject([{ state: 'off-hours', since: null }]);
  });

  it('a trial does all of it for five seconds, and says that it is one', () => {
    const one = board([longQueue]);
    one.tick(at(0));
    expect(one.test('open-till-2', at(1))).toMatchObject({
      ok: true,
      outputs: [{ state: 'blink' }, { text: 'Kasse 2 öffnet' }],
      notices: [{ state: 'raised', method: 'test', confidence: 0 }],
      turns: [],
    });
    expect(one.nextInMs(at(1))).toBe(5_000);
    expect(one.tick(at(3)).notices).toEqual([]);
    expect(one.tick(at(6))).toMatchObject({
      outputs: [{ state: 'off' }, { restore: true }],
      notices: [{ state: 'cleared', method: 'test' }],
    });
    expect(one.entries(at(6))).toMatchObject([{ raised: 0 }]);
  });

  it('nobody knows an alarm that is not there', () => {
    expect(board([]).acknowledge('none', 'token:anna', at(0))).toEqual({
      ok: false,
      reason: 'alarm.unknown',
      detail: 'there is no alarm none',
    });
  });
});

describe('what is told', () => {
  it('fits the documents and the contract', () => {
    const { one, outcome } = raised();
    one.press('dairy-help', at(8));
    for (const entry of one.entries(at(8))) expect(AlarmEntry.parse(entry)).toEqual(entry);
    for (const notice of [...outcome.notices, ...one.notices()]) expect(noticeSchema.parse(notice)).toEqual(notice);
    expect(one.entries(at(8))[0]).toMatchObject({
      on: 'length of queue till-row',
      actions: [
        'light till-2-lamp blinks',
        'display a0b1c2d3e4f5 says “Kasse 2 öffnet”',
        'notice in the mesh',
        'light office-lamp blinks',
      ],
    });
    expect(one.notices().map(({ notice, state }) => [notice, state])).toEqual([
      ['open-till-2', 'raised'],
      ['help-dairy', 'raised'],
    ]);
  });
});

describe('a restart', () => {
  const options = { open: () => true, zoneOf: () => 'tills' };

  it('goes on where it was, tells nothing twice, and shows all again', () => {
    const { one } = raised();
    const state = boardStateFrom(JSON.parse(JSON.stringify(one.state())));
    const again = createBoard({ watches: [longQueue, help], state, ...options });
    const first = again.tick(at(20));
    expect(first.notices).toEqual([]);
    expect(first.outputs).toHaveLength(3);
    expect(again.tick(at(66)).notices).toMatchObject([{ state: 'escalated', since: new Date(at(6)).toISOString() }]);
  });

  it('clears what was told of an alarm that is configured no more', () => {
    const { one } = raised();
    const again = createBoard({ watches: [help], state: one.state(), ...options });
    expect(again.tick(at(20)).notices).toMatchObject([{ notice: 'open-till-2', state: 'cleared' }]);
    expect(again.tick(at(21)).notices).toEqual([]);
  });

  it('begins anew with what cannot be read', () => {
    for (const rubbish of [null, 7, [], {}, { watches: 'x' }, { watches: [null, { id: 'a' }, { id: 1, state: {} }] }]) {
      expect(boardStateFrom(rubbish)).toEqual({ watches: [] });
    }
    const odd = { watches: [{ id: 'a', state: { phase: 'raised', atMs: 1, sinceMs: Number.NaN } }] };
    expect(boardStateFrom(odd)).toEqual({ watches: [] });
  });
});

it('a hundred watches of one figure are raised and cleared once each', () => {
  const watches = Array.from({ length: 100 }, (_, one) => ({ ...longQueue, id: `watch-${one}` }));
  const one = board(watches);
  const turns = Array.from({ length: 40 }, (_, second) => one.figure(length(second < 20 ? 6 : 0), at(second)).turns);
  expect(turns.flat().filter(({ to }) => to === 'raised')).toHaveLength(100);
  expect(turns.flat().filter(({ to }) => to === 'quiet')).toHaveLength(100);
});
