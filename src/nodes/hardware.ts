import firmata from 'firmata-io';
import type { Board } from 'johnny-five';
import five from 'johnny-five';
import { readMessage } from './firmata-frames.ts';
import { createLcd, type DisplayWriter } from './lcd.ts';
import { createOled } from './oled.ts';
import type { ButtonPart, DisplayPart, LinePart, NodePart, PinName, PinPart, RelayPart } from './parts.ts';
import type { Transport } from './transport.ts';

type Firmata = InstanceType<typeof firmata.Firmata>;

/** What the inputs say. Levels are told whenever the board reports them, changed or not. */
export interface Inputs {
  button(part: ButtonPart, down: boolean): void;
  motion(part: PinPart, active: boolean): void;
  beam(part: LinePart, beam: 0 | 1, broken: boolean): void;
  load(part: PinPart, raw: number): void;
}

/** One pin as people want to know it. */
export interface PinView {
  readonly pin: string;
  readonly modes: readonly string[];
  readonly mode: string | null;
  readonly value: number | null;
  readonly part: string | null;
}

/**
 * A board with its parts. It lives as long as the board stays the same one, over many connections: the libraries keep all
 * that was ever made with them.
 */
export interface Hardware {
  /** A whole message from the board. Throws when the library does. */
  hear(message: Uint8Array): void;
  /** Says everything again that a board forgets: modes, reports, displays. Outputs are the caller's. */
  apply(): void;
  /** Asks for the levels of all inputs: a board only tells changes, and what it told may have been damaged. */
  refresh(): void;
  setOutput(part: string, on: boolean): void;
  display(part: string): DisplayWriter | null;
  pins(): readonly PinView[];
  /** The board is away: what is held down counts as let go. */
  release(): void;
  /** Parts for which the board lacks something. */
  readonly unfit: readonly string[];
}

export interface HardwareOptions {
  readonly parts: readonly NodePart[];
  readonly transport: Transport;
  readonly inputs: Inputs;
}

/** A load cell changes slowly, and each sample takes three bytes of 5,760 a second. */
const samplingMs = 50;
/** The library would ask by itself after this; it is asked for it. */
const neverMs = 2_000_000_000;

/** A board on its way to being known. */
export interface Building {
  /** A whole message from the board. Throws when the library does. */
  hear(message: Uint8Array): void;
  /** Resolves once it has told its pins, which may be never: whoever waits sets the limit, and drops it. */
  readonly ready: Promise<Hardware>;
}

/** Builds a board from what it has announced: the messages of its version and its firmware. */
export function buildHardware(
  { parts, transport, inputs }: HardwareOptions,
  announcement: readonly Uint8Array[],
): Building {
  const io = new firmata.Firmata(transport.port, { reportVersionTimeout: neverMs });
  io.on('error', () => {});
  const pinsKnown = new Promise<void>(resolve => io.once('ready', resolve));
  for (const message of announcement) transport.hear(message);
  clearTimeout(io.reportVersionTimeoutId);
  let pins: number | null = null;
  let mapped = false;

  async function finish(): Promise<Hardware> {
    await pinsKnown;
    const board = new five.Board({ io, repl: false, debug: false, ...{ sigint: false } });
    // Without a listener an error would end the process.
    board.on('error', () => {});
    await new Promise<void>(resolve => board.on('ready', resolve));
    return attach(parts, transport, inputs, io, board);
  }

  return {
    // The library believes each of these, however often it comes and whatever it says.
    hear(message) {
      const said = readMessage(message);
      if (said?.kind === 'capabilities' && pins === null) pins = said.pins;
      else if (said?.kind === 'mapping' && said.pins === pins && !mapped) mapped = true;
      else return;
      transport.hear(message);
    },
    ready: finish(),
  };
}

