import { describe, expect, it } from 'vitest';
import { createSessionSpeaker } from '../../../src/agent/proximity/session-speaker.ts';

const visit = 'visit-1';
const winners = [{ tag: visit }, { tag: 'trolley-1' }];
const follows = (tag: string) => tag === visit;

/** Two gateways that hear each other; which of them would speak after each round. */
function store(starts: { readonly one: number; readonly two: number }, rounds: number, silent: readonly number[] = []) {
  const one = createSessionSpeaker({ gateway: 'gw-01', alone: false });
  const two = createSessionSpeaker({ gateway: 'gw-02', alone: false });
  return Array.from({ length: rounds }, (_, round) => {
    const says = (gateway: string, from: number) => ({ gateway, round, winners: round >= from ? winners : [] });
    one.heard(says('gw-01', starts.one), follows);
    two.heard(says('gw-02', starts.two), follows);
    if (!silent.includes(round)) {
      one.heard(says('gw-02', starts.two), follows);
      two.heard(says('gw-01', starts.one), follows);
    }
    return [one.speaks(visit) ? 'one' : '', two.speaks(visit) ? 'two' : ''].join(' ').trim();
  });
}

describe('who speaks to a session', () => {
  it('is one of the gateways that follow it, and stays that one', () => {
    expect(store({ one: 1, two: 1 }, 7)).toEqual(['', '', '', '', 'one', 'one', 'one']);
    expect(store({ one: 2, two: 1 }, 7)).toEqual(['', '', '', '', '', 'one', 'one']);
    expect(store({ one: 5, two: 1 }, 9)).toEqual(['', '', '', '', 'two', 'two', 'two', 'two', 'two']);
    expect(store({ one: 1, two: 5 }, 7)).toEqual(['', '', '', '', 'one', 'one', 'one']);
  });

  it('is never two of them, though a word is lost', () => {
    for (const lost of [0, 1, 2, 3]) {
      for (const said of store({ one: 1, two: 1 }, 8, [lost])) expect(['', 'one']).toContain(said);
    }
  });

  it('is the only one there is at once', () => {
    expect(createSessionSpeaker({ gateway: 'gw-01', alone: true }).speaks(visit)).toBe(true);
  });

  it('is nobody before it is known where the session is, and for a visit that is over', () => {
    const one = createSessionSpeaker({ gateway: 'gw-01', alone: false });
    for (const round of [1, 2, 3]) one.heard({ gateway: 'gw-02', round, winners }, follows);
    expect(one.speaks(visit)).toBe(false);
    for (const round of [4, 5, 6, 7, 8]) one.heard({ gateway: 'gw-01', round, winners }, follows);
    expect(one.speaks(visit)).toBe(false);
    one.ended(visit);
    for (const round of [9, 10, 11, 12]) one.heard({ gateway: 'gw-01', round, winners }, follows);
    expect(one.speaks(visit)).toBe(true);
    one.ended(visit);
    expect(one.speaks(visit)).toBe(false);
  });
});
