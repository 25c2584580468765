import type { Confidence, LabelSummary } from '../console/documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { confidences } from './confidence.ts';
import { type Answer, exits, type Failure, failure, wrongUsage } from './exit.ts';
import { choice, on, words } from './flag.ts';
import { labelPath, suggestLabel } from './label-lookup.ts';
import { agentFlags } from './peer-flags.ts';

/** What became of one label. */
interface Row {
  readonly label: string;
  readonly verdict: 'done' | 'would-do' | 'refused';
  readonly reason: string | null;
}

export const refresh = defineCommand({
  verb: 'refresh',
  summary: 'Send labels their content again',
  about: `For a panel that looks wrong although everything says that it is right: after a ghost of the last picture, or
    when somebody changed its battery. The label counts as not proven until it has confirmed the picture again.

    --all takes every label that should show something, and with --confidence only those; the battery pays for each.
    A label that is refused leaves the rest done, and the exit code is 1.

    It does not change what a label should show; endcap label why explains that.`,
  args: { ids: words('ID', 'Ids of labels: twelve hex digits each') },
  flags: {
    all: on('Every label that should show something'),
    confidence: choice('WORD', confidences, 'With --all: only labels of this confidence'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [
    ['endcap label refresh ffff92001234', 'when a panel looks wrong'],
    ['endcap label refresh --all --confidence failed --dry-run', 'which labels would be tried again?'],
  ],
  async run(context, { args, flags }) {
    const { terminal } = context;
    if (flags.all === args.ids.length > 0)
      return wrongUsage('Name labels by their id, or take all of them with --all.');
    if (flags.confidence !== null && !flags.all) return wrongUsage('--confidence goes with --all.');
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const chosen = flags.all ? await everyLabel(agent.value, flags.confidence) : { ok: true as const, value: args.ids };
    if (!chosen.ok) return chosen.failure;
    const [only] = chosen.value;
    const rows: Row[] = [];
    for (const id of chosen.value) {
      const failed = await refreshOne(agent.value, id, flags.dryRun);
      if (failed !== null && isAboutAgent(failed)) return failed;
      if (failed !== null && !flags.all && chosen.value.length === 1) {
        return suggestLabel(only!, agent.value, failed);
      }
      const label = id.toLowerCase().replaceAll(':', '');
      rows.push({
        label,
        verdict: failed !== null ? 'refused' : flags.dryRun ? 'would-do' : 'done',
        reason: failed?.code ?? null,
      });
    }
    const refused = rows.filter(row => row.verdict === 'refused').length;
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, rows, done: rows.length - refused, refused })}\n`);
    } else {
      report(rows, flags.dryRun, context);
    }
    return refused === 0 ? null : { found: exits.failed };
  },
});

/** Nothing is known of the label then, so trying the next one is of no use. */
function isAboutAgent({ exit, code }: Failure): boolean {
  return exit === exits.noAgent || code.startsWith('cli.');
}

/** Null: it was done, or would be. */
async function refreshOne(agent: LocalClient, id: string, dryRun: boolean): Promise<Failure | null> {
  const { DoneDocument, LabelDocument } = await import('../console/documents.ts');
  const path = labelPath(id);
  if (!dryRun) {
    const sent = await agent.send('POST', `${path}/refresh`, undefined, DoneDocument);
    return sent.ok ? null : sent.failure;
  }
  const known = await agent.read(path, LabelDocument);
  if (!known.ok) return known.failure;
  return known.value.desired === null ? failure(exits.refused, 'label.not-bound', `${id} shows nothing.`) : null;
}

async function everyLabel(agent: LocalClient, confidence: Confidence | null): Promise<Answer<string[]>> {
  const { LabelListDocument } = await import('../console/documents.ts');
  const list = await agent.read('/api/labels', LabelListDocument);
  if (!list.ok) return list;
  const fits = (label: LabelSummary) =>
    label.desired !== null && (confidence === null || label.confidence === confidence);
  return { ok: true, value: list.value.labels.filter(fits).map(label => label.id) };
}

function report(rows: readonly Row[], dryRun: boolean, { terminal }: Context): void {
  if (rows.length === 0) terminal.err('No label fits.\n');
  for (const { label, verdict, reason } of rows) {
    if (verdict === 'refused') terminal.out(`${label} refused [${reason}]\n`);
    else if (dryRun) terminal.out(`${label} would be sent its content again\n`);
    else terminal.out(`${label} is sent its content again\n`);
  }
  if (rows.some(row => row.verdict === 'done')) terminal.err('endcap label show ID tells how it goes.\n');
}
