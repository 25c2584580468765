import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventReader } from '../../emulator/screens/event-stream.ts';
import { createPlayLog } from '../../emulator/screens/play-log.ts';
import { clockOf, priceShown } from '../../emulator/screens/price-truth.ts';
import { entrySchema, programmeSchema } from '../../emulator/screens/protocol.ts';
import { nextEdgeMs, type Turn, turnAt } from '../../emulator/screens/turns.ts';
import { card, programme, entry as told } from './screen-gateway.ts';

const never = () => [];
/** As a screen reads what it is told. */
const entry = (id: string, over: object = {}) => entrySchema.parse(told(id, over));

describe('turns', () => {
  const [one, two, urgent] = [entry('one'), entry('two', { durationMs: 5_000 }), entry('urgent', { priority: 9 })];

  it('go round in the order of the list, each as long as it says', () => {
    let turn: Turn | null = null;
    const seen: string[] = [];
    for (let nowMs = 0; nowMs < 30_000; nowMs += 1_000) {
      turn = turnAt([one, two], turn, nowMs, never);
      seen.push(turn!.entry);
    }
    const round = [...Array(10).fill('one'), ...Array(5).fill('two')];
    expect(seen).toEqual([...round, ...round]);
  });

  it('are those of the highest priority only, from the moment at which it may be shown', () => {
    const late = { ...urgent, windows: [{ fromMs: 3_000, untilMs: 6_000 }] };
    const first = turnAt([one, late], null, 0, never);
    expect(turnAt([one, late], first, 2_999, never)).toBe(first);
    const second = turnAt([one, late], first, 3_000, never);
    expect(second?.entry).toBe('urgent');
    expect(turnAt([one, late], second, 6_000, never)?.entry).toBe('one');
  });

  it('end with the window, and are nobody’s where nothing may be shown', () => {
    const short = { ...one, windows: [{ fromMs: 0, untilMs: 4_000 }] };
    const turn = turnAt([short], null, 0, never);
    expect(turnAt([short], turn, 4_000, never)).toBe(null);
    expect(turnAt([], null, 0, never)).toBe(null);
  });

  it('keep to what may be shown in an hour', () => {
    const capped = { ...one, capPerHour: 2 };
    const begun = (ms: readonly number[]) => (id: string) => (id === 'one' ? ms : []);
    expect(turnAt([capped, two], null, 3_000_000, begun([1_000]))?.entry).toBe('one');
    expect(turnAt([capped, two], null, 3_000_000, begun([1_000, 2_000]))?.entry).toBe('two');
    expect(turnAt([capped, two], null, 3_601_500, begun([1_000, 2_000]))?.entry).toBe('one');
    const second = { entry: 'one', sinceMs: 2_000, untilMs: 12_000 };
    expect(turnAt([capped, two], second, 5_000, begun([1_000, 2_000]))).toBe(second);
  });

  it('change at no other moment than the next edge', () => {
    const edge = fc.integer({ min: 0, max: 60_000 });
    const some = fc.array(
      fc.record({
        durationMs: fc.integer({ min: 1_000, max: 20_000 }),
        priority: fc.integer({ min: 0, max: 2 }),
        windows: fc.option(fc.array(fc.tuple(edge, edge), { maxLength: 2 })),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(some, edge, (made, startMs) => {
        const entries = made.map(({ windows, ...rest }, at) =>
          entry(`entry-${at}`, {
            ...rest,
            windows: windows?.map(([a, b]) => ({ fromMs: Math.min(a, b), untilMs: Math.max(a, b) + 1 })) ?? null,
          }),
        );
        const turn = turnAt(entries, null, startMs, never);
        const playing = programmeSchema.parse({ ...programme({ cards: [] }), entries });
        const edgeMs = nextEdgeMs(playing, [turn], startMs) ?? startMs + 60_000;
        for (const nowMs of [startMs, Math.floor((startMs + edgeMs) / 2), edgeMs - 1]) {
          expect(turnAt(entries, turn, nowMs, never)).toBe(turn);
        }
      }),
    );
  });
});

describe('prices', () => {
  const anchor = { atMs: 1_000_000, steadyMs: 0, wallMs: 500 };
  const later = (ms: number, jumpMs = 0) => ({ steadyMs: ms, wallMs: 500 + ms + jumpMs });
  const bread = card('10001', '1,29 €', 1_010_000);

  it('are shown while everything that makes them true holds', () => {
    expect(priceShown(bread, anchor, later(0), 5_000)).toBe('1,29 €');
    expect(priceShown(bread, anchor, later(5_000), 5_000)).toBe('1,29 €');
  });

  it.each([
    ['nobody has spoken yet', bread, null, later(0), 5_000],
    ['the word is too old', bread, anchor, later(5_001), 5_000],
    ['the clock went on by itself', bread, anchor, later(1_000, 2_001), 5_000],
    ['the clock went back', bread, anchor, later(1_000, -2_001), 5_000],
    ['the step is over', bread, anchor, later(10_000), 60_000],
    ['there is no such card', undefined, anchor, later(0), 5_000],
    ['no price may be shown', { ...bread, steps: [] }, anchor, later(0), 5_000],
  ])('give way when %s', (_, is, at, now, limitMs) => expect(priceShown(is, at, now, limitMs)).toBe(null));

  it('change to the next step in the very millisecond of the plan', () => {
    const [step] = bread.steps;
    const next = { ...step!, fromMs: 1_010_000, untilMs: null, price: { ...step!.price, text: '0,99 €' } };
    const planned = { ...bread, steps: [step!, next] };
    expect(priceShown(planned, anchor, later(9_999), 60_000)).toBe('1,29 €');
    expect(priceShown(planned, anchor, later(10_000), 60_000)).toBe('0,99 €');
  });

  it('come with what is known of the clock', () => {
    expect([clockOf(null, later(0)), clockOf(anchor, later(9, 2_000)), clockOf(anchor, later(9, 2_001))]).toEqual([
      'none',
      'true',
      'lost',
    ]);
  });
});

describe('a stream of events', () => {
  const text =
    ': hello\r\nid: a-1\r\ndata: one\r\n\r\nretry: 5\rid:a-2\rdata: {"two":\rdata: 2}\r\rid\ndata\n\ndata: lost';
  const events = [
    { id: 'a-1', data: 'one' },
    { id: 'a-2', data: '{"two":\n2}' },
    { id: '', data: '' },
  ];

  it('is the same wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), cuts => {
        const read = createEventReader();
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(places.slice(1).flatMap((to, at) => read(text.slice(places[at], to)))).toEqual(events);
      }),
    );
  });

  it('is broken when an event has no end', () => {
    const read = createEventReader();
    const line = `data: ${'x'.repeat(1_000_000)}\n`;
    expect(() => {
      for (let times = 0; times < 10; times++) read(line);
    }).toThrow('too long');
  });
});

