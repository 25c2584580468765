import { writeFile } from 'node:fs/promises';
import type { VerifiedLabel, VerifyDocument } from '../console/verify-document.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { csvLine } from './csv.ts';
import { formatAgo, formatDuration } from './duration.ts';
import { exits, type Found, failure, wrongUsage } from './exit.ts';
import { on, text } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

const columns = [
  'label',
  'sku',
  'name',
  'place',
  'proven',
  'shows',
  'should_show',
  'proof',
  'proven_at',
  'proof_age_seconds',
  'reason',
  'since',
] as const;

const store = defineCommand({
  verb: null,
  summary: 'How much of the store is proven right, now',
  about: `Counts the labels that have themselves confirmed exactly what the facts of this moment want on them, and lists
    the others with the reason and since when. Exit code 1 when a single one is not proven.

    With --csv it lists every label with its proof and the age of that proof, for an auditor. A proof says that the
    label took and confirmed the picture; that a label still hangs at its place, only a person can see.`,
  args: {},
  flags: {
    csv: on('Every label as CSV'),
    all: on('Every label in the document of --json'),
    out: text('FILE', 'Write the CSV there instead of to standard output'),
    ...agentFlags,
  },
  examples: [
    ['endcap verify', 'is every price right?'],
    ['endcap verify --csv --out proof.csv', 'for an auditor'],
  ],
  async run(context, { flags }) {
    const { terminal } = context;
    if (flags.out !== null && !flags.csv) return wrongUsage('--out goes with --csv.');
    if (flags.csv && flags.json) return wrongUsage('Choose one of --csv and --json.');
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { VerifyDocument } = await import('../console/verify-document.ts');
    const answer = await agent.value.read(`/api/verify?all=${flags.csv || flags.all ? '1' : '0'}`, VerifyDocument);
    if (!answer.ok) return answer.failure;
    const document = answer.value;
    if (flags.csv) {
      const csv = toCsv(document.labels ?? []);
      if (flags.out === null) terminal.out(csv);
      else {
        try {
          await writeFile(flags.out, csv);
        } catch (error) {
          return failure(exits.failed, 'cli.cannot-write', (error as Error).message);
        }
        terminal.err(`${document.total} labels written to ${flags.out}\n`);
      }
    } else if (flags.json) terminal.out(`${JSON.stringify(document)}\n`);
    else terminal.out(formatVerify(document, context));
    return document.notProven.length === 0 ? null : foundOpen;
  },
});

/** It ran, and what it found is the answer. */
const foundOpen: Found = { found: exits.failed };

export const verify: Noun = { noun: 'verify', summary: 'How much is proven right, now', commands: [store] };

function toCsv(labels: readonly VerifiedLabel[]): string {
  const rows = labels.map(label =>
    csvLine([
      label.label,
      label.skus.join(' '),
      label.name,
      label.place,
      label.proven ? 'yes' : 'no',
      label.shows,
      label.shouldShow,
      label.proof,
      label.provenAt,
      label.proofAgeSeconds,
      label.reason,
      label.since,
    ]),
  );
  return csvLine(columns) + rows.join('');
}

function formatVerify(document: VerifyDocument, { terminal, clock }: Context): string {
  const { colours, width } = terminal;
  const { total, proven, notProven, unbound, oldestProofSeconds } = document;
  const share = total === 0 ? 'No label is bound to a product yet.' : `${proven} of ${total} labels are proven right.`;
  const oldest =
    oldestProofSeconds === null ? '' : ` The oldest proof is ${formatDuration(oldestProofSeconds * 1000)} old.`;
  let out = `${(notProven.length === 0 && total > 0 ? colours.green : colours.yellow)(share)}${oldest}\n`;
  if (unbound > 0) out += `${unbound} more ${unbound === 1 ? 'is' : 'are'} heard, but bound to nothing.\n`;
  if (notProven.length === 0) return out;
  const rows = notProven.map((row): Cell[] => [row.label, formatAgo(row.since, clock.now()), row.reason]);
  out += `\n${formatTable([{ title: 'NOT PROVEN' }, { title: 'SINCE' }, { title: 'REASON', shrinkTo: 12 }], rows, width, colours.dim)}`;
  return `${out}\nendcap label why ID explains each.\n`;
}
