import { BatchRow, maxBatchRows } from '../console/binding-documents.ts';
import { type Answer, type Failure, wrongUsage } from './exit.ts';

const required = ['label', 'sku'] as const;
const optional = ['template', 'aisle', 'bay', 'shelf', 'facing'] as const;
const columns: readonly string[] = [...required, ...optional];

/**
 * Reads a list of bindings as CSV: a head line that names the columns in any order, then a row per label. Comma,
 * semicolon or tab, quotes, a byte order mark and either line end are taken as spreadsheets write them. Rows are not
 * judged here: a wrong one is refused alone, later.
 */
export async function readBindCsv(text: string, file: string): Promise<Answer<BatchRow[]>> {
  const { CsvError, parse } = await import('csv-parse/sync');
  const wrong = (message: string, hint: string | null = null): { ok: false; failure: Failure } => ({
    ok: false,
    failure: wrongUsage(`${file}: ${message}`, hint),
  });
  const head = /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? '';
  const delimiter = [',', ';', '\t'].reduce((best, each) =>
    head.split(each).length > head.split(best).length ? each : best,
  );
  let records: { info: { lines: number }; record: string[] }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return wrong(`${error.message}.`);
  }
  const [first, ...rest] = records;
  if (!first) return wrong('is empty.', `The first line names the columns: ${columns.join(',')}.`);
  const names = first.record.map(name => name.toLowerCase());
  for (const name of required) {
    if (!names.includes(name))
      return wrong(`has no column "${name}".`, `The first line names the columns: ${columns.join(',')}.`);
  }
  const stranger = names.find(name => !columns.includes(name));
  if (stranger !== undefined)
    return wrong(`nobody knows the column "${stranger}".`, `Columns are ${columns.join(', ')}.`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return wrong(`the column "${twice}" is there twice.`);
  if (rest.length > maxBatchRows)
    return wrong(`has ${rest.length} rows; ${maxBatchRows} go at once.`, 'Cut it into parts.');
  const rows = rest.map(({ info, record }) =>
    BatchRow.parse({
      line: info.lines,
      ...Object.fromEntries(names.map((name, index) => [name, (record[index] ?? '').slice(0, 200)])),
    }),
  );
  return { ok: true, value: rows };
}
