import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/55.json. */
export const model = oeplLabel({
  id: 'oepl-hs-213-bwr',
  vendor: 'Hanshow',
  name: 'Hanshow 2.13" BWR',
  family: 'oepl',
  panel: { width: 256, height: 128, palette: 'bwr', dpi: 134 },
  hardware: 0x55,
  rotation: 1,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
