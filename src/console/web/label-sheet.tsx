import { useContext, useEffect, useState } from 'preact/hooks';
import type { LabelDocument, LabelSummary } from '../documents.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { StateIcon } from './icons.tsx';
import { LabelFacts } from './label-facts.tsx';
import { LabelHealth } from './label-health.tsx';
import { LabelHistory } from './label-history.tsx';
import { LabelPictures } from './label-pictures.tsx';
import { stateOf } from './label-state.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { ReasonNote } from './reason-note.tsx';
import { RefreshLabel } from './refresh-label.tsx';
import { Sheet } from './sheet.tsx';

/** One label: what it shows beside what it should, why, and what has happened to it. */
export function LabelSheet({
  id,
  summary,
  close,
}: {
  id: string;
  summary: LabelSummary | undefined;
  close: () => void;
}) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const [document, setDocument] = useState<LabelDocument | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  // Asked again whenever the stream says that this label changed.
  useEffect(() => {
    const gone = new AbortController();
    void ask<LabelDocument>(`/api/labels/${encodeURIComponent(id)}`, { signal: gone.signal }).then(answer => {
      if (gone.signal.aborted) return;
      setDocument(answer.ok ? answer.document : null);
      setFailure(answer.ok ? null : answer.message);
    });
    return () => gone.abort();
  }, [id, summary]);

  const label = document?.id === id ? document : null;
  const state = label === null ? null : stateOf(label);
  return (
    <Sheet
      id={id}
      kind={texts.label}
      title={label?.name ?? summary?.name ?? id}
      place={
        label?.position == null
          ? null
          : texts.place(label.position.aisle, label.position.bay, label.position.shelf, label.position.facing)
      }
      close={close}
    >
      {label === null || state === null ? (
        <p class="muted pad">{failure ?? texts.loading}</p>
      ) : (
        <div class={`sheet-body is-${state}`}>
          <div class="verdict">
            <span class="verdict-state">
              <StateIcon state={state} /> {texts.states[state]}
            </span>
            <span class="muted">{texts.stateHints[state]}</span>
          </div>
          {label.reason === null ? null : <ReasonNote code={label.reason} />}
          <LabelPictures label={label} />
          <p class="next">
            <span class="eyebrow">{texts.next}</span> {label.next ?? texts.nextNone}
          </p>
          <section>
            <h3>{texts.why}</h3>
            <ol class="why">
              {label.why.map(entry => (
                <li key={`${entry.rule}${entry.at}${entry.text}`}>
                  <span class="tag">{entry.rule}</span>
                  <span>
                    {entry.text}
                    {entry.at === null ? null : (
                      <time class="muted" dateTime={entry.at}>
                        {' '}
                        {format.time(entry.at)}
                      </time>
                    )}
                  </span>
                </li>
              ))}
            </ol>
          </section>
          <LabelFacts label={label} />
          <LabelHealth label={label} />
          <RefreshLabel id={id} />
          <LabelHistory history={label.history} />
        </div>
      )}
    </Sheet>
  );
}
