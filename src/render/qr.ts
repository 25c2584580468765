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
/** Without an ECI header, which few scanners honour, readers disagree about everything else. */
const printableAscii = /^[\x20-\x7e]+$/;

/** Error correction levels. */
export const qrLevels = ['L', 'M', 'Q', 'H'] as const;
export type QrLevel = (typeof qrLevels)[number];

/**
 * Encodes a text as QR code, or null when it is empty, longer than {@link longestTextBytes} or not printable ASCII. The mask is fixed: choosing
 * the best of eight takes ten times as long, and equal texts must make equal pictures.
 */
export function encodeQr(text: string, level: QrLevel): QrSymbol | null {
  if (text.length > longestTextBytes || !printableAscii.test(text)) return null;
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level, maskPattern: 2 });
  return { size: modules.size, modules: Uint8Array.from(modules.data) };
}
