import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/36.json. */
export const model = oeplLabel({
  id: 'oepl-m3-750-bwr',
  vendor: 'SoluM',
  name: 'SoluM M3 7.5" BWR',
  family: 'oepl',
  panel: { width: 800, height: 480, palette: 'bwr', dpi: 124 },
  hardware: 0x36,
  rotation: 0,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
