import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Relay, TicketStore } from './ports.ts';
import { createTicketReader, type Ticket, type TicketKey } from './tickets.ts';

/** A used ticket is remembered for so long after its end, for a clock that is put back meanwhile. */
const graceMs = 86_400_000;

export interface EntryOptions {
  readonly keys: readonly TicketKey[];
  readonly store: TicketStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly relay: Relay;
  /** Whether the clock may be believed; while it may not, no used ticket is forgotten. Absent: always. */
  readonly trusted?: () => boolean;
}

export type EntryResult =
  | { readonly ok: true; readonly ticket: Ticket }
  | {
      readonly ok: false;
      /**
       * `store.limit`: more used tickets are remembered than there is room for; nobody is let in until some end.
       * `node.down`: the relay cannot be reached; the ticket is as good as before.
       */
      readonly reason: 'entry.invalid' | 'entry.forged' | 'entry.expired' | 'entry.used' | 'store.limit' | 'node.down';
      readonly detail: string;
    };

/** Lets people in by tickets. */
export interface Entry {
  /** Opens for a ticket that is good, and never again for it: that it was used is on disk before the relay moves. */
  present(text: string): EntryResult;
}

/**
 * Checks tickets without any connection. Throws what the store throws when it cannot write; the door stays shut then.
 * A ticket counts by its id, whichever key signed it, so an issuer that changes its key lets nobody in twice.
 */
export function createEntry({ keys, store, clock, relay, trusted = () => true }: EntryOptions): Entry {
  const read = createTicketReader(keys);
  return {
    present(text) {
      const nowMs = clock.now();
      const result = read(text.trim());
      if (!result.ok) return result;
      const { id, fromMs, toMs } = result.ticket;
      if (nowMs < fromMs) return { ok: false, reason: 'entry.expired', detail: `valid from ${instantText(fromMs)}` };
      if (nowMs >= toMs) return { ok: false, reason: 'entry.expired', detail: `valid until ${instantText(toMs)}` };
      if (!relay.reachable()) return { ok: false, reason: 'node.down', detail: 'the door cannot be opened now' };
      // Nothing of a person stays here: ids may be booking numbers.
      const digest = createHash('sha256').update(`ticket ${id}`).digest('hex');
      switch (store.useTicket(digest, toMs + graceMs, trusted() ? nowMs : 0)) {
        case 'used':
          return { ok: false, reason: 'entry.used', detail: 'it has let somebody in' };
        case 'full':
          return { ok: false, reason: 'store.limit', detail: 'no more used tickets can be remembered' };
        case 'new':
          relay.open();
          return { ok: true, ticket: result.ticket };
      }
    },
  };
}

const instantText = (ms: number): string => new Date(ms).toISOString();
