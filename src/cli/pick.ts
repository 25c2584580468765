import type { PickListDocument } from '../console/wired-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { optionalWord, text } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'The labels that a light guides to right now',
  about: `Each label whose light was started and not stopped yet, with the light and since when. A light that is lit for
    another reason, such as an alarm, is not listed here.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap pick list', 'which lights were left on?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { PickListDocument } = await import('../console/wired-documents.ts');
    const answer = await agent.value.read('/api/picks', PickListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatPicks(answer.value, context));
    return null;
  },
});

const start = defineCommand({
  verb: 'start',
  summary: 'Guide to a label, or to the labels of a product, by light',
  about: `Lights the light beside the label until endcap pick stop, so that whoever collects an order or refills the shelf
    finds it at once. It is refused when no light stands beside the label: labels do not flash by themselves.

    Name either a label or a product. Every light that guides somewhere is listed then.`,
  args: {},
  flags: {
    label: text('ID', 'The label: twelve hex digits'),
    sku: text('SKU', 'The product: every label that shows it'),
    ...agentFlags,
  },
  examples: [
    ['endcap pick start --sku 40123', 'where is the cheese?'],
    ['endcap pick start --label 500000000012', 'this place'],
  ],
  async run(context, { flags }) {
    const { label, sku } = flags;
    if ((label === null) === (sku === null))
      return wrongUsage('Name either a label with --label, or a product with --sku.');
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { PickListDocument } = await import('../console/wired-documents.ts');
    const body = label === null ? { sku } : { label: label.toLowerCase().replaceAll(':', '') };
    const answer = await agent.value.send('POST', '/api/picks', body, PickListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatPicks(answer.value, context));
    return null;
  },
});

const stop = defineCommand({
  verb: 'stop',
  summary: 'Guide to a label no more, or to none of them',
  about: `Puts the light out, unless an alarm wants it lit. Without a label, every light that guides somewhere. Those that
    still do are told by endcap pick list.`,
  args: { label: optionalWord('LABEL', 'Twelve hex digits; else all of them') },
  flags: agentFlags,
  examples: [
    ['endcap pick stop 500000000012', 'found it'],
    ['endcap pick stop', 'the order is complete'],
  ],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const [{ DoneDocument }, { PickListDocument }] = await Promise.all([
      import('../console/documents.ts'),
      import('../console/wired-documents.ts'),
    ]);
    let labels = [args.label.toLowerCase().replaceAll(':', '')];
    if (args.label === '') {
      const lit = await agent.value.read('/api/picks', PickListDocument);
      if (!lit.ok) return lit.failure;
      labels = lit.value.picks.map(({ label }) => label);
    }
    for (const label of labels) {
      const path = `/api/picks/${encodeURIComponent(label)}`;
      const answer = await agent.value.send('DELETE', path, undefined, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    const document = { schemaVersion: 1, stopped: labels };
    const said =
      labels.length === 0 ? 'No light guides anywhere.' : `No light guides to ${labels.join(', ')} any more.`;
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});

export const pick: Noun = {
  noun: 'pick',
  summary: 'Lights that guide to a label',
  commands: [list, start, stop],
};

function formatPicks({ picks }: PickListDocument, { terminal, clock }: Context): string {
  if (picks.length === 0) return 'No light guides anywhere.\n';
  const rows = picks.map((one): Cell[] => [one.label, one.light, formatAgo(one.since, clock.now())]);
  const columns = [{ title: 'LABEL' }, { title: 'LIGHT', shrinkTo: 6 }, { title: 'SINCE', shrinkTo: 6 }];
  return formatTable(columns, rows, terminal.width, terminal.colours.dim);
}
