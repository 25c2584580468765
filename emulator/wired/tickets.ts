import { sign } from 'node:crypto';
import { type SigningKey, seededKey } from '../mesh/signing.ts';

export interface TicketDesk {
  readonly key: Pick<SigningKey, 'kid' | 'publicKey'>;
  /** A ticket with a number of its own, valid from now on. */
  issue(forMs: number): Ticket;
}

export interface Ticket {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** What its QR code holds: the payload, the signature over it and the key's name, with dots between them. */
  readonly text: string;
}

/** Issues tickets of entry, signed with a toy key that follows from the shop's seed. @param run told apart from the runs before */
export function createTicketDesk(seed: number, run: number, now: () => number): TicketDesk {
  const key = seededKey(seed, 'entry-emulated', []);
  let issued = 0;
  return {
    key: { kid: key.kid, publicKey: key.publicKey },
    issue(forMs) {
      issued++;
      const id = `${run.toString(36)}-${issued}`;
      const from = new Date(now()).toISOString();
      const to = new Date(now() + forMs).toISOString();
      const payload = Buffer.from(JSON.stringify({ v: 1, id, from, to })).toString('base64url');
      const signature = sign(null, Buffer.from(payload, 'ascii'), key.privateKey).toString('base64url');
      return { id, from, to, text: `${payload}.${signature}.${key.kid}` };
    },
  };
}
