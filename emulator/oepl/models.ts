import type { LabelModel } from '../labels/label.ts';

export interface OeplModel extends LabelModel {
  /** What it calls itself: `hwType`. */
  readonly hwType: number;
  /** Quarter turns from the upright picture to the order of its memory: `rotatebuffer`. */
  readonly rotation: 0 | 1 | 2 | 3;
  /** Planes that its panel has: `bpp`. */
  readonly planes: 1 | 2;
  /** Firmware from which it unpacks zlib; null: none does. */
  readonly zlibFrom: number | null;
  /** It cannot measure more than this, mV. */
  readonly batteryCapMv?: number;
  readonly led?: true;
  readonly button?: true;
}

/** The chip of the M2 series measures no more. Source: rustsdk: docs/openepaper-ap-web-protocol.md. */
const batteryCapMv = 2600;
const red = { planes: 2, palette: 'BWR', refreshMs: 15_000 } as const;
const four = { planes: 2, palette: 'BWRY', refreshMs: 20_000 } as const;
const black = { planes: 1, palette: 'BW', refreshMs: 4_000 } as const;

/** Source of type, size, turn, planes and packing: OEPL: resources/tagtypes. */
export const oeplModels: readonly OeplModel[] = [
  {
    id: 'oepl-m2-154',
    name: 'M2 1.54"',
    hwType: 0x00,
    width: 152,
    height: 152,
    rotation: 0,
    zlibFrom: null,
    batteryCapMv,
    button: true,
    ...red,
  },
  {
    id: 'oepl-m2-290',
    name: 'M2 2.9"',
    hwType: 0x01,
    width: 296,
    height: 128,
    rotation: 1,
    zlibFrom: null,
    batteryCapMv,
    button: true,
    ...red,
  },
  {
    id: 'oepl-m2-420',
    name: 'M2 4.2"',
    hwType: 0x02,
    width: 400,
    height: 300,
    rotation: 0,
    zlibFrom: null,
    batteryCapMv,
    button: true,
    ...red,
  },
  {
    id: 'oepl-opticon-220',
    name: 'Opticon 2.2"',
    hwType: 0x06,
    width: 250,
    height: 128,
    rotation: 3,
    zlibFrom: null,
    led: true,
    ...four,
  },
  {
    id: 'oepl-st-gm29',
    name: 'ST-GM29XXF 2.9"',
    hwType: 0x21,
    width: 296,
    height: 128,
    rotation: 1,
    zlibFrom: null,
    button: true,
    ...black,
  },
  {
    id: 'oepl-m3-160-bwry',
    name: 'M3 1.6" BWRY',
    hwType: 0x28,
    width: 168,
    height: 168,
    rotation: 0,
    zlibFrom: 0x27,
    led: true,
    ...four,
  },
  {
    id: 'oepl-m3-290',
    name: 'M3 2.9"',
    hwType: 0x33,
    width: 384,
    height: 168,
    rotation: 3,
    zlibFrom: 0x27,
    led: true,
    button: true,
    ...red,
  },
  {
    id: 'oepl-m3-750',
    name: 'M3 7.5"',
    hwType: 0x36,
    width: 800,
    height: 480,
    rotation: 0,
    zlibFrom: 0x27,
    led: true,
    button: true,
    ...red,
  },
  {
    id: 'oepl-m3-420-bwy',
    name: 'M3 4.2" BWY',
    hwType: 0x3c,
    width: 400,
    height: 300,
    rotation: 0,
    planes: 2,
    palette: 'BWY',
    refreshMs: 15_000,
    zlibFrom: 0x27,
    led: true,
    button: true,
  },
  {
    id: 'oepl-hs-213',
    name: 'HS BWR 2.13"',
    hwType: 0x55,
    width: 256,
    height: 128,
    rotation: 1,
    zlibFrom: 0x27,
    led: true,
    ...red,
  },
  {
    id: 'oepl-hs-750-bwy',
    name: 'HS BWY 7.5"',
    hwType: 0x66,
    width: 800,
    height: 480,
    rotation: 2,
    planes: 2,
    palette: 'BWY',
    refreshMs: 20_000,
    zlibFrom: 0x27,
    led: true,
    button: true,
  },
];
