import type { StreamRow } from './ports.ts';

/** How far a stream is known: everything up to `seq`, and the ranges seen beyond it. */
export type Position = Pick<StreamRow, 'seq' | 'ahead'>;

/** Ranges kept beyond the gap. More are forgotten from the newest on; the snapshot that closes the gap brings them. */
export const maxAhead = 64;

/** The position once `first` to `last` are accounted for, too. */
export function advance(position: Position, first: number, last: number): Position {
  if (last <= position.seq) return position;
  const ranges = [...position.ahead, [first, last] as const].sort((a, b) => a[0] - b[0]);
  let seq = position.seq;
  const ahead: [number, number][] = [];
  for (const [from, to] of ranges) {
    const before = ahead.at(-1);
    if (from <= seq + 1) seq = Math.max(seq, to);
    else if (before !== undefined && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else ahead.push([from, to]);
  }
  return { seq, ahead: ahead.slice(0, maxAhead) };
}

/** Whether all of `first` to `last` was accounted for before. */
export function covers(position: Position, first: number, last: number): boolean {
  return last <= position.seq || position.ahead.some(([from, to]) => from <= first && last <= to);
}

/** The highest sequence number seen. */
export function reach(position: Position): number {
  return position.ahead.at(-1)?.[1] ?? position.seq;
}

/** How many sequence numbers are known to be missing, given the last verified head. */
export function missing(position: Position, headSeq: number | null): number {
  let count = Math.max(0, (headSeq ?? 0) - reach(position));
  let seq = position.seq;
  for (const [from, to] of position.ahead) {
    count += from - seq - 1;
    seq = to;
  }
  return count;
}
