import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { RadioUrl } from './radio-url.ts';
import { ClosingSerialPort } from './serial-port.ts';

/** A byte stream to a controller, whatever carries it. A chunk is lent: who listens wipes it before it returns. */
export type H4Stream = Duplex;

/** Bytes that are read at once. */
const readBytes = 65_536;

/** Bytes that may wait to be written before the controller counts as stuck. */
export const maxUnsentBytes = 1_048_576;

/** Opens the stream; rejects when it does not open in time. */
export function openStream(
  url: Exclude<RadioUrl, { kind: 'hci' }>,
  clock: Clock,
  timeoutMs: number,
): Promise<H4Stream> {
  return new Promise((resolve, reject) => {
    const stream: H4Stream =
      url.kind === 'tcp' ? tcp(url.host, url.port) : serial(url.path, url.baudRate, url.flowControl);
    const opened = url.kind === 'tcp' ? 'connect' : 'open';
    const settle = (work: () => void): void => {
      cancel();
      stream.off('error', onError);
      work();
    };
    const onError = (error: Error): void => settle(() => reject(error));
    const cancel = clock.after(timeoutMs, () =>
      settle(() => {
        // An error may still come; nobody is interested any more.
        stream.on('error', () => {});
        stream.destroy();
        reject(new Error(`not open after ${timeoutMs} ms`));
      }),
    );
    stream.once('error', onError);
    stream.once(opened, () => settle(() => resolve(stream)));
  });
}

/** Always reads into the same bytes: chunks of Node's own leave copies behind where nobody can wipe them. */
function tcp(host: string, port: number): H4Stream {
  const socket = connect({
    host,
    port,
    onread: {
      buffer: Buffer.alloc(readBytes),
      callback(length, bytes) {
        socket.emit('data', bytes.subarray(0, length));
        return true;
      },
    },
  });
  socket.setNoDelay(true);
  return socket;
}

const serial = (path: string, baudRate: number, rtscts: boolean): H4Stream =>
  new ClosingSerialPort({ path, baudRate, rtscts, autoOpen: true });
