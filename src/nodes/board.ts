import type { Cancel, Clock } from '../clock.ts';
import type { LogFields } from '../shelf/log-events.ts';
import type { Reason } from '../shelf/reasons.ts';
import { createFramer, readMessage } from './firmata-frames.ts';
import type { Building, Hardware, Inputs, PinView } from './hardware.ts';
import type { NodeParts } from './parts.ts';
import { createTransport, type Transport } from './transport.ts';

/** Whether a line is there, as far as a board cares. */
export type NodeLineState =
  | { readonly state: 'opening' | 'stopped' | 'open' }
  | { readonly state: 'closed'; readonly detail: string };

/** The cable to a board: it opens itself anew whenever it was lost. */
export interface NodeLine {
  onData(listener: (bytes: Uint8Array) => void): void;
  onState(listener: (state: NodeLineState) => void): void;
  /** False: nothing was written. */
  write(bytes: Uint8Array): boolean;
  reopen(detail: string): void;
  stop(): Promise<void>;
}

/** Begins at once; what it tells comes later than this returns. */
export type OpenLine = (url: string) => NodeLine;

export interface NodeLog {
  warn(fields: LogFields, message: string): void;
}

/** `unfit`: it speaks no Firmata, or lacks what some of its parts need; the others work. */
export interface NodeStatus {
  readonly state: 'starting' | 'ready' | 'down' | 'unfit';
  readonly reason: Extract<Reason, 'node.down' | 'node.firmware-unfit'> | null;
  readonly detail: string | null;
  /** As the board says, e.g. `StandardFirmata 2.5`. */
  readonly firmware: string | null;
  /** When it came into this state, wall clock. */
  readonly sinceMs: number;
}

/** One board behind its cable. */
export interface NodeBoard {
  status(): NodeStatus;
  /** Null while it cannot be written to. */
  hardware(): Hardware | null;
  /** All that was written until now has arrived at the board. Rejects when the board goes away or does not say so. */
  arrived(): Promise<void>;
  pins(): readonly PinView[];
  stop(): Promise<void>;
}

export interface NodeBoardOptions {
  readonly node: NodeParts;
  readonly clock: Clock;
  readonly log: NodeLog;
  readonly openLine: OpenLine;
  readonly inputs: Inputs;
  /** It has begun, begun anew, or come back: outputs are to be set. */
  readonly up: (hardware: Hardware) => void;
  readonly gone: () => void;
  readonly changed: () => void;
}

/** A board resets when its port is opened, and listens to nobody for two seconds. */
const askAfterMs = 2_500;
/** It has to have announced itself, and told its pins, within this. */
const announceWithinMs = 10_000;
/** Silence after which it is asked whether it is there, and after which it is not. */
const askWhenSilentMs = 5_000;
const silentMs = 10_000;
/** An answer that comes within this was asked for; later, the board has begun anew. */
const answerWithinMs = 2_000;
const arriveWithinMs = 5_000;
/** Shorter than any press that counts. */
const mendAfterMs = 5;
/** Different boards on one cable in the life of a process; the libraries never forget one. */
const boardsAtMost = 16;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  /** An answer that comes later is of another question. */
  readonly untilMs: number;
}

const versionQuery = Uint8Array.of(0xf9);
const announcementQuery = Uint8Array.of(0xf9, 0xf0, 0x79, 0xf7);

