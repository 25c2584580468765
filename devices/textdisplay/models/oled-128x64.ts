import { displayOf, freely, nodePower } from '../model.ts';

/** An SSD1306 on I2C, 0.96 inch. Source: Solomon Systech SSD1306 datasheet, 8.7. */
export const model = displayOf({
  id: 'textdisplay-oled-128x64',
  vendor: 'Solomon Systech SSD1306',
  name: 'OLED 128×64',
  family: 'textdisplay',
  display: 'oled-128x64',
  panel: { width: 128, height: 64, palette: 'bw', dpi: 149 },
  integrity: 'none',
  refresh: freely,
  battery: nodePower,
});
