import type { LabelModel } from '../label.ts';

/** Bits of DisplayConfig.transmission_modes. Source: pyod: src/opendisplay/protocol/config_parser.py */
export const mode = {
  streamingZlib: 0x01,
  zip: 0x02,
  directWrite: 0x08,
  pipe: 0x10,
  noBootText: 0x80,
} as const;

/** Colour schemes by the firmware's numbers. Source: pyod: src/opendisplay/encoding/images.py */
export const scheme = { BW: 0, BWR: 1, BWY: 2, BWRY: 3 } as const;

export interface OpenDisplayModel extends LabelModel {
  readonly panelIc: number;
  readonly tagType: number;
  /** Width and height of the glass, mm. */
  readonly sizeMm: readonly [number, number];
  readonly modes: number;
  readonly firmware: readonly [major: number, minor: number, patch: number];
}

const released = [2, 1, 0] as const;

export const openDisplayModels: readonly OpenDisplayModel[] = [
  {
    id: 'opendisplay-290-bw',
    name: '2.9" BW',
    width: 296,
    height: 128,
    palette: 'BW',
    panelIc: 0x0009,
    tagType: 0x0001,
    sizeMm: [67, 29],
    modes: mode.zip | mode.directWrite,
    firmware: released,
    refreshMs: 3_000,
  },
  {
    id: 'opendisplay-290-bwr',
    name: '2.9" BWR',
    width: 296,
    height: 128,
    palette: 'BWR',
    panelIc: 0x000a,
    tagType: 0x0002,
    sizeMm: [67, 29],
    modes: mode.streamingZlib | mode.zip | mode.directWrite | mode.pipe,
    firmware: released,
    refreshMs: 14_000,
  },
  {
    id: 'opendisplay-266-bwy',
    name: '2.66" BWY',
    width: 296,
    height: 152,
    palette: 'BWY',
    panelIc: 0x000c,
    tagType: 0x0003,
    sizeMm: [60, 31],
    modes: mode.zip | mode.directWrite | mode.noBootText,
    firmware: released,
    refreshMs: 14_000,
  },
  {
    id: 'opendisplay-420-bwry',
    name: '4.2" BWRY',
    width: 400,
    height: 300,
    palette: 'BWRY',
    panelIc: 0x0021,
    tagType: 0x0004,
    sizeMm: [85, 64],
    modes: mode.streamingZlib | mode.zip | mode.directWrite | mode.pipe | mode.noBootText,
    firmware: released,
    refreshMs: 20_000,
  },
  {
    id: 'opendisplay-750-bwr',
    name: '7.5" BWR',
    width: 800,
    height: 480,
    palette: 'BWR',
    panelIc: 0x0010,
    tagType: 0x0005,
    sizeMm: [163, 98],
    modes: mode.streamingZlib | mode.zip | mode.directWrite | mode.pipe | mode.noBootText,
    firmware: released,
    refreshMs: 22_000,
  },
];
