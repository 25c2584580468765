import type { Moment } from '../price-hold.ts';
import { pageEventSchema } from '../wire/page-event.ts';
import { createShow } from './show.tsx';

/** What a mirror says to the page that holds it, once it can take events. */
export const mirrorReady = { endcap: 'mirror-ready' } as const;

const now = (): Moment => ({ monotonicMs: performance.now(), wallMs: Date.now() });

/**
 * A page inside another one of the same origin: it connects to nothing and reports nothing. It shows the events that it is
 * given, under the same rules: without a word for long enough its prices go as well.
 */
export function runMirror(screen: string, root: HTMLElement): void {
  const show = createShow({
    screen,
    root,
    now,
    player: { page: 'mirror', starts: {}, played: () => {} },
    trouble: problem => console.warn(problem),
    failed: error => console.error(error),
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, show.tick());
  };
  addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin !== location.origin || source !== parent) return;
    const event = pageEventSchema.safeParse(data);
    if (!event.success) return console.warn(event.error.message);
    const taken = show.take(event.data, null);
    if (!taken.ok) console.warn(taken.why);
    look();
  });
  addEventListener('resize', () => show.redraw());
  document.fonts.ready.then(() => show.redraw());
  look();
  if (parent !== globalThis.window) parent.postMessage(mirrorReady, location.origin);
}
