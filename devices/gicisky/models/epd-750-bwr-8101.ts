import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-750-bwr-8101',
  vendor: 'Picksmart',
  name: 'Picksmart 7.5" BWR, firmware 8101',
  family: 'gicisky',
  panel: { width: 800, height: 480, palette: 'bwr', dpi: 124 },
  hardware: 0x012b,
  firmware: 0x8101,
  rotation: 0,
  mirrorY: true,
  inverted: true,
  encoding: 'literal-lines',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
