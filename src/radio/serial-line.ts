import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';
import type { Cancel, Clock } from '../clock.ts';
import { parseRadioUrl, type RadioUrl } from './radio-url.ts';
import { ClosingSerialPort } from './serial-port.ts';
import { findPort, identityOf, type PortFacts, type PortIdentity } from './serial-port-choice.ts';

/** Whether bytes can be exchanged. */
export type LineState =
  | { readonly state: 'opening' | 'stopped' }
  | { readonly state: 'open'; readonly path: string }
  /** It is tried again after `retryMs`. */
  | { readonly state: 'closed'; readonly detail: string; readonly retryMs: number };

/** How to open a line. */
export interface SerialLineOptions {
  /** `serial:///dev/serial/by-id/usb-…?baud=9600`, `tcp://host:port`, or the path of a terminal. */
  readonly url: string;
  /** Bits a second where the address does not say; 115200 unless said otherwise. */
  readonly baudRate?: number;
  /** What one character is made of; 8 data bits, no parity and 1 stop bit unless said otherwise. */
  readonly character?: { readonly dataBits: 7 | 8; readonly parity: 'none' | 'even' | 'odd'; readonly stopBits: 1 | 2 };
  /** Leaves DTR as it is on closing: boards restart by it. */
  readonly keepsDtr?: boolean;
  readonly clock: Clock;
  /** The ports that there are; asks the system unless given. */
  readonly listPorts?: () => Promise<readonly PortFacts[]>;
}

/**
 * A serial line that is there whenever its cable is: opened anew each time it was lost, and found again by what it is,
 * not by its number.
 */
export interface SerialLine {
  readonly url: string;
  /** Called for each chunk as it comes; the bytes may be kept. */
  onData(listener: (bytes: Uint8Array) => void): void;
  onState(listener: (state: LineState) => void): void;
  /** False: the line is not open, or takes no more; nothing was written. */
  write(bytes: Uint8Array): boolean;
  /** Where it is now, `/dev/ttyUSB1` or `host:port`; null: not open. */
  path(): string | null;
  /** Whether it has a speed that can be changed. */
  readonly hasBaudRate: boolean;
  /** Resolves to false when it is not open or refuses. Over TCP there is nothing to change, and it is true. */
  setBaudRate(baudRate: number): Promise<boolean>;
  /** What is at the far end does not behave: closes the line and begins anew after the pause. */
  reopen(detail: string): void;
  /** Resolves once it is closed; nothing is told any more. */
  stop(): Promise<void>;
}

const defaultBaudRate = 115_200;
const openTimeoutMs = 5_000;
/** Waits before it is tried again: doubling from the first to the last. A port appears a second after its plug. */
const firstRetryMs = 250;
const lastRetryMs = 5_000;
/** Bytes that may wait to be written before the far end counts as stuck. */
const maxUnsentBytes = 262_144;

