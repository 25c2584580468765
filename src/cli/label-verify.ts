import { findPeer } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { exits } from './exit.ts';
import { word } from './flag.ts';
import { labelPath, suggestLabel } from './label-lookup.ts';
import { agentFlags } from './peer-flags.ts';
import { formatPairs } from './table.ts';

export const verify = defineCommand({
  verb: 'verify',
  summary: 'What proves that a label shows what it should',
  about: `Says whether the label itself confirmed exactly what it should show now, in which way, and how long ago. Exit
    code 1 when it is not proven.

    The proof of a family that signs its answers is worth more than the acknowledgement of one that does not; that of a
    family that cannot answer is none.`,
  args: { id: word('ID', 'The id of a label: twelve hex digits') },
  flags: agentFlags,
  examples: [['endcap label verify ffff92001234', 'is this one right?']],
  async run({ terminal, env }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { VerifiedLabelDocument } = await import('../console/verify-document.ts');
    const answer = await agent.value.read(`${labelPath(args.id)}/verify`, VerifiedLabelDocument);
    if (!answer.ok) return suggestLabel(args.id, agent.value, answer.failure);
    const label = answer.value;
    if (flags.json) terminal.out(`${JSON.stringify(label)}\n`);
    else {
      const { colours } = terminal;
      const age = label.proofAgeSeconds === null ? '' : `, ${formatDuration(label.proofAgeSeconds * 1000)} ago`;
      const pairs: [string, string | { text: string; paint: (text: string) => string }][] = [
        ['Label', label.label],
        ['Proven', label.proven ? { text: 'yes', paint: colours.green } : { text: 'no', paint: colours.red }],
        ['Shows', label.shows ?? 'nothing proven'],
        ['Should show', label.shouldShow ?? 'nothing'],
        ['Proof', `${label.proof ?? 'none'}${age}`],
      ];
      if (label.reason !== null) pairs.push(['Because', `${label.reason}, since ${label.since}`]);
      terminal.out(formatPairs(pairs, terminal.width));
    }
    return label.proven ? null : { found: exits.failed };
  },
});
