import type { FiguresDocument } from '../bitcoin-documents.ts';
import { useRatesTexts } from './rates-texts.ts';

const [width, height, ground] = [800, 120, 96];
const dotPx = 5;

/** Where every label lies between the rate and its promise: one dot each, stacked where they meet. */
export function RatesGauge({
  labels,
  bandPercent,
  promisePercent,
  write,
}: {
  labels: FiguresDocument['labels'];
  bandPercent: number;
  promisePercent: number;
  write: (percent: number) => string;
}) {
  const texts = useRatesTexts();
  const reach = promisePercent * 1.3;
  const x = (percent: number) => ((Math.max(-reach, Math.min(reach, percent)) + reach) / (2 * reach)) * width;
  const stacked = new Map<number, number>();
  const dots = labels.flatMap(({ id, movedPercent, state }) => {
    if (movedPercent === null) return [];
    const column = Math.round(x(movedPercent) / dotPx);
    const row = stacked.get(column) ?? 0;
    stacked.set(column, row + 1);
    const y = Math.max(4, ground - 4 - row * dotPx);
    return [<circle key={id} cx={column * dotPx} cy={y} r={2.2} class={`dot is-${state}`} />];
  });
  const hint = texts.gaugeHint(write(bandPercent), write(promisePercent));
  return (
    <figure class="gauge">
      <figcaption>
        <strong>{texts.gauge}</strong> <span class="muted">{hint}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${texts.gauge}. ${hint}`}>
        <rect class="band" x={x(-bandPercent)} y={0} width={x(bandPercent) - x(-bandPercent)} height={ground} />
        <line class="axis" x1={0} x2={width} y1={ground} y2={ground} />
        {[-promisePercent, promisePercent].map(at => (
          <line key={at} class="promise" x1={x(at)} x2={x(at)} y1={0} y2={ground} />
        ))}
        <line class="now" x1={x(0)} x2={x(0)} y1={0} y2={ground} />
        {[-promisePercent, -bandPercent, 0, bandPercent, promisePercent].map(at => (
          <text key={at} x={x(at)} y={height - 6} text-anchor="middle">
            {`${at > 0 ? '+' : at < 0 ? '−' : ''}${write(Math.abs(at))} %`}
          </text>
        ))}
        {dots}
      </svg>
    </figure>
  );
}
