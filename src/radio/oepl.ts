import type { Advertisement } from '../../devices/label-model.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { RadioLog } from './bluetooth.ts';
import { openPlace, roles } from './oepl-link.ts';
import { slowBaudRate } from './oepl-module.ts';
import { createSlots, type Slot, type SlotVerdict } from './oepl-slots.ts';
import { createTransferMeter } from './oepl-transfers.ts';
import { createModuleReader, type ModuleEvent } from './oepl-wire.ts';
import { createWorker, type Unwanted, type Worker } from './oepl-worker.ts';
import type { ConnectFailure, Radio, RadioState } from './radio.ts';
import { openSerialLine, type SerialLine, type SerialLineOptions } from './serial-line.ts';

/** How to make a radio of a module on a serial line. */
export interface OeplOptions {
  /** `serial:///dev/serial/by-id/usb-…` or `tcp://host:port`. */
  readonly url: string;
  /** 802.15.4 channel: 11, 15, 20, 25, 26 or 27; the module's own unless given. */
  readonly channel?: number;
  /** Transmit power as the module counts it; its own unless given. */
  readonly power?: number;
  /** Pictures that may wait at the same time. */
  readonly links?: number;
  /** Speaks at 2 Mbaud where the module can; true unless said otherwise. */
  readonly fast?: boolean;
  readonly clock: Clock;
  readonly log: RadioLog;
  readonly listPorts?: SerialLineOptions['listPorts'];
}

/** The module has room for 250 labels; some of it is left for what it does by itself. */
export const maxPlaces = 240;
/** A label is given so long to ask for its first block; then the module may have lost the offer. */
const fetchWithinMs = 5_000;
/** The module writes a frame in one go. */
const frameWithinMs = 100;
const malformedLogMs = 60_000;
/** Bytes that make no sense, in a row: more than any text of the module for people. */
const gibberishBytes = 200;
/** Labels whose signal is remembered, for when they check in without saying it. */
const maxRemembered = 4_096;
/** Stopping waits so long for what is queued to be taken back. */
const stopWithinMs = 4_000;
const checkInBytes = 21;
const rssiUnknown = -127;
const nothing = new Uint8Array(0);

