import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { AlarmEntry, QueueEntry } from '../wired-documents.ts';
import { AlarmRow } from './alarm-row.tsx';
import { readSubject } from './alarm-subject.ts';
import { formats } from './format.ts';
import { LanguageContext } from './preferences.ts';
import { QueueSpark } from './queue-spark.tsx';
import { useQueuesTexts } from './queues-texts.ts';
import { SureButton } from './sure-button.tsx';

/** One queue: how long it is, how long one waits, its last hour, and its alarms. */
export function QueueCard({
  queue,
  zoneName,
  alarms,
  changed,
}: {
  queue: QueueEntry;
  zoneName: string;
  alarms: readonly AlarmEntry[];
  changed: () => Promise<void>;
}) {
  const texts = useQueuesTexts();
  const format = formats[useContext(LanguageContext)];
  const { id, state, length, waitSeconds, servedPerHour, entered, left } = queue;
  const onLength = alarms.find(({ on }) => readSubject(on)?.kind === 'length');
  const how = texts.methods[queue.method] ?? queue.method;
  return (
    <section class={`card queue is-${state}`} aria-label={id}>
      <header class="queue-head">
        <h2>{zoneName}</h2>
        <code class="code muted">{id}</code>
        <span class={`queue-state is-${state}`}>
          <QueueSign state={state} /> {texts.states[state]}
        </span>
      </header>
      <div class="queue-now">
        <p class="queue-length">
          <strong>{format.count(length)}</strong> {texts.people(length)}
        </p>
        <dl class="facts">
          <Fact name={texts.wait}>
            {waitSeconds === null ? <span class="muted">{texts.waitUnknown}</span> : format.duration(waitSeconds)}
          </Fact>
          <Fact name={texts.served}>{format.count(Math.round(servedPerHour))}</Fact>
          <Fact name={texts.passed}>
            {format.count(entered)} / {format.count(left)}
          </Fact>
        </dl>
      </div>
      <QueueSpark lengths={queue.lengths} raise={onLength?.raise ?? null} clear={onLength?.clear ?? null} />
      {state === 'stuck' ? <p class="odd">{texts.stuck}</p> : null}
      {alarms.length === 0 ? null : (
        <ul class="alarm-list">
          {alarms.map(alarm => (
            <AlarmRow key={alarm.id} alarm={alarm} zoneName={() => zoneName} changed={changed} />
          ))}
        </ul>
      )}
      <footer class="queue-foot">
        <small class="muted">{texts.trust(how, format.share(queue.confidence))}</small>
        <Zero id={id} changed={changed} />
      </footer>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Zero({ id, changed }: { id: string; changed: () => Promise<void> }) {
  const { zero, zeroSure } = useQueuesTexts();
  const path = `/api/counts/${encodeURIComponent(id)}/zero`;
  return <SureButton path={path} id={id} text={zero} sureText={zeroSure} changed={changed} />;
}

/** A shape per state, as colour alone says nothing to some. */
function QueueSign({ state }: { state: QueueEntry['state'] }) {
  const shape = {
    quiet: 'M3 8.4 6 11.4 13 4',
    busy: 'M5 3a1.7 1.7 0 1 0 0 3.4A1.7 1.7 0 0 0 5 3M2.2 13V11a2.8 2.8 0 0 1 5.6 0V13M11 3a1.7 1.7 0 1 0 0 3.4M9.6 8.5a2.8 2.8 0 0 1 4.2 2.5v2',
    alarmed: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7v.1',
    stuck: 'M5.5 3v10M10.5 3v10',
  }[state];
  return (
    <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
      <path d={shape} />
    </svg>
  );
}
