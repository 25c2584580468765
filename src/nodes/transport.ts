import { EventEmitter } from 'node:events';

/** What the Firmata library takes for a serial port: it outlives the line beneath it. */
export interface Transport {
  readonly port: EventEmitter;
  /** A whole message from the board. */
  hear(message: Uint8Array): void;
}

/**
 * Gathers what the library writes in one turn, as it writes each pulse of a display on its own. `send` may drop it while
 * there is no line: all that matters is set again when there is.
 */
export function createTransport(send: (bytes: Uint8Array) => void): Transport {
  let waiting: Uint8Array[] = [];
  const flush = (): void => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    send(bytes);
  };
  const write = (bytes: Uint8Array, written?: () => void): boolean => {
    if (waiting.length === 0) queueMicrotask(flush);
    waiting.push(bytes);
    written?.();
    return true;
  };
  const port = Object.assign(new EventEmitter(), { write });
  return { port, hear: message => void port.emit('data', Buffer.from(message)) };
}
