import { renderAsync } from '@resvg/resvg-js';

/** A picture without words, drawn from shapes. */
interface Poster {
  readonly name: PosterName;
  readonly width: number;
  readonly height: number;
  readonly shapes: string;
}

export const posterNames = ['bread', 'fruit', 'coffee', 'office', 'summer', 'winter'] as const;
export type PosterName = (typeof posterNames)[number];

const landscape = { width: 1280, height: 720 };
const portrait = { width: 720, height: 1280 };

const circle = (x: number, y: number, radius: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
const oval = (x: number, y: number, radiusX: number, radiusY: number, fill: string) =>
  `<ellipse cx="${x}" cy="${y}" rx="${radiusX}" ry="${radiusY}" fill="${fill}"/>`;
const box = (x: number, y: number, width: number, height: number, fill: string, round = 0) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${fill}"/>`;
const area = (path: string, fill: string) => `<path d="${path}" fill="${fill}"/>`;
const stroke = (path: string, colour: string, width: number) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`;
const at = (x: number, y: number, shapes: string, turn = 0, scale = 1) =>
  `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})">${shapes}</g>`;
const times = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => draw(i)).join('');

const loaf =
  area('M-260 60 C-260 -90 -150 -150 0 -150 C150 -150 260 -90 260 60 C260 110 -260 110 -260 60 Z', '#a8652b') +
  area('M-240 40 C-236 -80 -140 -132 0 -132 C140 -132 236 -80 240 40 C200 0 -200 0 -240 40 Z', '#c98640') +
  times(4, cut =>
    stroke(
      `M${-150 + cut * 90} -20 C${-130 + cut * 90} -60 ${-110 + cut * 90} -90 ${-80 + cut * 90} -105`,
      '#f0cf96',
      16,
    ),
  );
const roll =
  oval(0, 0, 105, 78, '#c07c37') +
  oval(0, -12, 92, 60, '#d99a53') +
  stroke('M-60 -20 C-20 -50 20 -50 60 -20', '#f2d6a2', 12);
const ear =
  stroke('M0 0 C10 -120 6 -200 0 -300', '#b98a2e', 10) +
  times(
    6,
    grain =>
      at(0, -120 - grain * 34, oval(-24, 0, 12, 28, '#d8a93f'), -28) +
      at(0, -120 - grain * 34, oval(24, 0, 12, 28, '#d8a93f'), 28),
  );
const leaf = area('M0 0 C10 -50 60 -70 100 -60 C90 -20 50 10 0 0 Z', '#5d9a3c');
const apple = (skin: string, light: string) =>
  circle(-45, 0, 110, skin) +
  circle(45, 0, 110, skin) +
  oval(-70, -40, 30, 45, light) +
  stroke('M0 -80 C0 -120 10 -140 25 -160', '#6b4a2a', 14) +
  at(12, -120, leaf);
const orange = circle(0, 0, 120, '#ef8a1d') + circle(-30, -30, 70, '#f6a53f') + oval(0, -100, 18, 8, '#5d7a2c');
const pear =
  area(
    'M0 -190 C60 -190 60 -90 90 -30 C140 70 80 140 0 140 C-80 140 -140 70 -90 -30 C-60 -90 -60 -190 0 -190 Z',
    '#b9c23f',
  ) +
  oval(-45, 20, 26, 60, '#d6dc74') +
  stroke('M0 -185 C4 -215 14 -230 26 -240', '#6b4a2a', 12);
const banana =
  stroke('M-230 -40 C-150 120 120 130 230 -60', '#f3cf3a', 70) +
  stroke('M-225 -42 C-150 96 120 106 226 -62', '#f9e27a', 18);
const cup =
  stroke('M190 -60 C290 -80 290 90 165 80', '#f6efe6', 34) +
  area('M-200 -110 L200 -110 C200 70 140 150 60 150 L-60 150 C-140 150 -200 70 -200 -110 Z', '#f6efe6') +
  oval(0, -110, 186, 26, '#2b1710') +
  oval(0, 172, 300, 24, '#d8c8b4');
const steam = times(3, wisp =>
  stroke(`M${-80 + wisp * 80} -170 c-30 -40 30 -60 0 -110 c-20 -34 14 -50 0 -80`, '#e8d8c8', 18),
);
const bean = oval(0, 0, 46, 30, '#8a5a3a') + stroke('M-38 0 C-14 -14 14 14 38 0', '#3a2116', 8);
const tag =
  area('M0 0 L130 -120 L520 -120 Q560 -120 560 -80 L560 80 Q560 120 520 120 L130 120 Z', '#d3262f') +
  circle(130, 0, 26, '#ffffff') +
  circle(280, -40, 34, '#ffffff') +
  circle(280, -40, 16, '#d3262f') +
  circle(400, 40, 34, '#ffffff') +
  circle(400, 40, 16, '#d3262f') +
  stroke('M400 -70 L280 70', '#ffffff', 20);
