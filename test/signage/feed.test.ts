import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeed, type Feed, type FeedEvent } from '../../src/signage/feed.ts';
import { nothingKnown, type Standing, takeEvent } from '../../src/signage/page/standing.ts';
import { pageEventSchema } from '../../src/signage/wire/page-event.ts';
import type { Programme } from '../../src/signage/wire/programme.ts';
import { cardOf, cards, programmeOf, stepOf } from './programme-fixture.ts';

const programme = programmeOf();
const priced = (whole: number): Programme => ({
  ...programme,
  cards: [{ ...cards[0]!, steps: [stepOf(whole, '99')] }, ...cards.slice(1)],
});
const over = (text: string): Programme['above'] => ({
  overlays: [{ id: 'help', severity: 'warning', text, sinceMs: 0 }],
  emergency: null,
});

/** A page: takes what comes, and comes again where it may not. */
function pageOn() {
  let standing: Standing = nothingKnown;
  let last: string | null = null;
  let leave = () => {};
  const types: string[] = [];
  const take = ({ id, json }: FeedEvent): void => {
    const event = pageEventSchema.parse(JSON.parse(json));
    const taken = takeEvent(standing, event, id?.slice(0, id.lastIndexOf('-')) ?? null, { monotonicMs: 0, wallMs: 0 });
    if (!taken.ok) throw new Error(taken.why);
    types.push(event.type);
    if (id !== null && taken.standing.seq > standing.seq + 1 && event.type !== 'programme') throw new Error('a gap');
    standing = taken.standing;
    last = id ?? last;
  };
  return {
    types,
    programme: () => standing.programme,
    leave: () => leave(),
    join(feed: Feed, atMs = 0): void {
      leave();
      const joined = feed.join(last, atMs, take);
      leave = joined.leave;
      for (const event of joined.first) take(event);
    },
  };
}

