import type { Cancel, Clock } from '../clock.ts';
import type { LogFields } from '../shelf/log-events.ts';
import type { Audience } from './audience.ts';
import { createDialler, type Dialler } from './dialler.ts';
import { createEar } from './ear.ts';
import { openGattLink } from './gatt-link.ts';
import { openStream } from './h4-transport.ts';
import { type Adapter, type AdapterSource, createAdapter } from './noble-binding.ts';
import type { ConnectFailure, Radio, RadioState } from './radio.ts';
import { parseRadioUrl } from './radio-url.ts';

/** What a radio writes to the log; pino's own shape. */
export interface RadioLog {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
}

/** How to make a radio. */
export interface BluetoothOptions {
  /** `hci:0`, `serial:///dev/ttyUSB0?baud=1000000`, `tcp://host:port`, or the path of a terminal. */
  readonly url: string;
  /** Connections at the same time; 4 unless said otherwise. */
  readonly links?: number;
  /** Whom it may hear. */
  readonly audience: Audience;
  readonly clock: Clock;
  readonly log: RadioLog;
}

/** One run of noble on the controller, from its opening to its loss. */
interface Operation {
  readonly adapter: Adapter;
  readonly dialler: Dialler;
  end(): void;
}

const defaultLinks = 4;
const openTimeoutMs = 5_000;
const readyTimeoutMs = 10_000;
/** Waits before the controller is tried again: doubling from the first to the last. */
const firstRetryMs = 250;
const lastRetryMs = 30_000;
/** A scan that hears nothing for so long is started anew: controllers give up quietly. */
const deafMs = 60_000;
/** Malformed input from the controller is logged this often at most. */
const malformedLogMs = 60_000;

