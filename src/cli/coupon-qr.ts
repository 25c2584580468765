import type { Terminal } from './terminal.ts';

/** Modules of white that ISO/IEC 18004 wants around the symbol. */
const quiet = 4;
/** Longer texts make symbols that no phone reads from a screen. */
const longestTextBytes = 213;

/**
 * A QR code in half blocks, two rows of modules to a line. Without colours dark modules are drawn in whatever the terminal
 * writes with; most readers take the symbol either way. In words where it is too large.
 */
export async function drawQr(said: string, { width, colours }: Terminal): Promise<string> {
  if (Buffer.byteLength(said) > longestTextBytes) return 'That is too long for a QR code.\n';
  const [{ default: QRCode }, { toTerminal }, { blankBitmap }] = await Promise.all([
    import('qrcode'),
    import('../render/terminal.ts'),
    import('../shelf/panel.ts'),
  ]);
  const { modules } = QRCode.create(said, { errorCorrectionLevel: 'M' });
  const size = modules.size + 2 * quiet;
  if (width !== null && size > width) return `The QR code takes ${size} columns.\n`;
  const bitmap = blankBitmap({ width: size, height: size, palette: 'bw' });
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      const [column, row] = [x + quiet, y + quiet];
      if (modules.data[y * modules.size + x])
        bitmap.black[row * bitmap.stride + (column >> 3)]! |= 0x80 >> (column & 7);
    }
  }
  return toTerminal(bitmap, { style: 'half-blocks', colour: colours.isColorSupported });
}