/** Speaks Firmata with one board for as long as it runs, through every loss of its cable. */
export function createNodeBoard(options: NodeBoardOptions): NodeBoard {
  const { node, clock, log, inputs } = options;
  const line = options.openLine(node.url);
  let status: NodeStatus = { state: 'starting', reason: null, detail: null, firmware: null, sinceMs: clock.now() };
  let framer = createFramer();
  let open = false;
  /** Counts openings: what was begun for an earlier one is void. */
  let opening = 0;
  let version: Uint8Array | null = null;
  let askedMs = Number.NEGATIVE_INFINITY;
  let heardMs = 0;
  let building: Building | null = null;
  let known: { readonly firmware: string; readonly hardware: Hardware } | null = null;
  let active = false;
  let boards = 0;
  /** Whoever waits for the board to say its version, in the order of asking. */
  let waiting: Waiter[] = [];
  let dropped = 0;
  let mending = false;
  let cancelMend: Cancel = () => {};
  let cancelAsk: Cancel = () => {};
  let cancelLimit: Cancel = () => {};
  let cancelWatch: Cancel = () => {};

  function become(next: Omit<NodeStatus, 'sinceMs'>): void {
    const { state, reason, detail, firmware } = status;
    if (state === next.state && reason === next.reason && detail === next.detail && firmware === next.firmware) return;
    status = { ...next, sinceMs: state === next.state ? status.sinceMs : clock.now() };
    options.changed();
  }

  function away(): void {
    open = false;
    building = null;
    opening += 1;
    cancelAsk();
    cancelLimit();
    cancelWatch();
    cancelMend();
    mending = false;
    const lost = waiting;
    waiting = [];
    for (const one of lost) one.reject(new Error(`${node.id} went away`));
    if (!active) return;
    active = false;
    known?.hardware.release();
    options.gone();
  }

  function unfit(detail: string): void {
    become({ state: 'unfit', reason: 'node.firmware-unfit', detail, firmware: status.firmware });
  }

  line.onState(state => {
    if (state.state === 'open') {
      framer = createFramer();
      dropped = 0;
      open = true;
      version = null;
      heardMs = clock.monotonic();
      ask(askAfterMs);
      limit('it does not speak Firmata');
    } else {
      away();
      // Silence is told as what it is until the next board speaks.
      if (state.state === 'closed' && status.state !== 'unfit') {
        become({ state: 'down', reason: 'node.down', detail: state.detail, firmware: status.firmware });
      }
    }
  });

  line.onData(bytes => {
    heardMs = clock.monotonic();
    for (const message of framer.push(bytes)) {
      if (!open) return;
      try {
        hear(message);
      } catch (error) {
        log.warn(
          { event: 'node.message-refused', err: error, node: node.id },
          'a message of a board broke the library',
        );
        line.reopen('the board said what cannot be understood');
      }
    }
    if (framer.dropped() > dropped) mend();
    dropped = framer.dropped();
  });

  /** Firmata has no checksums: where bytes were damaged, a level may be believed that never was. */
  function mend(): void {
    if (mending || !active) return;
    mending = true;
    cancelMend = clock.after(mendAfterMs, () => {
      mending = false;
      if (active) known?.hardware.refresh();
    });
  }

  function ask(afterMs: number): void {
    cancelAsk();
    cancelAsk = clock.after(afterMs, () => {
      askedMs = clock.monotonic();
      line.write(announcementQuery);
      ask(askAfterMs);
    });
  }

  /** Gives up what has begun when it takes too long. */
  function limit(detail: string): void {
    cancelLimit();
    cancelLimit = clock.after(announceWithinMs, () => {
      unfit(detail);
      line.reopen(detail);
    });
  }

  function hear(message: Uint8Array): void {
    const said = readMessage(message);
    if (said === null) return;
    if (said.kind === 'version') {
      version = message;
      waiting = waiting.filter(one => one.untilMs > clock.monotonic());
      waiting.shift()?.resolve();
    }
    if (said.kind === 'firmware') announced(said.name, message);
    else if (building !== null) building.hear(message);
    else if (active) known?.hardware.hear(message);
  }

  function announced(firmware: string, message: Uint8Array): void {
    cancelAsk();
    const asked = clock.monotonic() - askedMs < answerWithinMs;
    if (building !== null || (active && asked && known?.firmware === firmware)) return;
    if (active) {
      // It began anew without its cable being touched, and remembers nothing.
      active = false;
      known?.hardware.release();
      options.gone();
    }
    if (known?.firmware === firmware) ready(firmware, known.hardware);
    else void build(firmware, [version ?? Uint8Array.of(0xf9, 2, 0), message]);
  }

  async function build(firmware: string, announcement: readonly Uint8Array[]): Promise<void> {
    const now = opening;
    if (boards >= boardsAtMost) return unfit(`more than ${boardsAtMost} different boards on one cable`);
    limit('it does not tell its pins');
    // Loaded by those only who have a board.
    const { buildHardware } = await import('./hardware.ts');
    if (now !== opening) return;
    try {
      building = buildHardware({ parts: node.parts, transport: transport(), inputs }, announcement);
      // Only then do the libraries keep it: one whose cable is lost on the way is no board more.
      const hardware = await building.ready.finally(() => {
        boards += 1;
      });
      if (now !== opening) return;
      building = null;
      known = { firmware, hardware };
      ready(firmware, hardware);
    } catch (error) {
      log.warn({ event: 'node.unfit', err: error, node: node.id }, 'the parts of a board could not be set up');
      if (now === opening) unfit(error instanceof Error ? error.message : String(error));
    }
  }

  function transport(): Transport {
    return createTransport(bytes => void (open && line.write(bytes)));
  }

  function ready(firmware: string, hardware: Hardware): void {
    cancelLimit();
    active = true;
    hardware.apply();
    options.up(hardware);
    watch();
    const lacking = hardware.unfit;
    if (lacking.length === 0) become({ state: 'ready', reason: null, detail: null, firmware });
    else {
      const detail = `The board has no fitting pin for ${[...new Set(lacking)].join(', ')}.`;
      become({ state: 'unfit', reason: 'node.firmware-unfit', detail, firmware });
    }
  }

  /** A board that only waits for a button says nothing for hours. */
  function watch(): void {
    cancelWatch();
    const silentForMs = clock.monotonic() - heardMs;
    if (silentForMs >= silentMs) {
      line.reopen('the board is silent');
      return;
    }
    known?.hardware.refresh();
    if (silentForMs >= askWhenSilentMs) {
      line.write(versionQuery);
      const untilMs = clock.monotonic() + answerWithinMs;
      waiting.push({ resolve() {}, reject() {}, untilMs });
    }
    cancelWatch = clock.after(askWhenSilentMs, watch);
  }

  return {
    status: () => status,
    hardware: () => (active ? (known?.hardware ?? null) : null),
    async arrived() {
      // The transport writes at the end of the turn.
      await Promise.resolve();
      await new Promise<void>((resolve, reject) => {
        if (!active || !line.write(versionQuery)) {
          reject(new Error(`${node.id} is away`));
          return;
        }
        const untilMs = clock.monotonic() + arriveWithinMs;
        const one = { resolve: () => settle(resolve), reject: (error: Error) => settle(() => reject(error)), untilMs };
        const cancel = clock.after(arriveWithinMs, () => one.reject(new Error(`${node.id} does not answer`)));
        const settle = (done: () => void): void => {
          cancel();
          waiting = waiting.filter(other => other !== one);
          done();
        };
        waiting.push(one);
      });
    },
    pins: () => known?.hardware.pins() ?? [],
    async stop() {
      away();
      await line.stop();
    },
  };
}
