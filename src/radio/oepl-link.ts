import type { Clock } from '../clock.ts';
import type { Slot } from './oepl-slots.ts';
import { offerOf } from './oepl-wire.ts';
import type { GattLink } from './radio.ts';

/** The roles that a family of such labels finds on a link. */
export const roles = ['pending', 'told', 'block', 'confirmed', 'expired', 'refused'] as const;
const endings: readonly string[] = ['confirmed', 'expired', 'refused'];

/** Largest file of a picture: the greatest panel has 2 × 76,800 bytes. With all links at once this is 60 MB. */
const maxFileBytes = 262_144;
/** Closing waits so long for the module to confirm. */
const closeWithinMs = 3_000;

export interface LinkOptions {
  readonly address: string;
  readonly clock: Clock;
  /** Queues it for its label. */
  readonly offer: (slot: Slot) => void;
  /** Takes it back; `gone` is called once it is certain, or cannot become so now. True: it is certain already. */
  readonly withdraw: (slot: Slot, gone: (certain: boolean) => void) => void;
  readonly closed: () => void;
}

/**
 * A place at the module for one picture of a label that sleeps. It takes an offer with its file, once, and stands however
 * often the line is lost: what waits goes on waiting. Closed before its end, it takes the offer back; when that is not
 * certain, it says first that the label may have been told.
 */
export function openPlace({ address, clock, offer, withdraw, closed }: LinkOptions): GattLink {
  let slot: Slot | null = null;
  let over = false;
  let closing: Promise<void> | null = null;
  let listener: (role: string, data: Uint8Array) => void = () => {};

  const notify = (role: string, data: Uint8Array): void => {
    if (endings.includes(role)) over = true;
    listener(role, data);
  };

  function takeBack(mine: Slot): Promise<void> {
    return new Promise(resolve => {
      const settle = (certain: boolean): void => {
        cancel();
        if (!certain) mine.notify('told', new Uint8Array(0));
        resolve();
      };
      const cancel = clock.after(closeWithinMs, () => settle(false));
      withdraw(mine, settle);
    });
  }

  return {
    mtu: maxFileBytes,
    async read(role) {
      throw new Error(`nothing can be read from ${role}`);
    },
    async write(role, data) {
      const written = role === 'pending' ? offerOf(data) : null;
      if (written === null || written.file.length > maxFileBytes) throw new TypeError(`${role} does not take this`);
      if (slot !== null || closing !== null) throw new Error('a place takes one picture');
      slot = { address, ...written, sent: false, accepted: false, told: false, fetching: false, notify };
      offer(slot);
    },
    onNotification(next) {
      listener = next;
    },
    onClosed() {},
    close() {
      closing ??= (async () => {
        if (slot !== null && !over) await takeBack(slot);
        closed();
      })();
      return closing;
    },
  };
}
