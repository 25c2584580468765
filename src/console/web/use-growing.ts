import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Drawn at first, and added each time the end comes near. */
const step = 240;
/** How near the end may come before more is drawn. */
const margin = '1600px 0px';

/**
 * How many of many things are drawn: enough for the screen, and more as somebody scrolls there. Put `end` on an element
 * after the last one. `subject`: another one begins anew.
 */
export function useGrowing(subject: string): {
  readonly shown: number;
  readonly end: RefObject<HTMLDivElement | null>;
} {
  const [shown, setShown] = useState(step);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => setShown(step), [subject]);
  useEffect(() => {
    if (end.current === null) return;
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) setShown(before => before + step);
      },
      { rootMargin: margin },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
    // Observed anew after each growth: while the end is still near, it says so again.
  }, [shown, subject, end.current]);
  return { shown, end };
}
