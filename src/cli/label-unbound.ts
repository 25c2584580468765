import type { LabelSummary } from '../console/documents.ts';
import { findPeer } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { formatAgo } from './duration.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

export const unbound = defineCommand({
  verb: 'unbound',
  summary: 'Labels that are heard but bound to nothing, and the other way round',
  about: `Lists labels that a radio hears and nobody has bound, strongest first, so that the one in your hand stands on
    top; and labels that are bound to a product but were never heard, which are switched off, out of reach or mistyped.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap label unbound', 'what is left to do after a delivery of labels']],
  async run({ env, terminal, clock }, { flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { LooseLabelsDocument } = await import('../console/binding-documents.ts');
    const answer = await agent.value.read('/api/bindings/loose', LooseLabelsDocument);
    if (!answer.ok) return answer.failure;
    if (flags.json) {
      terminal.out(`${JSON.stringify(answer.value)}\n`);
      return null;
    }
    const { unbound: heard, neverHeard } = answer.value;
    const { colours, width } = terminal;
    const rows = (labels: readonly LabelSummary[]) =>
      labels.map((each): Cell[] => [
        each.id,
        each.rssi === null ? '' : `${each.rssi}`,
        formatAgo(each.lastSeen, clock.now()),
        each.skus.join(' '),
        each.model ?? '',
      ]);
    const table = (title: string, labels: readonly LabelSummary[]) =>
      labels.length === 0
        ? ''
        : `${formatTable(
            [
              { title },
              { title: 'DBM', align: 'right' },
              { title: 'HEARD' },
              { title: 'SKU' },
              { title: 'MODEL', shrinkTo: 8 },
            ],
            rows(labels),
            width,
            colours.dim,
          )}\n`;
    const out = table('HEARD, BOUND TO NOTHING', heard) + table('BOUND, NEVER HEARD', neverHeard);
    terminal.out(out === '' ? 'Every label that is heard is bound, and every label that is bound is heard.\n' : out);
    return null;
  },
});
