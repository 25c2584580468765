import { useContext, useEffect, useState } from 'preact/hooks';
import type { QuarantineDocument } from '../documents.ts';
import { Empty } from './aisle-page.tsx';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { ReasonNote } from './reason-note.tsx';

/** What was not accepted, with its reason; `held` is the count of the stream, which says when to ask again. */
export function QuarantinePage({ held }: { held: number }) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const [document, setDocument] = useState<QuarantineDocument | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const load = async () => {
    const answer = await ask<QuarantineDocument>('/api/mesh/quarantine');
    if (answer.ok) setDocument(answer.document);
    setFailure(answer.ok ? null : answer.message);
  };
  // The count is what says that something changed.
  useEffect(() => void load(), [held]);

  return (
    <section class="page">
      <h1>{texts.quarantine}</h1>
      <p class="lead">{texts.quarantineIntro}</p>
      {failure === null ? null : <p role="alert">{failure}</p>}
      {document === null ? (
        failure === null && <p class="muted">{texts.loading}</p>
      ) : document.items.length === 0 ? (
        <Empty title={texts.quarantineEmpty} />
      ) : (
        <>
          <p class="tags">
            {Object.entries(document.counts).map(([reason, count]) => (
              <span key={reason} class="tag">
                {reason} <strong>{format.count(count)}</strong>
              </span>
            ))}
          </p>
          <ul class="cards">
            {document.items.map(item => (
              <HeldMessage key={item.id} item={item} changed={load} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function HeldMessage({ item, changed }: { item: QuarantineDocument['items'][number]; changed: () => Promise<void> }) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ message: string; hint: string | null } | null>(null);
  const act = async (what: 'release' | 'drop') => {
    setBusy(true);
    const answer = await ask(`/api/mesh/quarantine/${encodeURIComponent(item.id)}/${what}`, { method: 'POST' });
    setBusy(false);
    setRefusal(answer.ok ? null : answer);
    if (answer.ok) await changed();
  };
  return (
    <li class="card held">
      <div class="held-head">
        <span class="mono">{item.topic}</span>
        <span class="muted">
          {item.count > 1 ? `${texts.times(format.count(item.count))} · ` : ''}
          <time dateTime={item.at}>{format.time(item.at)}</time>
        </span>
      </div>
      <ReasonNote code={item.reason} detail={item.detail} />
      {refusal === null ? null : (
        <p role="alert" class="refusal">
          <strong>{texts.failedRequest}:</strong> {refusal.message} {refusal.hint}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" disabled={busy} onClick={() => act('release')}>
          {texts.release}
        </button>
        <button
          type="button"
          class={sure ? 'button danger' : 'button quiet'}
          disabled={busy}
          onBlur={() => setSure(false)}
          onClick={() => (sure ? act('drop') : setSure(true))}
        >
          {sure ? texts.dropSure : texts.drop}
        </button>
      </div>
    </li>
  );
}
