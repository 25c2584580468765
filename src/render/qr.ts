import QRCode from 'qrcode';

/** A QR symbol: `size` × `size` modules in rows, 1 = dark. */
export interface QrSymbol {
  readonly size: number;
  readonly modules: Uint8Array;
}

/** Modules of white that ISO/IEC 18004 wants around the symbol. */
export const quietModules = 4;
/** Longest text taken; version 10 at level M still fits a label. */
export const longestTextBytes = 213;

/** Error correction levels. */
export const qrLevels = ['L', 'M', 'Q', 'H'] as const;
export type QrLevel = (typeof qrLevels)[number];

/**
 * Encodes a text as QR code, or null when it is empty or longer than {@link longestTextBytes}. The mask is fixed: choosing
 * the best of eight takes ten times as long, and equal texts must make equal pictures.
 */
export function encodeQr(text: string, level: QrLevel): QrSymbol | null {
  const length = Buffer.byteLength(text);
  if (length === 0 || length > longestTextBytes) return null;
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level, maskPattern: 2 });
  return { size: modules.size, modules: Uint8Array.from(modules.data) };
}
