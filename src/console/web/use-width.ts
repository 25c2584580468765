import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How wide an element is, followed; 0 until it was measured. For drawings whose text must keep its size. */
export function useWidth<E extends HTMLElement>(): readonly [RefObject<E | null>, number] {
  const frame = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current!;
    const measured = new ResizeObserver(() => setWidth(element.clientWidth));
    measured.observe(element);
    setWidth(element.clientWidth);
    return () => measured.disconnect();
  }, []);
  return [frame, width];
}
