import { spawnSync } from 'node:child_process';
import { toPng } from '../../src/render/png.ts';
import type { Bitmap } from '../../src/shelf/panel.ts';

/** Whether `zbarimg` of the apt package zbar-tools is installed. */
export const hasZbar = spawnSync('zbarimg', ['--version']).error === undefined;

/** All codes that zbar finds in the bitmap itself, one panel pixel per image pixel, e.g. `EAN-13:4006381333931`. */
export function codesIn(bitmap: Bitmap): string[] {
  const png = toPng(bitmap, { colours: 'pure' });
  const result = spawnSync('zbarimg', ['-q', '-Sean8.enable', '-'], { input: png });
  if (result.status !== 0 && result.status !== 4) throw new Error(`zbarimg: ${result.stderr}`);
  return result.stdout
    .toString()
    .split('\n')
    .filter(line => line !== '');
}
