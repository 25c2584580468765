import { useContext } from 'preact/hooks';
import { formats } from './format.ts';
import { LanguageContext } from './preferences.ts';
import { useQueuesTexts } from './queues-texts.ts';
import { useWidth } from './use-width.ts';

const height = 96;
const pad = { top: 8, bottom: 18, right: 8 };
/** Room beside the lines for what they are. */
const legendPx = 96;
const leastGapPx = 13;

/** The last hour of a queue as steps of a minute, with the lines where its alarm is raised and cleared. */
export function QueueSpark({
  lengths,
  raise,
  clear,
}: {
  lengths: readonly number[];
  raise: number | null;
  clear: number | null;
}) {
  const texts = useQueuesTexts();
  const format = formats[useContext(LanguageContext)];
  const [frame, width] = useWidth<HTMLDivElement>();
  const most = Math.max(4, ...lengths, (raise ?? 0) * 1.15);
  const ground = height - pad.bottom;
  const y = (length: number) => ground - (length / most) * (ground - pad.top);
  const right = width - (raise === null && clear === null ? pad.right : legendPx);
  const step = right / Math.max(1, lengths.length - 1);
  const clearY = Math.max(y(clear ?? 0), raise === null ? 0 : y(raise) + leastGapPx);
  const line = lengths.map((length, at) => `${at === 0 ? 'M' : 'L'}${(at * step).toFixed(1)} ${y(length).toFixed(1)}`);
  const last = lengths.at(-1) ?? 0;
  const least = lengths.length === 0 ? 0 : Math.min(...lengths);
  const said = [
    texts.spark(format.count(least), format.count(Math.max(0, ...lengths)), format.count(last)),
    ...(raise === null ? [] : [texts.raiseAt(format.count(raise))]),
    ...(clear === null ? [] : [texts.clearAt(format.count(clear))]),
  ];
  return (
    <div class="spark" ref={frame}>
      {width === 0 ? null : (
        <svg role="img" aria-label={said.join(' ')} width={width} height={height}>
          <path class="spark-ground" d={`M0 ${ground}H${right}`} />
          {lengths.length < 2 ? null : (
            <>
              <path class="spark-area" d={`${line.join('')}V${ground}H0Z`} />
              <path class="spark-line" d={line.join('')} />
              <circle class="spark-now" cx={(lengths.length - 1) * step} cy={y(last)} r={4} />
            </>
          )}
          {raise === null ? null : (
            <Threshold
              kind="raise"
              y={y(raise)}
              textY={y(raise)}
              right={right}
              text={texts.raiseAt(format.count(raise))}
            />
          )}
          {clear === null ? null : (
            <Threshold
              kind="clear"
              y={y(clear)}
              textY={clearY}
              right={right}
              text={texts.clearAt(format.count(clear))}
            />
          )}
          <text class="spark-word" x={0} y={height - 4}>
            {texts.hourAgo}
          </text>
          <text class="spark-word" x={right} y={height - 4} text-anchor="end">
            {texts.now}
          </text>
        </svg>
      )}
    </div>
  );
}

function Threshold({
  kind,
  y,
  textY,
  right,
  text,
}: {
  kind: 'raise' | 'clear';
  y: number;
  /** Apart from the other one, however near the lines are. */
  textY: number;
  right: number;
  text: string;
}) {
  return (
    <>
      <path class={`spark-${kind}`} d={`M0 ${y}H${right + 4}`} />
      <text class={`spark-word is-${kind}`} x={right + 9} y={textY + 3.5}>
        {text}
      </text>
    </>
  );
}
