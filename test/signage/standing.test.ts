import { describe, expect, it } from 'vitest';
import { nothingKnown, type Standing, takeEvent } from '../../src/signage/page/standing.ts';
import { gatewayTime } from '../../src/signage/price-hold.ts';
import type { PageEvent } from '../../src/signage/wire/page-event.ts';
import { cards, programmeOf, stepOf } from './programme-fixture.ts';

const at = (ms: number) => ({ monotonicMs: ms, wallMs: 500_000 + ms });
const programme: PageEvent = { type: 'programme', seq: 7, atMs: 1_000_000, programme: programmeOf() };

function taken(standing: Standing, event: PageEvent, boot: string | null, ms: number): Standing {
  const result = takeEvent(standing, event, boot, at(ms));
  if (!result.ok) throw new Error(result.why);
  return result.standing;
}
const known = taken(nothingKnown, programme, 'b1', 0);
const refused = (event: PageEvent, boot: string | null = 'b1', of = known) => {
  const result = takeEvent(of, event, boot, at(1_000));
  return result.ok ? null : result.why;
};

describe('what a page knows', () => {
  it('is changed by what follows, card by card', () => {
    const tea = { ...cards[0]!, steps: [stepOf(2, '99')] };
    const next = taken(known, { type: 'cards', seq: 8, atMs: 1_001_000, cards: [tea] }, 'b1', 1_000);
    expect(next.programme?.cards[0]).toEqual(tea);
    expect(next.programme?.cards[1]).toBe(cards[1]);
    expect(next.programme?.entries).toBe(known.programme?.entries);
    const above = { overlays: [], emergency: { text: ['Raus'], fromMs: 0, untilMs: null } };
    expect(taken(next, { type: 'above', seq: 9, atMs: 1_001_000, above }, 'b1', 1_000).programme?.above).toEqual(above);
  });

  it('refuses to go on where something is missing', () => {
    const missing = { type: 'cards', seq: 9, atMs: 1_001_000, cards } satisfies PageEvent;
    expect(refused(missing)).toBe('change 9 follows 7');
    expect(refused({ type: 'pulse', seq: 8, atMs: 1_001_000 }, null)).toBe('change 8 is told of, 7 is known');
    expect(refused({ ...missing, seq: 8 }, 'b2')).toBe('the gateway started anew');
    expect(refused({ type: 'pulse', seq: 7, atMs: 0 }, null, nothingKnown)).toBe('pulse came before any programme');
  });

  it('takes nothing twice', () => {
    const again = { type: 'cards', seq: 7, atMs: 1_001_000, cards: [{ ...cards[0]!, steps: [] }] } satisfies PageEvent;
    expect(taken(known, again, 'b1', 1_000)).toBe(known);
  });

  it('begins anew with a whole programme of another run', () => {
    const anew = taken(known, { ...programme, seq: 1, atMs: 1_005_000 }, 'b2', 5_000);
    expect(anew).toMatchObject({ seq: 1, boot: 'b2', anchor: { atMs: 1_005_000 } });
  });

  it('goes by the time of now, not by that of what was missed', () => {
    const missed = { type: 'cards', seq: 8, atMs: 1_010_000, cards: [cards[1]!] } satisfies PageEvent;
    const late = taken(known, missed, 'b1', 300_000);
    expect(gatewayTime(late.anchor!, at(300_000))).toBe(1_300_000);
    expect(late.anchor).toBe(known.anchor);
    const pulse = taken(late, { type: 'pulse', seq: 8, atMs: 1_299_000 }, null, 300_000);
    expect(gatewayTime(pulse.anchor!, at(300_000))).toBe(1_299_000);
  });

  it('does not find its lost clock in what was missed', () => {
    const lost = { ...known, anchor: { ...known.anchor!, lost: true } };
    const missed = { type: 'cards', seq: 8, atMs: 1_100_000, cards: [cards[1]!] } satisfies PageEvent;
    expect(taken(lost, missed, 'b1', 1_000).anchor?.lost).toBe(true);
    expect(taken(lost, { type: 'pulse', seq: 7, atMs: 1_001_000 }, null, 1_000).anchor?.lost).toBe(false);
  });
});
