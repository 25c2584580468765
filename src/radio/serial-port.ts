import { SerialPort } from 'serialport';

/**
 * A serial port that is closed when its stream is destroyed, before `close` is told: the library destroys the stream
 * alone and keeps the port, which the system then has locked against whoever opens it next.
 */
export class ClosingSerialPort extends SerialPort {
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const finish = (): void => super._destroy(error, done);
    if (this.isOpen) this.close(finish);
    else if (this.closing) this.once('close', finish);
    // It may still be about to open.
    else if (this.opening) this.once('open', () => this.close(finish)).once('error', finish);
    else finish();
  }
}
