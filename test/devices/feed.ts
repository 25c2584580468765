import type { Outcome, Session, SessionAction, SessionEvent } from '../../devices/session.ts';

/** Bytes from hex. */
export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
/** Hex of bytes. */
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A label's side of an exchange: what it notifies on a write. `null` in the list: it stays silent until asked again. */
export type Peer = (write: { to: string; data: Uint8Array }) => readonly Uint8Array[];

/**
 * Runs a session against a peer without time: when nothing is to be heard, the timeout comes at once.
 * Throws when the exchange does not end within `maxEvents`.
 */
export function converse(session: Session, from: string, peer: Peer, mtu = 247, maxEvents = 20_000) {
  const heard: Uint8Array[] = [];
  const writes: { to: string; data: Uint8Array }[] = [];
  let timeouts = 0;
  let outcome: Outcome | null = null;
  const carryOut = (actions: readonly SessionAction[]): void => {
    for (const action of actions) {
      if (action.type === 'end') outcome = action.outcome;
      if (action.type !== 'write') continue;
      writes.push(action);
      heard.push(...peer(action));
    }
  };
  carryOut(session.handle({ type: 'opened', mtu }));
  for (let events = 0; outcome === null; events++) {
    if (events > maxEvents) throw new Error('The exchange does not end.');
    const data = heard.shift();
    const event: SessionEvent = data === undefined ? { type: 'timeout' } : { type: 'notified', from, data };
    if (data === undefined) timeouts++;
    carryOut(session.handle(event));
  }
  return { outcome: outcome as Outcome, writes, timeouts };
}
