import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-290-bwr',
  vendor: 'Picksmart',
  name: 'Picksmart 2.9" BWR',
  family: 'gicisky',
  panel: { width: 296, height: 128, palette: 'bwr', dpi: 112 },
  hardware: 0x0033,
  rotation: 90,
  encoding: 'planes',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
