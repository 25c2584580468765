import { createHash } from 'node:crypto';
import type { Cancel, Clock } from '../clock.ts';
import { type Random, seededRandom } from '../random.ts';
import type { Act } from './act-schema.ts';
import type { PeopleScript } from './script.ts';
import { drawn } from './span.ts';
import type { Stage, StageKind } from './stage.ts';
import { startTillQueue, type TillQueue } from './till-queue.ts';

export interface ActsOptions {
  readonly script: Pick<PeopleScript, 'acts' | 'queues'>;
  readonly stage: Stage;
  readonly clock: Clock;
  readonly seed: number;
}

export interface Acts {
  readonly queues: readonly TillQueue[];
  stop(): void;
}

const second = 1_000;
const leastPauseSeconds = 0.1;

type Later = (afterSeconds: number, work: () => void) => void;

/** Lets people do what a script says from now on. The same seed gives the same day. Parts that are not there are passed over. */
export function startActs({ script, stage, clock, seed }: ActsOptions): Acts {
  const timers = new Set<Cancel>();
  const later: Later = (afterSeconds, work) => {
    const cancel = clock.after(afterSeconds * second, () => {
      timers.delete(cancel);
      work();
    });
    timers.add(cancel);
  };
  for (const [at, act] of script.acts.entries()) {
    const random = seededRandom(seedOf(seed, `act ${at}`));
    let left = act.times ?? (act.everySeconds === undefined ? 1 : Number.POSITIVE_INFINITY);
    const again = (): void => {
      left--;
      perform(act, stage, later, random);
      if (left > 0) later(Math.max(leastPauseSeconds, drawn(act.everySeconds ?? 1, random)), again);
    };
    later(drawn(act.startSeconds, random), again);
  }
  const queues = script.queues.map(queue =>
    startTillQueue({ script: queue, stage, clock, random: seededRandom(seedOf(seed, `queue ${queue.name}`)) }),
  );
  return {
    queues,
    stop() {
      for (const cancel of timers) cancel();
      for (const queue of queues) queue.stop();
    },
  };
}

/** Names in a script that no part of the shop has, as sentences. */
export function strangersIn(script: Pick<PeopleScript, 'acts' | 'queues'>, stage: Pick<Stage, 'has'>): string[] {
  const named = [
    ...script.acts.map((act, at) => [`acts.${at}`, ...partOf(act)] as const),
    ...script.queues.flatMap(({ entry, exit }, at) => [
      [`queues.${at}`, 'line', entry] as const,
      ...(exit === undefined ? [] : [[`queues.${at}`, 'line', exit] as const]),
    ]),
  ];
  return named.flatMap(([path, kind, name]) => (stage.has(kind, name) ? [] : [`${path}: there is no ${kind} ${name}`]));
}

function partOf(act: Act): readonly [StageKind, string] {
  switch (act.act) {
    case 'cross':
      return ['line', act.line];
    case 'press':
      return ['button', act.button];
    case 'pick':
    case 'bump':
      return ['shelf', act.shelf];
    case 'move':
      return ['sensor', act.sensor];
    case 'scan':
      return ['scanner', act.scanner];
    case 'weigh':
      return ['scale', act.scale];
  }
}

function perform(act: Act, stage: Stage, later: Later, random: Random): void {
  switch (act.act) {
    case 'cross':
      for (let at = 0; at < act.together; at++) void stage.cross(act.line, act.crossing);
      return;
    case 'press':
      void stage.press(act.button, act.press);
      return;
    case 'pick':
      stage.pick(act.shelf, act.pieces);
      return;
    case 'bump':
      stage.bump(act.shelf, act.forSeconds * second);
      return;
    case 'move':
      stage.move(act.sensor, act.forSeconds * second);
      return;
    case 'scan':
      stage.scan(act.scanner, act.text);
      return;
    case 'weigh':
      stage.weigh(act.scale, Math.round(drawn(act.kg, random) * 1_000));
      later(act.forSeconds, () => stage.weigh(act.scale, 0));
  }
}

const seedOf = (seed: number, name: string): number =>
  createHash('sha256').update(`emulated aisle ${seed} ${name}`).digest().readUInt32LE(0);
