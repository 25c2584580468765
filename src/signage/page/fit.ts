import { useLayoutEffect, useRef } from 'preact/hooks';

/** Steps of the search: to a hundredth. */
const steps = 7;
/**
 * What is given up, one after the other, where there is no room (`data-tight`, the style says how): brand and pack size;
 * the second language of what is small, and prices in bitcoin where nothing else is about them; the second language of
 * names; at last the size at which a price is seen at a glance, and whole words. While something is left to give up, text
 * is not made as small as it may be.
 */
const levels = [0.4, 0.4, 0.2, 0, 0];

/**
 * Makes the text of an element smaller until everything in it has room. The style stops each size at one unit, prices at
 * more. What still has no room then loses what can be done without; a price that would be cut is not shown.
 * @param of what decides how much room is needed: another value measures anew
 */
export function useFit<E extends HTMLElement>(of: string, trouble: (problem: string) => void) {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    for (const element of box.querySelectorAll('[data-fit]')) element.removeAttribute('data-fit');
    for (const [level, least] of levels.entries()) {
      box.dataset.tight = String(level);
      if (shrink(box, least)) return;
    }
    for (const price of box.querySelectorAll<HTMLElement>('[data-price="shown"]')) {
      if (!isCut(price, box)) continue;
      price.setAttribute('data-fit', 'cut');
      trouble(`the price of ${price.dataset.sku} has no room`);
    }
  }, [of]);
  return ref;
}

/** Finds the largest size, down to the least, at which everything fits; false: there is none. */
function shrink(box: HTMLElement, leastSize: number): boolean {
  const fitsAt = (size: number): boolean => {
    box.style.setProperty('--fit', String(size));
    return fits(box);
  };
  if (fitsAt(1)) return true;
  if (!fitsAt(leastSize)) return false;
  let [least, most] = [leastSize, 1];
  for (let step = 0; step < steps; step += 1) {
    const middle = (least + most) / 2;
    if (fitsAt(middle)) least = middle;
    else most = middle;
  }
  return fitsAt(least);
}

function fits(box: HTMLElement): boolean {
  return [box, ...box.querySelectorAll<HTMLElement>('[data-fit-box]')].every(hasRoom);
}

function hasRoom({ scrollWidth, clientWidth, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollWidth <= clientWidth + 1 && scrollHeight <= clientHeight + 1;
}

/** Whether a part of an element lies outside of the box, or of one inside it that cuts off what it has no room for. */
function isCut(element: HTMLElement, box: HTMLElement): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const within = element.closest<HTMLElement>('[data-fit-box]') ?? box;
  return [box, within].some(around => {
    const edge = around.getBoundingClientRect();
    return left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 1 || bottom > edge.bottom + 1;
  });
}
