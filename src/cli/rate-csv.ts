import type { Tick } from '../simulation/path.ts';
import { type Answer, type Failure, wrongUsage } from './exit.ts';

/** More readings than a year of every second. */
const maxTicks = 32_000_000;
const hint = 'The first line names the columns: time,rate. A time is RFC 3339 or milliseconds since 1970.';

/**
 * Reads recorded rates: columns `time` and `rate` in any order, others are passed over. Every line must be right and later
 * than the one before: a simulation over a market that never was would be worth nothing.
 */
export async function readRateCsv(text: string, file: string): Promise<Answer<Tick[]>> {
  const { CsvError, parse } = await import('csv-parse/sync');
  const wrong = (message: string): { ok: false; failure: Failure } => ({
    ok: false,
    failure: wrongUsage(`${file}: ${message}`, hint),
  });
  let records: { info: { lines: number }; record: string[] }[];
  try {
    records = parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return wrong(`${error.message}.`);
  }
  const [head, ...rows] = records;
  const names = head?.record.map(name => name.toLowerCase()) ?? [];
  const [timeAt, rateAt] = [names.indexOf('time'), names.indexOf('rate')];
  if (timeAt < 0 || rateAt < 0) return wrong(`has no column "${timeAt < 0 ? 'time' : 'rate'}".`);
  if (rows.length < 2 || rows.length > maxTicks)
    return wrong(`has ${rows.length} readings; 2 to ${maxTicks} are taken.`);
  const ticks: Tick[] = [];
  for (const { info, record } of rows) {
    const [time = '', rate = ''] = [record[timeAt], record[rateAt]];
    const atMs = /^\d{10,15}$/.test(time)
      ? Number(time)
      : /^\d{4}-\d\d-\d\dT/.test(time)
        ? Date.parse(time)
        : Number.NaN;
    if (Number.isNaN(atMs)) return wrong(`line ${info.lines}: "${time}" is no time.`);
    if (!/^\d{1,12}(\.\d{1,12})?$/.test(rate) || Number(rate) === 0) {
      return wrong(`line ${info.lines}: "${rate}" is no rate.`);
    }
    if (ticks.length > 0 && atMs <= ticks.at(-1)!.atMs)
      return wrong(`line ${info.lines}: is not later than the one before.`);
    ticks.push({ atMs, rate: Number(rate) });
  }
  return { ok: true, value: ticks };
}
