import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/66.json. */
export const model = oeplLabel({
  id: 'oepl-hs-750-bwy',
  vendor: 'Hanshow',
  name: 'Hanshow 7.5" BWY',
  family: 'oepl',
  panel: { width: 800, height: 480, palette: 'bwy', dpi: 124 },
  hardware: 0x66,
  rotation: 180,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
