import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { LabelSummary } from '../documents.ts';
import { pictureUrl } from './api-client.ts';
import { StateIcon } from './icons.tsx';
import { stateOf } from './label-state.ts';
import { memo } from './memo.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { explain } from './reason-note.tsx';

interface TileProps {
  readonly label: LabelSummary;
  /** Drawn aside, because it is not what is looked for. */
  readonly dim: boolean;
  readonly open: (id: string) => void;
}

/** A label as its panel shows it now, with how sure that is. */
export const LabelTile = memo(({ label, dim, open }: TileProps) => {
  const texts = useTexts();
  const language = useContext(LanguageContext);
  const state = stateOf(label);
  const why = label.reason === null ? null : (explain(label.reason, language)?.meaning ?? label.reason);
  const spoken = [label.name ?? label.id, label.priceText, texts.states[state], state === 'confirmed' ? null : why];
  return (
    <button
      type="button"
      class={`tile is-${state}`}
      data-label={label.id}
      data-dim={dim ? '' : undefined}
      tabIndex={-1}
      aria-label={spoken.filter(Boolean).join(', ')}
      title={why ?? label.name ?? label.id}
      onClick={() => open(label.id)}
    >
      <Picture label={label} />
      {state === 'confirmed' || state === 'sent' ? null : (
        <span class="tile-mark">
          <StateIcon state={state} />
        </span>
      )}
      <span class="tile-foot">
        {state === 'confirmed' || state === 'sent' ? <StateIcon state={state} /> : null}
        <span class="tile-text">
          {state === 'confirmed'
            ? (label.name ?? label.id)
            : `${texts.states[state]}${why === null ? '' : ` · ${why}`}`}
        </span>
      </span>
    </button>
  );
});

function Picture({ label }: { label: LabelSummary }) {
  const hash = label.shown?.hash ?? null;
  const before = useRef(hash);
  const [fresh, setFresh] = useState(false);
  useEffect(() => {
    if (before.current === hash) return;
    before.current = hash;
    setFresh(true);
  }, [hash]);
  const width = label.panel?.width ?? 250;
  const height = label.panel?.height ?? 128;
  return (
    <span
      class={fresh ? 'panel fresh' : 'panel'}
      style={{ '--w': width, '--h': height }}
      onAnimationEnd={() => setFresh(false)}
    >
      {hash === null ? (
        <span class="panel-empty" aria-hidden="true">
          ?
        </span>
      ) : (
        <img
          src={pictureUrl(label.id, 'shown', hash)}
          width={width}
          height={height}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      )}
      {label.progress === null ? null : (
        <progress value={label.progress.done} max={label.progress.total} aria-hidden="true" />
      )}
    </span>
  );
}
