import type { Connection } from './connection.ts';

/** Used tickets that are remembered. Beyond that none is let in: forgetting one would let it in twice. */
export const usedTicketRows = 100_000;

/** Tickets that have let somebody in, until they cannot any more by their own date. */
export function createTicketRows(connection: Connection, maxRows = usedTicketRows) {
  const counted = connection.query<[number]>('SELECT count(*) FROM entry_ticket');
  const add = connection.change('INSERT OR IGNORE INTO entry_ticket (ticket, forget_at_ms) VALUES (?, ?)');
  const remove = connection.change('DELETE FROM entry_ticket WHERE ticket = ?');
  const forget = connection.change('DELETE FROM entry_ticket WHERE forget_at_ms <= ?');
  return {
    /** `new`: it is on disk from now on that it was used. */
    useTicket: (ticket: string, forgetAtMs: number, nowMs: number): 'new' | 'used' | 'full' =>
      connection.transaction(() => {
        forget(nowMs);
        if (add(ticket, forgetAtMs) === 0) return 'used';
        if ((counted.first()?.[0] ?? 0) <= maxRows) return 'new';
        remove(ticket);
        return 'full';
      }),
    usedTickets: (): number => counted.first()?.[0] ?? 0,
  };
}