/** A radio whose labels sleep and fetch what was queued for them. Throws TypeError on a URL that is no serial line. */
export function createOeplRadio(options: OeplOptions): Radio {
  const { url, clock, log, links = maxPlaces } = options;
  const slots = createSlots();
  const unwanted: Unwanted = new Map();
  const meter = createTransferMeter(clock);
  /** Labels for which somebody has a place. */
  const taken = new Set<string>();
  const signals = new Map<string, number>();

  let heard: (adv: Advertisement) => void = () => {};
  let changed: (state: RadioState) => void = () => {};
  let settled: () => void = () => {};
  let emptied: () => void = () => {};
  let line: SerialLine | null = null;
  let worker: Worker | null = null;
  let ready = false;
  let stopping = false;
  let lastMalformedMs = Number.NEGATIVE_INFINITY;

  function say(state: RadioState): void {
    changed(state);
    if (state.state !== 'starting') settled();
  }

  function open(): SerialLine {
    const { listPorts } = options;
    const opened = openSerialLine({ url, baudRate: slowBaudRate, clock, ...(listPorts ? { listPorts } : {}) });
    let cancelSettle: Cancel = () => {};
    let sensibleAt = 0;
    const reader = createModuleReader(event => {
      sensibleAt = reader.counts.noiseBytes;
      worker?.received(event);
      hear(event);
    });
    opened.onData(bytes => {
      const before = reader.counts.damaged + reader.counts.foreign;
      reader.push(bytes);
      cancelSettle();
      if (reader.waiting()) cancelSettle = clock.after(frameWithinMs, reader.settle);
      if (reader.counts.damaged + reader.counts.foreign > before) malformed();
      if (reader.counts.noiseBytes - sensibleAt < gibberishBytes) return;
      // It may have restarted, and speak at another speed now.
      sensibleAt = reader.counts.noiseBytes;
      worker?.probe();
    });
    opened.onState(state => {
      cancelSettle();
      reader.settle();
      if (state.state === 'opening') say({ state: 'starting' });
      if (state.state === 'open') worker = begin(opened);
      if (state.state === 'closed') down(state.detail, state.retryMs);
    });
    return opened;
  }

  function begin(at: SerialLine): Worker {
    return createWorker({
      line: at,
      slots,
      unwanted,
      channel: options.channel ?? null,
      power: options.power ?? null,
      fast: options.fast ?? true,
      clock,
      greeted(greeting) {
        if (ready || stopping) return;
        ready = true;
        log.info({ event: 'radio.ready', radio: url, ...greeting }, 'radio ready');
        say({ state: 'ready' });
      },
      failed: at.reopen,
      discard: slot => discard(slot, () => {}),
    });
  }

  function down(detail: string, retryMs: number): void {
    worker?.end();
    worker = null;
    ready = false;
    // They are taken back once the module is there again. Until then nobody knows what it does with them.
    for (const { gone } of unwanted.values()) gone(false);
    if (stopping) return;
    log.warn({ event: 'radio.down', radio: url, detail, retryMs }, 'radio down');
    say({ state: 'down', detail });
  }

  function discard(slot: Slot, gone: (certain: boolean) => void): void {
    unwanted.set(slot.address, { slot, gone });
    if (worker === null) gone(false);
    else worker.wake();
  }

  function hear(event: ModuleEvent): void {
    if (event.type === 'booted') worker?.restart();
    if (!('address' in event)) return;
    // Between being withdrawn and being gone an offer can still be taken.
    if (event.type === 'check-in') unwanted.get(event.address)?.slot.notify('told', nothing);
    if (event.type === 'complete') meter.ended(event.address);
    const verdict = slots.on(event);
    if (event.type === 'check-in') heard(advertisement(event.address, event.data, false));
    carryOut(event.address, verdict);
  }

  function carryOut(address: string, verdict: SlotVerdict): void {
    switch (verdict.type) {
      case 'told':
        verdict.slot.notify('told', nothing);
        clock.after(fetchWithinMs, () => lookAfter(verdict.slot));
        break;
      case 'send-block':
        if (verdict.first) verdict.slot.notify('told', nothing);
        meter.asked(address);
        worker?.wanted(verdict.slot, verdict.block);
        break;
      case 'confirmed':
      case 'expired':
        verdict.slot.notify(verdict.type, nothing);
        break;
      case 'offer-again':
        verdict.slot.accepted = false;
        if (verdict.changed) heard(advertisement(address, null, true));
        worker?.wake();
        break;
      case 'changed':
        heard(advertisement(address, null, true));
        break;
    }
  }

  /** It was told and did nothing: the module may have freed its place because of a word that never came here. */
  function lookAfter(slot: Slot): void {
    if (slots.get(slot.address) !== slot || !slot.told || slot.fetching) return;
    slot.accepted = false;
    worker?.wake();
  }

  function advertisement(address: string, data: Uint8Array | null, isChanged: boolean): Advertisement {
    const said = data?.some(byte => byte !== 0) ? new DataView(data.buffer, data.byteOffset).getInt8(2) : 0;
    if (said !== 0) {
      if (signals.size >= maxRemembered) signals.delete(signals.keys().next().value!);
      signals.set(address, said);
    }
    const checkIn = { protocol: 'oepl', data: data ?? new Uint8Array(checkInBytes), changed: isChanged } as const;
    const rssi = signals.get(address) ?? rssiUnknown;
    return { address, name: null, manufacturer: null, serviceUuids: [], rssi, checkIn };
  }

  function malformed(): void {
    const nowMs = clock.monotonic();
    if (nowMs - lastMalformedMs < malformedLogMs) return;
    lastMalformedMs = nowMs;
    log.warn({ event: 'radio.malformed', radio: url }, 'damaged frames of the module dropped');
  }

  const failure = (reason: ConnectFailure['reason'], detail: string): ConnectFailure => ({ ok: false, reason, detail });

  return {
    url,
    links,
    busyMs: meter.totalMs,
    start(whenHeard, whenChanged) {
      heard = whenHeard;
      changed = whenChanged;
      stopping = false;
      return new Promise(resolve => {
        settled = resolve;
        line = open();
      });
    },
    async connect(address, gatt) {
      if (!ready || stopping) return failure('radio.down', `${url} is not ready.`);
      if (gatt.roles(roles) === null) return failure('radio.gatt-unfit', 'The label is not one of this radio.');
      if (taken.has(address)) return failure('radio.down', 'A picture waits for the label already.');
      if (taken.size >= links) return failure('radio.down', `All ${links} places are taken.`);
      taken.add(address);
      const link = openPlace({
        address,
        clock,
        offer(slot) {
          unwanted.delete(address);
          slots.put(slot);
          worker?.wake();
        },
        withdraw(slot, gone) {
          slots.remove(slot);
          if (slot.sent) discard(slot, gone);
          else gone(true);
        },
        closed() {
          taken.delete(address);
          if (taken.size === 0) emptied();
        },
      });
      return { ok: true, link };
    },
    async stop() {
      stopping = true;
      if (ready && taken.size > 0) {
        await new Promise<void>(resolve => {
          const cancel = clock.after(stopWithinMs, resolve);
          emptied = () => {
            cancel();
            resolve();
          };
        });
      }
      worker?.end();
      worker = null;
      ready = false;
      await line?.stop();
      say({ state: 'stopped' });
    },
  };
}
