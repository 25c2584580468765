import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { LayoutListDocument, LayoutPreviewDocument, LayoutPreviewRequest } from '../screen-documents.ts';
import { ask } from './api-client.ts';
import { LayoutPreview } from './layout-preview.tsx';
import { useLayoutsTexts } from './layouts-texts.ts';
import { usePageTexts } from './page-texts.ts';
import { useTexts } from './preferences.ts';

/** How long typing rests before the layout is checked and drawn again. */
const restMs = 250;
/** A capital of one unit is the viewing distance through this. */
const readableShare = 300;

const panels = {
  landscape: { widthPx: 1920, heightPx: 1080, diagonalInch: 43, viewingDistanceM: 4 },
  portrait: { widthPx: 1080, heightPx: 1920, diagonalInch: 32, viewingDistanceM: 2.5 },
  'landscape-4k': { widthPx: 3840, heightPx: 2160, diagonalInch: 55, viewingDistanceM: 5 },
  'portrait-4k': { widthPx: 2160, heightPx: 3840, diagonalInch: 50, viewingDistanceM: 4 },
  bar: { widthPx: 1920, heightPx: 360, diagonalInch: 28, viewingDistanceM: 1 },
} as const;
type PanelName = keyof typeof panels;
const panelNames = Object.keys(panels) as PanelName[];
type Layouts = LayoutListDocument['layouts'];
type Drawn = Pick<LayoutPreviewDocument, 'skins'> & { readonly layout: NonNullable<LayoutPreviewDocument['layout']> };

/** The panel that a layout is looked at first. */
function panelFor({ id, orientation }: Pick<Layouts[number], 'id' | 'orientation'>): PanelName {
  return id === 'bar' ? 'bar' : orientation === 'portrait' ? 'portrait' : 'landscape';
}

