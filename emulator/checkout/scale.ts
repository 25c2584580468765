import type { Cancel, Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Device } from '../wired/cable.ts';
import { create8217Dialect } from './scale-8217.ts';
import { createSicsDialect } from './scale-sics.ts';
import type { Dialect, Reading, ScaleUnit, Weighing } from './weighing.ts';

export interface ScaleOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly protocol: 'sics' | '8217';
  /** Default kg; 8217 has no grams. */
  readonly unit?: ScaleUnit;
  /** Default 15,000. */
  readonly capacityGrams?: number;
  /** Verification interval e; default 5. */
  readonly divisionGrams?: number;
  /** From question to answer; default 20. */
  readonly answerMs?: number;
  /** How long a load swings; default 700. */
  readonly settleMs?: number;
}

export interface Scale extends Device {
  /** Puts this on the platter instead of what lay there. */
  put(grams: number): void;
  /** What really lies there. */
  load(): number;
  reading(): Reading;
  /** From now on it takes so long to answer. */
  answerIn(ms: number): void;
  /** Never comes to rest while true, as beside a slamming door. */
  shake(on: boolean): void;
}

/** Overload begins nine divisions above the capacity, underload twenty below zero (EN 45501). */
const overDivisions = 9;
const underDivisions = 20;
const zeroShare = 0.02;
const stableStepMs = 50;

/** A verified scale at a till or in the fruit aisle. */
export function createScale({ clock, random, protocol, ...options }: ScaleOptions): Scale {
  const { unit = 'kg', capacityGrams = 15_000, divisionGrams: e = 5, settleMs = 700 } = options;
  let answerMs = options.answerMs ?? 20;
  let loadGrams = 0;
  let beforeGrams = 0;
  let settledAtMs = Number.NEGATIVE_INFINITY;
  let zeroGrams = 0;
  let tareGrams = 0;
  let shaken = false;

  const stable = (): boolean => !shaken && clock.now() >= settledAtMs;

  /** What the cell measures now: on its way to the new weight and a little beyond, until it has settled. */
  function measured(): number {
    if (stable()) return loadGrams;
    const left = shaken ? 1 : (settledAtMs - clock.now()) / Math.max(1, settleMs);
    const swing = Math.max(4 * e, Math.abs(loadGrams - beforeGrams) * 0.2) * left;
    return loadGrams + swing * (2 * random() - 1);
  }

  function reading(): Reading {
    const gross = measured() - zeroGrams;
    const net = gross - tareGrams;
    const over = gross > capacityGrams + overDivisions * e;
    return {
      grams: Math.round(net / e) * e,
      stable: stable(),
      range: over ? 'over' : gross < -underDivisions * e ? 'under' : 'within',
      net: tareGrams !== 0,
      atZero: Math.abs(net) < e / 4,
      canZero: Math.abs(measured()) <= capacityGrams * zeroShare,
    };
  }

  const weighing: Weighing = {
    unit,
    serialNumber: '4711081500',
    reading,
    whenStable(withinMs, then) {
      const untilMs = clock.now() + withinMs;
      let cancel: Cancel = () => {};
      const look = (): void => {
        if (stable() || clock.now() >= untilMs) then(stable());
        else cancel = clock.after(stableStepMs, look);
      };
      look();
      return () => cancel();
    },
    zero() {
      if (!stable() || !reading().canZero) return false;
      zeroGrams = loadGrams;
      tareGrams = 0;
      return true;
    },
    tare() {
      const { range } = reading();
      if (!stable() || range !== 'within' || loadGrams - zeroGrams < e / 2) return false;
      tareGrams = Math.round((loadGrams - zeroGrams) / e) * e;
      return true;
    },
    clearTare() {
      tareGrams = 0;
    },
  };

  return {
    open(say) {
      const timers = new Set<Cancel>();
      const slowly = (text: string): void => {
        const cancel = clock.after(answerMs, () => {
          timers.delete(cancel);
          say(Buffer.from(text, 'latin1'));
        });
        timers.add(cancel);
      };
      const dialect: Dialect =
        protocol === 'sics' ? createSicsDialect(weighing, clock, slowly) : create8217Dialect(weighing, slowly);
      return {
        hear: dialect.hear,
        end() {
          dialect.end();
          for (const cancel of timers) cancel();
        },
      };
    },
    put(grams) {
      beforeGrams = loadGrams;
      loadGrams = grams;
      settledAtMs = clock.now() + settleMs;
    },
    load: () => loadGrams,
    reading,
    answerIn(ms) {
      answerMs = ms;
    },
    shake(on) {
      if (shaken && !on) settledAtMs = clock.now() + settleMs;
      shaken = on;
    },
  };
}