const flake = times(
  6,
  arm => `<g transform="rotate(${arm * 60})">${stroke('M0 0 V-46 M0 -28 l-14 -14 M0 -28 l14 -14', '#ffffff', 7)}</g>`,
);
const tree =
  times(3, tier =>
    area(
      `M0 ${-330 + tier * 90} L${-110 - tier * 40} ${-120 + tier * 100} L${110 + tier * 40} ${-120 + tier * 100} Z`,
      '#2f6b52',
    ),
  ) + box(-24, 80, 48, 70, '#5a3d28');
const melon =
  area('M-240 0 A240 240 0 0 0 240 0 Z', '#3f8f45') +
  area('M-212 0 A212 212 0 0 0 212 0 Z', '#f7f3d8') +
  area('M-196 0 A196 196 0 0 0 196 0 Z', '#e8434b') +
  times(5, seed => oval(-120 + seed * 60, 50 + (seed % 2) * 50, 9, 15, '#33211c'));
const window =
  box(-130, -170, 260, 340, '#fdf6e6', 12) +
  box(-112, -152, 104, 142, '#9fc9dd') +
  box(8, -152, 104, 142, '#9fc9dd') +
  box(-112, 10, 104, 142, '#b8d8e6') +
  box(8, 10, 104, 142, '#b8d8e6');

const posters: readonly Poster[] = [
  {
    name: 'bread',
    ...landscape,
    shapes:
      box(0, 0, 1280, 720, '#f3dcab') +
      circle(640, 330, 300, '#f8e9c8') +
      box(0, 540, 1280, 180, '#8a5a33') +
      box(180, 500, 920, 70, '#b98152', 30) +
      at(640, 420, loaf) +
      at(260, 480, roll) +
      at(1020, 480, roll) +
      at(150, 560, ear, -12) +
      at(1140, 560, ear, 12) +
      at(1200, 580, ear, 24, 0.8),
  },
  {
    name: 'fruit',
    ...landscape,
    shapes:
      box(0, 0, 1280, 720, '#dfeed4') +
      circle(640, 340, 310, '#eef7e6') +
      box(0, 560, 1280, 160, '#9cbf85') +
      at(640, 585, banana) +
      at(330, 440, apple('#c8322f', '#e7746c')) +
      at(560, 420, pear) +
      at(790, 460, orange) +
      at(1000, 450, apple('#8db53a', '#b7d66f')),
  },
  {
    name: 'coffee',
    ...landscape,
    shapes:
      box(0, 0, 1280, 720, '#4a2c1d') +
      circle(640, 360, 290, '#6b432c') +
      box(0, 590, 1280, 130, '#3a2116') +
      at(640, 420, steam + cup) +
      times(7, index => at(150 + (index % 4) * 58 + (index > 3 ? 30 : 0), 640 + (index % 2) * 30, bean, index * 47)) +
      times(6, index => at(960 + (index % 3) * 70, 636 + (index % 2) * 34, bean, index * 61)),
  },
  {
    name: 'office',
    ...landscape,
    shapes:
      box(0, 0, 1280, 720, '#bfdce8') +
      circle(1060, 150, 80, '#f7d774') +
      box(120, 150, 1040, 480, '#d9774f') +
      box(90, 120, 1100, 60, '#a8512f') +
      times(4, index => at(280 + index * 240, 400, window)) +
      box(0, 620, 1280, 100, '#7da76b') +
      times(9, index => circle(60 + index * 150, 640, 46, index % 2 ? '#5d8f4e' : '#6c9d5a')),
  },
  {
    name: 'summer',
    ...portrait,
    shapes:
      box(0, 0, 720, 1280, '#7fd0e6') +
      times(12, ray => at(360, 330, box(-14, -300, 28, 90, '#fbe08a', 14), ray * 30)) +
      circle(360, 330, 180, '#f9cf4a') +
      area('M0 760 q90 -60 180 0 t180 0 t180 0 t180 0 V1280 H0 Z', '#3aa0c4') +
      area('M0 880 q90 -50 180 0 t180 0 t180 0 t180 0 V1280 H0 Z', '#2f8bb0') +
      area('M0 1060 Q360 980 720 1060 V1280 H0 Z', '#f2dfae') +
      at(360, 800, melon, -8) +
      at(120, 1150, tag, -6, 0.85),
  },
  {
    name: 'winter',
    ...portrait,
    shapes:
      box(0, 0, 720, 1280, '#24456e') +
      circle(520, 230, 100, '#f3ecd0') +
      area('M0 820 Q200 700 420 800 T720 760 V1280 H0 Z', '#c9dcec') +
      at(200, 780, tree, 0, 1.1) +
      at(540, 820, tree, 0, 0.8) +
      area('M0 980 Q300 880 720 990 V1280 H0 Z', '#f4f9fd') +
      times(14, index =>
        at(50 + ((index * 197) % 640), 80 + ((index * 131) % 640), flake, index * 17, 0.5 + (index % 3) * 0.25),
      ) +
      at(120, 1140, tag, -6, 0.85),
  },
];

/** The poster as a PNG: the same bytes every time. Drawn beside whatever else goes on. */
export async function drawPoster(name: PosterName): Promise<Uint8Array> {
  const { width, height, shapes } = posters.find(poster => poster.name === name)!;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  return (await renderAsync(svg)).asPng();
}
