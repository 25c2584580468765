import type { Clock } from '../clock.ts';
import type { Adapter } from './noble-binding.ts';

/** How an attempt to connect ended. `stuck`: the controller does not even take it back. */
export type Dialled = 'open' | 'silent' | 'stuck' | { readonly error: string };

/** How long the controller may take to give up an attempt, or to begin scanning. */
const settleTimeoutMs = 2_000;

/**
 * Scanning and connecting on one controller, which can do only one of them at a time: connections are set up one
 * after the other, and in between it scans.
 */
export interface Dialler {
  /** Begins scanning, once the controller is ready. */
  begin(): void;
  /** Connects; waits for those that came before. The time limit starts when its turn comes. */
  dial(address: string, addressType: 'public' | 'random', timeoutMs: number): Promise<Dialled>;
  /** Stops and starts the scan, in case the controller has quietly given up. */
  restartScan(): void;
  scanning(): boolean;
  scanStarted(): void;
  scanStopped(): void;
  connected(address: string, error: Error | null): void;
  attemptOver(): void;
  /** The adapter is gone: ends the attempt under way and those that wait. */
  abandon(): void;
}

/** A dialler for one adapter, which is given as a function because it comes to life a little later. */
export function createDialler(adapter: () => Adapter, clock: Clock): Dialler {
  let scan: 'off' | 'starting' | 'on' = 'off';
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let current: { readonly address: string; settle(result: Dialled): void; over(): void } | null = null;
  let scanSettled: (() => void) | null = null;
  let abandoned = false;
  let begun = false;

  const resume = (): void => {
    if (!begun || abandoned || waiting > 0 || scan !== 'off') return;
    scan = 'starting';
    adapter().startScan();
  };

  /** A scan that is just beginning must have begun before it can be stopped. */
  const scanSteady = (): Promise<void> =>
    new Promise(resolve => {
      if (scan !== 'starting') return resolve();
      const cancel = clock.after(settleTimeoutMs, () => scanSettled?.());
      scanSettled = () => {
        scanSettled = null;
        cancel();
        resolve();
      };
    });

  async function attempt(address: string, type: 'public' | 'random', timeoutMs: number): Promise<Dialled> {
    await scanSteady();
    if (abandoned) return { error: 'the radio is gone' };
    return new Promise(resolve => {
      let over = (): void => {};
      const settle = (result: Dialled): void => {
        cancel();
        current = null;
        resolve(result);
      };
      let cancel = clock.after(timeoutMs, () => {
        over = () => settle('silent');
        cancel = clock.after(settleTimeoutMs, () => settle('stuck'));
        adapter().cancelConnect(address);
      });
      current = { address, settle, over: () => over() };
      // noble itself stops the scan first.
      adapter().connect(address, type);
    });
  }

  return {
    begin() {
      begun = true;
      resume();
    },
    dial(address, addressType, timeoutMs) {
      waiting++;
      const mine = turn.then(() =>
        abandoned ? { error: 'the radio is gone' } : attempt(address, addressType, timeoutMs),
      );
      const done = (): void => {
        waiting--;
        resume();
      };
      turn = mine.then(done, done);
      return mine;
    },
    restartScan() {
      if (waiting > 0 || abandoned) return;
      scan = 'off';
      adapter().stopScan();
    },
    scanning: () => scan !== 'off',
    scanStarted() {
      if (scan === 'starting') scan = 'on';
      scanSettled?.();
    },
    scanStopped() {
      scan = 'off';
      scanSettled?.();
      resume();
    },
    connected(address, error) {
      if (current?.address !== address) return;
      current.settle(error === null ? 'open' : { error: error.message });
    },
    attemptOver: () => current?.over(),
    abandon() {
      abandoned = true;
      scanSettled?.();
      current?.settle({ error: 'the radio is gone' });
    },
  };
}
