import type { LabelModel } from '../label.ts';

/** How the picture travels. */
export type Encoding = 'plain' | 'compression' | 'compression2';

export interface GiciskyModel extends LabelModel {
  /** Bytes 0 and 4 of the manufacturer data: type, with the flags that go with it. */
  readonly hardware: number;
  /** Bytes 2 and 3. */
  readonly software: number;
  /** Counter-clockwise turn from the upright picture to the order in which the panel is scanned. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly mirrorX?: true;
  readonly mirrorY?: true;
  /** A set bit of the first plane is black, not white. */
  readonly inverted?: true;
  readonly encoding: Encoding;
}

const software = 0x8101;

/**
 * The models, with identity, scan order and encoding.
 * Source: hassg: custom_components/gicisky/gicisky_ble/devices.py
 */
export const giciskyModels: readonly GiciskyModel[] = [
  {
    id: 'gicisky-210-bwr',
    name: '2.1" BWR',
    hardware: 0x410b,
    software,
    width: 250,
    height: 128,
    palette: 'BWR',
    rotation: 270,
    mirrorX: true,
    encoding: 'plain',
    refreshMs: 15_000,
  },
  {
    id: 'gicisky-290-bw',
    name: '2.9" BW',
    hardware: 0x4028,
    software,
    width: 296,
    height: 128,
    palette: 'BW',
    rotation: 90,
    encoding: 'plain',
    refreshMs: 4_000,
  },
  {
    id: 'gicisky-290-bwr',
    name: '2.9" BWR',
    hardware: 0x4033,
    software,
    width: 296,
    height: 128,
    palette: 'BWR',
    rotation: 90,
    encoding: 'plain',
    refreshMs: 15_000,
  },
  {
    id: 'gicisky-290-bwry',
    name: '2.9" BWRY',
    hardware: 0x402e,
    software,
    width: 296,
    height: 128,
    palette: 'BWRY',
    rotation: 90,
    encoding: 'plain',
    refreshMs: 20_000,
  },
  {
    id: 'gicisky-370-bwr',
    name: '3.7" BWR',
    hardware: 0x022b,
    software,
    width: 240,
    height: 416,
    palette: 'BWR',
    rotation: 180,
    mirrorX: true,
    encoding: 'compression',
    refreshMs: 18_000,
  },
  {
    id: 'gicisky-420-bwr',
    name: '4.2" BWR',
    hardware: 0x404b,
    software,
    width: 400,
    height: 300,
    palette: 'BWR',
    rotation: 0,
    encoding: 'plain',
    refreshMs: 18_000,
  },
  {
    id: 'gicisky-750-bwr',
    name: '7.5" BWR',
    hardware: 0x012b,
    software: 0x0101,
    width: 800,
    height: 480,
    palette: 'BWR',
    rotation: 0,
    mirrorY: true,
    inverted: true,
    encoding: 'compression2',
    refreshMs: 25_000,
  },
];
