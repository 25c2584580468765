import { decode } from 'fast-png';

type Rgb = readonly [red: number, green: number, blue: number];

/** Columns of a picture where the terminal does not say how wide it is. */
const usualColumns = 80;
const shades = ' ░▒▓█';

/**
 * A screen's picture in half blocks, made small enough for the terminal: in colours where there are any, else in five
 * shades.
 * @param fine the terminal knows all colours, not only 256
 */
export function drawScreen(
  png: Uint8Array,
  to: { readonly width: number | null; readonly colour: boolean; readonly fine: boolean },
): string {
  const picture = decode(png);
  const columns = Math.min(to.width ?? usualColumns, picture.width);
  const rows = Math.max(1, Math.round((columns * picture.height) / picture.width / 2));
  let out = '';
  for (let row = 0; row < rows; row++) {
    let pen = '';
    for (let column = 0; column < columns; column++) {
      const part = (half: 0 | 1) => mean(picture, [column, row * 2 + half], [columns, rows * 2]);
      const [upper, lower] = [part(0), part(1)];
      if (to.colour) {
        const wanted = `\x1b[38;${ansi(upper, to.fine)};48;${ansi(lower, to.fine)}m`;
        out += wanted === pen ? '▀' : `${wanted}▀`;
        pen = wanted;
      } else out += shades[Math.min(4, Math.floor(((light(upper) + light(lower)) / 2 / 256) * 5))];
    }
    out += to.colour ? '\x1b[0m\n' : '\n';
  }
  return out;
}

/** The mean of all pixels that one half block stands for. */
function mean(picture: ReturnType<typeof decode>, at: [number, number], of: [number, number]): Rgb {
  const { width, height, data, channels } = picture;
  const bounds = (side: 0 | 1, pixels: number): [number, number] => {
    const from = Math.floor((at[side] * pixels) / of[side]);
    return [from, Math.max(from + 1, Math.floor(((at[side] + 1) * pixels) / of[side]))];
  };
  const [[left, right], [top, bottom]] = [bounds(0, width), bounds(1, height)];
  const sum = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const pixel = (y * width + x) * channels;
      for (let c = 0; c < 3; c++) sum[c]! += data[channels < 3 ? pixel : pixel + c]!;
    }
  }
  const count = (right - left) * (bottom - top);
  return [sum[0]! / count, sum[1]! / count, sum[2]! / count];
}

/** Relative weights of ITU-R BT.601. */
const light = ([red, green, blue]: Rgb) => 0.299 * red + 0.587 * green + 0.114 * blue;

function ansi(colour: Rgb, fine: boolean): string {
  if (fine) return `2;${colour.map(Math.round).join(';')}`;
  const [red, green, blue] = colour.map(value => Math.round((value / 255) * 5)) as [number, number, number];
  return `5;${16 + 36 * red + 6 * green + blue}`;
}
