import { type Failure, later, type Script, wait, write } from '../script.ts';
import type { SessionAction } from '../session.ts';
import type { Channel, Reply } from './channel.ts';

/** A reply that means something. */
export type Meaningful = Exclude<Reply, { type: 'stray' }>;

/** How long a label may take to carry out a command. Source: pyod: src/opendisplay/device.py. */
export const ackTimeoutMs = 5_000;

/** Notifications in a row that mean nothing; more of them end the exchange. */
const maxStrays = 32;

/** The only characteristic. Every command is a write request, so that what reached the label is certain. */
export const send = (frame: Uint8Array): SessionAction => write('data', frame, true);

/** Carries out `actions` and waits for a reply that means something; null: none came in time. */
export function* listen(
  channel: Pick<Channel, 'decode'>,
  actions: readonly SessionAction[],
  timeoutMs: number,
): Script<Meaningful | Failure | null> {
  let doing = actions;
  for (let strays = 0; strays <= maxStrays; strays++) {
    const heard = yield [...doing, wait(timeoutMs)];
    if (heard === null) return null;
    doing = [];
    const reply = channel.decode(heard.data);
    if (reply.type !== 'stray') return reply;
  }
  return later('device.unexpected', `More than ${maxStrays} notifications that mean nothing.`);
}

/** Whether it is a failure that ends the exchange. */
export const failed = (result: Meaningful | Failure | null): result is Failure => result !== null && 'retry' in result;
