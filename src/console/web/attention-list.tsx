import { useContext } from 'preact/hooks';
import type { AttentionDocument } from '../attention-document.ts';
import { formats } from './format.ts';
import { usePageTexts } from './page-texts.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { explain } from './reason-note.tsx';
import type { Go } from './url-state.ts';
import { readUrl } from './url-state.ts';
import { useAsked } from './use-asked.ts';

/** What somebody should look at, worst first, each with what mends it. */
export function AttentionList({ signal, go }: { signal: string; go: Go }) {
  const texts = usePageTexts();
  const { since } = useTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  const { document } = useAsked<AttentionDocument>('/api/attention', { signal });
  if (document === null || document.entries.length === 0) return null;
  return (
    <section class="attention" aria-label={texts.attention}>
      <h2>
        {texts.attention} <span class="count">{format.count(document.entries.length)}</span>
      </h2>
      <ol>
        {document.entries.map(entry => {
          const said = explain(entry.reason, language);
          const { command, href } = entry.action;
          return (
            <li key={entry.id} class={`attention-entry is-${entry.severity}`}>
              <p>
                <span class="tag">{texts.severities[entry.severity]}</span>{' '}
                <strong>{said?.meaning ?? entry.text}</strong>
                {entry.count > 1 ? <span class="count">{format.count(entry.count)}</span> : null}
                {entry.since === null ? null : <span class="muted"> {since(format.time(entry.since))}</span>}
              </p>
              <p class="muted">{entry.count === 0 ? entry.text : entry.labels.slice(0, 5).join(', ')}</p>
              <p class="fix">{said?.fix ?? entry.action.text}</p>
              <p class="attention-actions">
                {href === null ? null : (
                  <a
                    class="button quiet"
                    href={href}
                    onClick={event => {
                      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                      event.preventDefault();
                      go(readUrl(new URL(href, location.href)));
                    }}
                  >
                    {entry.severity === 'chore' ? texts.look : texts.mend}
                  </a>
                )}
                {command === null ? null : <code class="code">{command}</code>}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
