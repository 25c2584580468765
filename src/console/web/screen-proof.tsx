import { useContext } from 'preact/hooks';
import type { ScreenPlaysDocument } from '../screen-documents.ts';
import { formats } from './format.ts';
import { Table } from './page.tsx';
import { LanguageContext } from './preferences.ts';
import { type PlayedRow, playedByOffer } from './screen-hours.ts';
import { useScreensTexts } from './screens-texts.ts';

/** Hours that are drawn. */
const hoursDrawn = 24;
/** Of a bar with the gap to the next one, and the height of the drawing, in its own units. */
const [barPitch, barWidth, drawnHeight] = [9, 7, 30];

/** Proof of play: small bars per offer, one for each hour, seen and not; the figures as a table for readers. */
export function ScreenProof({ plays }: { plays: ScreenPlaysDocument }) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  const rows = playedByOffer(plays, Date.now(), hoursDrawn);
  if (rows.length === 0) return <p class="muted">{texts.noPlays}</p>;
  const most = Math.max(1, ...rows.flatMap(({ hours }) => hours.map(each => each.seenSeconds + each.unseenSeconds)));
  return (
    <>
      <p class="muted">{texts.proofAbout}</p>
      <ul class="proof">
        {rows.map(row => (
          <li key={row.offer}>
            <span class={row.offer === null ? 'muted' : undefined}>{row.offer ?? texts.noOffer}</span>
            <Bars row={row} most={most} />
            <span class="proof-sum">
              {format.duration(row.seenSeconds)}
              {row.unseenSeconds < 1 ? null : <span class="muted"> + {format.duration(row.unseenSeconds)}</span>}
            </span>
          </li>
        ))}
      </ul>
      <p class="proof-legend">
        <span class="proof-seen" /> {texts.seen} <span class="proof-unseen" /> {texts.notSeen}
      </p>
      <details>
        <summary>{texts.proofTable}</summary>
        <Table
          name={texts.proof}
          head={[texts.hour, texts.entry, texts.offer, texts.variant, texts.plays, texts.seen, texts.notSeen]}
          rows={plays.hours.flatMap(({ hour, plays: played }) =>
            played.map(play => [
              format.time(hour),
              play.entry,
              play.offer === null ? '' : `${play.offer}@${play.version ?? '?'}`,
              play.variant ?? '',
              format.count(play.count),
              format.duration(play.seconds),
              play.unseenSeconds < 1 ? '' : format.duration(play.unseenSeconds),
            ]),
          )}
        />
      </details>
    </>
  );
}

function Bars({ row, most }: { row: PlayedRow; most: number }) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  const [seen, unseen] = [format.duration(row.seenSeconds), format.duration(row.unseenSeconds)];
  const height = (seconds: number) => (seconds / most) * drawnHeight;
  return (
    <svg
      class="proof-bars"
      viewBox={`0 0 ${hoursDrawn * barPitch} ${drawnHeight}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={texts.hourBars(row.offer ?? texts.noOffer, seen, unseen)}
    >
      {row.hours.map(({ hourMs, seenSeconds, unseenSeconds }, at) => {
        const [high, above] = [height(seenSeconds), height(unseenSeconds)];
        return (
          <g key={hourMs}>
            <title>
              {texts.hourBars(format.time(hourMs), format.duration(seenSeconds), format.duration(unseenSeconds))}
            </title>
            <rect class="floor" x={at * barPitch} y={drawnHeight - 1} width={barWidth} height={1} />
            <rect class="seen" x={at * barPitch} y={drawnHeight - high} width={barWidth} height={high} />
            <rect class="unseen" x={at * barPitch} y={drawnHeight - high - above} width={barWidth} height={above} />
          </g>
        );
      })}
    </svg>
  );
}
