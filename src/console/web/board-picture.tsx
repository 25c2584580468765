import type { NodeEntry, NodePinsDocument } from '../wired-documents.ts';
import { useNodesTexts } from './nodes-texts.ts';

const [width, height] = [340, 150];
/** Where the sockets of the pins lie. */
const sockets = { left: 92, right: 318, top: 26, bottom: 124 };
/** Nearer than this numbers run into each other. */
const leastGap = 13;

type Pin = NodePinsDocument['pins'][number];

/**
 * A board as it lies on the bench: digital pins above, analog ones below, each that is in use in the colour of its part,
 * and bright while it is high.
 */
export function BoardPicture({
  state,
  pins,
  wires,
}: {
  state: NodeEntry['state'];
  pins: readonly Pin[];
  wires: ReadonlyMap<string, number>;
}) {
  const texts = useNodesTexts();
  const used = pins.filter(({ part }) => part !== null).length;
  const analog = pins.filter(({ pin }) => pin.startsWith('A'));
  const digital = pins.filter(({ pin }) => !pin.startsWith('A'));
  const plugged = state === 'ready' || state === 'unfit' || state === 'starting';
  return (
    <svg
      class={`circuit is-${state}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={pins.length === 0 ? texts.boardSilent : texts.board(`${used}`, `${pins.length}`)}
    >
      <rect class="board-ground" x={20} y={6} width={314} height={138} rx={10} />
      {[34, 327].map(x => [18, 132].map(y => <circle key={`${x} ${y}`} class="board-hole" cx={x} cy={y} r={3.6} />))}
      <g class="board-usb">
        {plugged ? <path class="board-cable" d="M0 48h10" /> : <path class="board-cable is-out" d="M0 70q4 12 -2 26" />}
        <rect x={8} y={32} width={36} height={32} rx={2} />
      </g>
      <rect class="board-jack" x={8} y={92} width={34} height={26} rx={3} />
      <rect class="board-chip" x={158} y={66} width={118} height={24} rx={2} />
      <path class="board-legs" d={legs(162, 272, 66)} />
      <path class="board-legs" d={legs(162, 272, 94)} />
      <rect class="board-crystal" x={112} y={70} width={26} height={12} rx={6} />
      <circle class="board-lamp" cx={300} cy={70} r={3.6} />
      <text class="board-word" x={292} y={90}>
        ON
      </text>
      <Row pins={digital} y={sockets.top} wires={wires} />
      <Row pins={analog} y={sockets.bottom} wires={wires} />
    </svg>
  );
}

function Row({ pins, y, wires }: { pins: readonly Pin[]; y: number; wires: ReadonlyMap<string, number> }) {
  if (pins.length === 0) return null;
  const gap = Math.min(18, (sockets.right - sockets.left) / pins.length);
  const first = sockets.right - gap * (pins.length - 0.5);
  const above = y < height / 2;
  return (
    <g>
      <rect class="board-socket" x={first - gap / 2} y={y - 7} width={gap * pins.length} height={14} rx={2} />
      {pins.map(({ pin, part, value }, at) => {
        const wire = part === null ? null : (wires.get(part) ?? null);
        const high = value !== null && value > 0;
        return (
          <g key={pin} transform={`translate(${first + at * gap} ${y})`}>
            {wire === null ? (
              <rect class="board-pin" x={-2} y={-2} width={4} height={4} />
            ) : (
              <g class={`is-wire-${wire}`}>
                {high ? <circle class="board-glow" r={Math.min(9, gap / 2 + 1)} /> : null}
                <circle class={high ? 'board-plug is-high' : 'board-plug'} r={Math.min(5.4, gap / 2 - 0.6)} />
              </g>
            )}
            {gap < leastGap && wire === null ? null : (
              <text
                class={wire === null ? 'board-word' : 'board-word is-used'}
                y={above ? 18 : -11}
                text-anchor="middle"
              >
                {pin}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

function legs(from: number, to: number, y: number): string {
  let path = '';
  for (let x = from; x <= to; x += 10) path += `M${x} ${y}v-4`;
  return path;
}
