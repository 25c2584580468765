import { coinCells, colourRefresh, giciskyLabel } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-250-bwr',
  vendor: 'Picksmart',
  name: 'Picksmart 2.1" BWR 250x128',
  family: 'gicisky',
  panel: { width: 250, height: 128, palette: 'bwr', dpi: 130 },
  hardware: 0x010b,
  rotation: 270,
  mirrorX: true,
  encoding: 'planes',
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: { ...coinCells, fullMv: 2900 },
});
