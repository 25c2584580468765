import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/2B.json. */
export const model = oeplLabel({
  id: 'oepl-m3-290-bwry',
  vendor: 'SoluM',
  name: 'SoluM M3 2.9" BWRY',
  family: 'oepl',
  panel: { width: 384, height: 168, palette: 'bwry', dpi: 145 },
  hardware: 0x2b,
  rotation: 270,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
