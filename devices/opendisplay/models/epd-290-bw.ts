import { coinCells, monoRefresh, openDisplayLabel } from '../model.ts';

/** Recognised by size and colours in the label's own configuration. */
export const model = openDisplayLabel({
  id: 'opendisplay-290-bw',
  vendor: 'OpenDisplay',
  name: 'OpenDisplay 2.9" BW',
  family: 'opendisplay',
  panel: { width: 296, height: 128, palette: 'bw', dpi: 112 },
  zlib: 'streaming',
  integrity: 'authenticated',
  refresh: monoRefresh,
  battery: coinCells,
});
