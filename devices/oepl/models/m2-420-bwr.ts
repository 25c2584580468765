import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/02.json. */
export const model = oeplLabel({
  id: 'oepl-m2-420-bwr',
  vendor: 'SoluM',
  name: 'SoluM M2 4.2" BWR',
  family: 'oepl',
  panel: { width: 400, height: 300, palette: 'bwr', dpi: 119 },
  hardware: 0x02,
  rotation: 0,
  zlibFrom: null,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