/** The source of a layout beside what it looks like on a panel, and what is wrong with it. */
export function LayoutsPage() {
  const texts = useLayoutsTexts();
  const page = usePageTexts();
  const common = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const problemsId = useId();
  const [layouts, setLayouts] = useState<Layouts>([]);
  const [chosen, setChosen] = useState('');
  const [source, setSource] = useState<string | null>(null);
  const [panel, setPanel] = useState<PanelName>('landscape');
  const [distance, setDistance] = useState('4');
  const [skin, setSkin] = useState('');
  const [problems, setProblems] = useState<LayoutPreviewDocument['problems'] | null>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [broken, setBroken] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);

  const show = (layout: Layouts[number]) => {
    setChosen(layout.id);
    setSource(layout.source);
    turn(panelFor(layout));
  };
  const turn = (name: PanelName) => {
    setPanel(name);
    setDistance(String(panels[name].viewingDistanceM));
  };
  useEffect(() => {
    void ask<LayoutListDocument>('/api/layouts').then(answer => {
      setFailure(answer.ok ? null : answer.message);
      if (!answer.ok) return;
      setLayouts(answer.document.layouts);
      const [first] = answer.document.layouts;
      if (first !== undefined) show(first);
    });
  }, []);

  const { viewingDistanceM: usual, ...size } = panels[panel];
  const viewingDistanceM = Math.min(30, Math.max(0.5, Number(distance) || usual));
  useEffect(() => {
    if (source === null) return;
    const gone = new AbortController();
    const rest = setTimeout(async () => {
      const body: LayoutPreviewRequest = { source, on: { panel: size, viewingDistanceM } };
      const answer = await ask<LayoutPreviewDocument>('/api/layouts/preview', {
        method: 'POST',
        body,
        signal: gone.signal,
      });
      if (gone.signal.aborted) return;
      setFailure(answer.ok ? null : answer.message);
      if (!answer.ok) return;
      const { layout, skins } = answer.document;
      setProblems(answer.document.problems);
      setBroken(layout === null);
      if (layout !== null) setDrawn({ layout, skins });
    }, restMs);
    return () => {
      clearTimeout(rest);
      gone.abort();
    };
  }, [source, panel, viewingDistanceM]);

  const goTo = (line: number) => {
    const area = field.current;
    if (area === null) return;
    const before =
      area.value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const end = area.value.indexOf('\n', before);
    area.focus();
    area.setSelectionRange(before, end < 0 ? area.value.length : end);
    // Browsers do not scroll to a selection by themselves.
    const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight);
    area.scrollTop = Math.max(0, (line - 4) * lineHeight);
  };
  const copy = async () => {
    await navigator.clipboard.writeText(source ?? '');
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  const worn = drawn?.skins.find(({ id }) => id === skin) ?? drawn?.skins[0];
  return (
    <section class="page wide layouts">
      <h1>{page.layouts}</h1>
      <p class="lead">{texts.intro}</p>
      {failure === null ? null : <p role="alert">{failure}</p>}
      <div class="workbench">
        <div class="editor">
          <div class="editor-head">
            <label>
              <span class="eyebrow">{texts.choice}</span>
              <select
                value={chosen}
                onChange={event => {
                  const layout = layouts.find(({ id }) => id === event.currentTarget.value);
                  if (layout !== undefined) show(layout);
                }}
              >
                {layouts.map(({ id, origin }) => (
                  <option key={id} value={id}>
                    {id} ({origin === 'mesh' ? texts.fromMesh : texts.builtIn})
                  </option>
                ))}
              </select>
            </label>
            <button type="button" class="button quiet" onClick={copy}>
              {copied ? common.copied : common.copy}
            </button>
          </div>
          <textarea
            ref={field}
            aria-label={texts.source}
            aria-describedby={problemsId}
            aria-invalid={problems !== null && problems.length > 0}
            spellcheck={false}
            autocapitalize="off"
            value={source ?? ''}
            onInput={event => setSource(event.currentTarget.value)}
          />
          <Problems id={problemsId} problems={problems} goTo={goTo} />
        </div>
        <div class="layout-look">
          <div class="layout-controls">
            <label>
              <span class="eyebrow">{texts.panel}</span>
              <select value={panel} onChange={event => turn(event.currentTarget.value as PanelName)}>
                {panelNames.map(name => (
                  <option key={name} value={name}>
                    {texts.panels[name]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              <span class="eyebrow">{texts.distance}</span>
              <span class="with-unit">
                <input
                  type="number"
                  min="0.5"
                  max="30"
                  step="0.5"
                  value={distance}
                  onInput={event => setDistance(event.currentTarget.value)}
                />
                {texts.metres}
              </span>
            </label>
            <label>
              <span class="eyebrow">{texts.skin}</span>
              <select value={worn?.id ?? ''} onChange={event => setSkin(event.currentTarget.value)}>
                {drawn?.skins.map(({ id }) => (
                  <option key={id} value={id}>
                    {id}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <figure class={`layout-stage ${panel}`}>
            {drawn === null || worn === undefined ? (
              <p class="muted">{texts.nothing}</p>
            ) : (
              <LayoutPreview wish={{ layout: drawn.layout, skin: worn.skin, panel: size, viewingDistanceM }} />
            )}
            <figcaption class={broken ? 'bad' : 'muted'}>
              {broken && drawn !== null ? texts.stale : <Readable drawn={drawn} viewingDistanceM={viewingDistanceM} />}
            </figcaption>
          </figure>
        </div>
      </div>
    </section>
  );
}

function Readable({ drawn, viewingDistanceM }: { drawn: Drawn | null; viewingDistanceM: number }) {
  const texts = useLayoutsTexts();
  if (drawn === null) return null;
  const small = (drawn.layout.text.small * viewingDistanceM * 1000) / readableShare;
  const metres = drawn.layout.text.small * viewingDistanceM;
  return <>{texts.readable(small.toFixed(1), metres.toFixed(1))}</>;
}

function Problems({
  id,
  problems,
  goTo,
}: {
  id: string;
  problems: LayoutPreviewDocument['problems'] | null;
  goTo: (line: number) => void;
}) {
  const texts = useLayoutsTexts();
  if (problems === null) return <div id={id} />;
  return (
    <div id={id} role="status">
      {problems.length === 0 ? (
        <p class="muted">{texts.noProblems}</p>
      ) : (
        <ul class="layout-problems" aria-label={texts.problems}>
          {problems.map(({ line, path, message }) => (
            <li key={`${line} ${path} ${message}`}>
              {line === null ? (
                <span class="mono">{texts.whole}</span>
              ) : (
                <button type="button" class="link mono" onClick={() => goTo(line)}>
                  {texts.line(String(line))}
                </button>
              )}{' '}
              <span class="mono">{path}</span> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
