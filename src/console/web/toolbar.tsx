import type { RefObject } from 'preact';
import { useContext } from 'preact/hooks';
import { formats } from './format.ts';
import { Icon, StateIcon } from './icons.tsx';
import { type LabelState, labelStates } from './label-state.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import type { Go, UrlState } from './url-state.ts';

interface ToolbarProps {
  readonly url: UrlState;
  readonly go: Go;
  readonly counts: Record<LabelState, number>;
  readonly total: number;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** What the style sheet draws where nobody chose: half size on phones and dense screens. */
function usualSize(): 's' | 'm' {
  return matchMedia('(max-width: 760px), (min-resolution: 2dppx)').matches ? 's' : 'm';
}

/** What is looked for, and how it is drawn. Chips count everything, whatever is searched. */
export function Toolbar({ url, go, counts, total, searchField }: ToolbarProps) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const shown = labelStates.filter(state => counts[state] > 0 || url.filter === state || state === 'confirmed');
  return (
    <div class="toolbar">
      <search class="search">
        <Icon name="search" />
        <input
          ref={searchField}
          type="search"
          value={url.search}
          placeholder={texts.search}
          aria-label={texts.search}
          autocomplete="off"
          onInput={event => go({ search: event.currentTarget.value }, 'replace')}
        />
        <kbd>/</kbd>
      </search>
      <fieldset class="segments views" aria-label={texts.view}>
        {(['shelf', 'list'] as const).map(view => (
          <button key={view} type="button" aria-pressed={url.view === view} onClick={() => go({ view })}>
            <Icon name={view === 'shelf' ? 'shelves' : 'list'} /> {view === 'shelf' ? texts.viewShelf : texts.viewList}
          </button>
        ))}
      </fieldset>
      {url.view === 'list' ? null : (
        <fieldset class="segments sizes" aria-label={texts.size}>
          {(['s', 'm', 'l'] as const).map(size => (
            <button
              key={size}
              type="button"
              aria-pressed={(url.size ?? usualSize()) === size}
              aria-label={`${{ s: '½', m: '1', l: '2' }[size]}× ${texts.sizes[size]}`}
              title={texts.sizes[size]}
              onClick={() => go({ size: url.size === size ? null : size })}
            >
              {{ s: '½', m: '1', l: '2' }[size]}×
            </button>
          ))}
        </fieldset>
      )}
      <fieldset class="chips" aria-label={texts.filters}>
        <button type="button" class="chip" aria-pressed={url.filter === null} onClick={() => go({ filter: null })}>
          {texts.all} <span class="chip-count">{format.count(total)}</span>
        </button>
        {shown.map(state => (
          <button
            key={state}
            type="button"
            class={`chip is-${state}`}
            aria-pressed={url.filter === state}
            title={texts.stateHints[state]}
            onClick={() => go({ filter: url.filter === state ? null : state })}
          >
            <StateIcon state={state} /> {texts.states[state]}{' '}
            <span class="chip-count">{format.count(counts[state])}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
}
