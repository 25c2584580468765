import type { AttentionDocument, Severity } from '../console/attention-document.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo } from './duration.ts';
import { wrap } from './help.ts';
import { agentFlags } from './peer-flags.ts';
import { type Colours, plain } from './terminal.ts';

const list = defineCommand({
  verb: null,
  summary: 'What somebody should look at, worst first',
  about: `One entry per cause, however many labels it strikes, with what mends it. What may show a wrong price comes
    first, then what is not proven, then what will become one of these, then what is only untidy.

    Nothing in the list means that nothing is known to be wrong; endcap doctor looks for what nobody noticed yet.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap attention', 'where to begin in the morning']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { AttentionDocument } = await import('../console/attention-document.ts');
    const answer = await agent.value.read('/api/attention', AttentionDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatAttention(answer.value, context));
    return null;
  },
});

export const attention: Noun = { noun: 'attention', summary: 'What somebody should look at', commands: [list] };

function formatAttention({ entries }: AttentionDocument, { terminal, clock }: Context): string {
  const { colours } = terminal;
  if (entries.length === 0) return `${colours.green('Nothing needs attention.')}\n`;
  const room = Math.max(20, Math.min(terminal.width ?? 100, 100) - 2);
  const indented = (words: string) => `  ${wrap(plain(words), room).replaceAll('\n', '\n  ')}\n`;
  return entries
    .map(entry => {
      const since = entry.since === null ? '' : `, since ${formatAgo(entry.since, clock.now())}`;
      let out = `${paint(entry.severity, colours)(entry.severity)} ${colours.dim(`[${plain(entry.reason)}]${since}`)}\n`;
      out += indented(entry.text) + indented(entry.action.text);
      return entry.action.command === null ? out : `${out}  ${colours.cyan(plain(entry.action.command))}\n`;
    })
    .join('\n');
}

function paint(severity: Severity, colours: Colours): (text: string) => string {
  if (severity === 'wrong') return colours.red;
  return severity === 'chore' ? colours.dim : colours.yellow;
}
