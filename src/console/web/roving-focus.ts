import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';

const selector = '[data-label]:not([data-dim])';

/**
 * Arrow keys from label to label as they stand on the screen; of them all the tab key stops at one only, the one that
 * had the focus last. Tiles are drawn with `tabindex="-1"` and `data-label`.
 */
export function useRovingFocus(area: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const root = area.current;
    if (root === null || root.querySelector(`${selector}[tabindex="0"]`) !== null) return;
    root.querySelector<HTMLElement>(selector)?.setAttribute('tabindex', '0');
  });
  useEffect(() => {
    const root = area.current;
    if (root === null) return;
    const focused = (event: FocusEvent) => {
      const tile = (event.target as HTMLElement).closest<HTMLElement>('[data-label]');
      if (tile === null) return;
      for (const other of root.querySelectorAll('[data-label][tabindex="0"]')) other.setAttribute('tabindex', '-1');
      tile.setAttribute('tabindex', '0');
    };
    const pressed = (event: KeyboardEvent) => {
      const from = (event.target as HTMLElement).closest<HTMLElement>('[data-label]');
      if (from === null || event.altKey || event.ctrlKey || event.metaKey) return;
      const to = neighbour(from, [...root.querySelectorAll<HTMLElement>(selector)], event.key);
      if (to === null) return;
      event.preventDefault();
      to.focus();
      to.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    };
    root.addEventListener('focusin', focused);
    root.addEventListener('keydown', pressed);
    return () => {
      root.removeEventListener('focusin', focused);
      root.removeEventListener('keydown', pressed);
    };
  }, [area.current]);
}

function neighbour(from: HTMLElement, tiles: readonly HTMLElement[], key: string): HTMLElement | null {
  const at = tiles.indexOf(from);
  if (key === 'ArrowRight') return tiles[at + 1] ?? null;
  if (key === 'ArrowLeft') return tiles[at - 1] ?? null;
  if (key === 'Home') return tiles[0] ?? null;
  if (key === 'End') return tiles.at(-1) ?? null;
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const here = from.getBoundingClientRect();
  const middle = here.left + here.width / 2;
  let best: HTMLElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    const there = tile.getBoundingClientRect();
    const distance = key === 'ArrowDown' ? there.top - here.bottom : here.top - there.bottom;
    if (distance < 0) continue;
    // The next row first, and in it whoever stands nearest.
    const cost = distance * 8 + Math.abs(there.left + there.width / 2 - middle);
    if (cost < least) [best, least] = [tile, cost];
  }
  return best;
}
