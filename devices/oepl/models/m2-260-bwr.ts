import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/04.json. */
export const model = oeplLabel({
  id: 'oepl-m2-260-bwr',
  vendor: 'SoluM',
  name: 'SoluM M2 2.6" BWR',
  family: 'oepl',
  panel: { width: 296, height: 152, palette: 'bwr', dpi: 128 },
  hardware: 0x04,
  rotation: 90,
  zlibFrom: null,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
