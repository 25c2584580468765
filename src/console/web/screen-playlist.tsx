import { useContext } from 'preact/hooks';
import type { Entry } from '../../signage/wire/programme.ts';
import type { ScreenDocument } from '../screen-documents.ts';
import { type Format, formats } from './format.ts';
import { Table } from './page.tsx';
import { LanguageContext } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { type ScreensTexts, useScreensTexts } from './screens-texts.ts';

/** Windows of time that are told; more are for later days. */
const windowsTold = 2;

/** Every entry with its standing and when it may be shown. `entries`: of the programme; null: not known yet. */
export function ScreenPlaylist({
  playlist,
  entries,
}: {
  playlist: ScreenDocument['playlist'];
  entries: readonly Entry[] | null;
}) {
  const texts = useScreensTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  if (playlist.length === 0) return <p class="muted">{texts.noPlaylist}</p>;
  return (
    <Table
      name={texts.playlist}
      head={[texts.entry, texts.shows, texts.region, texts.standing, texts.when]}
      rows={playlist.map(({ entry, kind, region, state, reason, until }) => {
        const planned = entries?.find(each => each.id === entry || each.entry === entry);
        return [
          <strong key="entry">{entry}</strong>,
          texts.kinds[kind] ?? kind,
          region,
          <span key="standing" class={`standing is-${state}`}>
            {texts.standings[state]}
            {until === null ? null : <span class="muted"> {texts.until(format.time(until))}</span>}
            {reason === null ? null : (
              <span class="odd" title={reason}>
                {' '}
                {explain(reason, language)?.meaning ?? reason}
              </span>
            )}
          </span>,
          planned === undefined ? '' : windowsText(planned.windows, Date.now(), texts, format),
        ];
      })}
    />
  );
}

/** The next windows in words, e.g. `16:00 to 20:00, 24/11, 16:00 to 20:00`. */
export function windowsText(
  windows: Entry['windows'],
  nowMs: number,
  texts: Pick<ScreensTexts, 'always' | 'from' | 'span' | 'standings'>,
  format: Pick<Format, 'time'>,
): string {
  if (windows === null) return texts.always;
  const coming = windows.filter(({ untilMs }) => untilMs === null || untilMs > nowMs);
  return coming
    .slice(0, windowsTold)
    .map(({ fromMs, untilMs }) =>
      untilMs === null ? texts.from(format.time(fromMs)) : texts.span(format.time(fromMs), format.time(untilMs)),
    )
    .join(', ');
}
