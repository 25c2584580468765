import { readFile } from 'node:fs/promises';
import type { BatchDocument } from '../console/binding-documents.ts';
import { findPeer } from './agent-client.ts';
import { readBindCsv } from './bind-csv.ts';
import { bindByScanner } from './bind-scanner.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { exits, failure } from './exit.ts';
import { on, text } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

const all = defineCommand({
  verb: null,
  summary: 'Bind many labels: from a list, or one scan after the other',
  about: `With --batch it takes a CSV file (- for standard input) whose first line names its columns: label and sku, and
    if wanted template, aisle, bay, shelf, facing. Each row is judged alone: a wrong one is refused with its line and
    reason, and the rest is done. Exit code 1 when a row was refused. The same file again changes nothing.

    Without --batch it waits for a scanner: scan a label, scan a product, look at the picture, press Enter. An empty
    line skips, Ctrl-D ends.`,
  args: {},
  flags: {
    batch: text('FILE.csv', 'Bind what is listed there'),
    unheard: on('Also labels that no radio has heard yet'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [
    ['endcap bind --batch aisle-3.csv --dry-run', 'look first'],
    ['endcap bind --batch aisle-3.csv', 'then do it'],
    ['endcap bind', 'with a scanner in the hand'],
  ],
  async run(context, { flags }) {
    const { terminal, env } = context;
    const { batch, unheard, dryRun } = flags;
    if (batch === null) return bindByScanner(context, flags);
    let source: string;
    try {
      source = batch === '-' ? await readStdin() : await readFile(batch, 'utf8');
    } catch (error) {
      return failure(exits.failed, 'cli.cannot-read', `${batch} cannot be read: ${(error as Error).message}`);
    }
    const rows = await readBindCsv(source, batch === '-' ? 'standard input' : batch);
    if (!rows.ok) return rows.failure;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { BatchDocument } = await import('../console/binding-documents.ts');
    const body = { rows: rows.value, unheard, dryRun };
    const answer = await agent.value.send('POST', '/api/bindings/batch', body, BatchDocument);
    if (!answer.ok) return answer.failure;
    terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatBatch(answer.value, dryRun, context));
    return answer.value.refused === 0 ? null : { found: exits.failed };
  },
});

export const bind: Noun = { noun: 'bind', summary: 'Bind many labels to their products', commands: [all] };

async function readStdin(): Promise<string> {
  process.stdin.setEncoding('utf8');
  let whole = '';
  for await (const chunk of process.stdin) whole += chunk as string;
  return whole;
}

function formatBatch({ rows, done, refused }: BatchDocument, dryRun: boolean, { terminal }: Context): string {
  const { colours, width } = terminal;
  const paint = { done: colours.green, 'would-do': colours.cyan, unchanged: colours.dim, refused: colours.red };
  const cells = rows.map((row): Cell[] => [
    `${row.line}`,
    row.label,
    row.sku,
    { text: row.verdict, paint: paint[row.verdict] },
    row.reason ?? '',
    row.detail ?? '',
  ]);
  const table = formatTable(
    [
      { title: 'LINE', align: 'right' },
      { title: 'LABEL', shrinkTo: 12 },
      { title: 'SKU', shrinkTo: 8 },
      { title: 'VERDICT' },
      { title: 'REASON', shrinkTo: 12 },
      { title: 'DETAIL', shrinkTo: 8 },
    ],
    cells,
    width,
    colours.dim,
  );
  const sum = dryRun
    ? `${done} would be as listed, ${refused} refused. Nothing was changed.`
    : `${done} are as listed, ${refused} refused.`;
  const reasons = refused === 0 ? '' : ' docs/reasons.md says what to do about each reason.';
  return `${table}\n${sum}${reasons}\n`;
}
