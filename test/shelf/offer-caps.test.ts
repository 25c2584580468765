import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfferCaps } from '../../src/shelf/fact.ts';
import { createOfferCaps, ledgerSize, type OfferCapsLedger, type OfferPlace } from '../../src/shelf/offer-caps.ts';
import { hourMs, openingMs } from './facts.ts';

const caps = (over: Partial<OfferCaps> = {}): OfferCaps => ({
  perHour: null,
  perScreenPerHour: null,
  perSession: 1,
  zoneCooldownMs: 0,
  ...over,
});
const session = (name: string, zone: string | null = null): OfferPlace => ({ kind: 'session', session: name, zone });
const screen = (name: string): OfferPlace => ({ kind: 'screen', screen: name });
const dairy: OfferPlace = { kind: 'zone', zone: 'dairy' };

/** Makes an offer if it may be made; else says why not. */
function tried(ledger: OfferCapsLedger, rules: OfferCaps, place: OfferPlace, atMs: number, offer = 'a'): true | string {
  const judged = ledger.judge(offer, rules, place, atMs);
  if (!judged.allowed) return judged.reason;
  ledger.record(offer, place, atMs);
  return true;
}

const reborn = (ledger: OfferCapsLedger) => createOfferCaps(JSON.parse(JSON.stringify(ledger.state())));

