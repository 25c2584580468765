import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/01.json. */
export const model = oeplLabel({
  id: 'oepl-m2-290-bwr',
  vendor: 'SoluM',
  name: 'SoluM M2 2.9" BWR',
  family: 'oepl',
  panel: { width: 296, height: 128, palette: 'bwr', dpi: 111 },
  hardware: 0x01,
  rotation: 90,
  zlibFrom: null,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
