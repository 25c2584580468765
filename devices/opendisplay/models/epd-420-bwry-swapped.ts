import { coinCells, colourRefresh, openDisplayLabel } from '../model.ts';

/** Two panel controllers have yellow and red the other way round. Source: pyod: src/opendisplay/encoding/images.py. */
export const model = openDisplayLabel({
  id: 'opendisplay-420-bwry-swapped',
  vendor: 'OpenDisplay',
  name: 'OpenDisplay 4.2" BWRY, swapped inks',
  family: 'opendisplay',
  panel: { width: 400, height: 300, palette: 'bwry', dpi: 119 },
  panelIcs: [0x1d, 0x1e],
  yellowRedSwapped: true,
  zlib: 'streaming',
  integrity: 'authenticated',
  refresh: colourRefresh,
  battery: coinCells,
});