describe('caps of offers', () => {
  it('end with the session', () => {
    const ledger = createOfferCaps();
    const twice = caps({ perSession: 2 });
    const at = (name: string) => tried(ledger, twice, session(name), openingMs);
    expect([at('s'), at('s'), at('s'), at('t')]).toEqual([true, true, 'offer.cap-session', true]);
    expect(ledger.used('a', openingMs)).toEqual({ thisHour: 3, sessions: 2 });
    ledger.endSession('s');
    expect([at('s'), ledger.used('a', openingMs).sessions]).toEqual([true, 2]);
  });

  it('keep a zone quiet after it was told something, whatever it was', () => {
    const ledger = createOfferCaps();
    const quiet = caps({ zoneCooldownMs: 60_000, perSession: 9 });
    expect(tried(ledger, quiet, session('s', 'dairy'), openingMs)).toBe(true);
    expect(tried(ledger, quiet, session('t', 'dairy'), openingMs + 59_999, 'b')).toBe('offer.cooldown');
    expect(tried(ledger, quiet, session('t', 'wine'), openingMs + 59_999, 'b')).toBe(true);
    expect(tried(ledger, quiet, session('t', null), openingMs + 59_999, 'b')).toBe(true);
    expect(tried(ledger, quiet, session('t', 'dairy'), openingMs + 60_000, 'b')).toBe(true);
    expect(tried(ledger, caps(), session('u', 'dairy'), openingMs + 60_000, 'b')).toBe(true);
  });

  it('are per screen and over all', () => {
    const ledger = createOfferCaps();
    const rules = caps({ perScreenPerHour: 2, perHour: 3 });
    const at = (place: OfferPlace) => tried(ledger, rules, place, openingMs);
    expect([at(screen('x')), at(screen('x')), at(screen('x')), at(screen('y')), at(screen('y')), at(dairy)]).toEqual([
      true,
      true,
      'offer.cap-screen',
      true,
      'offer.cap-hour',
      'offer.cap-hour',
    ]);
    expect(tried(ledger, rules, screen('x'), openingMs, 'b')).toBe(true);
    expect(tried(ledger, rules, screen('x'), openingMs + hourMs + 60_000)).toBe(true);
  });

  it('let nobody else in when the ledger is full, and those that are in it go on', () => {
    const ledger = createOfferCaps();
    const twice = caps({ perSession: 2 });
    for (let i = 0; i < ledgerSize; i++) ledger.record('a', session(`s${i}`), openingMs);
    expect(tried(ledger, twice, session('late'), openingMs)).toBe('offer.cap-session');
    expect(tried(ledger, twice, session('s7'), openingMs)).toBe(true);
    ledger.endSession('s8');
    expect(tried(ledger, twice, session('late'), openingMs)).toBe(true);
  });

  it('are forgotten when they have no say any more', () => {
    const ledger = createOfferCaps();
    for (const place of [session('s', 'dairy'), screen('x'), dairy]) ledger.record('a', place, openingMs);
    ledger.prune(openingMs + 2 * hourMs);
    expect(ledger.state()).toMatchObject({ byOffer: [], byScreen: [], bySession: [['s', openingMs, [['a', 1]]]] });
    ledger.prune(openingMs + 24 * hourMs);
    expect(ledger.state()).toEqual({ byOffer: [], byScreen: [], bySession: [], byZone: [] });
  });

  /** What happens to a ledger, in order; the clock may be set back but never forwards. */
  const events = fc.array(
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc.record({
          type: fc.constant('try' as const),
          offer: fc.constantFrom('a', 'b'),
          place: fc.constantFrom(session('s', 'dairy'), session('t', 'dairy'), screen('x'), screen('y'), dairy),
        }),
      },
      { weight: 4, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.nat(20 * 60_000) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('back' as const), ms: fc.nat(100 * hourMs) }) },
      fc.constant({ type: 'restart' as const }),
      fc.constant({ type: 'prune' as const }),
    ),
    { maxLength: 120 },
  );

  it('hold in every hour, over restarts and clocks that are set back', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (all, perHour, onScreen) => {
        const rules = caps({ perHour, perScreenPerHour: onScreen, perSession: 2, zoneCooldownMs: 5 * 60_000 });
        let ledger = createOfferCaps();
        /** Time as it passes, and how much the clock lies. */
        let [trueMs, offMs] = [openingMs, 0];
        const made: { offer: string; place: OfferPlace; atMs: number }[] = [];
        for (const event of all) {
          if (event.type === 'wait') trueMs += event.ms;
          if (event.type === 'back') offMs -= event.ms;
          if (event.type === 'restart') ledger = reborn(ledger);
          if (event.type === 'prune') ledger.prune(trueMs + offMs);
          if (event.type !== 'try') continue;
          const { offer, place } = event;
          if (tried(ledger, rules, place, trueMs + offMs, offer) === true) made.push({ offer, place, atMs: trueMs });
        }
        for (const { offer, place, atMs } of made) {
          const inHour = made.filter(one => one.offer === offer && one.atMs >= atMs && one.atMs < atMs + hourMs);
          expect(inHour.length).toBeLessThanOrEqual(perHour);
          if (place.kind === 'screen') {
            const here = inHour.filter(one => one.place.kind === 'screen' && one.place.screen === place.screen);
            expect(here.length).toBeLessThanOrEqual(onScreen);
          }
          if (place.kind === 'session') {
            const told = made.filter(one => one.place.kind === 'session' && one.place.zone === place.zone);
            const soon = told.filter(one => one.atMs > atMs && one.atMs < atMs + 5 * 60_000);
            expect(soon).toEqual([]);
            const same = made.filter(one => one.offer === offer && one.place === place);
            expect(same.length).toBeLessThanOrEqual(2);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('come open again, also after a clock that was far ahead', () => {
    fc.assert(
      fc.property(fc.nat(5_000 * hourMs), aheadMs => {
        const ledger = createOfferCaps();
        const once = caps({ perHour: 1, perSession: 9 });
        expect(tried(ledger, once, session('s', 'dairy'), openingMs + aheadMs)).toBe(true);
        ledger.prune(openingMs);
        expect(tried(ledger, once, dairy, openingMs)).toBe('offer.cap-hour');
        ledger.prune(openingMs + 3 * hourMs);
        expect(tried(ledger, once, dairy, openingMs + 3 * hourMs)).toBe(true);
      }),
    );
  });
});
