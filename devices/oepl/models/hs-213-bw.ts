import { coinCells, monoRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/54.json. */
export const model = oeplLabel({
  id: 'oepl-hs-213-bw',
  vendor: 'Hanshow',
  name: 'Hanshow 2.13" BW',
  family: 'oepl',
  panel: { width: 256, height: 128, palette: 'bw', dpi: 134 },
  hardware: 0x54,
  rotation: 1,
  zlibFrom: 0x27,
  integrity: 'ack-only',
  refresh: monoRefresh,
  battery: coinCells,
});
