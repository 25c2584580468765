import { coinCells, colourRefresh, openDisplayLabel } from '../model.ts';

/** Recognised by size and colours in the label's own configuration. */
export const model = openDisplayLabel({
  id: 'opendisplay-750-bwr',
  vendor: 'OpenDisplay',
  name: 'OpenDisplay 7.5" BWR',
  family: 'opendisplay',
  panel: { width: 800, height: 480, palette: 'bwr', dpi: 124 },
  zlib: 'streaming',
  integrity: 'authenticated',
  refresh: colourRefresh,
  battery: coinCells,
});
