import { useLayoutEffect, useRef } from 'preact/hooks';

/** Steps of the search: to a hundredth. */
const steps = 7;

/**
 * Makes the text of an element smaller until everything in it has room. The style stops each size at one unit. What still
 * has no room then loses what can be done without (`data-drop`); a price that would be cut is not shown.
 * @param of what decides how much room is needed: another value measures anew
 */
export function useFit<E extends HTMLElement>(of: string, trouble: (problem: string) => void) {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    for (const element of box.querySelectorAll('[data-fit]')) element.removeAttribute('data-fit');
    if (shrink(box)) return;
    for (const element of box.querySelectorAll('[data-drop]')) element.setAttribute('data-fit', 'dropped');
    if (shrink(box)) return;
    for (const price of box.querySelectorAll<HTMLElement>('[data-price="shown"]')) {
      if (!isCut(price, box)) continue;
      price.setAttribute('data-fit', 'cut');
      trouble(`the price of ${price.dataset.sku} has no room`);
    }
  }, [of]);
  return ref;
}

/** Finds the largest size at which everything fits; false: there is none. */
function shrink(box: HTMLElement): boolean {
  const fitsAt = (size: number): boolean => {
    box.style.setProperty('--fit', String(size));
    return fits(box);
  };
  if (fitsAt(1)) return true;
  if (!fitsAt(0)) return false;
  let [least, most] = [0, 1];
  for (let step = 0; step < steps; step += 1) {
    const middle = (least + most) / 2;
    if (fitsAt(middle)) least = middle;
    else most = middle;
  }
  return fitsAt(least);
}

function fits(box: HTMLElement): boolean {
  return [box, ...box.querySelectorAll<HTMLElement>('[data-fit-box]')].every(
    ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
      scrollWidth <= clientWidth + 1 && scrollHeight <= clientHeight + 1,
  );
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
