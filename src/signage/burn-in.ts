/** The ways round a square, so that each edge of what stands still rests on other pixels for most of the time. */
const around = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/** By how much everything is moved at an instant, in pixels of the panel. */
export function shiftAt(
  { px, everyMs }: { readonly px: number; readonly everyMs: number },
  atMs: number,
): { readonly x: number; readonly y: number } {
  const [x, y] = around[Math.floor(atMs / everyMs) % around.length]!;
  return { x: x * px, y: y * px };
}
