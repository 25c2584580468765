import { reportToleranceMs } from './expect.ts';
import type { Programme } from './wire/programme.ts';

/** A programme as pages were told it; the next one ends it. */
export interface ToldProgramme {
  readonly programme: Programme;
  readonly fromMs: number;
}

/** More changes within the tolerance are not told apart: the oldest go. */
const mostKept = 64;

/** What held lately, with another programme that holds from now on; the newest last. */
export function toldProgramme(
  before: readonly ToldProgramme[],
  programme: Programme,
  atMs: number,
  toleranceMs = reportToleranceMs,
): readonly ToldProgramme[] {
  return [...lately(before, atMs, toleranceMs), { programme, fromMs: atMs }].slice(-mostKept);
}

/** The programmes that held at some time within the tolerance before `atMs`, the newest last. */
export function programmesAround(
  told: readonly ToldProgramme[],
  atMs: number,
  toleranceMs = reportToleranceMs,
): Programme[] {
  return lately(told, atMs, toleranceMs).map(({ programme }) => programme);
}

/** Without those that the next one had ended before; the newest stays whatever the clock says. */
const lately = (told: readonly ToldProgramme[], atMs: number, toleranceMs: number) =>
  told.filter((_, at) => {
    const next = told[at + 1];
    return next === undefined || next.fromMs >= atMs - toleranceMs;
  });
