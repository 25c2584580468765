import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/03.json. */
export const model = oeplLabel({
  id: 'oepl-m2-220-bwr',
  vendor: 'SoluM',
  name: 'SoluM M2 2.2" BWR',
  family: 'oepl',
  panel: { width: 212, height: 104, palette: 'bwr', dpi: 107 },
  hardware: 0x03,
  rotation: 90,
  zlibFrom: null,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
