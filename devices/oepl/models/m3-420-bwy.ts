import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/3C.json. */
export const model = oeplLabel({
  id: 'oepl-m3-420-bwy',
  vendor: 'SoluM',
  name: 'SoluM M3 4.2" BWY',
  family: 'oepl',
  panel: { width: 400, height: 300, palette: 'bwy', dpi: 119 },
  hardware: 0x3c,
  rotation: 0,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
