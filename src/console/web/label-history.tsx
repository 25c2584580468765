import { useContext } from 'preact/hooks';
import type { LabelDocument } from '../documents.ts';
import { formats } from './format.ts';
import { LanguageContext, useTexts } from './preferences.ts';

/** What has happened to a label, newest first. */
export function LabelHistory({ history }: { history: LabelDocument['history'] }) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  return (
    <section>
      <h3>{texts.history}</h3>
      {history.length === 0 ? <p class="muted">{texts.noHistory}</p> : null}
      <ol class="timeline">
        {history.map((line, index) => (
          <li key={`${line.at}${line.event}${index}`} class={`event-${line.event}`}>
            <time dateTime={line.at} title={format.instant(line.at)}>
              {format.time(line.at)}
            </time>
            <span>{texts.events[line.event] ?? line.event}</span>
            <span class="muted">{detail(line.detail)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function detail(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');
}
