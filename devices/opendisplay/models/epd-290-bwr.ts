import { coinCells, colourRefresh, openDisplayLabel } from '../model.ts';

/** Recognised by size and colours in the label's own configuration. */
export const model = openDisplayLabel({
  id: 'opendisplay-290-bwr',
  vendor: 'OpenDisplay',
  name: 'OpenDisplay 2.9" BWR',
  family: 'opendisplay',
  panel: { width: 296, height: 128, palette: 'bwr', dpi: 112 },
  zlib: 'streaming',
  integrity: 'authenticated',
  refresh: colourRefresh,
  battery: coinCells,
});
