import { useEffect, useState } from 'preact/hooks';
import type { PreviewDocument, TemplateListDocument } from '../documents.ts';
import { ask } from './api-client.ts';
import { useTexts } from './preferences.ts';

/** How long typing rests before the pictures are drawn again. */
const restMs = 250;

/** A template's source beside what it looks like on every panel. */
export function TemplatesPage() {
  const texts = useTexts();
  const [templates, setTemplates] = useState<TemplateListDocument['templates']>([]);
  const [source, setSource] = useState<string | null>(null);
  const [chosen, setChosen] = useState('');
  const [panels, setPanels] = useState<PreviewDocument['panels']>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    void ask<TemplateListDocument>('/api/templates').then(answer => {
      setFailure(answer.ok ? null : answer.message);
      if (!answer.ok) return;
      setTemplates(answer.document.templates);
      const first = answer.document.templates[0];
      setChosen(first?.id ?? '');
      setSource(first?.source ?? '');
    });
  }, []);

  useEffect(() => {
    if (source === null) return;
    const gone = new AbortController();
    const rest = setTimeout(async () => {
      const answer = await ask<PreviewDocument>('/api/templates/preview', {
        method: 'POST',
        body: { source },
        signal: gone.signal,
      });
      if (gone.signal.aborted) return;
      setFailure(answer.ok ? null : answer.message);
      if (answer.ok) setPanels(answer.document.panels);
    }, restMs);
    return () => {
      clearTimeout(rest);
      gone.abort();
    };
  }, [source]);

  const copy = async () => {
    await navigator.clipboard.writeText(source ?? '');
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <section class="page wide">
      <h1>{texts.templates}</h1>
      <p class="lead">{texts.templatesIntro}</p>
      <div class="workbench">
        <div class="editor">
          <div class="editor-head">
            <label>
              <span class="eyebrow">{texts.templateChoice}</span>
              <select
                value={chosen}
                onChange={event => {
                  const id = event.currentTarget.value;
                  setChosen(id);
                  setSource(templates.find(template => template.id === id)?.source ?? '');
                }}
              >
                {templates.map(({ id, origin }) => (
                  <option key={id} value={id}>
                    {id} ({origin === 'mesh' ? texts.fromMesh : texts.builtIn})
                  </option>
                ))}
              </select>
            </label>
            <button type="button" class="button quiet" onClick={copy}>
              {copied ? texts.copied : texts.copy}
            </button>
          </div>
          <textarea
            aria-label={texts.templateSource}
            spellcheck={false}
            autocapitalize="off"
            value={source ?? ''}
            onInput={event => setSource(event.currentTarget.value)}
          />
        </div>
        <section class="previews" aria-label={texts.preview}>
          {failure === null ? null : <p role="alert">{failure}</p>}
          {panels.map(panel => (
            <PanelPreview key={`${panel.width}x${panel.height}${panel.palette}${panel.dpi}`} panel={panel} />
          ))}
        </section>
      </div>
    </section>
  );
}

function PanelPreview({ panel }: { panel: PreviewDocument['panels'][number] }) {
  const texts = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <figure class="preview" tabIndex={0}>
      <figcaption>
        <span class="mono">
          {panel.width} × {panel.height} {panel.palette.toUpperCase()}
        </span>
        <span class={panel.problems.length === 0 ? 'muted' : 'bad'}>{texts.problems(panel.problems.length)}</span>
      </figcaption>
      <span
        class={panel.png === null ? 'panel panel-empty' : 'panel'}
        style={{ '--w': panel.width, '--h': panel.height }}
      >
        {panel.png === null ? (
          texts.cannotDraw
        ) : (
          <img
            src={`data:image/png;base64,${panel.png}`}
            width={panel.width}
            height={panel.height}
            alt={texts.preview}
          />
        )}
      </span>
      {panel.problems.length === 0 ? null : (
        <ul class="problems">
          {panel.problems.map(problem => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </figure>
  );
}
