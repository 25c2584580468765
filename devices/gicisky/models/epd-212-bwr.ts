import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-212-bwr',
  vendor: 'Picksmart',
  name: 'Picksmart 2.1" BWR 212x104',
  family: 'gicisky',
  panel: { width: 212, height: 104, palette: 'bwr', dpi: 111 },
  hardware: 0x000b,
  rotation: 270,
  mirrorX: true,
  encoding: 'planes',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: { ...coinCells, fullMv: 2900 },
});
