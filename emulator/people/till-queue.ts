import type { Cancel, Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { TillQueueScript } from './act-schema.ts';
import { drawn } from './span.ts';
import type { Stage } from './stage.ts';

export interface TillQueueOptions {
  readonly script: TillQueueScript;
  readonly stage: Pick<Stage, 'cross'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Somebody who stands in a queue. */
export interface Customer {
  readonly name: string;
  readonly sinceMs: number;
  readonly served: boolean;
}

/** The truth about a queue. */
export interface TillQueue {
  readonly name: string;
  /** Who stands in it, the first in front. */
  people(): readonly Customer[];
  counts(): TillQueueCounts;
  stop(): void;
}

export interface TillQueueCounts {
  readonly came: number;
  readonly served: number;
  readonly turnedBack: number;
  /** Saw how long it is and went elsewhere. */
  readonly gone: number;
  readonly longest: number;
}

const second = 1_000;
const leastArrivalSeconds = 0.5;

/** People come to a till, wait for their turn, are served one by one and leave. */
export function startTillQueue({ script, stage, clock, random }: TillQueueOptions): TillQueue {
  const exit = script.exit ?? script.entry;
  const openedMs = clock.now();
  const waiting: { readonly name: string; readonly sinceMs: number }[] = [];
  const counts = { came: 0, served: 0, turnedBack: 0, gone: 0, longest: 0 };
  let serving = false;
  let stopped = false;
  let cancelArrival: Cancel = () => {};
  let cancelService: Cancel = () => {};

  function arrivalSeconds(): number {
    const { rush } = script;
    const sinceRush = rush ? (clock.now() - openedMs) / second - rush.firstSeconds : -1;
    const rushing = rush !== undefined && sinceRush >= 0 && sinceRush % rush.everySeconds < rush.forSeconds;
    return Math.max(leastArrivalSeconds, drawn(rushing ? rush.arriveSeconds : script.arriveSeconds, random));
  }

  function arrive(): void {
    if (random() < script.turnBackShare) {
      counts.turnedBack++;
      void stage.cross(script.entry, 'turn-back');
    } else if (waiting.length >= script.patience) counts.gone++;
    else {
      counts.came++;
      void comesIn(`customer-${counts.came}`);
    }
    if (script.people !== undefined && counts.came >= script.people) return;
    cancelArrival = clock.after(arrivalSeconds() * second, arrive);
  }

  async function comesIn(name: string): Promise<void> {
    await stage.cross(script.entry, 'in');
    if (stopped) return;
    waiting.push({ name, sinceMs: clock.now() });
    counts.longest = Math.max(counts.longest, waiting.length);
    serve();
  }

  function serve(): void {
    if (serving || stopped || waiting.length === 0) return;
    serving = true;
    cancelService = clock.after(drawn(script.serveSeconds, random) * second, () => void leaves());
  }

  async function leaves(): Promise<void> {
    await stage.cross(exit, 'out');
    if (stopped) return;
    waiting.shift();
    counts.served++;
    serving = false;
    serve();
  }

  cancelArrival = clock.after(drawn(script.startSeconds, random) * second, arrive);
  return {
    name: script.name,
    people: () => waiting.map((one, at) => ({ ...one, served: at === 0 && serving })),
    counts: () => ({ ...counts }),
    stop() {
      stopped = true;
      cancelArrival();
      cancelService();
    },
  };
}
