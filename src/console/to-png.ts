import type { Bitmap, Panel } from '../shelf/panel.ts';

/** Draws a picture as PNG, `scale` image pixels per panel pixel. */
export type ToPng = (bitmap: Bitmap, panel: Panel, scale: number) => Uint8Array;
