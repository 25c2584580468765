import { useContext, useState } from 'preact/hooks';
import type { BeaconListDocument, BeaconTestDocument } from '../beacon-documents.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { ActionButton, Table } from './page.tsx';
import { LanguageContext } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { useObstacle } from './session-context.ts';
import { BeaconPoint } from './zone-plan.tsx';
import { useZonesTexts } from './zones-texts.ts';

/** Every beacon: on air or not, what it says, and when it was heard; and the test whether it is. */
export function BeaconsTable({ document }: { document: BeaconListDocument }) {
  const texts = useZonesTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  const { adapter, beacons } = document;
  const ago = (instant: string) => texts.ago(format.duration(Math.max(0, (Date.now() - Date.parse(instant)) / 1000)));
  const why = (code: string) => explain(code, language)?.meaning ?? code;
  return (
    <>
      <h2>{texts.beacons}</h2>
      <p class={adapter === null || adapter.state !== 'ready' ? 'adapter bad' : 'adapter muted'}>
        {adapter === null ? texts.noAdapter : texts.adapter(adapter.url, adapter.detail ?? adapter.state)}
      </p>
      {beacons.length === 0 ? (
        <p class="muted">{texts.noBeacons}</p>
      ) : (
        <>
          <Table
            name={texts.beacons}
            head={[texts.beacon, texts.state, texts.says, texts.lastHeard, texts.reason]}
            rows={beacons.map(beacon => [
              <strong key="beacon">{beacon.id}</strong>,
              <span key="state" class={`beacon-state is-${beacon.state}`}>
                <svg viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">
                  <BeaconPoint state={beacon.state} x={0} y={0} />
                </svg>
                {texts.beaconStates[beacon.state]}
              </span>,
              <ul key="says" class="slots">
                {beacon.slots.map((slot, at) => (
                  <li key={at} class={slot.hex === null ? 'is-quiet' : undefined}>
                    <span class="mono">{slot.format}</span> {slot.text}
                    {slot.offer === null ? null : <span class="offer-badge">{slot.offer.id}</span>}
                  </li>
                ))}
                <li class="muted">{texts.every(format.count(beacon.intervalMs))}</li>
              </ul>,
              beacon.heardAt === null ? texts.never : `${ago(beacon.heardAt)} · ${beacon.heardRssi} dBm`,
              <p key="why" class="why">
                {[beacon.reason, ...beacon.slots.map(({ reason }) => reason)]
                  .filter(reason => reason !== null)
                  .map(why)
                  .join(' ')}
              </p>,
            ])}
          />
          <Listen />
        </>
      )}
    </>
  );
}

function Listen() {
  const texts = useZonesTexts();
  const format = formats[useContext(LanguageContext)];
  const obstacle = useObstacle('technician');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const listen = async () => {
    setBusy(true);
    const answer = await ask<BeaconTestDocument>('/api/beacons/test', { method: 'POST', body: {} });
    setBusy(false);
    if (!answer.ok) return setSaid(answer.message);
    const { ok, beacons } = answer.document;
    const missed = beacons.filter(({ heard }) => !heard).map(({ id }) => id);
    const [heard, all] = [format.count(beacons.length - missed.length), format.count(beacons.length)];
    setSaid(ok ? texts.heardAll(all) : texts.heardSome(heard, all, missed.join(', ')));
  };
  return (
    <p class="actions listen">
      <ActionButton obstacle={obstacle} busy={busy} quiet onClick={() => void listen()}>
        {busy ? texts.listening : texts.listen}
      </ActionButton>
      <span role="status">{said}</span>
    </p>
  );
}
