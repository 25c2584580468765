import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-750-bwr',
  vendor: 'Picksmart',
  name: 'Picksmart 7.5" BWR',
  family: 'gicisky',
  panel: { width: 800, height: 480, palette: 'bwr', dpi: 124 },
  hardware: 0x012b,
  rotation: 0,
  mirrorY: true,
  inverted: true,
  encoding: 'quicklz-chunks',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
