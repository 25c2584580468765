import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-1020-bwr',
  vendor: 'Picksmart',
  name: 'Picksmart 10.2" BWR',
  family: 'gicisky',
  panel: { width: 960, height: 640, palette: 'bwr', dpi: 113 },
  hardware: 0x008b,
  rotation: 0,
  encoding: 'quicklz-chunks',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: { ...coinCells, fullMv: 3200 },
});
