import { useContext, useMemo, useState } from 'preact/hooks';
import type { HeatDocument } from '../wired-documents.ts';
import { formats } from './format.ts';
import { type HeatMeasure, type HeatRow, heatGrid, heatMeasures, peakTimes } from './heat-grid.ts';
import { Table } from './page.tsx';
import { LanguageContext } from './preferences.ts';
import { useQueuesTexts } from './queues-texts.ts';
import { HeatBars } from './tag-icons.tsx';
import { useAsked } from './use-asked.ts';

const ranges = [7, 30, 90] as const;
/** An hour that is over does not change any more, so that this is seldom enough. */
const everyMs = 60_000;

/** How busy each zone is by the hours of the day. */
export function Heat({ zoneName }: { zoneName: (id: string) => string }) {
  const texts = useQueuesTexts();
  const [days, setDays] = useState<(typeof ranges)[number]>(7);
  const [measure, setMeasure] = useState<HeatMeasure>('entered');
  return (
    <section class="heat" aria-label={texts.heat}>
      <header class="heat-head">
        <div>
          <h2>{texts.heat}</h2>
          <p class="muted">{texts.heatIntro}</p>
        </div>
        <fieldset class="switch" aria-label={texts.measure}>
          {heatMeasures.map(each => (
            <button key={each} type="button" aria-pressed={each === measure} onClick={() => setMeasure(each)}>
              {texts.measures[each]}
            </button>
          ))}
        </fieldset>
        <fieldset class="switch" aria-label={texts.range}>
          {ranges.map(each => (
            <button key={each} type="button" aria-pressed={each === days} onClick={() => setDays(each)}>
              {texts.days(`${each}`)}
            </button>
          ))}
        </fieldset>
      </header>
      <Days key={days} days={days} measure={measure} zoneName={zoneName} />
    </section>
  );
}

function Days({ days, measure, zoneName }: { days: number; measure: HeatMeasure; zoneName: (id: string) => string }) {
  const texts = useQueuesTexts();
  const format = formats[useContext(LanguageContext)];
  const asked = useAsked<HeatDocument>(`/api/heat?days=${days}`, { everyMs });
  const rows = useMemo(() => heatGrid(asked.document?.zones ?? [], measure), [asked.document, measure]);
  if (asked.failure !== null) return <p role="alert">{asked.failure}</p>;
  if (asked.document === null) return <div class="heat-wait" aria-hidden="true" />;
  if (rows.every(({ cells }) => cells.length === 0)) return <p class="muted">{texts.noHeat}</p>;
  return (
    <>
      <Grid rows={rows} measure={measure} zoneName={zoneName} />
      <Legend />
      <details class="heat-words">
        <summary>{texts.asTable}</summary>
        <Table
          name={`${texts.heat}: ${texts.asTable}`}
          head={[texts.zone, texts.peaks, texts.perDay, texts.dwell, texts.known, texts.trustShort]}
          rows={rows.map(row => [
            zoneName(row.zone),
            peakTimes(row.cells) === '' ? texts.none : texts.clock(peakTimes(row.cells)),
            format.count(Math.round(row.enteredPerDay)),
            row.dwellSeconds === null ? texts.none : format.duration(row.dwellSeconds),
            format.count(row.days),
            format.share(row.confidence),
          ])}
        />
      </details>
    </>
  );
}

/** A table whose cells say in figures, colour and bars how busy it was. */
function Grid({
  rows,
  measure,
  zoneName,
}: {
  rows: readonly HeatRow[];
  measure: HeatMeasure;
  zoneName: (id: string) => string;
}) {
  const texts = useQueuesTexts();
  const format = formats[useContext(LanguageContext)];
  const write = (value: number) =>
    measure === 'entered' || measure === 'peak'
      ? format.count(Math.round(value))
      : `${Math.floor(value / 60)}:${`${Math.floor(value % 60)}`.padStart(2, '0')}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the keys
    <section class="table-scroll heat-scroll" aria-label={`${texts.heat}: ${texts.measures[measure]}`} tabIndex={0}>
      <table class="heat-grid">
        <thead>
          <tr>
            <th scope="col">{texts.zone}</th>
            {rows[0]!.cells.map(({ hour }) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ zone, cells }) => (
            <tr key={zone}>
              <th scope="row">{zoneName(zone)}</th>
              {cells.map(({ hour, mean, step, peak }) => (
                <td
                  key={hour}
                  class={`is-heat-${step}${peak ? ' is-peak' : ''}`}
                  title={`${zoneName(zone)}, ${texts.clock(`${hour}–${hour + 1}`)}`}
                >
                  <span>{mean === null ? '–' : write(mean)}</span>
                  {peak ? <span class="visually-hidden"> ({texts.busiest})</span> : null}
                  <svg viewBox="0 0 19 12" width="19" height="12" aria-hidden="true">
                    <HeatBars step={step} />
                  </svg>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Legend() {
  const texts = useQueuesTexts();
  return (
    <ul class="heat-legend" aria-hidden="true">
      {texts.heatSteps.map((name, step) => (
        <li key={name}>
          <span class={`heat-swatch is-heat-${step}`}>
            <svg viewBox="0 0 19 12" width="19" height="12" aria-hidden="true">
              <HeatBars step={step} />
            </svg>
          </span>
          {name}
        </li>
      ))}
      <li>
        <span class="heat-swatch is-peak" /> {texts.busiest}
      </li>
    </ul>
  );
}
