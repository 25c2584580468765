import { displayOf, freely, nodePower } from '../model.ts';

/** An HD44780 with ROM A00 behind a PCF8574 on I2C. Source: Hitachi HD44780U datasheet, table 4. */
export const model = displayOf({
  id: 'textdisplay-lcd-16x2',
  vendor: 'Hitachi HD44780',
  name: 'LCD 16×2',
  family: 'textdisplay',
  display: 'lcd-16x2',
  panel: { width: 96, height: 18, palette: 'bw', dpi: 45, cells: { columns: 16, rows: 2 } },
  integrity: 'none',
  refresh: freely,
  battery: nodePower,
});
