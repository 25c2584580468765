import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-420-bwry',
  vendor: 'Picksmart',
  name: 'Picksmart 4.2" BWRY',
  family: 'gicisky',
  panel: { width: 400, height: 300, palette: 'bwry', dpi: 119 },
  hardware: 0x004e,
  rotation: 0,
  encoding: 'packed-pixels',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
