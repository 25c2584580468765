import { spawnSync } from 'node:child_process';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { ContentItem } from '../../src/shelf/content.ts';
import { contentOf, euro, milk, panelOf } from '../render/samples.ts';
import type { Figure } from './figure.ts';

const products = 200;
const labelsPerRun = 20_000;
const runs = 5;

/**
 * Labels of 296×128 px, black/white/red, drawn and packed into two planes on one thread. The price changes with every
 * label; the 200 products come back, as in a wave of price changes. Median of five runs.
 */
export function benchRender(): Figure[] {
  const renderer = createRenderer({ templates: builtinTemplates() });
  const panel = panelOf(296, 128, 'bwr');
  const items: ContentItem[] = Array.from({ length: products }, (_, i) => ({
    ...milk,
    sku: String(40_000 + i),
    name: `${milk.name} ${i}`,
    legalText: null,
  }));
  const draw = (i: number) => {
    const amountMinor = BigInt(100 + ((i * 7919) % 9900));
    const price = euro(amountMinor);
    const item = { ...items[i % products]!, price, unitPrice: { price: euro(amountMinor * 2n), unit: 'l' as const } };
    const drawn = renderer.render(contentOf([item]), panel);
    if (!drawn.ok) throw new Error(`${drawn.reason}: ${drawn.detail}`);
    return drawn.bitmap.black[1800]! + drawn.bitmap.red![0]!;
  };
  let sink = 0;
  for (let i = 0; i < labelsPerRun; i++) sink += draw(i);
  const speeds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    for (let i = 0; i < labelsPerRun; i++) sink += draw(i + run);
    speeds.push((labelsPerRun / (performance.now() - start)) * 1000);
  }
  if (sink === 0) throw new Error('nothing was drawn');
  speeds.sort((a, b) => a - b);
  const ours = speeds[runs >> 1]!;
  const pillow = pillowSpeed();
  return [
    {
      name: 'render.labelsPerSecond',
      value: Math.round(ours),
      unit: 'labels/s',
      goal: 30_000,
      baseline: typeof pillow === 'number' ? Math.round(pillow) : null,
      samples: runs * labelsPerRun,
    },
    typeof pillow === 'number'
      ? {
          name: 'render.timesPillow',
          value: Math.round(ours / pillow),
          unit: '×',
          goal: 100,
          baseline: 1,
          samples: 400,
        }
      : { name: 'render.timesPillow', value: null, unit: '×', goal: 100, baseline: 1, samples: 0, skipped: pillow },
  ];
}

/** The same label as its peers draw it: mode 1 through Pillow with raqm, EAN by rectangles, two packed planes. */
const pillowScript = `
import time, sys
from PIL import Image, ImageDraw, ImageFont, features
if not features.check('raqm'): sys.exit('Pillow without raqm')
F = sys.argv[1]
L = ImageFont.Layout.RAQM
def font(name, size): return ImageFont.truetype(F + '/' + name, size, layout_engine=L)
bold = font('DejaVuSansCondensed-Bold.ttf', 20); big = font('DejaVuSansCondensed-Bold.ttf', 66)
cents = font('DejaVuSansCondensed-Bold.ttf', 36); sym = font('DejaVuSansCondensed-Bold.ttf', 22)
cond = font('DejaVuSansCondensed.ttf', 13); unit = font('DejaVuSans.ttf', 12); art = font('DejaVuSansCondensed.ttf', 11)
A='0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split()
C=[''.join('10'[int(b)] for b in s) for s in A]; B=[s[::-1] for s in C]
P='AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA'.split()
def ean(d):
  p=P[int(d[0])]
  return '101'+''.join((A if p[i]=='A' else B)[int(d[i+1])] for i in range(6))+'01010'+''.join(C[int(c)] for c in d[7:])+'101'
def draw(i):
  k = Image.new('1', (296,128), 0); r = Image.new('1', (296,128), 0)
  d = ImageDraw.Draw(k); d.fontmode='1'
  d.text((8,4), 'Müller Bio-Vollmilch', font=bold, fill=1); d.text((8,26), '3,5 %% Fett %d' % (i % 200), font=bold, fill=1)
  d.text((8,48), '1 l', font=cond, fill=1); d.text((8,66), 'Wiesengrund', font=cond, fill=1)
  n = 100 + (i*7919) % 9900
  w, c = str(n // 100), '%02d' % (n % 100)
  x = 290 - cents.getlength(c)
  d.text((x,38), c, font=cents, fill=1); d.text((x+8,76), '€', font=sym, fill=1)
  d.text((x-2-big.getlength(w+','),34), w+',', font=big, fill=1)
  d.text((8,88), '1 l = %d,%02d €' % (n*2//100, n*2%100), font=unit, fill=1)
  d.text((226,112), 'Art. 40123', font=art, fill=1)
  for m, bit in enumerate(ean('4006381333931')):
    if bit == '1': d.rectangle((22+2*m, 105, 23+2*m, 124), fill=1)
  return k.tobytes(), r.tobytes()
for i in range(40): draw(i)
t = time.perf_counter()
for i in range(400): draw(i)
print(400 / (time.perf_counter() - t))
`;

/** Labels per second, or why it could not be measured. */
function pillowSpeed(): number | string {
  const fonts = new URL('../../node_modules/dejavu-fonts-ttf/ttf', import.meta.url).pathname;
  const run = spawnSync('/usr/bin/python3', ['-c', pillowScript, fonts], { encoding: 'utf8', timeout: 60_000 });
  const speed = Number.parseFloat(run.stdout ?? '');
  if (run.status === 0 && speed > 0) return speed;
  return `needs the apt package python3-pil with raqm: ${run.error?.message ?? run.stderr.trim().split('\n').at(-1)}`;
}
