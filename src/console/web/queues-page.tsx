import type { AlarmListDocument, QueueListDocument } from '../wired-documents.ts';
import type { ZoneListDocument } from '../zone-documents.ts';
import { AlarmRow } from './alarm-row.tsx';
import { readSubject } from './alarm-subject.ts';
import { Heat } from './heat-map.tsx';
import { Page } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { QueueCard } from './queue-card.tsx';
import { useQueuesTexts } from './queues-texts.ts';
import { useAsked } from './use-asked.ts';

/** Queues and their alarms, alive; below them the hours of each zone. */
export function QueuesPage() {
  const page = usePageTexts();
  const texts = useQueuesTexts();
  const asked = useAsked<QueueListDocument>('/api/queues', { everyMs: 1_000 });
  const watched = useAsked<AlarmListDocument>('/api/watches', { everyMs: 1_000 });
  const zones = useAsked<ZoneListDocument>('/api/zones', { everyMs: 30_000 });
  const alarms = watched.document?.alarms ?? [];
  const nameOf = (id: string) => zones.document?.zones.find(zone => zone.id === id)?.name ?? id;
  const queueOf = (on: string) => {
    const subject = readSubject(on);
    return subject?.kind === 'length' || subject?.kind === 'wait' ? subject.id : null;
  };
  const changed = async () => {
    await Promise.all([asked.again(), watched.again()]);
  };
  return (
    <Page title={page.queues} intro={texts.intro} asked={asked} wide>
      {({ queues }) => {
        const others = alarms.filter(({ on }) => !queues.some(({ id }) => id === queueOf(on)));
        return (
          <>
            {queues.length === 0 ? <p class="muted">{texts.noQueues}</p> : null}
            <div class="queues">
              {queues.map(queue => (
                <QueueCard
                  key={queue.id}
                  queue={queue}
                  zoneName={nameOf(queue.zone)}
                  alarms={alarms.filter(({ on }) => queueOf(on) === queue.id)}
                  changed={changed}
                />
              ))}
            </div>
            {others.length === 0 ? null : (
              <>
                <h2>{texts.alarms}</h2>
                <ul class="alarm-list is-wide">
                  {others.map(alarm => (
                    <AlarmRow key={alarm.id} alarm={alarm} zoneName={nameOf} changed={changed} />
                  ))}
                </ul>
              </>
            )}
            <Heat zoneName={nameOf} />
          </>
        );
      }}
    </Page>
  );
}
