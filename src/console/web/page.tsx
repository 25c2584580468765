import type { ComponentChildren } from 'preact';
import { useTexts } from './preferences.ts';
import type { Asked } from './use-asked.ts';

/** A page of its own: title, what it is for, and what could not be had. */
export function Page<T>({
  title,
  intro,
  asked,
  wide = false,
  children,
}: {
  title: string;
  intro: string;
  asked: Asked<T>;
  wide?: boolean;
  children: (document: T) => ComponentChildren;
}) {
  const texts = useTexts();
  return (
    <section class={wide ? 'page wide' : 'page'}>
      <h1>{title}</h1>
      <p class="lead">{intro}</p>
      {asked.failure === null ? null : <p role="alert">{asked.failure}</p>}
      {asked.document === null
        ? asked.failure === null && <p class="muted">{texts.loading}</p>
        : children(asked.document)}
    </section>
  );
}

/** A table that scrolls sideways on a phone rather than the page. */
export function Table({
  name,
  head,
  rows,
}: {
  name: string;
  head: readonly string[];
  rows: readonly (readonly ComponentChildren[])[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the keys
    <section class="table-scroll" aria-label={name} tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            {head.map(title => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A button that says why it cannot be used. */
export function ActionButton({
  obstacle,
  busy = false,
  quiet = false,
  onClick,
  children,
}: {
  obstacle: string | null;
  busy?: boolean;
  quiet?: boolean;
  onClick: () => void;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={quiet ? 'button quiet' : 'button'}
      disabled={busy || obstacle !== null}
      title={obstacle ?? undefined}
      onClick={onClick}
    >
      {children}
      {obstacle === null ? null : <span class="visually-hidden"> ({obstacle})</span>}
    </button>
  );
}
