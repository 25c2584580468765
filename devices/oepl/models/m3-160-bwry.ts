import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/4A.json. */
export const model = oeplLabel({
  id: 'oepl-m3-160-bwry',
  vendor: 'SoluM',
  name: 'SoluM M3 1.6" BWRY 200x200',
  family: 'oepl',
  panel: { width: 200, height: 200, palette: 'bwry', dpi: 177 },
  hardware: 0x4a,
  rotation: 0,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
