/** As far as it is used; the package has no typings of its own. */
declare module 'firmata-io' {
  import type { EventEmitter } from 'node:events';

  interface FirmataPin {
    readonly supportedModes: readonly number[];
    mode: number | undefined;
    value: number;
    /** 127: it is not analog. */
    readonly analogChannel: number;
  }

  interface Firmata extends EventEmitter {
    readonly MODES: Readonly<Record<string, number>>;
    readonly pins: readonly FirmataPin[];
    /** Pins by analog channel. */
    readonly analogPins: readonly number[];
    readonly reportVersionTimeoutId: NodeJS.Timeout;
    pinMode(pin: number, mode: number): void;
    digitalRead(pin: number, listener: (value: number) => void): void;
    analogRead(channel: number, listener: (value: number) => void): void;
    reportDigitalPin(pin: number, on: 0 | 1): void;
    reportAnalogPin(channel: number, on: 0 | 1): void;
    setSamplingInterval(intervalMs: number): void;
    i2cConfig(options: { readonly address: number }): void;
    i2cWrite(address: number, bytes: number[]): void;
  }

  const binding: {
    readonly Firmata: new (transport: EventEmitter, options: { readonly reportVersionTimeout: number }) => Firmata;
  };
  export = binding;
}
