/*
 * What a BTHome sensor can say. Source: Bluetooth-Devices/bthome-ble: src/bthome_ble/const.py, event.py; bthome.io/format.
 */

/** What was said under a name: a number in the unit of the object, whether something is so, text, or bytes in hex. */
export interface BthomeObject {
  readonly id: number;
  readonly name: string;
  readonly value: number | boolean | string;
}

/** Text and raw bytes say their length themselves; a dimmer turns to the right, or to the left below zero. */
type Form = 'unsigned' | 'signed' | 'flag' | 'dimmer' | 'text' | 'raw';

/** The value is the integer of so many bytes, times `times`, over `over`. */
export interface ObjectType {
  readonly name: string;
  readonly form: Form;
  readonly bytes: number;
  readonly times: number;
  readonly over: number;
}

const unsigned = (name: string, bytes: number, over = 1): ObjectType => ({
  name,
  form: 'unsigned',
  bytes,
  times: 1,
  over,
});
const signed = (name: string, bytes: number, over = 1, times = 1): ObjectType => ({
  name,
  form: 'signed',
  bytes,
  times,
  over,
});
const flag = (name: string): ObjectType => ({ name, form: 'flag', bytes: 1, times: 1, over: 1 });
const lengthy = (name: string, form: 'text' | 'raw'): ObjectType => ({ name, form, bytes: 0, times: 1, over: 1 });

/** By object id. What is measured the same way under several ids has one name. */
const byId: Readonly<Record<number, ObjectType>> = {
  0: unsigned('packet-id', 1),
  1: unsigned('battery', 1),
  2: signed('temperature', 2, 100),
  3: unsigned('humidity', 2, 100),
  4: unsigned('pressure', 3, 100),
  5: unsigned('illuminance', 3, 100),
  6: unsigned('mass-kg', 2, 100),
  7: unsigned('mass-lb', 2, 100),
  8: signed('dew-point', 2, 100),
  9: unsigned('count', 1),
  10: unsigned('energy', 3, 1000),
  11: unsigned('power', 3, 100),
  12: unsigned('voltage', 2, 1000),
  13: unsigned('pm2.5', 2),
  14: unsigned('pm10', 2),
  15: flag('generic'),
  16: flag('powered'),
  17: flag('opening'),
  18: unsigned('co2', 2),
  19: unsigned('tvoc', 2),
  20: unsigned('moisture', 2, 100),
  21: flag('battery-low'),
  22: flag('battery-charging'),
  23: flag('carbon-monoxide'),
  24: flag('cold'),
  25: flag('connectivity'),
  26: flag('door'),
  27: flag('garage-door'),
  28: flag('gas-detected'),
  29: flag('heat'),
  30: flag('light'),
  31: flag('unlocked'),
  32: flag('wet'),
  33: flag('motion'),
  34: flag('moving'),
  35: flag('occupancy'),
  36: flag('plug'),
  37: flag('presence'),
  38: flag('problem'),
  39: flag('running'),
  40: flag('safety'),
  41: flag('smoke'),
  42: flag('sound'),
  43: flag('tamper'),
  44: flag('vibration'),
  45: flag('window'),
  46: unsigned('humidity', 1),
  47: unsigned('moisture', 1),
  58: unsigned('button', 1),
  60: { name: 'dimmer', form: 'dimmer', bytes: 2, times: 1, over: 1 },
  61: unsigned('count', 2),
  62: unsigned('count', 4),
  63: signed('rotation', 2, 10),
  64: unsigned('distance-mm', 2),
  65: unsigned('distance-m', 2, 10),
  66: unsigned('duration', 3, 1000),
  67: unsigned('current', 2, 1000),
  68: unsigned('speed', 2, 100),
  69: signed('temperature', 2, 10),
  70: unsigned('uv-index', 1, 10),
  71: unsigned('volume-l', 2, 10),
  72: unsigned('volume-ml', 2),
  73: unsigned('flow-rate', 2, 1000),
  74: unsigned('voltage', 2, 10),
  75: unsigned('gas', 3, 1000),
  76: unsigned('gas', 4, 1000),
  77: unsigned('energy', 4, 1000),
  78: unsigned('volume-l', 4, 1000),
  79: unsigned('water', 4, 1000),
  /** Seconds since the Unix epoch. */
  80: unsigned('timestamp', 4),
  81: unsigned('acceleration', 2, 1000),
  82: unsigned('gyroscope', 2, 1000),
  83: lengthy('text', 'text'),
  84: lengthy('raw', 'raw'),
  85: unsigned('volume-storage', 4, 1000),
  86: unsigned('conductivity', 2),
  87: signed('temperature', 1),
  88: signed('temperature', 1, 100, 35),
  89: signed('count', 1),
  90: signed('count', 2),
  91: signed('count', 4),
  92: signed('power', 4, 100),
  93: signed('current', 2, 1000),
  94: unsigned('direction', 2, 100),
  95: unsigned('precipitation', 2, 10),
  96: unsigned('channel', 1),
  97: unsigned('rotational-speed', 2),
  98: signed('speed', 4, 1_000_000),
  99: signed('acceleration', 4, 1_000_000),
  100: unsigned('light-level', 1),
};

/** What an object id means; undefined where nobody has said. */
export const objectType = (id: number): ObjectType | undefined => byId[id];

/** All ids that mean something, ascending. */
export const objectIds: readonly number[] = Object.keys(byId).map(Number);

export const buttonId = 0x3a;
export const packetIdId = 0x00;

/** What was done to a button. */
export type ButtonPress =
  | 'press'
  | 'double-press'
  | 'triple-press'
  | 'long-press'
  | 'long-double-press'
  | 'long-triple-press'
  | 'hold-press';

const presses: readonly ButtonPress[] = [
  'press',
  'double-press',
  'triple-press',
  'long-press',
  'long-double-press',
  'long-triple-press',
];

/** One button of a device. */
export interface Pressed {
  /** Which of its buttons, from 1. */
  readonly button: number;
  readonly press: ButtonPress;
}

const pressOf = (code: number | boolean | string): ButtonPress | undefined =>
  code === 0x80 ? 'hold-press' : presses[Number(code) - 1];

/** The buttons that were pressed: a device with several repeats the object, and says nothing of those left alone. */
export const pressedButtons = (objects: readonly BthomeObject[]): readonly Pressed[] =>
  objects
    .filter(({ id }) => id === buttonId)
    .flatMap(({ value }, at) => {
      const press = pressOf(value);
      return press ? [{ button: at + 1, press }] : [];
    });

/** The number that tells a repeated frame from a new one; null: the device sends none. */
export const packetIdOf = (objects: readonly BthomeObject[]): number | null => {
  const value = objects.find(({ id }) => id === packetIdId)?.value;
  return typeof value === 'number' ? value : null;
};
