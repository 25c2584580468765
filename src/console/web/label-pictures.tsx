import { useContext } from 'preact/hooks';
import type { LabelDocument } from '../documents.ts';
import { pictureUrl } from './api-client.ts';
import { formats } from './format.ts';
import { Icon } from './icons.tsx';
import { LanguageContext, useTexts } from './preferences.ts';

/** What the panel shows, and beside it what it should show where that is something else. */
export function LabelPictures({ label }: { label: LabelDocument }) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const same = label.shown !== null && label.shown.hash === label.desired?.hash;
  const scale = same && (label.panel?.width ?? 0) <= 320 ? 2 : 1;
  const picture = (which: 'shown' | 'desired', none: string) => {
    const state = label[which];
    const [width, height] = [(label.panel?.width ?? 250) * scale, (label.panel?.height ?? 128) * scale];
    return state === null ? (
      <span class="panel panel-empty" style={{ '--w': width, '--h': height }}>
        {none}
      </span>
    ) : (
      <span class="panel" style={{ '--w': width, '--h': height }}>
        <img
          src={pictureUrl(label.id, which, state.hash, scale)}
          width={width}
          height={height}
          alt={alt(label, which)}
        />
      </span>
    );
  };
  return (
    <div class={same ? 'pictures same' : 'pictures'}>
      <figure>
        <figcaption>
          <strong>{same ? texts.same : texts.shown}</strong>
          <span class="muted">
            {label.content.shown?.priceText ?? ''}
            {label.shown === null ? '' : ` · ${format.time(label.shown.at)}`}
          </span>
        </figcaption>
        {picture('shown', texts.noPicture)}
      </figure>
      {same ? null : (
        <>
          <span class="pictures-arrow">
            <Icon name="arrow" />
          </span>
          <figure>
            <figcaption>
              <strong>{texts.desired}</strong>
              <span class="muted">{label.content.desired?.priceText ?? ''}</span>
            </figcaption>
            {picture('desired', texts.noDesired)}
          </figure>
        </>
      )}
      {label.progress === null ? null : (
        <p class="pictures-progress">
          <progress value={label.progress.done} max={label.progress.total} />
          <span class="muted">
            {texts.progress(format.count(label.progress.done), format.count(label.progress.total))}
          </span>
        </p>
      )}
    </div>
  );
}

function alt(label: LabelDocument, which: 'shown' | 'desired'): string {
  const content = label.content[which];
  return content === null ? '' : [content.name, content.priceText, content.unitPriceText].filter(Boolean).join(', ');
}
