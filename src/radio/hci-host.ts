import type { Cancel, Clock } from '../clock.ts';
import { type HciCommand, statusText } from './hci-commands.ts';
import { openHciPipe } from './hci-pipe.ts';
import type { RadioUrl } from './radio-url.ts';

/** `returns` begins with the status, which is success. */
export type HciAnswer =
  | { readonly ok: true; readonly returns: Uint8Array }
  | { readonly ok: false; readonly detail: string };

/** A host that asks one thing at a time. */
export interface HciHost {
  /** Sends the command when those before it are answered. Never rejects. */
  ask(command: HciCommand): Promise<HciAnswer>;
  /** Idempotent; what is still asked fails. */
  close(): void;
}

export interface HciHostOptions {
  readonly where: RadioUrl;
  readonly clock: Clock;
  readonly openTimeoutMs: number;
  readonly answerTimeoutMs: number;
  /** The controller is gone; told once at most, and not after `close`. */
  readonly lost: (detail: string) => void;
}

const commandPacket = 0x01;
const eventPacket = 0x04;
const event = { commandComplete: 0x0e, commandStatus: 0x0f, hardwareError: 0x10 } as const;

const hardwareError = 'the controller reports a hardware error';
const opcodeAt = (body: Uint8Array, at: number): number => (body[at] ?? 0) | ((body[at + 1] ?? 0) << 8);

/** Opens the controller; rejects when it is not there. */
export async function openHciHost(options: HciHostOptions): Promise<HciHost> {
  const { where, clock, openTimeoutMs, answerTimeoutMs } = options;
  let gone: string | null = null;
  let waiting: { readonly opcode: number; readonly settle: (answer: HciAnswer) => void } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const end = (detail: string): boolean => {
    if (gone !== null) return false;
    gone = detail;
    waiting?.settle({ ok: false, detail });
    return true;
  };
  const answer = (opcode: number, status: number | undefined, returns: Uint8Array): void => {
    if (waiting?.opcode !== opcode || status === undefined) return;
    waiting.settle(status === 0 ? { ok: true, returns } : { ok: false, detail: statusText(status) });
  };
  const pipe = await openHciPipe(
    where,
    {
      packet(packet) {
        // The packet is wiped after this call: what is kept of it is a copy.
        if (packet[0] !== eventPacket) return;
        const body = packet.subarray(3);
        if (packet[1] === event.commandComplete) answer(opcodeAt(body, 1), body[3], Uint8Array.from(body.subarray(3)));
        else if (packet[1] === event.commandStatus)
          answer(opcodeAt(body, 2), body[0], Uint8Array.from(body.subarray(0, 1)));
        else if (packet[1] === event.hardwareError && end(hardwareError)) options.lost(hardwareError);
      },
      lost(detail) {
        if (end(detail)) options.lost(detail);
      },
    },
    clock,
    openTimeoutMs,
  );

  const exchange = (command: HciCommand): Promise<HciAnswer> =>
    new Promise(resolve => {
      if (gone !== null) return resolve({ ok: false, detail: gone });
      let cancel: Cancel = () => {};
      const settle = (given: HciAnswer): void => {
        cancel();
        waiting = null;
        resolve(given);
      };
      waiting = { opcode: command.opcode, settle };
      cancel = clock.after(answerTimeoutMs, () => settle({ ok: false, detail: `no answer in ${answerTimeoutMs} ms` }));
      const head = [commandPacket, command.opcode & 0xff, command.opcode >> 8, command.parameters.length];
      pipe.send(Buffer.concat([Buffer.from(head), command.parameters]));
    });
  return {
    ask(command) {
      const answered = last.then(() => exchange(command));
      last = answered;
      return answered;
    },
    close() {
      end('closed');
      pipe.close();
    },
  };
}
