import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlots, type Slot } from '../../src/radio/oepl-slots.ts';
import type { ModuleEvent } from '../../src/radio/oepl-wire.ts';

const slotFor = (one: string, version: string, heard: string[]): Slot => ({
  address: one,
  version,
  offer: new Uint8Array(19),
  file: new Uint8Array(9_000),
  sent: true,
  accepted: true,
  told: false,
  fetching: false,
  notify: role => heard.push(role),
});
const label = '0219b7ea3b1b';
const [older, newer] = ['00000000000000aa', '00000000000000bb'];
const checkIn = { type: 'check-in', address: label, data: new Uint8Array(21) } as const;
const asks = (version: string, block = 0) => ({ type: 'block-request', address: label, version, block }) as const;
const complete = { type: 'complete', address: label } as const;

describe('whose word it is', () => {
  it('is confirmed by a label that checked in after the module took the offer', () => {
    const slots = createSlots();
    const slot = slotFor(label, newer, []);
    slots.put(slot);
    expect(slots.on(checkIn)).toEqual({ type: 'told', slot });
    expect(slots.on(complete)).toEqual({ type: 'confirmed', slot });
    expect(slots.on(complete)).toEqual({ type: 'nothing' });
  });

  it('is not confirmed by the word for the picture before, which comes after it was replaced', () => {
    const slots = createSlots();
    slots.put(slotFor(label, older, []));
    slots.on(checkIn);
    slots.on(asks(older));
    const slot = slotFor(label, newer, []);
    slots.put(slot);
    expect(slots.on(asks(older, 1))).toEqual({ type: 'nothing' });
    expect(slots.on(complete)).toEqual({ type: 'offer-again', slot, changed: true });
    slots.on(checkIn);
    expect(slots.on(asks(newer))).toMatchObject({ type: 'send-block', first: false });
    expect(slots.on(complete)).toEqual({ type: 'confirmed', slot });
  });

  it('is not confirmed by a check-in before the module took the offer, or a block of another file after it', () => {
    const slots = createSlots();
    const slot = { ...slotFor(label, newer, []), accepted: false };
    slots.put(slot);
    expect(slots.on(checkIn)).toEqual({ type: 'nothing' });
    expect(slots.on(complete)).toMatchObject({ type: 'offer-again' });
    slot.accepted = true;
    slots.on(checkIn);
    slots.on(asks(older));
    expect(slots.on(complete)).toMatchObject({ type: 'offer-again' });
  });

  it('is confirmed by one that asked for this file, even when its check-in was lost', () => {
    const slots = createSlots();
    const slot = slotFor(label, newer, []);
    slots.put(slot);
    expect(slots.on(asks(newer, 2))).toMatchObject({ type: 'send-block', block: 2, first: true });
    expect(slots.on(asks(newer, 3))).toEqual({ type: 'nothing' });
    expect(slots.on(complete)).toEqual({ type: 'confirmed', slot });
  });

  it('is nobody’s when nothing waits: the panel changed unasked', () => {
    const slots = createSlots();
    expect(slots.on(complete)).toEqual({ type: 'changed' });
  });

  it('does not take an old offer running out for the new one', () => {
    const slots = createSlots();
    const slot = { ...slotFor(label, newer, []), accepted: false };
    slots.put(slot);
    expect(slots.on({ type: 'expired', address: label })).toEqual({ type: 'nothing' });
    slot.accepted = true;
    expect(slots.on({ type: 'expired', address: label })).toEqual({ type: 'expired', slot });
    expect(slots.size()).toBe(0);
  });
});

/** What is on the line to the host. Of a completion only the test knows which picture it is about. */
type OnLine =
  | { readonly event: Extract<ModuleEvent, { address: string }>; readonly about: string | null }
  | { readonly accepted: Slot };

type Move =
  | 'decide'
  | 'offer'
  | 'withdraw'
  | 'obey'
  | 'wake'
  | 'fetch'
  | 'complete'
  | 'give-up'
  | 'hear'
  | 'lose'
  | 'restart';
const moves: readonly Move[] = [
  ...(['decide', 'withdraw', 'restart', 'give-up', 'lose', 'offer', 'offer', 'offer'] as const),
  ...(['obey', 'obey', 'obey', 'wake', 'wake', 'fetch', 'complete', 'complete', 'complete'] as const),
  ...(['hear', 'hear', 'hear', 'hear', 'hear', 'hear'] as const),
];

/**
 * One label, one module and the line between, as they are: the module answers from its table, frees its place on any
 * completion and does not tell of repetitions; commands and events arrive in order, or not at all.
 */
function play(script: readonly Move[]): { confirmed: number; wrong: string[] } {
  const slots = createSlots();
  const commands: ({ readonly offer: Slot } | 'withdraw')[] = [];
  const line: OnLine[] = [];
  let table: string | null = null;
  let repeated = false;
  let doing: string | null = null;
  let waiting = false;
  let count = 0;
  let confirmed = 0;
  const wrong: string[] = [];
  const hear = (said: OnLine): void => {
    if ('accepted' in said) {
      waiting = false;
      if (slots.get(label) === said.accepted) said.accepted.accepted = true;
      return;
    }
    const verdict = slots.on(said.event);
    if (verdict.type === 'offer-again') verdict.slot.accepted = false;
    if (verdict.type !== 'confirmed') return;
    confirmed += 1;
    if (said.about !== verdict.slot.version) wrong.push(`${said.about} for ${verdict.slot.version}`);
  };
  const step: Record<Move, () => void> = {
    decide() {
      const before = slots.get(label);
      if (before) slots.remove(before);
      count += 1;
      slots.put({ ...slotFor(label, count.toString(16).padStart(16, '0'), []), accepted: false });
    },
    offer() {
      const slot = slots.unoffered();
      if (!slot || waiting) return;
      waiting = true;
      commands.push({ offer: slot });
    },
    withdraw() {
      const slot = slots.get(label);
      if (!slot) return;
      slots.remove(slot);
      commands.push('withdraw');
    },
    obey() {
      const next = commands.shift();
      if (next === undefined) return;
      table = next === 'withdraw' ? null : next.offer.version;
      if (next !== 'withdraw') line.push({ accepted: next.offer });
    },
    wake() {
      doing = table;
      repeated = false;
      line.push({ event: checkIn, about: null });
    },
    fetch() {
      if (doing !== null) line.push({ event: asks(doing), about: null });
    },
    complete() {
      if (doing === null) return;
      if (!repeated) line.push({ event: complete, about: doing });
      repeated = true;
      table = null;
    },
    'give-up'() {
      doing = null;
    },
    hear() {
      const next = line.shift();
      if (next) hear(next);
    },
    lose() {
      const lost = line.shift();
      // The host sends an offer again when its answer is lost.
      if (lost && 'accepted' in lost) waiting = false;
    },
    restart() {
      table = null;
      repeated = false;
      commands.length = 0;
      waiting = false;
      slots.forgotten();
    },
  };
  for (const move of script) step[move]();
  return { confirmed, wrong };
}

it('never confirms a picture that the label did not say it has, whatever is lost, late or replaced', () => {
  let confirmed = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...moves), { minLength: 60, maxLength: 200, size: 'max' }), script => {
      const played = play(['decide', ...script]);
      confirmed += played.confirmed;
      expect(played.wrong).toEqual([]);
    }),
    { seed: 9, numRuns: 10_000 },
  );
  expect(confirmed).toBeGreaterThan(1_000);
});
