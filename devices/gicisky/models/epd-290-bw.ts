import { coinCells, giciskyLabel, monoRefresh } from '../model.ts';

/** Source of size, memory layout and voltage: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const model = giciskyLabel({
  id: 'gicisky-290-bw',
  vendor: 'Picksmart',
  name: 'Picksmart 2.9" BW',
  family: 'gicisky',
  panel: { width: 296, height: 128, palette: 'bw', dpi: 112 },
  hardware: 0x0028,
  rotation: 90,
  encoding: 'planes',
  integrity: 'ack-only',
  refresh: monoRefresh,
  battery: coinCells,
});
