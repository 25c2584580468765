import { aisleM, baysPerAisle, type Place } from '../aisle.ts';
import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { Position } from '../path-loss.ts';
import { pick, type Random, randomBytes, seededRandom } from '../random.ts';
import { createEther, type Ether } from './ether.ts';
import { oeplFaults } from './faults.ts';
import { createSleepingLabel, type SleepingLabel } from './label.ts';
import { createLine } from './line.ts';
import { oeplModels } from './models.ts';
import { createModule, type OeplModule } from './module.ts';
import { createUart, type Uart } from './uart.ts';

export interface OeplOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Number of labels, at most 1,000; a module keeps data for 250 at a time. */
  readonly labels: number;
  readonly seed: number;
  /** How often labels check in, ms; their minutes and hours shrink with it. Default 60,000. */
  readonly checkInMs?: number;
  /** On a pseudo-terminal instead of TCP, which needs socat. */
  readonly pty?: boolean;
  /**
   * Whether the speed that the host sets its end of a pseudo-terminal to has to be that of the module, as on a real line:
   * it is looked up at every word, which takes milliseconds. Default no: the line carries no speed.
   */
  readonly strictSpeed?: boolean;
  /** Multiplies the refresh time of every panel; default 1. */
  readonly refreshScale?: number;
  /** Models to hang up, by id; default all but the large ones. */
  readonly models?: readonly string[];
  /** The aisle that they hang in, from 1; default 1. */
  readonly aisle?: number;
  /** Of so many check-ins one says how the label is; default 5. */
  readonly fullEvery?: number;
  /** A minute of the module's housekeeping, ms: what its attempts are counted in. Default a minute. */
  readonly minuteMs?: number;
  readonly subGhz?: boolean;
}

/** A serial label radio with its labels, running. */
export interface Oepl {
  readonly url: string;
  readonly labels: readonly SleepingLabel[];
  /** Where each of them hangs, in the same order. */
  readonly places: readonly Place[];
  readonly module: OeplModule;
  readonly uart: Uart;
  readonly ether: Ether;
  readonly faults: readonly Fault[];
  /** Share of the time since the beginning that its air was in use, 0 to 1. */
  busyShare(): number;
  /** Pulls the cable: the line ends, and the module, which lives on it, forgets what it knew. */
  unplug(): Promise<void>;
  replug(): Promise<void>;
  /** Pulls the cable after so many more bytes, both ways together: in the middle of a word, if it so happens. */
  cutAfter(bytes: number): void;
  /** What an agent's configuration says of it under `radios`. */
  configuration(): { readonly url: string; readonly kind: 'oepl' };
  stop(): Promise<void>;
}

const maxLabels = 1_000;
const largePixels = 120_000;
const perBay = 20;
const perShelf = 4;
const bayM = 1.25;
const macSeed = 0x0e91;

function placeOf(index: number, aisle: number): Place {
  const bay = Math.floor(index / perBay);
  return {
    aisle: aisle + Math.floor(bay / baysPerAisle),
    bay: 1 + (bay % baysPerAisle),
    shelf: 1 + Math.floor((index % perBay) / perShelf),
    facing: 1 + (index % perShelf),
  };
}

function positionOf({ aisle, bay, shelf, facing }: Place): Position {
  return {
    xM: (bay - 1) * bayM + (facing - 0.5) * (bayM / perShelf),
    yM: (aisle - 1) * aisleM,
    zM: 0.2 + shelf * 0.38,
  };
}

/**
 * Opens a label radio and hangs its labels. The same seed gives the same labels, addresses and places.
 * @throws when none of the models exists, or without socat where a pseudo-terminal is asked for
 */
export async function openOepl(options: OeplOptions): Promise<Oepl> {
  const { clock, random, seed, pty = false, subGhz = false } = options;
  const count = Math.min(options.labels, maxLabels);
  const models = oeplModels.filter(({ id, width, height }) =>
    options.models ? options.models.includes(id) : width * height < largePixels,
  );
  if (models.length === 0) throw new Error(`none of these models exists: ${options.models?.join(', ')}`);
  /** Bytes until the cable is pulled; null: it stays. */
  let untilCut: number | null = null;
  let plugged = true;
  let stopped = false;
  /** What of `bytes` still passes. */
  const passing = (bytes: Uint8Array): Uint8Array => {
    if (!plugged) return bytes.subarray(0, 0);
    if (untilCut === null) return bytes;
    const left = bytes.subarray(0, untilCut);
    untilCut -= left.length;
    if (untilCut === 0) queueMicrotask(() => void unplug());
    return left;
  };
  const lookAtSpeed = (): void => {
    if (options.strictSpeed) uart.setHostBaud(line.hostBaud());
  };
  const line = await createLine({
    pty,
    received(bytes) {
      lookAtSpeed();
      uart.fromHost(passing(bytes));
    },
  });
  const ether = createEther({ clock, random });
  const uart = createUart({
    clock,
    random,
    received: bytes => module.receive(bytes),
    send: bytes => line.send(passing(bytes)),
    beforeSend: lookAtSpeed,
  });
  const { minuteMs } = options;
  const module: OeplModule = createModule({
    clock,
    ether,
    uart,
    subGhz,
    ...(minuteMs === undefined ? {} : { minuteMs }),
  });
  module.powerOn();

  const places = Array.from({ length: count }, (_, index) => placeOf(index, options.aisle ?? 1));
  const modulePosition = middleOf(places.map(positionOf));
  const draw = seededRandom(seed ^ macSeed);
  const taken = new Set<string>();
  const labels = places.map((place, index) => {
    const own = seededRandom(seed + index + 1);
    return createSleepingLabel({
      clock,
      random: own,
      ether,
      mac: freshMac(draw, taken),
      model: models[pick(draw, models.length)]!,
      position: positionOf(place),
      modulePosition,
      refreshScale: options.refreshScale ?? 1,
      checkInMs: options.checkInMs ?? 60_000,
      fullEvery: options.fullEvery ?? 5,
      batteryMv: 2_700 + pick(own, 400),
    });
  });
  const startedMs = clock.now();

  async function unplug(): Promise<void> {
    plugged = false;
    untilCut = null;
    module.powerOff();
    await line.close();
  }
  async function replug(): Promise<void> {
    plugged = true;
    await line.open();
    // Pulled again meanwhile.
    if (plugged && !stopped) module.powerOn();
  }

  return {
    url: line.url,
    labels,
    places,
    module,
    uart,
    ether,
    faults: oeplFaults({ clock, random, ether, uart, module, labels, unplug, replug }),
    busyShare: () => ether.airMs() / Math.max(1, clock.now() - startedMs),
    unplug,
    replug,
    cutAfter(bytes) {
      untilCut = Math.max(1, bytes);
    },
    configuration: () => ({ url: line.url, kind: 'oepl' }),
    async stop() {
      stopped = true;
      plugged = false;
      module.powerOff();
      for (const label of labels) label.powerOff();
      await line.stop();
    },
  };
}

/** The first six digits are those of all such labels; the last ten are drawn. */
function freshMac(random: Random, taken: Set<string>): string {
  for (;;) {
    const mac = `000002${randomBytes(random, 5).toString('hex').toUpperCase()}`;
    if (!taken.has(mac)) {
      taken.add(mac);
      return mac;
    }
  }
}

function middleOf(positions: readonly Position[]): Position {
  const last = positions.at(-1) ?? { xM: 0, yM: 0, zM: 0 };
  return { xM: last.xM / 2, yM: last.yM, zM: 3.2 };
}
