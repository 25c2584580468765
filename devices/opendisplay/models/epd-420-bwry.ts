import { coinCells, colourRefresh, openDisplayLabel } from '../model.ts';

/** Recognised by size and colours in the label's own configuration. */
export const model = openDisplayLabel({
  id: 'opendisplay-420-bwry',
  vendor: 'OpenDisplay',
  name: 'OpenDisplay 4.2" BWRY',
  family: 'opendisplay',
  panel: { width: 400, height: 300, palette: 'bwry', dpi: 119 },
  zlib: 'streaming',
  integrity: 'authenticated',
  refresh: colourRefresh,
  battery: coinCells,
});
