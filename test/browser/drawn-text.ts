import type { Page } from 'playwright-core';

/** A piece of text as it is drawn. */
export interface DrawnText {
  readonly text: string;
  readonly region: string;
  /** Height of its capitals in pixels of the panel. */
  readonly capitalPx: number;
  /** Colours as `#rrggbb`: of the letters, and of the nearest ground that is painted behind them. */
  readonly colour: string;
  readonly behind: string;
  /** It reaches beyond an element that cuts off, by so many pixels. */
  readonly cutPx: number;
  /** Text of another element that its glyphs lie over. */
  readonly over: string | null;
}

/** Every text on a page of a screen that can be seen, measured from what is drawn. */
export function drawnTexts(page: Page): Promise<DrawnText[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const hex = (colour: string): string => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
      return `#${[red, green, blue].map(value => value!.toString(16).padStart(2, '0')).join('')}`;
    };
    const ground = (element: Element | null): string => {
      for (let each = element; each !== null; each = each.parentElement) {
        const { backgroundColor } = getComputedStyle(each);
        if (!/, 0\)$|transparent/.test(backgroundColor)) return hex(backgroundColor);
      }
      return '#000000';
    };
    const pieces: { element: Element; text: string; boxes: DOMRect[] }[] = [];
    const walker = document.createTreeWalker(document.querySelector('.stage')!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent!.trim();
      if (text === '' || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest('.next, .leaving') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      // Letters take the middle of the line; what sticks out of it is room for other scripts.
      const boxes = [...range.getClientRects()].map(({ x, y, width, height }) => {
        const size = Number.parseFloat(getComputedStyle(element).fontSize);
        return new DOMRect(x, y + (height - size * 0.9) / 2, width, size * 0.9);
      });
      pieces.push({ element, text, boxes });
    }
    const cut = (element: Element, box: DOMRect): number => {
      let most = 0;
      for (let each: Element | null = element; each !== null; each = each.parentElement) {
        if (getComputedStyle(each).overflow === 'visible') continue;
        const { left, right, top, bottom } = each.getBoundingClientRect();
        most = Math.max(most, left - box.left, box.right - right, top - box.top, box.bottom - bottom);
      }
      return most;
    };
    const meet = (one: DOMRect, other: DOMRect) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
    return pieces.map(({ element, text, boxes }) => {
      const style = getComputedStyle(element);
      const region = element.closest<HTMLElement>('[data-region]')?.dataset.region ?? '';
      const size = Number.parseFloat(style.fontSize);
      // Measured large: at its own size a letter is rounded to whole pixels.
      canvas.font = `${style.fontWeight} ${size * 16}px ${style.fontFamily}`;
      const over = pieces.find(
        other => other.element !== element && other.boxes.some(a => boxes.some(b => meet(a, b))),
      );
      return {
        text,
        region,
        capitalPx: canvas.measureText('H').actualBoundingBoxAscent / 16,
        colour: hex(style.color),
        behind: ground(element),
        cutPx: Math.max(...boxes.map(box => cut(element, box))),
        over: over?.text ?? null,
      };
    });
  });
}
