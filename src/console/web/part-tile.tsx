import { useContext, useState } from 'preact/hooks';
import type { LabelSummary } from '../documents.ts';
import type { LightRequest, SensorEntry } from '../wired-documents.ts';
import { ask, pictureUrl } from './api-client.ts';
import { formats } from './format.ts';
import { useNodesTexts } from './nodes-texts.ts';
import { PartPicture } from './part-pictures.tsx';
import { lightOf, linesOf, useSays } from './part-says.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { useObstacle } from './session-context.ts';
import { SureButton } from './sure-button.tsx';

/** One part with its picture, what it says right now, and what can be done with it. */
export function PartTile({
  sensor,
  pins,
  wire,
  labels,
  zoneName,
  told,
  changed,
}: {
  sensor: SensorEntry;
  pins: readonly string[];
  /** Which colour its wires have on the board; null: it hangs on none. */
  wire: number | null;
  labels: ReadonlyMap<string, LabelSummary>;
  zoneName: (id: string) => string;
  /** A reason that stands above it already. */
  told: string | null;
  changed: () => Promise<void>;
}) {
  const texts = useNodesTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  const { id, kind, role, sku, label, zone, reason, lastEvent } = sensor;
  const about = [
    texts.kinds[kind],
    role === null ? null : (texts.roles[role] ?? role),
    sku === null ? null : kind === 'load-cell' ? texts.weighs(sku) : texts.ofProduct(sku),
    label === null ? null : kind === 'display' ? texts.isLabel(label) : texts.guides(label),
    zone === null ? null : zoneName(zone),
  ];
  return (
    <li class={`part is-${kind}${reason === null ? '' : ' is-odd'}`} data-part={id}>
      <PartPicture sensor={sensor} />
      <div class="part-said">
        <h3>
          {wire === null ? null : <span class={`wire is-wire-${wire}`} aria-hidden="true" />}
          {id}
        </h3>
        <Says sensor={sensor} />
        <p class="muted">{about.filter(Boolean).join(' · ')}</p>
        {reason === null || reason === told ? null : <p class="odd">{explain(reason, language)?.meaning ?? reason}</p>}
        <p class="part-foot">
          {pins.length === 0 ? null : <span class="tag">{texts.onPins(pins.join(', '))}</span>}
          {lastEvent === null ? null : (
            <span class="muted">
              {texts.events[lastEvent.event] ?? lastEvent.event},{' '}
              {texts.ago(format.duration(Math.max(0, (Date.now() - Date.parse(lastEvent.at)) / 1000)))}
            </span>
          )}
          {sensor.confidence < 1 && reason === null ? (
            <span class="muted">{texts.trust(format.share(sensor.confidence))}</span>
          ) : null}
        </p>
        {kind === 'light' ? <Switch sensor={sensor} changed={changed} /> : null}
        {kind === 'load-cell' && reason === null ? <Tare id={id} changed={changed} /> : null}
      </div>
      {kind === 'display' ? <Screen sensor={sensor} summary={label === null ? undefined : labels.get(label)} /> : null}
    </li>
  );
}

function Says({ sensor }: { sensor: SensorEntry }) {
  const says = useSays()(sensor);
  if (says === null) return null;
  return (
    <p class="part-value">
      <strong>{says.main}</strong>
      {says.beside === null ? null : <span class="muted"> {says.beside}</span>}
    </p>
  );
}

/** The glass of a display, character by character; as the label's picture where its rows are not told. */
function Screen({ sensor, summary }: { sensor: SensorEntry; summary: LabelSummary | undefined }) {
  const texts = useNodesTexts();
  const lines = linesOf(sensor);
  if (lines.length === 0) {
    const hash = summary?.shown?.hash;
    return hash === undefined ? null : (
      <img class="screen-picture" src={pictureUrl(sensor.label!, 'shown', hash, 2)} alt={summary?.name ?? sensor.id} />
    );
  }
  const [columns, rows] =
    /(\d+)x(\d+)/
      .exec(`${sensor.values.model ?? ''}`)
      ?.slice(1)
      .map(Number) ?? [];
  const wide = columns !== undefined && columns <= 40 ? columns : Math.max(...lines.map(line => line.length), 16);
  const high = rows !== undefined && rows <= 8 ? rows : lines.length;
  const said = lines.join(', ').trim();
  return (
    <div class="screen" role="img" aria-label={texts.shows(said === '' ? texts.blank : said)}>
      {Array.from({ length: high }, (_, row) => (
        <span key={row} class="screen-row" style={{ gridTemplateColumns: `repeat(${wide}, 1fr)` }}>
          {[...(lines[row] ?? '').slice(0, wide).padEnd(wide)].map((letter, at) => (
            <span key={at}>{letter}</span>
          ))}
        </span>
      ))}
    </div>
  );
}

const states: readonly LightRequest['state'][] = ['off', 'on', 'blink'];

function Switch({ sensor, changed }: { sensor: SensorEntry; changed: () => Promise<void> }) {
  const texts = useNodesTexts();
  const { failedRequest } = useTexts();
  const obstacle = useObstacle('technician');
  const [refusal, setRefusal] = useState<string | null>(null);
  const now = lightOf(sensor);
  const turn = async (state: LightRequest['state']) => {
    const answer = await ask(`/api/sensors/${encodeURIComponent(sensor.id)}/light`, {
      method: 'POST',
      body: { state },
    });
    setRefusal(answer.ok ? null : answer.message);
    await changed();
  };
  return (
    <>
      <fieldset class="switch" aria-label={sensor.id} title={obstacle ?? undefined}>
        {states.map(state => (
          <button
            key={state}
            type="button"
            aria-pressed={now === state}
            disabled={obstacle !== null}
            onClick={() => void turn(state)}
          >
            {texts.lights[state]}
          </button>
        ))}
      </fieldset>
      {refusal === null ? null : (
        <p role="alert" class="refusal">
          {failedRequest}: {refusal}
        </p>
      )}
    </>
  );
}

function Tare({ id, changed }: { id: string; changed: () => Promise<void> }) {
  const { tare, tareSure } = useNodesTexts();
  const path = `/api/sensors/${encodeURIComponent(id)}/tare`;
  return <SureButton path={path} id={id} text={tare} sureText={tareSure} changed={changed} />;
}
