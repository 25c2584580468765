/*
 * What hangs on a node, as the configuration says it, and what its parts tell. Counting people on lines and reading
 * weights from load cells is the business of those who listen.
 */

/** `7`, or `A0` of the analog ones. */
export type PinName = number | string;

interface Named {
  readonly id: string;
}

export interface ButtonPart extends Named {
  readonly kind: 'button';
  readonly pin: PinName;
  /** Pressed is low, against the pin's own pull-up. */
  readonly pullUp: boolean;
}

export interface LinePart extends Named {
  readonly kind: 'line';
  readonly pins: readonly [PinName, PinName];
  /** Broken is high. */
  readonly brokenHigh: boolean;
}

export interface DisplayPart extends Named {
  readonly kind: 'display';
  readonly model: 'lcd-20x4' | 'lcd-16x2' | 'oled-128x64';
  /** On the I2C bus. */
  readonly address: number;
  /** Twelve lower-case hex digits. */
  readonly label: string;
}

export interface RelayPart extends Named {
  readonly kind: 'relay';
  readonly pin: PinName;
  readonly pulseMs: number;
}

export interface PinPart extends Named {
  readonly kind: 'light' | 'motion' | 'load-cell';
  readonly pin: PinName;
}

export type NodePart = ButtonPart | LinePart | DisplayPart | RelayPart | PinPart;

/** One board. */
export interface NodeParts {
  readonly id: string;
  readonly url: string;
  readonly parts: readonly NodePart[];
}

export type Press = 'press' | 'double' | 'long';

interface Told {
  readonly node: string;
  readonly part: string;
  /** Wall clock, milliseconds since the epoch. */
  readonly atMs: number;
  /** Monotonic, milliseconds: for what lies between two events. */
  readonly monotonicMs: number;
}

export type ButtonEvent = Told & { readonly type: 'button'; readonly press: Press };
export type MotionEvent = Told & { readonly type: 'motion'; readonly active: boolean };
/** Beam 0 is the one that who comes in breaks first. Told on each change, and once whenever the node came back. */
export type BeamEvent = Told & { readonly type: 'beam'; readonly beam: 0 | 1; readonly broken: boolean };
/** Steps of the board's converter, one sample. */
export type LoadEvent = Told & { readonly type: 'load'; readonly raw: number };

export type PartEvent = ButtonEvent | MotionEvent | BeamEvent | LoadEvent;
