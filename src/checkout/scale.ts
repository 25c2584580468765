import type { Cancel, Clock } from '../clock.ts';
import type { Line } from './line.ts';
import { toledo8217 } from './scale-8217.ts';
import { sics } from './scale-sics.ts';
import { noWeight, type ScaleReading, sameWeight, verifiedWeight, type Weight } from './weight.ts';

const protocols = { sics, '8217': toledo8217 };

/** Between two questions; a till asks by {@link Scale.read} and hears of it within a second. */
const pollMs = 300;
/** An answer that takes longer is none. */
const answerMs = 1_000;
/** So many questions without an answer in a row, and the scale counts as silent. */
const silentAfter = 3;
/** How long {@link Scale.read} waits for the pan to come to rest. */
const restMs = 5_000;
const mostReaders = 16;

export interface ScaleOptions {
  readonly id: string;
  readonly protocol: keyof typeof protocols;
  readonly line: Line;
  readonly clock: Clock;
  /** Weights in another unit are refused: of the 8217 only the number of digits tells pounds from kilograms. */
  readonly units?: readonly Weight['unit'][];
}

export interface ScaleState {
  /** `starting`: not asked yet. `silent`: the line stands, and no answer comes. `down`: no line. */
  readonly state: 'starting' | 'ready' | 'silent' | 'down';
  readonly reason: 'checkout.scale-silent' | null;
  /** The last that it said; null: nothing since it was silent. */
  readonly reading: ScaleReading | null;
  readonly atMs: number | null;
}

export type WeightResult =
  | { readonly ok: true; readonly weight: Weight; readonly net: boolean }
  | {
      readonly ok: false;
      readonly reason: 'checkout.scale-silent' | 'checkout.scale-unstable';
      readonly detail: string;
    };

export interface Scale {
  readonly id: string;
  state(): ScaleState;
  /** The weight that may be billed: stable, with its unit, and said twice in a row after this question. */
  read(): Promise<WeightResult>;
  /** Each verified weight that differs from the one before, zero included. */
  onWeight(listener: (weight: Weight, net: boolean) => void): void;
  onState(listener: (state: ScaleState) => void): void;
  /** Asks the scale to set itself to zero; false: the line takes nothing. */
  zero(): boolean;
  stop(): void;
}

interface Reader {
  before: ScaleReading | null;
  /** Why there is none yet. */
  last: ScaleReading | null;
  readonly settle: (result: WeightResult) => void;
  readonly cancel: Cancel;
}

/**
 * A verified scale, asked again and again. SICS has no checksum and a line may be without parity, so a weight counts only
 * when two answers in a row agree.
 */
export function createScale({ id, protocol, line, clock, units = ['g', 'kg', 'mg'] }: ScaleOptions): Scale {
  const { ask, zero, pauseMs, createParser } = protocols[protocol];
  let parser = createParser();
  let current: ScaleState = { state: 'starting', reason: null, reading: null, atMs: null };
  let before: ScaleReading | null = null;
  let told: { readonly weight: Weight; readonly net: boolean } | null = null;
  let missed = 0;
  let stopped = false;
  let cancelPoll: Cancel = () => {};
  let onWeight: (weight: Weight, net: boolean) => void = () => {};
  let onState: (state: ScaleState) => void = () => {};
  const readers = new Set<Reader>();

  function become(next: ScaleState): void {
    const changed = next.state !== current.state;
    current = next;
    if (changed) onState(current);
  }

  function poll(): void {
    if (stopped) return;
    later(answerMs, unanswered);
    line.write(ask);
  }

  function later(delayMs: number, work: () => void): void {
    cancelPoll();
    cancelPoll = clock.after(delayMs, work);
  }

  function unanswered(): void {
    missed += 1;
    if (missed >= silentAfter && current.state !== 'down') fallSilent('silent');
    poll();
  }

  function fallSilent(state: 'silent' | 'down'): void {
    before = null;
    become({ state, reason: 'checkout.scale-silent', reading: null, atMs: current.atMs });
    for (const reader of [...readers])
      reader.settle({ ok: false, reason: 'checkout.scale-silent', detail: `it is ${state}` });
  }

  function hear(said: ScaleReading): void {
    const foreign = said.weight !== null && !units.includes(said.weight.unit);
    const reading = foreign ? noWeight('error', `it weighs in ${said.weight?.unit}, which is not configured`) : said;
    missed = 0;
    become({ state: 'ready', reason: null, reading, atMs: clock.now() });
    const agreed = agreedOf(before, reading);
    before = reading;
    if (agreed && !(told && sameWeight(told.weight, agreed) && told.net === reading.net)) {
      told = { weight: agreed, net: reading.net };
      onWeight(agreed, reading.net);
    }
    for (const reader of [...readers]) {
      const weight = agreedOf(reader.before, reading);
      reader.before = reading;
      reader.last = reading;
      if (weight) reader.settle({ ok: true, weight, net: reading.net });
    }
    later(Math.max(pollMs, pauseMs), poll);
  }

  line.onData(bytes => {
    if (stopped) return;
    for (const reading of parser.push(bytes)) hear(reading);
  });
  line.onState(({ state }) => {
    if (stopped) return;
    parser = createParser();
    if (state === 'open') {
      missed = 0;
      become({ ...current, state: 'starting', reason: null });
      later(pauseMs, poll);
    } else if (state !== 'opening') {
      cancelPoll();
      fallSilent('down');
    }
  });
  later(pauseMs, poll);

  return {
    id,
    state: () => current,
    read() {
      if (stopped || current.state === 'down' || current.state === 'silent') {
        const detail = stopped ? 'it was stopped' : `it is ${current.state}`;
        return Promise.resolve({ ok: false, reason: 'checkout.scale-silent', detail });
      }
      if (readers.size >= mostReaders) {
        return Promise.resolve({ ok: false, reason: 'checkout.scale-unstable', detail: 'too many ask at once' });
      }
      return new Promise(resolve => {
        const reader: Reader = {
          before: null,
          last: null,
          settle(result) {
            reader.cancel();
            readers.delete(reader);
            resolve(result);
          },
          cancel: clock.after(restMs, () => reader.settle(failureOf(reader.last))),
        };
        readers.add(reader);
      });
    },
    onWeight(listener) {
      onWeight = listener;
    },
    onState(listener) {
      onState = listener;
    },
    zero: () => line.write(zero),
    stop() {
      stopped = true;
      cancelPoll();
      for (const reader of [...readers]) {
        reader.settle({ ok: false, reason: 'checkout.scale-silent', detail: 'it was stopped' });
      }
    },
  };
}

/** The weight that both say, when both may be billed. */
function agreedOf(before: ScaleReading | null, now: ScaleReading): Weight | null {
  const [first, second] = [before && verifiedWeight(before), verifiedWeight(now)];
  return first && second && sameWeight(first, second) && before?.net === now.net ? second : null;
}

function failureOf(last: ScaleReading | null): WeightResult {
  if (last === null) return { ok: false, reason: 'checkout.scale-silent', detail: 'no answer came' };
  const detail = last.detail ?? (last.state === 'ok' ? 'it did not come to rest' : `it says ${last.state}`);
  return { ok: false, reason: 'checkout.scale-unstable', detail };
}
