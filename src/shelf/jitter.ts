/**
 * A number from 0.8 to 1 that is fixed for a label, so that what happens to all labels does not happen to all of them at
 * once. FNV-1a over its id.
 */
export function jitterOf(label: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < label.length; at++) hash = Math.imul(hash ^ label.charCodeAt(at), 0x01000193) >>> 0;
  // The last bits alone would follow the last digit.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return 0.8 + (0.2 * hash) / 0xffffffff;
}
