import type { Clock } from '../clock.ts';
import { createModuleChannel, type Greeting, greet, slowBaudRate } from './oepl-module.ts';
import type { Slot, Slots } from './oepl-slots.ts';
import { blockOnWire, command, type ModuleEvent, pendingData } from './oepl-wire.ts';
import type { SerialLine } from './serial-line.ts';

/** Offers that the module may still have and nobody wants any more, by the label's address. */
export type Unwanted = Map<string, { readonly slot: Slot; readonly gone: (certain: boolean) => void }>;

export interface WorkerOptions {
  readonly line: SerialLine;
  readonly slots: Slots;
  readonly unwanted: Unwanted;
  readonly channel: number | null;
  readonly power: number | null;
  readonly fast: boolean;
  readonly clock: Clock;
  /** The module was found, for the first time or again. */
  readonly greeted: (greeting: Greeting) => void;
  /** Nothing came of it: the line has to be opened anew. */
  readonly failed: (detail: string) => void;
  /** Takes the offer back: somebody ended it while it was on its way. */
  readonly discard: (slot: Slot) => void;
}

/** Everything that is said to the module while its line is open. */
export interface Worker {
  /** There may be something to do. */
  wake(): void;
  /** The module may have restarted: it is looked for and told everything again. */
  restart(): void;
  /** What it says makes no sense: it is asked whether it is there. */
  probe(): void;
  /** A label wants a block; a newer wish replaces an older one, as the module serves one label at a time. */
  wanted(slot: Slot, block: number): void;
  received(event: ModuleEvent): void;
  /** The line is gone. */
  end(): void;
}

const commandTries = 5;
const pingAfterMs = 30_000;
const pingTries = 3;
/** Pings in a row, of three tries each, after which the module is looked for at the other speed. */
const silentPings = 2;
/** The label waits so long for a block (550 ms at 115,200 baud), after which it asks again by itself. */
const blockWithinMs = 550;
const bitsPerByte = 10;
/** A module that sends a block on takes no command: 42 parts of about 4.5 ms, and some air for others. */
const sendsOnMs = 300;

/** Level-triggered: looks what is to be done, does the most urgent of it, and looks again. Begins at once. */
export function createWorker(options: WorkerOptions): Worker {
  const { line, slots, unwanted, clock } = options;
  const module = createModuleChannel(line, clock);
  let over = false;
  let restart = true;
  let probe = false;
  let baudRate = slowBaudRate;
  let wish: { readonly slot: Slot; readonly block: number; readonly atMs: number } | null = null;
  /** The module is busy with a block until then; monotonic. */
  let quietUntilMs = 0;
  let wake: () => void = () => {};

  void work();

  async function work(): Promise<void> {
    let silent = 0;
    while (!over) {
      if (restart) {
        restart = false;
        if (!(await find())) return;
        silent = 0;
        continue;
      }
      const done = await step();
      if (done === 'silent') silent += 1;
      if (done === 'answered') silent = 0;
      if (silent >= silentPings) restart = true;
    }
  }

  async function find(): Promise<boolean> {
    slots.forgotten();
    const { channel, power, fast } = options;
    const greeting = await greet({ line, module, channel, power, baudRate, fast });
    if (over) return false;
    if ('failed' in greeting) {
      options.failed(greeting.failed);
      return false;
    }
    baudRate = greeting.baudRate ?? slowBaudRate;
    options.greeted(greeting);
    return true;
  }

  /** One exchange with the module, the most urgent one. */
  async function step(): Promise<'answered' | 'silent' | 'idle'> {
    if (wish !== null) return sendBlock(wish);
    const quietMs = quietUntilMs - clock.monotonic();
    if (quietMs > 0) {
      await woken(quietMs);
      return 'idle';
    }
    if (probe) {
      probe = false;
      return ping();
    }
    const [first] = unwanted;
    if (first !== undefined) return takeBack(...first);
    const slot = slots.unoffered();
    if (slot !== null) return offer(slot);
    return (await woken(pingAfterMs)) || over ? 'idle' : ping();
  }

  /** Resolves to false when nothing happens for so long. */
  function woken(withinMs: number): Promise<boolean> {
    return new Promise(resolve => {
      const settle = (sooner: boolean): void => {
        cancel();
        wake = () => {};
        resolve(sooner);
      };
      const cancel = clock.after(withinMs, () => settle(false));
      wake = () => settle(true);
    });
  }

  async function ping(): Promise<'answered' | 'silent'> {
    return (await module.ask(command('RDY?'), pingTries)) === null ? 'silent' : 'answered';
  }

  async function takeBack(
    address: string,
    leaving: { slot: Slot; gone: (certain: boolean) => void },
  ): Promise<'answered' | 'silent'> {
    const reply = await module.ask(command('CXD>', pendingData(leaving.slot.offer, address)), commandTries);
    if (reply === 'ACK' && !over && unwanted.get(address) === leaving) {
      unwanted.delete(address);
      leaving.gone(true);
    }
    return reply === null ? 'silent' : 'answered';
  }

  async function offer(slot: Slot): Promise<'answered' | 'silent'> {
    slot.sent = true;
    const reply = await module.ask(command('SDA>', pendingData(slot.offer, slot.address)), commandTries);
    if (over) return 'silent';
    const now = slots.get(slot.address);
    if (now !== slot) {
      // It ended meanwhile. A newer one takes its place at the module by itself, and whoever took it back waits already.
      const left = now === null && !unwanted.has(slot.address);
      if (left && (reply === 'ACK' || reply === null)) options.discard(slot);
    } else if (reply === 'ACK') {
      slot.accepted = true;
    } else if (reply !== null) {
      slots.remove(slot);
      slot.notify(
        'refused',
        Uint8Array.from(reply, letter => letter.charCodeAt(0)),
      );
    }
    return reply === null ? 'silent' : 'answered';
  }

  async function sendBlock(asked: NonNullable<typeof wish>): Promise<'answered' | 'silent'> {
    wish = null;
    const wire = blockOnWire(asked.slot.file, asked.block);
    if (wire === null || clock.monotonic() - asked.atMs > blockWithinMs) return 'answered';
    const reply = await module.ask(command('>D>'), 1);
    if (reply !== 'ACK') return reply === null ? 'silent' : 'answered';
    if (!line.write(wire)) return 'silent';
    asked.slot.notify('block', Uint8Array.of(Math.min(0xff, asked.block + 1)));
    quietUntilMs = clock.monotonic() + (wire.length * bitsPerByte * 1_000) / baudRate + sendsOnMs;
    return 'answered';
  }

  return {
    wake: () => wake(),
    restart() {
      restart = true;
      wake();
    },
    probe() {
      probe = true;
      wake();
    },
    wanted(slot, block) {
      wish = { slot, block, atMs: clock.monotonic() };
      wake();
    },
    received(event) {
      module.received(event);
      if (event.type !== 'complete' && event.type !== 'booted') return;
      quietUntilMs = 0;
      wake();
    },
    end() {
      over = true;
      slots.forgotten();
      wake();
    },
  };
}
