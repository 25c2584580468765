import { displayOf, freely, nodePower } from '../model.ts';

/** An HD44780 with ROM A00 behind a PCF8574 on I2C. Source: Hitachi HD44780U datasheet, table 4. */
export const model = displayOf({
  id: 'textdisplay-lcd-20x4',
  vendor: 'Hitachi HD44780',
  name: 'LCD 20×4',
  family: 'textdisplay',
  display: 'lcd-20x4',
  panel: { width: 120, height: 36, palette: 'bw', dpi: 41, cells: { columns: 20, rows: 4 } },
  integrity: 'none',
  refresh: freely,
  battery: nodePower,
});
