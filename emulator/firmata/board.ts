import type { Cancel, Clock } from '../clock.ts';
import type { Device } from '../wired/cable.ts';
import {
  analogFrame,
  analogMappingFrame,
  capabilityFrame,
  digitalFrame,
  firmwareFrame,
  fromPairs,
  pinMode,
  pinStateFrame,
  stringFrame,
  sysex,
  type Version,
  versionFrame,
} from './frames.ts';
import type { I2cDevice } from './i2c.ts';
import { createI2cBus } from './i2c-bus.ts';
import { createParser, type Message, type Parser } from './parser.ts';
import { type PinLayout, uno } from './uno.ts';

export interface BoardOptions {
  readonly clock: Clock;
  /** Default an Uno. */
  readonly layout?: PinLayout;
  readonly devices?: readonly I2cDevice[];
  /** Default `StandardFirmata.ino`. */
  readonly firmware?: string;
  /** Of the protocol, and of the firmware, which follows it. Default 2.6. */
  readonly version?: Version;
  /** Longest sysex message with its id; default 64, as on every Arduino. */
  readonly bufferBytes?: number;
}

/** What a test or a fault may do to a pin, and what it sees of it. Pins are named as the board counts them; A0 of an Uno is 14. */
export interface Board extends Device {
  /** What drives a digital pin from outside; null: nothing, so that its pull-up or the dark decides. */
  setDigital(pin: number, high: boolean | null): void;
  /** What an analog channel measures: a fixed number, or what is asked for at each sample. */
  setAnalog(channel: number, value: number | (() => number)): void;
  /** What the board puts on an output: 0 or 1, or 0 to 255 of a PWM pin; null: the pin is no output. */
  output(pin: number): number | null;
  /** Tells of every change of an output. Returns how to stop. */
  onOutput(listen: (pin: number, value: number | null) => void): () => void;
  mode(pin: number): number;
  samplingMs(): number;
  /** Texts that the host sent, at most the last 20. */
  texts(): readonly string[];
  /** Bytes of messages that were too long for the board's buffer. */
  overflow(): number;
  /** Starts anew as after its reset button: pins and reports are as at first, the I2C devices keep their power. */
  reboot(): void;
  /** Loses power for a moment, and with it what its displays show. */
  powerCycle(): void;
}

const usualSamplingMs = 19;
const pinsPerPort = 8;
const maxTexts = 20;

