import { coinCells, colourRefresh, openDisplayLabel } from '../model.ts';

/** Recognised by size and colours in the label's own configuration. */
export const model = openDisplayLabel({
  id: 'opendisplay-266-bwy',
  vendor: 'OpenDisplay',
  name: 'OpenDisplay 2.66" BWY',
  family: 'opendisplay',
  panel: { width: 296, height: 152, palette: 'bwy', dpi: 125 },
  zlib: 'streaming',
  integrity: 'authenticated',
  refresh: colourRefresh,
  battery: coinCells,
});