/** A Bluetooth radio through noble. Throws TypeError on a URL that is none. */
export function createBluetoothRadio(options: BluetoothOptions): Radio {
  const { url, links = defaultLinks, audience, clock, log } = options;
  const where = parseRadioUrl(url);
  if (where === null) throw new TypeError(`${url} is no radio`);

  const ear = createEar(audience);
  const openLinks = new Map<string, { lose(): void }>();
  let tell: Parameters<Radio['start']> = [() => {}, () => {}];
  let running: Operation | null = null;
  let ready = false;
  let stopped = false;
  let retryMs = firstRetryMs;
  let cancelRetry: Cancel = () => {};
  let cancelWatch: Cancel = () => {};
  let lastHeardMs = 0;
  let lastMalformedMs = Number.NEGATIVE_INFINITY;
  const busy = createBusyMeter(clock);

  const change = (state: RadioState): void => tell[1](state);

  function down(detail: string): void {
    ready = false;
    cancelWatch();
    const lost = running;
    running = null;
    lost?.end();
    for (const link of [...openLinks.values()]) link.lose();
    if (stopped) return;
    log.warn({ event: 'radio.down', radio: url, detail, retryMs }, 'radio down');
    change({ state: 'down', detail });
    cancelRetry();
    cancelRetry = clock.after(retryMs, () => void open());
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }

  /** Resolves when the controller is ready, or has failed and will be tried again. */
  async function open(): Promise<void> {
    change({ state: 'starting' });
    try {
      const source: AdapterSource =
        where!.kind === 'hci' ? { device: where!.device } : { stream: await openStream(where!, clock, openTimeoutMs) };
      if (stopped) {
        if ('stream' in source) source.stream.destroy();
        return;
      }
      await operate(source);
    } catch (error) {
      down((error as Error).message);
    }
  }

  /** Resolves when the controller is ready, or has failed. */
  function operate(source: AdapterSource): Promise<void> {
    return new Promise(resolve => {
      let over = false;
      let operation: Operation | null = null;
      let failed: string | null = null;
      const fail = (detail: string): void => {
        failed ??= detail;
        if (operation !== null && running === operation) down(detail);
      };
      const cancelWait = clock.after(readyTimeoutMs, () => fail('the controller does not answer'));
      const dialler = createDialler(() => adapter, clock);
      const adapter: Adapter = createAdapter(source, {
        ready() {
          if (over || ready) return;
          cancelWait();
          ready = true;
          retryMs = firstRetryMs;
          log.info({ event: 'radio.ready', radio: url }, 'radio ready');
          change({ state: 'ready' });
          dialler.begin();
          watch();
          resolve();
        },
        down: fail,
        report(report) {
          lastHeardMs = clock.monotonic();
          const adv = ear.hear(report, lastHeardMs);
          if (adv !== null) tell[0](adv);
        },
        scanStarted: dialler.scanStarted,
        scanStopped: dialler.scanStopped,
        connected: dialler.connected,
        attemptOver: dialler.attemptOver,
        malformed,
      });
      operation = {
        adapter,
        dialler,
        end() {
          over = true;
          cancelWait();
          dialler.abandon();
          adapter.stop();
          resolve();
        },
      };
      running = operation;
      // It may have failed before there was anything to end.
      if (failed !== null) down(failed);
    });
  }

  function malformed(error: string): void {
    audience.dropped('malformed');
    const nowMs = clock.monotonic();
    if (nowMs - lastMalformedMs < malformedLogMs) return;
    lastMalformedMs = nowMs;
    log.warn({ event: 'radio.malformed', radio: url, error }, 'malformed input from the controller dropped');
  }

  function watch(): void {
    lastHeardMs = clock.monotonic();
    const look = (): void => {
      cancelWatch = clock.after(deafMs / 2, look);
      if (clock.monotonic() - lastHeardMs < deafMs || running === null) return;
      lastHeardMs = clock.monotonic();
      log.info({ event: 'radio.deaf', radio: url }, 'nothing heard for a while: scanning anew');
      running.dialler.restartScan();
    };
    cancelWatch = clock.after(deafMs / 2, look);
  }

  const failure = (reason: ConnectFailure['reason'], detail: string): ConnectFailure => ({ ok: false, reason, detail });

  return {
    url,
    links,
    busyMs: busy.totalMs,
    async start(heard, changed) {
      tell = [heard, changed];
      stopped = false;
      await open();
    },
    async connect(address, gatt, timeoutMs) {
      const mine = running;
      if (mine === null || !ready) return failure('radio.down', `${url} is not ready.`);
      if (openLinks.has(address)) return failure('radio.down', 'The label is connected already.');
      if (openLinks.size >= links) return failure('radio.down', `All ${links} links are in use.`);
      const leave = busy.enter();
      const gone = (): void => {
        if (!openLinks.delete(address)) return;
        mine.adapter.forget(address);
        leave();
      };
      // The place is taken from here on; until there is a link, losing it is the dialler's business.
      openLinks.set(address, { lose: () => {} });
      const beganMs = clock.monotonic();
      const dialled = await mine.dialler.dial(address, ear.addressType(address) ?? guessType(address), timeoutMs);
      if (dialled !== 'open') {
        gone();
        if (dialled === 'stuck' && running === mine) down('the controller does not give up a connection');
        if (dialled === 'stuck' || running !== mine) return failure('radio.down', 'The radio was lost meanwhile.');
        return failure('radio.label-silent', dialled === 'silent' ? `No answer in ${timeoutMs} ms.` : dialled.error);
      }
      const peripheral = mine.adapter.peripheral(address);
      if (peripheral === null) {
        gone();
        return failure('radio.label-silent', 'The connection closed as soon as it was open.');
      }
      const restMs = Math.max(1_000, timeoutMs - (clock.monotonic() - beganMs));
      openLinks.set(address, { lose: () => peripheral.emit('disconnect', 'radio gone') });
      const opened = await openGattLink(peripheral, gatt, clock, restMs, gone);
      if (!opened.ok) return running === mine ? opened : failure('radio.down', 'The radio was lost meanwhile.');
      return { ok: true, link: opened.link };
    },
    async stop() {
      stopped = true;
      cancelRetry();
      down('stopped');
      change({ state: 'stopped' });
    },
  };
}

/** Random static addresses begin with two ones; what has not been heard is dialled by this. */
const guessType = (address: string): 'public' | 'random' =>
  Number.parseInt(address.slice(0, 2), 16) >= 0xc0 ? 'random' : 'public';

/** Counts the time in which at least one visitor is inside. */
function createBusyMeter(clock: Clock): { enter(): () => void; totalMs(): number } {
  let inside = 0;
  let sinceMs = 0;
  let pastMs = 0;
  return {
    enter() {
      if (inside++ === 0) sinceMs = clock.monotonic();
      let left = false;
      return () => {
        if (left) return;
        left = true;
        if (--inside === 0) pastMs += clock.monotonic() - sinceMs;
      };
    },
    totalMs: () => pastMs + (inside > 0 ? clock.monotonic() - sinceMs : 0),
  };
}
