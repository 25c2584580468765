import { coinCells, colourRefresh, openDisplayLabel } from '../model.ts';

/** Recognised by size and colours in the label's own configuration. */
export const model = openDisplayLabel({
  id: 'opendisplay-750-bwry',
  vendor: 'OpenDisplay',
  name: 'OpenDisplay 7.5" BWRY',
  family: 'opendisplay',
  panel: { width: 800, height: 480, palette: 'bwry', dpi: 124 },
  zlib: 'streaming',
  integrity: 'authenticated',
  refresh: colourRefresh,
  battery: coinCells,
});
