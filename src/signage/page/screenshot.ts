/** The longest side of the picture, and what the gateway takes. */
const longestPx = 1_920;
const mostBytes = 8_000_000;
/** Until fonts inside a picture are ready to be drawn, which nothing tells. */
const settleMs = 200;

/**
 * The page as it is drawn at this moment, as PNG: a browser gives no page a picture of itself, so its elements are drawn
 * once more from a copy that carries style, fonts and media in it.
 * @param fonts addresses of the page's fonts
 */
export async function pictureOf(stage: HTMLElement, fonts: readonly string[]): Promise<Blob> {
  const widthPx = stage.offsetWidth;
  const heightPx = stage.offsetHeight;
  const copy = stage.cloneNode(true) as HTMLElement;
  copy.style.transform = 'none';
  copyMedia(stage, copy);
  copyMotion(stage, copy);
  const sheet = document.createElement('style');
  sheet.textContent = `${await fontFaces(fonts)}${pageStyle()}*{animation:none!important}`;
  const svg = new XMLSerializer().serializeToString(wrapped(copy, sheet, widthPx, heightPx));
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  await new Promise(resolve => setTimeout(resolve, settleMs));
  for (let scale = Math.min(1, longestPx / Math.max(widthPx, heightPx)); ; scale /= 2) {
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(widthPx * scale);
    canvas.height = Math.round(heightPx * scale);
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
    if (png === null) throw new Error('the browser draws no PNG');
    if (png.size <= mostBytes) return png;
  }
}

function wrapped(copy: HTMLElement, sheet: HTMLElement, widthPx: number, heightPx: number): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const foreign = document.createElementNS('http://www.w3.org/2000/svg', 'foreignObject');
  for (const element of [svg, foreign]) {
    element.setAttribute('width', String(widthPx));
    element.setAttribute('height', String(heightPx));
  }
  const body = document.createElement('div');
  body.style.cssText = 'line-height:1.2;font-family:"DejaVu Sans"';
  body.append(sheet, copy);
  foreign.append(body);
  svg.append(foreign);
  return svg;
}

/** Pictures, and films at the frame they are at, as data in the copy. */
function copyMedia(stage: HTMLElement, copy: HTMLElement): void {
  const copies = [...copy.querySelectorAll<HTMLElement>('[data-medium]')];
  for (const [index, medium] of [...stage.querySelectorAll('[data-medium]')].entries()) {
    const still = document.createElement('img');
    still.style.cssText = 'width:100%;height:100%;object-fit:cover';
    const data = frameOf(medium as HTMLImageElement | HTMLVideoElement);
    if (data !== null) still.src = data;
    copies[index]!.replaceWith(still);
  }
}

function frameOf(medium: HTMLImageElement | HTMLVideoElement): string | null {
  const canvas = document.createElement('canvas');
  const film = medium instanceof HTMLVideoElement;
  canvas.width = film ? medium.videoWidth : medium.naturalWidth;
  canvas.height = film ? medium.videoHeight : medium.naturalHeight;
  if (canvas.width === 0 || canvas.height === 0) return null;
  canvas.getContext('2d')!.drawImage(medium, 0, 0);
  return canvas.toDataURL('image/jpeg', 0.85);
}

/** What moves stands still where it is. */
function copyMotion(stage: HTMLElement, copy: HTMLElement): void {
  const moving = '.ticker .ticker, .layer';
  const copies = [...copy.querySelectorAll<HTMLElement>(moving)];
  for (const [index, element] of [...stage.querySelectorAll<HTMLElement>(moving)].entries()) {
    const { transform, opacity } = getComputedStyle(element);
    Object.assign(copies[index]!.style, { transform, opacity });
  }
}

function pageStyle(): string {
  return [...document.styleSheets]
    .flatMap(sheet => [...sheet.cssRules])
    .filter(rule => !(rule instanceof CSSFontFaceRule))
    .map(rule => rule.cssText)
    .join('\n');
}

async function fontFaces(fonts: readonly string[]): Promise<string> {
  const faces = fonts.map(async address => {
    const blob = await (await fetch(address)).blob();
    const data = await new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
    const weight = address.includes('Bold') ? 700 : 400;
    return `@font-face{font-family:"DejaVu Sans";font-weight:${weight};src:url(${data})}`;
  });
  return (await Promise.all(faces)).join('');
}
