import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/33.json. */
export const model = oeplLabel({
  id: 'oepl-m3-290-bwr',
  vendor: 'SoluM',
  name: 'SoluM M3 2.9" BWR',
  family: 'oepl',
  panel: { width: 384, height: 168, palette: 'bwr', dpi: 145 },
  hardware: 0x33,
  rotation: 270,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
