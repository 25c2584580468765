import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePageTexts } from './page-texts.ts';
import { useTexts } from './preferences.ts';
import { type Go, type GroupName, navigation, type PageName, pathOf } from './url-state.ts';

/** The way to every page: the frequent ones at once, the others in three menus. */
export function Navigation({ page, go, held }: { page: PageName; go: Go; held: number }) {
  const texts = useTexts();
  const pages = usePageTexts();
  const root = useRef<HTMLElement>(null);
  const [open, setOpen] = useState<GroupName | null>(null);
  useEffect(() => {
    if (open === null) return;
    const elsewhere = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(null);
    };
    addEventListener('pointerdown', elsewhere);
    addEventListener('focusin', elsewhere);
    return () => {
      removeEventListener('pointerdown', elsewhere);
      removeEventListener('focusin', elsewhere);
    };
  }, [open]);

  const link = (name: PageName) => (
    <a
      key={name}
      href={pathOf(name)}
      aria-current={page === name ? 'page' : undefined}
      onClick={event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        setOpen(null);
        go({ page: name, label: null, screen: null, filter: null, search: '' });
      }}
    >
      {name === 'aisle' || name === 'quarantine' || name === 'templates' ? texts[name] : pages[name]}
      {name === 'quarantine' && held > 0 ? <span class="count">{held}</span> : null}
    </a>
  );
  return (
    <nav aria-label={texts.pages} ref={root}>
      {navigation.map(entry =>
        typeof entry === 'string' ? (
          link(entry)
        ) : (
          <Group
            key={entry.group}
            name={pages.groups[entry.group]}
            current={entry.pages.includes(page)}
            count={entry.pages.includes('quarantine') ? held : 0}
            open={open === entry.group}
            setOpen={next => setOpen(next ? entry.group : null)}
          >
            {entry.pages.map(name => (
              <li key={name}>{link(name)}</li>
            ))}
          </Group>
        ),
      )}
    </nav>
  );
}

function Group({
  name,
  current,
  count,
  open,
  setOpen,
  children,
}: {
  name: string;
  current: boolean;
  count: number;
  open: boolean;
  setOpen: (open: boolean) => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  const links = () => [...(box.current?.querySelectorAll<HTMLElement>('li a') ?? [])];
  const pressed = (event: KeyboardEvent) => {
    const [all, button] = [links(), box.current?.querySelector('button')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape' && open) {
      setOpen(false);
      button?.focus();
    } else if (event.key === 'ArrowDown') {
      // Shown at once, not with the next frame: a second press that comes before it must find the focus moved.
      box.current?.querySelector('ul')?.removeAttribute('hidden');
      setOpen(true);
      all[Math.min(at + 1, all.length - 1)]?.focus();
    } else if (event.key === 'ArrowUp' && open) (all[at - 1] ?? button)?.focus();
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are for the button and the links in it
    <div class="nav-group" ref={box} onKeyDown={pressed}>
      <button
        type="button"
        class={current ? 'nav-button is-current' : 'nav-button'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {name}
        {count > 0 ? <span class="count">{count}</span> : null}
        <svg viewBox="0 0 10 6" width="10" height="6" aria-hidden="true">
          <path d="M1 1l4 4 4-4" />
        </svg>
      </button>
      <ul class="nav-menu" hidden={!open}>
        {children}
      </ul>
    </div>
  );
}
