import type { Cancel, Clock } from '../clock.ts';
import type { RadioLog } from './bluetooth.ts';
import {
  type AdvertisingDialect,
  extendedDialect,
  type HciCommand,
  knowsSets,
  legacyDialect,
  maxDataBytes,
  readAdvertisingSets,
  readLocalFeatures,
  reset,
} from './hci-commands.ts';
import { type HciHost, openHciHost } from './hci-host.ts';
import { emptySet, type HeldSet, type OnAir, seatsFor, stepsFor } from './hci-sets.ts';
import type { RadioState } from './radio.ts';
import { parseRadioUrl } from './radio-url.ts';

export type { OnAir };

/** How to make an advertiser. */
export interface AdvertiserOptions {
  /** As of a radio, but never one of the radios: an adapter of its own. */
  readonly url: string;
  /** Transmit power that is asked of the controller; the legacy commands have no word for it. */
  readonly powerDbm: number;
  readonly clock: Clock;
  readonly log: RadioLog;
}

/** An adapter that broadcasts, and does nothing else. */
export interface Advertiser {
  readonly url: string;
  /** Opens the controller, and again whenever it was lost. Resolves when it is ready or has failed for the first time. */
  start(changed: (state: RadioState) => void): Promise<void>;
  /**
   * What is to be on air, all of it; the newest wins. More than `sets` are cut off. `applied` is called each time the
   * controller has taken all of them, also after it was lost in between, until something newer is shown.
   */
  show(wanted: readonly OnAir[], applied?: () => void): void;
  state(): RadioState;
  /** How many advertisements it holds at a time; 0 while it is not ready. */
  sets(): number;
  /** Takes everything off the air. */
  stop(): Promise<void>;
}

/** One run on the controller, from its opening to its loss. */
interface Operation {
  readonly host: HciHost;
  readonly dialect: AdvertisingDialect;
  readonly held: HeldSet[];
}

const openTimeoutMs = 5_000;
const answerTimeoutMs = 2_000;
/** Waits before the controller is tried again: doubling from the first to the last. */
const firstRetryMs = 250;
const lastRetryMs = 30_000;
/** A controller that is asked for nothing is asked for its features this often: it may be dead. */
const aliveEveryMs = 10_000;
/** More sets than that are not used. */
const maxSets = 16;

/** Throws TypeError on a URL that is none. */
export function createAdvertiser(options: AdvertiserOptions): Advertiser {
  const { url, powerDbm, clock, log } = options;
  const where = parseRadioUrl(url);
  if (where === null) throw new TypeError(`${url} is no adapter`);

  let tell: (state: RadioState) => void = () => {};
  let state: RadioState = { state: 'stopped' };
  let running: Operation | null = null;
  let stopped = true;
  let wanted: readonly OnAir[] = [];
  let applied: () => void = () => {};
  let revision = 0;
  let applying = false;
  let retryMs = firstRetryMs;
  let cancelRetry: Cancel = () => {};
  let cancelAlive: Cancel = () => {};

  function change(next: RadioState): void {
    state = next;
    tell(next);
  }

  function down(detail: string): void {
    cancelAlive();
    running?.host.close();
    running = null;
    if (stopped) return;
    log.warn({ event: 'radio.down', radio: url, detail, retryMs }, 'adapter for beacons down');
    change({ state: 'down', detail });
    cancelRetry();
    cancelRetry = clock.after(retryMs, () => void open());
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }

  async function open(): Promise<void> {
    change({ state: 'starting' });
    let mine: HciHost | null = null;
    try {
      const host = await openHciHost({
        where: where!,
        clock,
        openTimeoutMs,
        answerTimeoutMs,
        lost(detail) {
          if (running?.host === mine && running !== null) down(detail);
        },
      });
      mine = host;
      const operation = await prepare(host);
      if (stopped) return host.close();
      if (typeof operation === 'string') {
        host.close();
        return down(operation);
      }
      running = operation;
    } catch (error) {
      return down((error as Error).message);
    }
    retryMs = firstRetryMs;
    log.info({ event: 'radio.ready', radio: url }, 'adapter for beacons ready');
    change({ state: 'ready' });
    watch();
    void apply();
  }

  /** Gets to know the controller; a text says why that failed. */
  async function prepare(host: HciHost): Promise<Operation | string> {
    const begun = await host.ask(reset);
    if (!begun.ok) return failed(reset, begun.detail);
    const features = await host.ask(readLocalFeatures);
    if (!features.ok) return failed(readLocalFeatures, features.detail);
    const holding = (count: number): HeldSet[] => new Array<HeldSet>(count).fill(emptySet);
    if (!knowsSets(features.returns)) return { host, dialect: legacyDialect, held: holding(1) };
    const sets = await host.ask(readAdvertisingSets);
    if (!sets.ok) return failed(readAdvertisingSets, sets.detail);
    const count = Math.max(1, Math.min(maxSets, sets.returns[1] ?? 1));
    return { host, dialect: extendedDialect, held: holding(count) };
  }

  /** Tells the controller what it does not have yet, until it has the newest. */
  async function apply(): Promise<void> {
    const mine = running;
    if (mine === null || applying) return;
    applying = true;
    for (let taken = -1; running === mine && taken !== revision; ) {
      taken = revision;
      const seats = seatsFor(mine.held, wanted);
      // What leaves goes first: an advertisement that moves must not be on air twice.
      const order = [...seats.keys()].sort((a, b) => Number(seats[a] !== null) - Number(seats[b] !== null));
      for (const set of order) {
        if (running !== mine || taken !== revision) break;
        await bring(mine, set, seats[set] ?? null);
      }
      if (running === mine && taken === revision) applied();
    }
    applying = false;
    if (running !== mine) void apply();
  }

  async function bring(mine: Operation, set: number, item: OnAir | null): Promise<void> {
    const held = mine.held[set]!;
    for (const command of stepsFor(set, held, item, mine.dialect, powerDbm)) {
      const answer = await mine.host.ask(command);
      if (running !== mine) return;
      if (!answer.ok) return down(failed(command, answer.detail));
    }
    mine.held[set] = { told: item ?? held.told, enabled: item !== null };
  }

  function watch(): void {
    const mine = running;
    cancelAlive = clock.after(aliveEveryMs, async () => {
      const answer = await mine!.host.ask(readLocalFeatures);
      if (running !== mine) return;
      if (answer.ok) watch();
      else down(failed(readLocalFeatures, answer.detail));
    });
  }

  return {
    url,
    async start(changed) {
      tell = changed;
      stopped = false;
      await open();
    },
    show(items, told = () => {}) {
      const long = items.find(({ data }) => data.length > maxDataBytes);
      if (long) throw new RangeError(`${long.id} has more than ${maxDataBytes} bytes`);
      wanted = items;
      applied = told;
      revision += 1;
      void apply();
    },
    state: () => state,
    sets: () => running?.held.length ?? 0,
    async stop() {
      stopped = true;
      cancelRetry();
      const last = running;
      running = null;
      // Left alone, an adapter would go on broadcasting.
      await last?.host.ask(reset);
      last?.host.close();
      down('stopped');
      change({ state: 'stopped' });
    },
  };
}

const failed = (command: HciCommand, detail: string): string => `${command.name}: ${detail}`;