/** A board that runs StandardFirmata. Its digital inputs are reported at once when they change, analog ones at each sample. */
export function createBoard({ clock, layout = uno, devices = [], ...options }: BoardOptions): Board {
  const { firmware = 'StandardFirmata.ino', version = { major: 2, minor: 6 }, bufferBytes = 64 } = options;
  const { abilities, channels } = layout;
  const pinCount = abilities.length;
  const ports = Math.ceil(pinCount / pinsPerPort);
  const levels: (boolean | null)[] = Array.from({ length: pinCount }, () => null);
  const measured = new Map<number, number | (() => number)>();
  const listeners = new Set<(pin: number, value: number | null) => void>();
  const texts: string[] = [];
  const bus = createI2cBus(devices, frame => say(frame));
  let modes: number[] = [];
  let written: number[] = [];
  let reportedPorts = new Set<number>();
  let reportedChannels = new Set<number>();
  let lastLevels: number[] = [];
  let samplingMs = usualSamplingMs;
  let parser: Parser = createParser(bufferBytes);
  let overflown = 0;
  let speak: ((bytes: Uint8Array) => void) | null = null;
  let cancel: Cancel = () => {};

  const say = (bytes: Uint8Array): void => speak?.(bytes);
  const can = (pin: number, mode: number): boolean => abilities[pin]?.some(([known]) => known === mode) ?? false;
  const isInput = (pin: number): boolean => modes[pin] === pinMode.input || modes[pin] === pinMode.pullUp;
  const outputOf = (pin: number): number | null =>
    modes[pin] === pinMode.output || modes[pin] === pinMode.pwm ? written[pin]! : null;
  const levelOf = (pin: number): boolean => levels[pin] ?? modes[pin] === pinMode.pullUp;

  /** As the firmware leaves its pins: analog ones measure, the others are outputs at rest. */
  function reset(): void {
    const before = modes.map((_, pin) => outputOf(pin));
    modes = abilities.map((known, pin) =>
      known.length === 0 ? pinMode.input : channels[pin] === null ? pinMode.output : pinMode.analog,
    );
    written = modes.map(() => 0);
    reportedPorts = new Set();
    reportedChannels = new Set();
    lastLevels = [];
    samplingMs = usualSamplingMs;
    bus.reset();
    for (const [pin, value] of before.entries()) tellOutput(pin, value);
  }

  function tellOutput(pin: number, before: number | null): void {
    const now = outputOf(pin);
    if (now !== before) for (const listen of listeners) listen(pin, now);
  }

  function changePin(pin: number, change: () => void): void {
    const before = outputOf(pin);
    change();
    tellOutput(pin, before);
  }

  function portLevels(port: number): number {
    let mask = 0;
    for (let bit = 0; bit < pinsPerPort; bit++) {
      const pin = port * pinsPerPort + bit;
      if (isInput(pin) && levelOf(pin)) mask |= 1 << bit;
    }
    return mask;
  }

  function reportPort(port: number, always: boolean): void {
    if (!reportedPorts.has(port)) return;
    const now = portLevels(port);
    if (!always && lastLevels[port] === now) return;
    lastLevels[port] = now;
    say(digitalFrame(port, now));
  }

  function reportChannel(channel: number): void {
    const source = measured.get(channel) ?? 0;
    const value = Math.round(typeof source === 'number' ? source : source());
    say(analogFrame(channel, Math.min(1023, Math.max(0, value))));
  }

  function setMode(pin: number, mode: number): void {
    if (!can(pin, mode)) {
      say(stringFrame('Unknown pin mode'));
      return;
    }
    changePin(pin, () => {
      modes[pin] = mode;
      written[pin] = 0;
    });
    const channel = channels[pin] ?? null;
    if (channel !== null) setReporting(channel, mode === pinMode.analog);
  }

  function setReporting(channel: number, on: boolean): void {
    if (!channels.includes(channel)) return;
    if (!on) reportedChannels.delete(channel);
    else {
      reportedChannels.add(channel);
      reportChannel(channel);
    }
  }

  function write(pin: number, value: number): void {
    if (outputOf(pin) === null) return;
    changePin(pin, () => {
      written[pin] = modes[pin] === pinMode.output ? Math.min(1, value) : Math.min(255, value);
    });
  }

  function sysexMessage(id: number, data: Uint8Array): void {
    switch (id) {
      case sysex.firmware:
        // With data it is a host that tells a name of its own.
        if (data.length === 0) say(firmwareFrame(firmware, version));
        return;
      case sysex.capabilityQuery:
        say(capabilityFrame(abilities));
        return;
      case sysex.analogMappingQuery:
        say(analogMappingFrame(channels));
        return;
      case sysex.pinStateQuery: {
        const [pin = pinCount] = data;
        if (pin < pinCount) {
          const state = modes[pin] === pinMode.pullUp ? 1 : written[pin]!;
          say(pinStateFrame(pin, modes[pin]!, state));
        }
        return;
      }
      case sysex.samplingInterval:
        if (data.length >= 2) samplingMs = Math.max(1, data[0]! | (data[1]! << 7));
        return;
      case sysex.extendedAnalog: {
        const [pin, ...parts] = data;
        const value = parts.reduce((sum, part, at) => sum + part * 2 ** (7 * at), 0);
        if (pin !== undefined && parts.length > 0) write(pin, value);
        return;
      }
      case sysex.string:
        texts.push(Buffer.from(fromPairs(data)).toString('latin1'));
        if (texts.length > maxTexts) texts.shift();
        return;
      case sysex.i2cConfig:
        bus.enable();
        for (const pin of modes.keys()) if (can(pin, pinMode.i2c)) setMode(pin, pinMode.i2c);
        return;
      case sysex.i2cRequest:
        bus.request(data);
    }
  }

  function obey(message: Message): void {
    switch (message.kind) {
      case 'version-query':
        say(versionFrame(version));
        return;
      case 'reset':
        reset();
        return;
      case 'pin-mode':
        setMode(message.pin, message.mode);
        return;
      case 'digital':
        for (let bit = 0; bit < pinsPerPort; bit++) {
          const pin = message.port * pinsPerPort + bit;
          if (modes[pin] === pinMode.output) write(pin, (message.levels >> bit) & 1);
        }
        return;
      case 'digital-pin':
        if (modes[message.pin] === pinMode.output) write(message.pin, message.high ? 1 : 0);
        return;
      case 'analog':
        write(message.pin, message.value);
        return;
      case 'report-analog':
        setReporting(message.channel, message.on);
        return;
      case 'report-digital':
        if (message.port >= ports) return;
        if (!message.on) reportedPorts.delete(message.port);
        else {
          reportedPorts.add(message.port);
          reportPort(message.port, true);
        }
        return;
      case 'sysex':
        sysexMessage(message.id, message.data);
    }
  }

  function sample(): void {
    cancel = clock.after(samplingMs, () => {
      for (const channel of [...reportedChannels].sort((a, b) => a - b)) reportChannel(channel);
      bus.poll();
      sample();
    });
  }

  function start(): void {
    overflown += parser.overflow();
    parser = createParser(bufferBytes);
    cancel();
    reset();
    say(versionFrame(version));
    say(firmwareFrame(firmware, version));
    if (speak !== null) sample();
  }

  reset();
  return {
    // An Arduino's serial port is wired so that opening it presses the reset button.
    open(speaking) {
      speak = speaking;
      start();
      return {
        hear(bytes) {
          for (const message of parser.push(bytes)) {
            obey(message);
            for (let port = 0; port < ports; port++) reportPort(port, false);
          }
        },
        end() {
          speak = null;
          cancel();
        },
      };
    },
    setDigital(pin, high) {
      levels[pin] = high;
      reportPort(Math.floor(pin / pinsPerPort), false);
    },
    setAnalog: (channel, value) => void measured.set(channel, value),
    output: outputOf,
    onOutput(listen) {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    mode: pin => modes[pin] ?? pinMode.input,
    samplingMs: () => samplingMs,
    texts: () => texts,
    overflow: () => overflown + parser.overflow(),
    reboot: start,
    powerCycle() {
      for (const device of devices) device.powerUp();
      start();
    },
  };
}
