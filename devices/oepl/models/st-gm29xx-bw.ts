import { coinCells, monoRefresh, oeplLabel } from '../model.ts';

/** Source of size, memory layout and firmware: OpenEPaperLink: resources/tagtypes/21.json. */
export const model = oeplLabel({
  id: 'oepl-st-gm29xx-bw',
  vendor: 'SoluM',
  name: 'SoluM ST-GM29XXF 2.9" BW',
  family: 'oepl',
  panel: { width: 296, height: 128, palette: 'bw', dpi: 111 },
  hardware: 0x21,
  rotation: 90,
  zlibFrom: null,
  integrity: 'ack-only',
  refresh: monoRefresh,
  battery: coinCells,
});
