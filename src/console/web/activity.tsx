import { useContext } from 'preact/hooks';
import type { TailEvent } from '../documents.ts';
import { formats } from './format.ts';
import { LanguageContext, useTexts } from './preferences.ts';

/** What just happened, in one line; opened, the last few dozen. Newest first. */
export function Activity({ events }: { events: readonly TailEvent[] }) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const [latest] = events;
  if (latest === undefined) return null;
  return (
    <details class="activity">
      <summary>
        <span class="eyebrow">{texts.activity}</span> <time dateTime={latest.at}>{format.time(latest.at)}</time>{' '}
        {latest.text}
      </summary>
      <ol>
        {events.map((event, index) => (
          <li key={`${event.at}${event.subject}${event.event}${index}`}>
            <time class="muted" dateTime={event.at}>
              {format.instant(event.at)}
            </time>
            <code class="code">{event.event}</code>
            <span>{event.text}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
