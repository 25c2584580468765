import type { Scale } from '../checkout/scale.ts';
import type { Clock } from '../clock.ts';
import { type Fault, repeat } from '../faults.ts';
import { pick, type Random } from '../random.ts';
import type { Cable } from './cable.ts';
import type { WiredNode } from './node.ts';

export interface WiredFaultContext {
  readonly nodes: readonly { readonly node: WiredNode; readonly cable: Cable }[];
  /** Those of scales and scanners. */
  readonly checkout: readonly Cable[];
  readonly scales: readonly Scale[];
  readonly clock: Clock;
  readonly random: Random;
}

const noiseEveryMs = 500;
const noiseBytes = 24;
const rebootEveryMs = 5_000;
const flapEveryMs = 3_000;
const flapBytes = 400;
const bumpEveryMs = 2_000;
/** A serial port at 57,600 baud carries so many. */
const usualBytesPerSecond = 5_760;

/** All faults of boards, scales and scanners. */
export function wiredFaults({ nodes, checkout, scales, clock, random }: WiredFaultContext): readonly Fault[] {
  const pull = (cables: readonly Cable[]): (() => void) => {
    for (const cable of cables) void cable.pull();
    return () => {
      for (const cable of cables) void cable.plug();
    };
  };
  const boards = nodes.map(({ cable }) => cable);

  return [
    {
      name: 'node-unplugged',
      description: 'The cables of all boards are pulled',
      start: () => pull(boards),
    },
    {
      name: 'node-flapping',
      description: 'The cables of all boards slip out in the middle of a message, and are plugged in again after 3 s',
      start() {
        const end = repeat(clock, flapEveryMs, () => {
          for (const cable of boards) void cable.plug().then(() => cable.pullAfter(1 + pick(random, flapBytes)));
        });
        return () => {
          end();
          for (const cable of boards) {
            cable.pullAfter(null);
            void cable.plug();
          }
        };
      },
    },
    {
      name: 'node-reboot',
      description: 'All boards lose power for a moment, every five seconds; their displays forget what they showed',
      start() {
        for (const { node } of nodes) node.board.powerCycle();
        return repeat(clock, rebootEveryMs, () => {
          for (const { node } of nodes) node.board.powerCycle();
        });
      },
    },
    {
      name: 'node-noise',
      description: 'Random bytes come between what the boards say',
      start: () =>
        repeat(clock, noiseEveryMs, () => {
          for (const cable of boards) cable.disturb(noiseBytes);
        }),
    },
    {
      name: 'node-slow',
      description: 'The cables of the boards carry less (factor, default 10)',
      start({ factor = 10 } = {}) {
        for (const cable of boards) cable.slow(Math.max(1, usualBytesPerSecond / factor));
        return () => {
          for (const cable of boards) cable.slow(null);
        };
      },
    },
    {
      name: 'shelf-swinging',
      description: 'Trolleys bump against the shelves with load cells again and again',
      start: () =>
        repeat(clock, bumpEveryMs, () => {
          for (const { node } of nodes) for (const cell of node.cells.values()) cell.vibrate(bumpEveryMs);
        }),
    },
    {
      name: 'scale-restless',
      description: 'The scales never come to rest',
      start() {
        for (const scale of scales) scale.shake(true);
        return () => {
          for (const scale of scales) scale.shake(false);
        };
      },
    },
    {
      name: 'checkout-unplugged',
      description: 'The cables of scales and scanners are pulled',
      start: () => pull(checkout),
    },
  ];
}
