import type { PathCommand } from 'opentype.js';

/** A 1-bit picture of one glyph; rows left to right, most significant bit first, padded to whole bytes. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly bits: Uint8Array;
  /** Pixels from the pen position to the left edge; may be negative. */
  readonly left: number;
  /** Pixels from the baseline up to the top edge: the first row lies at baseline − top. */
  readonly top: number;
}

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Straight pieces per curve; at label sizes (≤ 200 px) the error stays far below half a pixel. */
const piecesPerCurve = 12;

/**
 * Turns an outline (y down, in pixels) into ink: a pixel is inked when its centre lies inside by the non-zero winding
 * rule. Strokes thinner than a pixel that miss every centre are kept by dropout control in both directions (TrueType
 * reference: "Rasterizer: dropout control", rules 3 and 4), so that no stem of a 1 or bar of an = ever vanishes.
 */
export function scanConvert(commands: readonly PathCommand[]): Mask {
  const edges = flatten(commands);
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const e of edges) {
    minX = Math.min(minX, e.x0, e.x1);
    maxX = Math.max(maxX, e.x0, e.x1);
    minY = Math.min(minY, e.y0, e.y1);
    maxY = Math.max(maxY, e.y0, e.y1);
  }
  if (edges.length === 0) return { width: 0, height: 0, stride: 0, bits: new Uint8Array(0), left: 0, top: 0 };
  const x0 = Math.floor(minX);
  const y0 = Math.floor(minY);
  const width = Math.max(1, Math.ceil(maxX) - x0);
  const height = Math.max(1, Math.ceil(maxY) - y0);
  const ink = new Uint8Array(width * height);
  const dropouts: number[] = [];
  scan(edges, false, x0, y0, width, height, ink, dropouts);
  scan(edges, true, x0, y0, width, height, ink, dropouts);
  for (const at of dropouts) ink[at] = 1;
  return pack(ink, width, height, x0, -y0);
}

/** Fills along rows, or along columns where only dropouts are looked for. */
function scan(
  edges: readonly Edge[],
  columns: boolean,
  x0: number,
  y0: number,
  width: number,
  height: number,
  ink: Uint8Array,
  dropouts: number[],
): void {
  const lines = columns ? width : height;
  const length = columns ? height : width;
  const origin = columns ? y0 : x0;
  for (let line = 0; line < lines; line++) {
    const centre = (columns ? x0 : y0) + line + 0.5;
    const crossings: { at: number; winding: number }[] = [];
    for (const e of edges) {
      const a = columns ? e.x0 : e.y0;
      const b = columns ? e.x1 : e.y1;
      if (a <= centre === b <= centre) continue;
      const p = columns ? e.y0 : e.x0;
      const q = columns ? e.y1 : e.x1;
      crossings.push({ at: p + ((centre - a) / (b - a)) * (q - p) - origin, winding: a < b ? 1 : -1 });
    }
    crossings.sort((l, r) => l.at - r.at);
    const index = (along: number) => (columns ? along * width + line : line * width + along);
    let winding = 0;
    let start = 0;
    for (const crossing of crossings) {
      const before = winding;
      winding += crossing.winding;
      if (before === 0) start = crossing.at;
      if (winding !== 0) continue;
      const first = Math.ceil(start - 0.5);
      const last = Math.ceil(crossing.at - 0.5) - 1;
      if (!columns) for (let along = first; along <= last; along++) ink[index(along)] = 1;
      if (first > last && crossing.at - start > 1e-3) {
        const along = Math.min(length - 1, Math.max(0, Math.floor((start + crossing.at) / 2)));
        const touched = [along - 1, along, along + 1].some(n => n >= 0 && n < length && ink[index(n)] === 1);
        if (!touched) dropouts.push(index(along));
      }
    }
  }
}

function flatten(commands: readonly PathCommand[]): Edge[] {
  const edges: Edge[] = [];
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  const to = (nx: number, ny: number) => {
    if (nx !== x || ny !== y) edges.push({ x0: x, y0: y, x1: nx, y1: ny });
    x = nx;
    y = ny;
  };
  for (const c of commands) {
    if (c.type === 'M') {
      to(startX, startY);
      x = startX = c.x;
      y = startY = c.y;
    } else if (c.type === 'L') to(c.x, c.y);
    else if (c.type === 'Z') to(startX, startY);
    else {
      const [fromX, fromY] = [x, y];
      for (let i = 1; i <= piecesPerCurve; i++) {
        const t = i / piecesPerCurve;
        const u = 1 - t;
        if (c.type === 'Q') {
          to(u * u * fromX + 2 * u * t * c.x1 + t * t * c.x, u * u * fromY + 2 * u * t * c.y1 + t * t * c.y);
        } else {
          to(
            u * u * u * fromX + 3 * u * u * t * c.x1 + 3 * u * t * t * c.x2 + t * t * t * c.x,
            u * u * u * fromY + 3 * u * u * t * c.y1 + 3 * u * t * t * c.y2 + t * t * t * c.y,
          );
        }
      }
    }
  }
  to(startX, startY);
  return edges;
}

/** Packs one byte per pixel into bits, cut down to the inked box. */
function pack(ink: Uint8Array, width: number, height: number, x0: number, top: number): Mask {
  let [l, r, t, b] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x] === 0) continue;
      l = Math.min(l, x);
      r = Math.max(r, x);
      t = Math.min(t, y);
      b = Math.max(b, y);
    }
  }
  if (r < 0) return { width: 0, height: 0, stride: 0, bits: new Uint8Array(0), left: 0, top: 0 };
  const [w, h] = [r - l + 1, b - t + 1];
  const stride = (w + 7) >> 3;
  const bits = new Uint8Array(stride * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      if (ink[(t + y) * width + l + x] === 1) bits[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return { width: w, height: h, stride, bits, left: x0 + l, top: top - t };
}
