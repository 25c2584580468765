import pc from 'picocolors';
import { z } from 'zod';
import type { Figure } from './figure.ts';

/** What `npm run bench -- --json` prints. */
export const BenchDocument = z.strictObject({
  schemaVersion: z.literal(1),
  figures: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9]*\.[a-zA-Z0-9]+$/),
      value: z.number(),
      unit: z.string().min(1),
      /** At least this much, or at most (`ms`, `MB`); null: it only stands beside its baseline. */
      goal: z.number().nullable(),
      baseline: z.number().nullable(),
      samples: z.int().min(1),
      /** How it was measured, where the name does not say it all. */
      note: z.string().optional(),
    }),
  ),
  notMeasured: z.array(z.strictObject({ name: z.string(), reason: z.string().min(1) })),
});
export type BenchDocument = z.infer<typeof BenchDocument>;

export function documentOf(figures: readonly Figure[]): BenchDocument {
  return {
    schemaVersion: 1,
    figures: figures.flatMap(({ name, value, unit, goal, baseline, samples, note }) =>
      value === null ? [] : [{ name, value, unit, goal, baseline, samples, ...(note === undefined ? {} : { note }) }],
    ),
    notMeasured: figures.flatMap(({ name, value, skipped }) =>
      value === null ? [{ name, reason: skipped ?? 'not measured' }] : [],
    ),
  };
}

/** Null: it has no goal. */
export function reached({ value, goal, unit }: Pick<Figure, 'goal' | 'unit'> & { value: number }): boolean | null {
  if (goal === null) return null;
  return isAtMost(unit) ? value <= goal : value >= goal;
}

/** For people: a line for each figure with its goal and whether it was reached. */
export function tableOf({ figures, notMeasured }: BenchDocument): string {
  const width = Math.max(0, ...[...figures, ...notMeasured].map(({ name }) => name.length));
  const lines = figures.map(figure => {
    const { name, value, unit, goal, baseline, note } = figure;
    const met = reached(figure);
    const mark = met === null ? ' ' : met ? pc.green('✓') : pc.red('✗');
    const wanted = goal === null ? '' : `  goal ${isAtMost(unit) ? '≤' : '≥'} ${goal}`;
    const against = baseline === null ? '' : `  baseline ${baseline}`;
    return `${mark} ${name.padEnd(width)}  ${String(value).padStart(9)} ${unit}${wanted}${against}${note ? pc.dim(`  (${note})`) : ''}`;
  });
  const missing = notMeasured.map(({ name, reason }) => pc.dim(`  ${name.padEnd(width)}  not measured: ${reason}`));
  return `${[...lines, ...missing].join('\n')}\n`;
}

const isAtMost = (unit: string) => unit === 'ms' || unit === 'MB';
