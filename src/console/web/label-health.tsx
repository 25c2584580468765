import { useContext } from 'preact/hooks';
import type { LabelDocument, SamplesDocument } from '../documents.ts';
import { formats } from './format.ts';
import { usePageTexts } from './page-texts.ts';
import { LanguageContext } from './preferences.ts';
import { useAsked } from './use-asked.ts';

/** How well a label is: battery with its forecast, check-ins, and both over time. */
export function LabelHealth({ label }: { label: LabelDocument }) {
  const texts = usePageTexts();
  const format = formats[useContext(LanguageContext)];
  const { health } = label;
  const asked = useAsked<SamplesDocument>(`/api/labels/${encodeURIComponent(label.id)}/samples`, { everyMs: 0 });
  const days = health.batteryEmptyInDays;
  const facts: [string, string][] = [
    [texts.batteryLeft, health.batteryShare === null ? texts.notMeasured : format.share(health.batteryShare)],
    [
      texts.emptyIn,
      days === null
        ? (texts.forecastMissing[health.batteryForecastMissing ?? ''] ?? texts.notMeasured)
        : texts.days(
            format.count(days.low),
            format.count(days.likely),
            days.high === null ? null : format.count(days.high),
          ),
    ],
    [texts.missed, health.missedCheckIns === null ? texts.notMeasured : format.count(health.missedCheckIns)],
    [
      texts.acknowledged,
      health.lastAcknowledged === null ? texts.notMeasured : format.instant(health.lastAcknowledged),
    ],
  ];
  const samples = asked.document?.samples ?? [];
  const at = samples.map(sample => Date.parse(sample.at));
  return (
    <section>
      <h3>{texts.health}</h3>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {samples.length < 2 ? (
        <p class="muted">{texts.plotEmpty}</p>
      ) : (
        <div class="plots">
          <Plot
            name={texts.batteryPlot}
            at={at}
            values={samples.map(sample => sample.batteryMv)}
            write={value => format.volts(value)}
          />
          <Plot
            name={texts.signalPlot}
            at={at}
            values={samples.map(sample => sample.rssi)}
            write={value => `${value} dBm`}
          />
        </div>
      )}
    </section>
  );
}

const [width, height, edge] = [320, 90, 6];

/** A line over time; what was not measured leaves a gap. */
function Plot({
  name,
  at,
  values,
  write,
}: {
  name: string;
  at: readonly number[];
  values: readonly (number | null)[];
  write: (value: number) => string;
}) {
  const known = values.filter(value => value !== null);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const [from, until] = [at[0]!, at.at(-1)!];
  const x = (ms: number) => edge + ((ms - from) / Math.max(1, until - from)) * (width - 2 * edge);
  const y = (value: number) => height - edge - ((value - low) / Math.max(1, high - low)) * (height - 2 * edge);
  let path = '';
  let pen = false;
  for (const [index, value] of values.entries()) {
    if (value !== null) path += `${pen ? 'L' : 'M'}${x(at[index]!).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = value !== null;
  }
  return (
    <figure class="plot">
      <figcaption>
        {name} <span class="muted">{`${write(low)} – ${write(high)}`}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${name}: ${write(low)} – ${write(high)}`}>
        <path d={path} />
      </svg>
    </figure>
  );
}
