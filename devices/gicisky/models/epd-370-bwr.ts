import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-370-bwr',
  vendor: 'Picksmart',
  name: 'Picksmart 3.7" BWR',
  family: 'gicisky',
  panel: { width: 240, height: 416, palette: 'bwr', dpi: 130 },
  hardware: 0x022b,
  rotation: 180,
  mirrorX: true,
  encoding: 'literal-lines',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
