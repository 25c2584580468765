const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Signature, and the header chunk with its check sum. */
const headBytes = 33;
/** Larger than any panel. */
const mostPixels = 16_384;

/** Whether bytes begin as a PNG of a size that a screen can have. What follows is for whoever decodes it. */
export function beginsAsPng(bytes: Uint8Array): boolean {
  if (bytes.length < headBytes || signature.some((byte, at) => bytes[at] !== byte)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headBytes);
  const header = view.getUint32(8) === 13 && view.getUint32(12) === 0x49484452;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return header && width > 0 && height > 0 && width <= mostPixels && height <= mostPixels;
}
