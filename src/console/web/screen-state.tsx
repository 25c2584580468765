import type { ScreenEntry } from '../screen-documents.ts';
import { useScreensTexts } from './screens-texts.ts';

/** A shape per state, as colour alone says nothing to some. */
const shapes: Record<ScreenEntry['state'], string> = {
  playing: 'M5 3.2v9.6L12.6 8z',
  stale: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M8 5v3.2l2.2 1.5',
  silent: 'M3 3l10 10M13 3 3 13',
  off: 'M8 2.5v5M5 4.2a5 5 0 1 0 6 0',
  unpaired: 'M4.5 7.5h7v6h-7zM6 7.5V5.2a2 2 0 0 1 4 0',
  refused: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M4 12l8-8',
};

/** How a screen stands, as a sign with its word. */
export function ScreenState({ state }: { state: ScreenEntry['state'] }) {
  const texts = useScreensTexts();
  return (
    <span class={`screen-state is-${state}`}>
      <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
        <path d={shapes[state]} />
      </svg>{' '}
      {texts.states[state]}
    </span>
  );
}
