import type { LabelDocument } from '../console/documents.ts';
import { type Context, defineCommand } from './command.ts';
import { confidenceCell, paintOf } from './confidence.ts';
import { formatAgo } from './duration.ts';
import { word } from './flag.ts';
import { wrap } from './help.ts';
import { askLabel } from './label-lookup.ts';
import { agentFlags } from './peer-flags.ts';
import { plain } from './terminal.ts';

export const why = defineCommand({
  verb: 'why',
  summary: 'Why a label shows what it shows',
  about: `Explains one label on one screen: what it shows, what it should show, each rule and fact that had a say with
    its reason code, and what happens next.

    It explains the agent's decision from the facts that it has. Whether the mesh sent the right price is beyond it;
    endcap mesh lag tells whether something is missing.`,
  args: { id: word('ID', 'The id of a label: twelve hex digits') },
  flags: agentFlags,
  examples: [['endcap label why ffff92001234', 'when a customer points at a price']],
  async run(context, { args, flags }) {
    const found = await askLabel(args.id, flags.socket, context);
    if (!found.ok) return found.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(found.value)}\n` : explain(found.value, context));
    return null;
  },
});

function explain(item: LabelDocument, { terminal, clock }: Context): string {
  const { colours } = terminal;
  const nowMs = clock.now();
  const { shown, desired } = item.content;
  const cell = confidenceCell(item.confidence, colours);
  const confidence = typeof cell === 'string' ? cell : paintOf(item.confidence, colours)(cell.text);
  const name = item.name === null ? '' : ` ${plain(item.name)}`;
  let out = `${colours.bold(item.id)}${name}\n`;
  out += `Shows ${colours.bold(plain(shown?.priceText ?? 'nothing proven'))}: ${confidence}`;
  out += item.reason === null ? '\n' : ` ${colours.dim(`[${plain(item.reason)}]`)}\n`;
  if (desired === null) out += 'It should show nothing.\n';
  else if (desired.priceText !== shown?.priceText) out += `It should show ${colours.bold(plain(desired.priceText))}.\n`;
  else if (item.desired?.hash !== item.shown?.hash) out += 'The price is right, the rest of the picture is not yet.\n';
  if (item.why.length > 0) out += '\nBecause\n';
  const indent = 2 + Math.max(0, ...item.why.map(entry => entry.rule.length)) + 2;
  const room = Math.max(20, Math.min(terminal.width ?? 100, 100) - indent);
  for (const entry of item.why) {
    const code = entry.reason === null ? '' : ` [${entry.reason}]`;
    const when = entry.at === null ? '' : ` (${formatAgo(entry.at, nowMs)})`;
    const text = wrap(plain(`${entry.text}${code}${when}`), room).replaceAll('\n', `\n${' '.repeat(indent)}`);
    out += `  ${colours.cyan(plain(entry.rule).padEnd(indent - 2))}${text}\n`;
  }
  out += `\n${item.next === null ? 'Nothing is left to do.' : `Next: ${plain(item.next)}`}\n`;
  return out;
}
