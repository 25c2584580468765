import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Whether an element can be seen in the window, a little beyond its edges included. */
export function useInView<E extends HTMLElement>(): readonly [RefObject<E | null>, boolean] {
  const box = useRef<E>(null);
  const [inView, setInView] = useState(false);
  useEffect(() => {
    const watched = new IntersectionObserver(seen => setInView(seen.at(-1)!.isIntersecting), { rootMargin: '80px' });
    watched.observe(box.current!);
    return () => watched.disconnect();
  }, []);
  return [box, inView];
}
