import type { Cancel, Clock } from '../clock.ts';
import { mostScanChars, readScan, type ScanResult } from './gs1.ts';
import type { Line } from './line.ts';

/** A scanner without a suffix: what it said is a whole line when nothing more comes for so long. */
const pauseEndsLineMs = 100;
/** The same again within this is the same pull of the trigger. */
const repeatMs = 300;

export interface ScannerOptions {
  readonly id: string;
  readonly line: Line;
  readonly clock: Clock;
}

/** One scan: its text, which may also be a ticket or a coupon, and what it is to GS1. */
export interface Scanned {
  readonly scanner: string;
  readonly atMs: number;
  readonly text: string;
  readonly scan: ScanResult;
}

export interface ScannerState {
  readonly state: 'starting' | 'ready' | 'down';
  readonly reason: 'checkout.scanner-silent' | null;
  readonly lastAtMs: number | null;
}

export interface Scanner {
  readonly id: string;
  state(): ScannerState;
  onScan(listener: (scanned: Scanned) => void): void;
  onState(listener: (state: ScannerState) => void): void;
  stop(): void;
}

/**
 * A scanner on a serial line. Lines end with CR, LF, both, or a pause; one that is longer than any code is passed over to
 * its end. Nothing is asked of a scanner, so that it lives is seen by its line and its scans only.
 */
export function createScanner({ id, line, clock }: ScannerOptions): Scanner {
  let bytes: number[] = [];
  let tooLong = false;
  let last: { readonly text: string; readonly at: number } | null = null;
  let current: ScannerState = { state: 'starting', reason: null, lastAtMs: null };
  let stopped = false;
  let cancelPause: Cancel = () => {};
  let onScan: (scanned: Scanned) => void = () => {};
  let onState: (state: ScannerState) => void = () => {};

  function endLine(): void {
    cancelPause();
    const text = tooLong ? '' : Buffer.from(bytes).toString('utf8').trim();
    bytes = [];
    tooLong = false;
    if (text === '') return;
    const at = clock.monotonic();
    const repeated = last !== null && last.text === text && at - last.at < repeatMs;
    last = { text, at };
    if (repeated) return;
    const atMs = clock.now();
    current = { state: 'ready', reason: null, lastAtMs: atMs };
    onScan({ scanner: id, atMs, text, scan: readScan(text, atMs) });
  }

  line.onData(chunk => {
    if (stopped) return;
    for (const byte of chunk) {
      if (byte === 0x0d || byte === 0x0a) endLine();
      else if (bytes.length >= mostScanChars) tooLong = true;
      else bytes.push(byte);
    }
    cancelPause();
    if (bytes.length > 0) cancelPause = clock.after(pauseEndsLineMs, endLine);
  });
  line.onState(({ state }) => {
    if (stopped || state === 'opening') return;
    // Half a line from before the cable was pulled is not the beginning of the next.
    cancelPause();
    bytes = [];
    tooLong = false;
    const open = state === 'open';
    current = { ...current, state: open ? 'ready' : 'down', reason: open ? null : 'checkout.scanner-silent' };
    onState(current);
  });

  return {
    id,
    state: () => current,
    onScan(listener) {
      onScan = listener;
    },
    onState(listener) {
      onState = listener;
    },
    stop() {
      stopped = true;
      cancelPause();
    },
  };
}