describe('the stream of a screen', () => {
  it('begins with the whole programme and tells what differs from then on', () => {
    const feed = createFeed('b1');
    feed.update(programme, 0);
    const page = pageOn();
    page.join(feed);
    feed.update(priced(7), 1);
    feed.update({ ...priced(7), above: over('Hilfe') }, 2);
    feed.update({ ...priced(8), above: over('Gleich da') }, 3);
    feed.update({ ...priced(8), above: over('Gleich da'), dark: true }, 4);
    feed.pulse(5);
    expect(page.types).toEqual(['programme', 'cards', 'above', 'cards', 'above', 'programme', 'pulse']);
    expect(page.programme()).toEqual(feed.programme());
    expect(feed.seq()).toBe(6);
  });

  it('says nothing where nothing is different, also of what was made anew', () => {
    const feed = createFeed('b1');
    feed.update(programme, 0);
    const before = feed.programme();
    feed.update(structuredClone(programme), 1);
    expect(feed.seq()).toBe(1);
    expect(feed.programme()).toBe(before);
    expect(feed.since(0)).toEqual([programme]);
  });

  it('is a new programme when a card comes, goes or changes its place', () => {
    const feed = createFeed('b1');
    feed.update(programme, 0);
    const page = pageOn();
    page.join(feed);
    feed.update({ ...programme, cards: [...cards, cardOf('kiwi', ['Kiwi', 'Kiwi'], [])] }, 1);
    feed.update(programme, 2);
    feed.update({ ...programme, cards: [...cards].reverse() }, 3);
    expect(page.types).toEqual(['programme', 'programme', 'programme', 'programme']);
  });

  it('gives what was missed, and how late it is', () => {
    const feed = createFeed('b1');
    feed.update(programme, 0);
    const page = pageOn();
    page.join(feed);
    page.leave();
    feed.update(priced(5), 1);
    feed.update(priced(6), 2);
    page.join(feed, 9);
    expect(page.types).toEqual(['programme', 'cards', 'cards', 'pulse']);
    expect(page.programme()).toEqual(priced(6));
  });

  it.each(['b2-1', 'b1-2', 'b1', 'x', '', 'b1-1-'])('begins anew for who comes with %s', last => {
    const feed = createFeed('b1');
    feed.update(programme, 0);
    const { first } = feed.join(last, 0, () => {});
    expect(first.map(({ json }) => JSON.parse(json).type)).toEqual(['programme']);
  });

  it('begins anew for who missed more than is kept', () => {
    const feed = createFeed('b1');
    feed.update(programme, 0);
    for (let n = 0; n < 250; n += 1) feed.update(priced(n), n);
    const typesAfter = (last: string) => feed.join(last, 0, () => {}).first.map(({ json }) => JSON.parse(json).type);
    expect(typesAfter('b1-10')).toEqual(['programme']);
    expect(typesAfter('b1-240')).toEqual([...Array(11).fill('cards'), 'pulse']);
  });

  it('keeps no more than a mebibyte of changes', () => {
    const feed = createFeed('b1');
    const many = Array.from({ length: 300 }, (_, n) => cardOf(`sku-${n}`, ['x'.repeat(300), 'y'], [stepOf(1, '99')]));
    const all = (whole: number) => ({
      ...programme,
      cards: many.map(card => ({ ...card, steps: [stepOf(whole, '99')] })),
    });
    feed.update(all(0), 0);
    for (let n = 1; n < 60; n += 1) feed.update(all(n), n);
    const kept = feed.join('b1-58', 0, () => {}).first;
    expect(kept).toHaveLength(3);
    expect(feed.join('b1-40', 0, () => {}).first).toHaveLength(1);
  });

  it('has no pulse before there is a programme', () => {
    const feed = createFeed('b1');
    const said: FeedEvent[] = [];
    expect(feed.join(null, 0, event => said.push(event)).first).toEqual([]);
    feed.pulse(1);
    expect(said).toEqual([]);
    feed.update(programme, 2);
    expect(said.map(({ id }) => id)).toEqual(['b1-1']);
  });

  it('remembers for a while what held before', () => {
    const feed = createFeed('b1');
    for (let n = 0; n < 5; n += 1) feed.update(priced(n), n * 10_000);
    const prices = (atMs: number) => feed.since(atMs).map(one => one.cards[0]?.steps[0]?.price.whole);
    expect(prices(38_000)).toEqual(['3', '4']);
    expect(prices(0)).toEqual(['2', '3', '4']);
  });

  it('takes its prices away at once when it ends, and leaves nobody listening', () => {
    const feed = createFeed('b1');
    feed.update(programme, 0);
    const page = pageOn();
    page.join(feed);
    expect(() => feed.end(1)).toThrow('change 3 is told of, 2 is known');
    expect(page.programme()?.cards.filter(({ steps }) => steps.length > 0)).toEqual([]);
    const other = createFeed('b1');
    other.update(programme, 0);
    other.join(null, 0, () => {});
    other.end(1);
    expect(other.size()).toBe(0);
  });

  it('brings a page that comes and goes to the very programme of the gateway', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('price' as const), card: fc.nat(5), whole: fc.nat(3) }),
      fc.record({ kind: fc.constant('over' as const), text: fc.constantFrom('a', 'b') }),
      fc.record({ kind: fc.constant('skin' as const), dark: fc.boolean() }),
      fc.record({ kind: fc.constant('fewer' as const), card: fc.nat(5) }),
      fc.record({ kind: fc.constantFrom('join' as const, 'leave' as const, 'pulse' as const, 'restart' as const) }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), changes => {
        let boot = 1;
        let feed = createFeed('b1');
        let now = programme;
        let away = true;
        feed.update(now, 0);
        const page = pageOn();
        for (const [atMs, one] of changes.entries()) {
          const { kind } = one;
          if (kind === 'join') page.join(feed, atMs);
          if (kind === 'leave') page.leave();
          if (kind === 'join' || kind === 'leave') away = kind === 'leave';
          if (kind === 'pulse') feed.pulse(atMs);
          if (kind === 'restart') {
            boot += 1;
            feed = createFeed(`b${boot}`);
            away = true;
          }
          if (kind === 'over') now = { ...now, above: over(one.text) };
          if (kind === 'skin') now = { ...now, dark: one.dark };
          if (kind === 'fewer') now = { ...now, cards: now.cards.filter((_, index) => index !== one.card) };
          if (kind === 'price') {
            const steps = [stepOf(one.whole, '49')];
            now = { ...now, cards: now.cards.map((card, index) => (index === one.card ? { ...card, steps } : card)) };
          }
          feed.update(now, atMs);
          if (!away) expect(page.programme()).toEqual(now);
        }
        page.join(feed);
        expect(page.programme()).toEqual(now);
      }),
      { numRuns: 300 },
    );
  });
});
