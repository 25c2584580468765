import { useContext, useState } from 'preact/hooks';
import type { AlarmEntry } from '../wired-documents.ts';
import { readSubject } from './alarm-subject.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { useQueuesTexts } from './queues-texts.ts';
import { useObstacle } from './session-context.ts';

const silenceMs = 600_000;

/** One alarm: what it says and looks at, its state, and seeing to it. */
export function AlarmRow({
  alarm,
  zoneName,
  changed,
}: {
  alarm: AlarmEntry;
  zoneName: (id: string) => string;
  changed: () => Promise<void>;
}) {
  const texts = useQueuesTexts();
  const format = formats[useContext(LanguageContext)];
  const { state, severity, text, value, raise, clear, since, acknowledgedBy, silencedUntil, actions } = alarm;
  const subject = readSubject(alarm.on);
  const figure = (number: number) => (subject?.kind === 'wait' ? format.duration(number) : format.count(number));
  const stands = state === 'raised' || state === 'escalated';
  const name = subject?.kind === 'zone' ? zoneName(subject.id) : (subject?.id ?? '');
  const facts = [
    value === null ? null : texts.value(figure(value)),
    raise === null ? null : texts.raiseAt(figure(raise)),
    clear === null ? null : texts.clearAt(figure(clear)),
  ];
  const happened = [
    since === null ? null : texts.since(format.time(since)),
    acknowledgedBy === null ? null : texts.by(acknowledgedBy),
    silencedUntil === null ? null : texts.until(format.time(silencedUntil)),
  ].filter(Boolean);
  return (
    <li class={`watch is-${state} is-${severity}`}>
      <AlarmSign state={state} />
      <div class="alarm-said">
        <p role={stands ? 'alert' : undefined}>
          <strong>{text}</strong> <span class={`severity is-${severity}`}>{texts.severities[severity]}</span>
        </p>
        <p>
          <span class="alarm-state">{texts.alarmStates[state]}</span>
          {happened.length === 0 ? null : <span class="muted"> {happened.join(', ')}</span>}
        </p>
        <p class="muted">
          {[subject === null ? alarm.on : texts.subjects[subject.kind](name), ...facts].filter(Boolean).join(' · ')}
        </p>
        {actions.length === 0 ? null : (
          <p class="tags">
            <span class="visually-hidden">{texts.does}: </span>
            {actions.map(action => (
              <span key={action} class="tag mono">
                {action}
              </span>
            ))}
          </p>
        )}
        <Actions alarm={alarm} stands={stands} changed={changed} />
      </div>
    </li>
  );
}

function Actions({ alarm, stands, changed }: { alarm: AlarmEntry; stands: boolean; changed: () => Promise<void> }) {
  const texts = useQueuesTexts();
  const { failedRequest } = useTexts();
  const obstacle = useObstacle('technician');
  const [told, setTold] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const act = async (verb: 'ack' | 'silence' | 'test', body?: unknown) => {
    const path = `/api/watches/${encodeURIComponent(alarm.id)}/${verb}`;
    const answer = await ask(path, { method: 'POST', ...(body === undefined ? {} : { body }) });
    setRefusal(answer.ok ? null : answer.message);
    setTold(answer.ok && verb === 'test' ? texts.tested : null);
    await changed();
  };
  const button = (words: string, main: boolean, run: () => Promise<void>) => (
    <button
      type="button"
      class={main ? 'button' : 'button quiet'}
      disabled={obstacle !== null}
      title={obstacle ?? undefined}
      onClick={() => void run()}
    >
      {words}
      <span class="visually-hidden">
        : {alarm.text} {obstacle === null ? '' : `(${obstacle})`}
      </span>
    </button>
  );
  return (
    <>
      <p class="alarm-actions">
        {stands ? button(texts.acknowledge, true, () => act('ack')) : null}
        {alarm.state === 'silenced' ? null : button(texts.silence, false, () => act('silence', { forMs: silenceMs }))}
        {button(texts.test, false, () => act('test'))}
      </p>
      {told === null ? null : <p role="status">{told}</p>}
      {refusal === null ? null : (
        <p role="alert" class="refusal">
          {failedRequest}: {refusal}
        </p>
      )}
    </>
  );
}

/** A shape per state, as colour alone says nothing to some. */
const shapes: Record<AlarmEntry['state'], string> = {
  quiet: 'M3 8.4 6 11.4 13 4',
  pending: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5M8 5v3l2 1.5',
  raised: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7v.1',
  escalated: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7v.1',
  acknowledged: 'M8 2.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M2.8 14c.3-3 2.3-4.6 5.2-4.6s4.9 1.6 5.2 4.6',
  silenced: 'M3 6v4h2.5L9 13V3L5.5 6zM12 6l3 4M15 6l-3 4',
  'off-hours': 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1',
};

function AlarmSign({ state }: { state: AlarmEntry['state'] }) {
  return (
    <svg class="alarm-sign" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
      <path d={shapes[state]} />
    </svg>
  );
}
