import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { useTexts } from './preferences.ts';

/** What lies over the page from the right: one thing, looked at closely. */
export function Sheet({
  id,
  kind,
  title,
  place,
  close,
  children,
}: {
  id: string;
  /** What kind of thing it is, above its title. */
  kind: string;
  title: string;
  /** Where it is; null: not known. */
  place: string | null;
  close: () => void;
  children: ComponentChildren;
}) {
  const texts = useTexts();
  const closeButton = useRef<HTMLButtonElement>(null);
  // Before anything is painted, so that not a key of a quick hand goes to the page underneath.
  useLayoutEffect(() => closeButton.current?.focus(), [id]);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: clicking beside the sheet is a convenience; Esc and the button do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      <div class="scrim" onClick={close} />
      <div class="sheet" role="dialog" aria-modal="true" aria-labelledby="sheet-title" onKeyDown={keepFocusInside}>
        <header class="sheet-head">
          <div>
            <p class="eyebrow">
              {kind} <span class="mono">{id}</span>
            </p>
            <h2 id="sheet-title">{title}</h2>
            {place === null ? null : <p class="muted">{place}</p>}
          </div>
          <button
            type="button"
            class="icon-button"
            aria-label={texts.close}
            title={`${texts.close} (Esc)`}
            ref={closeButton}
            onClick={close}
          >
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </>
  );
}

const stopsAt =
  'button:enabled, input:enabled, textarea:enabled, select:enabled, a[href], summary, [tabindex="0"]:not(iframe)';

/** The tab key goes round inside the sheet while it lies over the page. */
function keepFocusInside(event: KeyboardEvent): void {
  if (event.key !== 'Tab') return;
  const sheet = event.currentTarget as HTMLElement;
  // What a closed `details` holds has no box, and takes no focus.
  const stops = [...sheet.querySelectorAll<HTMLElement>(stopsAt)].filter(stop => stop.getClientRects().length > 0);
  const [first, last] = [stops[0], stops.at(-1)];
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
}
