import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-290-bwry',
  vendor: 'Picksmart',
  name: 'Picksmart 2.9" BWRY',
  family: 'gicisky',
  panel: { width: 296, height: 128, palette: 'bwry', dpi: 112 },
  hardware: 0x002e,
  rotation: 90,
  encoding: 'packed-pixels',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