describe('what was played', () => {
  const [one, next] = [entry('one'), entry('next')];
  const turn = { entry: 'one', sinceMs: 0, untilMs: 10_000 };

  it('counts as seen only what could be seen', () => {
    const log = createPlayLog('page', 30);
    log.follow([{ entry: one, turn }], 0, 100, true);
    log.follow([{ entry: one, turn }], 4_000, 4_100, false);
    log.follow([{ entry: one, turn }], 7_000, 7_100, true);
    log.follow([{ entry: next, turn: { ...turn, entry: 'next' } }], 10_000, 10_100, true);
    expect(log.untaken()).toEqual([
      { id: 'page-1', entry: 'one', region: 'main', offer: null, fromMs: 0, toMs: 10_000, seenMs: 7_000, frames: 210 },
    ]);
    log.forget(['page-1']);
    expect(log.untaken()).toEqual([]);
    expect(log.begunMs('one')).toEqual([0]);
  });

  it('is another play with another version of its offer', () => {
    const log = createPlayLog('page', 30);
    const made = (version: number) => ({ ...one, offer: { offer: 'tea', version, variant: null } });
    log.follow([{ entry: made(1), turn }], 0, 0, true);
    log.follow([{ entry: made(1), turn }], 2_000, 2_000, true);
    log.follow([{ entry: made(2), turn }], 3_000, 3_000, true);
    log.follow([], 5_000, 5_000, true);
    expect(log.untaken().map(({ offer, fromMs, toMs }) => [offer?.version, fromMs, toMs])).toEqual([
      [1, 0, 3_000],
      [2, 3_000, 5_000],
    ]);
  });

  it('is kept for a day without a gateway, and told piece by piece', () => {
    const log = createPlayLog('page', 30);
    for (let at = 0; at <= 10_300; at++) {
      const sinceMs = at * 60_000;
      log.follow([{ entry: one, turn: { ...turn, sinceMs } }], sinceMs, sinceMs, true);
    }
    expect([log.untaken().length, log.untaken()[0]!.id]).toEqual([200, 'page-301']);
  });
});
