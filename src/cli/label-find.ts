import { findPeer } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { formatAgo } from './duration.ts';
import { exits, failure } from './exit.ts';
import { word } from './flag.ts';
import { askLabel } from './label-lookup.ts';
import { contains, placeOf } from './label-order.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

export const find = defineCommand({
  verb: 'find',
  summary: 'Where is it? By a part of its id, a SKU, a product or a place',
  about: `Lists the labels that fit with their place on the shelf, the radio's last word and how loud it was: above -60 dBm
    it is within a few steps of the gateway. endcap label refresh ID makes its panel flicker, which is seen from afar.`,
  args: { text: word('TEXT', 'A part of an id, SKU, product name or place') },
  flags: agentFlags,
  examples: [
    ['endcap label find milk', 'where does the milk hang?'],
    ['endcap label find 1234', 'by the last digits on its sticker'],
  ],
  async run({ env, terminal, clock }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { LabelListDocument } = await import('../console/documents.ts');
    const answer = await agent.value.read('/api/labels', LabelListDocument);
    if (!answer.ok) return answer.failure;
    const labels = answer.value.labels.filter(label => contains(label, args.text));
    if (labels.length === 0) {
      return failure(exits.failed, 'console.not-found', `Nothing fits "${args.text}".`, 'See endcap label list.');
    }
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, labels })}\n`);
      return null;
    }
    const rows = labels.map((label): Cell[] => [
      label.id,
      placeOf(label) ?? 'nowhere',
      label.name ?? 'bound to nothing',
      formatAgo(label.lastSeen, clock.now()),
      label.rssi === null ? 'not heard' : `${label.rssi} dBm`,
    ]);
    const columns = [
      { title: 'LABEL' },
      { title: 'PLACE' },
      { title: 'PRODUCT', shrinkTo: 12 },
      { title: 'HEARD' },
      { title: 'SIGNAL', align: 'right' as const },
    ];
    terminal.out(formatTable(columns, rows, terminal.width, terminal.colours.dim));
    return null;
  },
});

export const history = defineCommand({
  verb: 'history',
  summary: 'Every step of a label, from the fact to the acknowledgement',
  about: `What was decided, sent, acknowledged, refused and bound, newest first; the last hundred steps. With --json one
    document a line.`,
  args: { id: word('ID', 'The id of a label: twelve hex digits') },
  flags: agentFlags,
  examples: [['endcap label history ffff92001234', 'what happened to it today?']],
  async run(context, { args, flags }) {
    const { terminal } = context;
    const found = await askLabel(args.id, flags.socket, context);
    if (!found.ok) return found.failure;
    if (flags.json) {
      for (const entry of found.value.history) terminal.out(`${JSON.stringify(entry)}\n`);
      return null;
    }
    const rows = found.value.history.map(({ at, event, detail }): Cell[] => [
      at,
      event,
      Object.entries(detail)
        .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
        .join(', '),
    ]);
    if (rows.length === 0) terminal.out('Nothing has happened to it yet.\n');
    else {
      const columns = [{ title: 'WHEN' }, { title: 'WHAT' }, { title: 'DETAIL', shrinkTo: 8 }];
      terminal.out(formatTable(columns, rows, terminal.width, terminal.colours.dim));
    }
    return null;
  },
});

export const flash = defineCommand({
  verb: 'flash',
  summary: 'Have a label flash its light',
  about: `Endcap does not switch on the light of any family yet, so that this is refused with label.cannot-flash. endcap label
    find tells where a label hangs and how loud it is heard; endcap label refresh makes its panel flicker.`,
  args: { id: word('ID', 'The id of a label: twelve hex digits') },
  flags: agentFlags,
  examples: [['endcap label flash ffff92001234', 'which one is it?']],
  async run(context, { args, flags }) {
    const found = await askLabel(args.id, flags.socket, context);
    if (!found.ok) return found.failure;
    const { reasons } = await import('../shelf/reasons.ts');
    const { meaning, fix } = reasons['label.cannot-flash'];
    return failure(exits.refused, 'label.cannot-flash', `${found.value.model ?? found.value.id}: ${meaning}`, fix);
  },
});
