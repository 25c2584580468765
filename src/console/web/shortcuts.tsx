import { useEffect, useRef } from 'preact/hooks';
import { useTexts } from './preferences.ts';

/** The list of keys, as a dialog of the browser's own. */
export function ShortcutsDialog({ open, close }: { open: boolean; close: () => void }) {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="shortcuts" aria-labelledby="shortcuts-title" onClose={close}>
      <h2 id="shortcuts-title">{texts.help}</h2>
      <dl>
        {texts.shortcuts.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={close}>
        {texts.close}
      </button>
    </dialog>
  );
}