function attach(parts: readonly NodePart[], transport: Transport, inputs: Inputs, io: Firmata, board: Board): Hardware {
  const { INPUT = 0, OUTPUT = 1, ANALOG = 2, I2C = 6, PULLUP = 11 } = io.MODES;
  const steps: (() => void)[] = [];
  const outputs = new Map<string, (on: boolean) => void>();
  const displays = new Map<string, DisplayWriter>();
  const partOf = new Map<number, string>();
  const releases: (() => void)[] = [];
  const unfit: string[] = [];
  const watched = new Set<number>();

  const can = (pin: number, mode: number): boolean => io.pins[pin]?.supportedModes.includes(mode) ?? false;
  const numberOf = (pin: PinName): number =>
    typeof pin === 'number' ? pin : (io.analogPins[Number(pin.slice(1))] ?? -1);
  const claim = (part: NodePart, pin: PinName, mode: number): number | null => {
    const number = numberOf(pin);
    if (can(number, mode) && !partOf.has(number)) {
      partOf.set(number, part.id);
      return number;
    }
    unfit.push(part.id);
    return null;
  };
  const watch = (pin: number, mode: number): void => {
    watched.add(pin);
    steps.push(() => {
      io.pinMode(pin, mode);
      io.reportDigitalPin(pin, 1);
    });
  };

  function addButton(part: ButtonPart): void {
    const pin = claim(part, part.pin, INPUT);
    if (pin === null) return;
    // Held down, it would ring a timer of the library twice a second; the kind of press is read from the edges.
    const button = new five.Button({ board, pin, isPullup: part.pullUp, holdtime: 2 ** 31 - 1 });
    button.on('down', () => inputs.button(part, true));
    button.on('up', () => inputs.button(part, false));
    watch(pin, part.pullUp && can(pin, PULLUP) ? PULLUP : INPUT);
    releases.push(() => void io.emit(`digital-read-${pin}`, part.pullUp ? 1 : 0));
  }

  // Read without the library's own classes: they poll with a timer for ever.
  function addInput(part: NodePart, pin: PinName, listener: (high: boolean) => void): void {
    const number = claim(part, pin, INPUT);
    if (number === null) return;
    io.digitalRead(number, value => listener(value === 1));
    watch(number, INPUT);
  }

  function addLoadCell(part: PinPart): void {
    const pin = claim(part, part.pin, ANALOG);
    if (pin === null) return;
    const channel = io.analogPins.indexOf(pin);
    io.analogRead(channel, raw => inputs.load(part, raw));
    steps.push(() => {
      io.pinMode(channel, ANALOG);
      io.reportAnalogPin(channel, 1);
    });
  }

  function addLight(part: PinPart): void {
    const pin = claim(part, part.pin, OUTPUT);
    if (pin === null) return;
    const led = new five.Led({ board, pin });
    steps.push(() => io.pinMode(led.pin, led.mode));
    outputs.set(part.id, on => void (on ? led.on() : led.off()));
  }

  function addRelay(part: RelayPart): void {
    const pin = claim(part, part.pin, OUTPUT);
    if (pin === null) return;
    const relay = new five.Relay({ board, pin });
    steps.push(() => io.pinMode(pin, OUTPUT));
    outputs.set(part.id, on => void (on ? relay.close() : relay.open()));
  }

  function addDisplay(part: DisplayPart): void {
    if (!io.pins.some(pin => pin.supportedModes.includes(I2C))) {
      unfit.push(part.id);
      return;
    }
    const { model, address } = part;
    const writer =
      model === 'oled-128x64' ? createOled(bytes => io.i2cWrite(address, bytes)) : createLcd(board, model, address);
    displays.set(part.id, writer);
    steps.push(() => {
      io.i2cConfig({ address });
      writer.initialize();
    });
  }

  for (const part of parts) {
    switch (part.kind) {
      case 'button':
        addButton(part);
        break;
      case 'motion':
        addInput(part, part.pin, high => inputs.motion(part, high));
        break;
      case 'line':
        for (const beam of [0, 1] as const)
          addInput(part, part.pins[beam], high => inputs.beam(part, beam, high === part.brokenHigh));
        break;
      case 'load-cell':
        addLoadCell(part);
        break;
      case 'light':
        addLight(part);
        break;
      case 'relay':
        addRelay(part);
        break;
      case 'display':
        addDisplay(part);
        break;
    }
  }

  const nameOfMode = (mode: number | undefined): string | null =>
    Object.entries(io.MODES)
      .find(([, number]) => number === mode)?.[0]
      .toLowerCase() ?? null;

  return {
    unfit,
    hear(message) {
      const said = readMessage(message);
      // The pins are known; to hear of them again would count each twice.
      if (said === null || said.kind === 'capabilities' || said.kind === 'mapping') return;
      if (said.kind === 'pin-state' && io.pins[said.pin] === undefined) return;
      transport.hear(message);
    },
    apply() {
      io.setSamplingInterval(samplingMs);
      for (const step of steps) step();
    },
    refresh() {
      const onePerPort = new Map([...watched].map(pin => [pin >> 3, pin]));
      for (const pin of onePerPort.values()) io.reportDigitalPin(pin, 1);
    },
    setOutput: (part, on) => outputs.get(part)?.(on),
    display: part => displays.get(part) ?? null,
    pins: () =>
      io.pins.map((pin, number) => ({
        pin: pin.analogChannel === 127 ? String(number) : `A${pin.analogChannel}`,
        modes: pin.supportedModes.map(mode => nameOfMode(mode) ?? String(mode)),
        mode: nameOfMode(pin.mode),
        value: pin.mode === undefined ? null : pin.value,
        part: partOf.get(number) ?? null,
      })),
    release() {
      for (const release of releases) release();
    },
  };
}
