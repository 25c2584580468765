import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-420-bwr',
  vendor: 'Picksmart',
  name: 'Picksmart 4.2" BWR',
  family: 'gicisky',
  panel: { width: 400, height: 300, palette: 'bwr', dpi: 119 },
  hardware: 0x004b,
  rotation: 0,
  encoding: 'planes',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