/** Begins at once; listeners that are set in the same turn miss nothing. Throws TypeError on a URL that is no line. */
export function openSerialLine(options: SerialLineOptions): SerialLine {
  const { url, clock, listPorts = () => SerialPort.list() } = options;
  const parsed = parseRadioUrl(url);
  if (parsed === null || parsed.kind === 'hci') throw new TypeError(`${url} is no serial line`);
  const where: Exclude<RadioUrl, { kind: 'hci' }> = parsed;
  const baudRate =
    where.kind === 'serial' && /[?&]baud=/.test(url) ? where.baudRate : (options.baudRate ?? defaultBaudRate);

  let onData: (bytes: Uint8Array) => void = () => {};
  let onState: (state: LineState) => void = () => {};
  let stream: Duplex | null = null;
  let openPath: string | null = null;
  let identity: PortIdentity | null = null;
  let stopped = false;
  let retryMs = firstRetryMs;
  let cancelRetry: Cancel = () => {};
  let closing: Promise<void> = Promise.resolve();

  queueMicrotask(() => void open());

  async function open(): Promise<void> {
    if (stopped) return;
    onState({ state: 'opening' });
    try {
      await closing;
      const path = where.kind === 'serial' ? await locate(where.path) : `${where.host}:${where.port}`;
      if (stopped) return;
      const next = make(path);
      await whenOpen(next, where.kind === 'tcp' ? 'connect' : 'open', clock);
      if (stopped) closing = shut(next);
      else await serve(next, path);
    } catch (error) {
      lost((error as Error).message);
    }
  }

  async function locate(asked: string): Promise<string> {
    const ports = await listPorts().catch(() => []);
    const path = findPort(ports, asked, identity);
    if (path === null) throw new Error(`no port is the one that was ${asked}`);
    return path;
  }

  function make(path: string): Duplex {
    if (where.kind === 'tcp') return connect({ host: where.host, port: where.port, noDelay: true });
    const { dataBits = 8, parity = 'none', stopBits = 1 } = options.character ?? {};
    const rtscts = where.kind === 'serial' && where.flowControl;
    const hupcl = !options.keepsDtr;
    return new ClosingSerialPort({ path, baudRate, dataBits, parity, stopBits, rtscts, hupcl, autoOpen: true });
  }

  async function serve(next: Duplex, path: string): Promise<void> {
    const over = (detail: string): void => {
      if (stream === next) lost(detail);
    };
    next.on('error', error => over(error.message));
    next.on('close', () => over('the line is closed'));
    next.on('end', () => over('the far end closed the line'));
    stream = next;
    openPath = path;
    next.on('data', (chunk: Buffer) => {
      if (stream !== next) return;
      // Somebody is there: should it be lost, it is likely to be back soon.
      retryMs = firstRetryMs;
      // A Buffer's slice is a view, that of a Uint8Array a copy: listeners are to rely on one of them.
      onData(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
    });
    onState({ state: 'open', path });
    if (where.kind === 'serial') identity ??= identityOf(await listPorts().catch(() => []), path);
  }

  function lost(detail: string): void {
    const before = stream;
    stream = null;
    openPath = null;
    if (before) closing = shut(before);
    if (stopped) return;
    cancelRetry();
    cancelRetry = clock.after(retryMs, () => void open());
    onState({ state: 'closed', detail, retryMs });
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }

  return {
    url,
    hasBaudRate: where.kind === 'serial',
    onData(listener) {
      onData = listener;
    },
    onState(listener) {
      onState = listener;
    },
    write(bytes) {
      if (stream === null) return false;
      if (stream.writableLength + bytes.length > maxUnsentBytes) {
        lost('the far end takes no more data');
        return false;
      }
      stream.write(bytes);
      return true;
    },
    path: () => openPath,
    setBaudRate(next) {
      const port = stream;
      if (port === null) return Promise.resolve(false);
      if (!(port instanceof SerialPort)) return Promise.resolve(true);
      return new Promise(resolve => port.update({ baudRate: next }, error => resolve(!error)));
    },
    reopen(detail) {
      if (stream !== null) lost(detail);
    },
    async stop() {
      stopped = true;
      cancelRetry();
      lost('stopped');
      await closing;
      onState({ state: 'stopped' });
    },
  };
}

/** Rejects when it does not open in time. */
function whenOpen(stream: Duplex, opened: 'connect' | 'open', clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void): void => {
      cancel();
      stream.off('error', onError);
      stream.off(opened, onOpen);
      work();
    };
    const onOpen = (): void => settle(resolve);
    const onError = (error: Error): void => settle(() => reject(error));
    const cancel = clock.after(openTimeoutMs, () =>
      settle(() => {
        void shut(stream);
        reject(new Error(`not open after ${openTimeoutMs} ms`));
      }),
    );
    stream.once('error', onError);
    stream.once(opened, onOpen);
  });
}

/** Resolves once it is closed and somebody else may open it. */
function shut(stream: Duplex): Promise<void> {
  if (stream.closed) return Promise.resolve();
  // An error may still come; nobody is interested any more.
  stream.on('error', () => {});
  return new Promise(resolve => {
    stream.once('close', resolve);
    stream.destroy();
  });
}
