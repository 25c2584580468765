import { coinCells, colourRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/06.json. */
export const model = oeplLabel({
  id: 'oepl-opticon-220-bwry',
  vendor: 'Opticon',
  name: 'Opticon 2.2" BWRY',
  family: 'oepl',
  panel: { width: 250, height: 128, palette: 'bwry', dpi: 128 },
  hardware: 0x06,
  rotation: 270,
  zlibFrom: null,
  integrity: 'ack-only',
  refresh: colourRefresh,
  battery: coinCells,
});
