import type { LabelDocument, LabelSummary } from '../console/documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { confidenceCell, confidences } from './confidence.ts';
import { formatAgo, shortAge } from './duration.ts';
import { choice, on, text, word } from './flag.ts';
import { bind, replace, unbind } from './label-bind.ts';
import { find, flash, history } from './label-find.ts';
import { askLabel } from './label-lookup.ts';
import { comparison, contains, labelOrders, placeOf } from './label-order.ts';
import { refresh } from './label-refresh.ts';
import { render } from './label-render.ts';
import { unbound } from './label-unbound.ts';
import { verify } from './label-verify.ts';
import { why } from './label-why.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'Every label, what it shows and how sure that is',
  about: `One line for each label that is bound or was ever heard. "confirmed" means that the label itself acknowledged
    exactly this content; "sent" that it was handed over to a family that cannot acknowledge.

    Battery and signal are those of the last time it was heard. The list does not say why a label is not confirmed
    beyond its reason code: endcap label why ID does.`,
  args: {},
  flags: {
    confidence: choice('WORD', confidences, 'Only labels of this confidence'),
    aisle: text('A', 'Only labels in this aisle'),
    reason: text('CODE', 'Only labels with this reason'),
    search: text('TEXT', 'Only labels whose id, SKU, product or place contains this'),
    sort: choice('BY', labelOrders, 'The order of the lines; by id unless told'),
    ndjson: on('One document a line, for streams'),
    ...agentFlags,
  },
  examples: [
    ['endcap label list --confidence failed', 'what needs somebody to go there'],
    ['endcap label list --aisle 3', 'one aisle'],
  ],
  async run(context, { flags }) {
    const { terminal } = context;
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { LabelListDocument } = await import('../console/documents.ts');
    const answer = await agent.value.read('/api/labels', LabelListDocument);
    if (!answer.ok) return answer.failure;
    const labels = answer.value.labels.filter(
      label =>
        (flags.confidence === null || label.confidence === flags.confidence) &&
        (flags.aisle === null || label.position?.aisle === flags.aisle) &&
        (flags.reason === null || label.reason === flags.reason) &&
        (flags.search === null || contains(label, flags.search)),
    );
    if (flags.sort !== null) labels.sort(comparison(flags.sort));
    if (flags.ndjson) {
      for (const label of labels) terminal.out(`${JSON.stringify(label)}\n`);
    } else if (flags.json) {
      terminal.out(`${JSON.stringify({ ...answer.value, labels })}\n`);
    } else if (labels.length === 0) {
      terminal.err(answer.value.labels.length === 0 ? 'No labels yet.\n' : 'No label fits.\n');
    } else {
      terminal.out(formatLabels(labels, context));
    }
    return null;
  },
});

const show = defineCommand({
  verb: 'show',
  summary: 'One label with its content and its history',
  about: `What a label shows and should show, how it was heard, and what happened to it last. The battery's voltage is
    what the label said itself; nobody measures it.`,
  args: { id: word('ID', 'The id of a label: twelve hex digits') },
  flags: agentFlags,
  examples: [
    ['endcap label show ffff92001234', 'for people'],
    ['endcap label show ffff92001234 --json', 'everything that is known, as a document'],
  ],
  async run(context, { args, flags }) {
    const found = await askLabel(args.id, flags.socket, context);
    if (!found.ok) return found.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(found.value)}\n` : formatLabel(found.value, context));
    return null;
  },
});

export const label: Noun = {
  noun: 'label',
  summary: 'Shelf labels: what they show, and why',
  commands: [list, show, why, verify, render, bind, unbind, replace, unbound, find, history, refresh, flash],
};

function formatLabels(labels: readonly LabelSummary[], { terminal, clock }: Context): string {
  const { colours } = terminal;
  const nowMs = clock.now();
  const rows = labels.map((item): Cell[] => [
    item.id,
    placeOf(item) ?? '',
    item.priceText ?? '',
    confidenceCell(item.confidence, colours),
    item.progress ? `${item.progress.done}/${item.progress.total}` : (item.reason ?? ''),
    item.name ?? item.skus.join(' '),
    shortAge(item.lastSeen, nowMs),
    item.batteryMv === null ? '' : voltsOf(item.batteryMv),
    item.rssi === null ? '' : `${item.rssi}`,
    item.model ?? '',
  ]);
  return formatTable(
    [
      { title: 'LABEL' },
      { title: 'PLACE' },
      { title: 'SHOWS', align: 'right' },
      { title: 'CONFIDENCE' },
      { title: 'REASON', shrinkTo: 18 },
      { title: 'PRODUCT', shrinkTo: 12 },
      { title: 'HEARD', align: 'right' },
      { title: 'BATTERY', align: 'right' },
      { title: 'DBM', align: 'right' },
      { title: 'MODEL', shrinkTo: 8 },
    ],
    rows,
    terminal.width,
    colours.dim,
  );
}

function formatLabel(item: LabelDocument, { terminal, clock }: Context): string {
  const { colours, width } = terminal;
  const nowMs = clock.now();
  const { shown, desired } = item.content;
  const firmware = item.firmware ? `, firmware ${item.firmware}` : '';
  const panel = item.panel ? `, ${item.panel.width}×${item.panel.height} ${item.panel.palette}` : '';
  const pairs: [string, Cell][] = [
    ['Label', item.id],
    ['Model', item.model === null ? 'not known yet' : `${item.model}${panel}${firmware}`],
    ['Place', placeOf(item) ?? 'none'],
    ['Product', `${item.name ?? 'unknown'} (SKU ${item.skus.join(', ') || 'none'})`],
    ['Confidence', confidenceCell(item.confidence, colours)],
  ];
  if (item.reason !== null) pairs.push(['Reason', item.reason]);
  pairs.push(
    [
      'Shows',
      `${shown?.notice ?? shown?.priceText ?? 'nothing proven'}${item.shown ? `, since ${item.shown.at}` : ''}`,
    ],
    ['Should show', desired?.priceText ?? 'nothing'],
  );
  if (desired?.unitPriceText) pairs.push(['Unit price', desired.unitPriceText]);
  if (desired?.badge) pairs.push(['Badge', desired.badge]);
  if (item.progress) pairs.push(['Upload', `${item.progress.done} of ${item.progress.total} blocks`]);
  if (item.next !== null) pairs.push(['Next', item.next]);
  const signal = item.rssi === null ? '' : ` at ${item.rssi} dBm`;
  pairs.push(['Heard', `${formatAgo(item.lastSeen, nowMs)}${item.radio ? ` by ${item.radio}` : ''}${signal}`]);
  const { health } = item;
  pairs.push(['Battery', batteryText(item)]);
  if (health.missedCheckIns !== null && health.missedCheckIns > 0) {
    pairs.push(['Missed', { text: `${health.missedCheckIns} check-ins in a row`, paint: colours.yellow }]);
  }
  pairs.push(['Confirmed', formatAgo(health.lastAcknowledged, nowMs)]);
  pairs.push(['Key', item.hasKey ? 'stored' : 'none']);
  let out = formatPairs(pairs, width);
  if (item.history.length > 0) {
    const rows = item.history.slice(0, 15).map((entry): Cell[] => [entry.at, entry.event, detailOf(entry.detail)]);
    out += `\n${formatTable([{ title: 'WHEN' }, { title: 'WHAT' }, { title: 'DETAIL', shrinkTo: 8 }], rows, width, colours.dim)}`;
  }
  return out;
}

function batteryText({ batteryMv, health }: LabelDocument): string {
  if (batteryMv === null) return 'not known';
  const share = health.batteryShare === null ? '' : `, ${Math.round(health.batteryShare * 100)} % left`;
  const days = health.batteryEmptyInDays;
  const until =
    days === null
      ? `no forecast yet (${health.batteryForecastMissing})`
      : `empty in about ${days.likely} days (${days.low} to ${days.high ?? 'years'})`;
  return `${voltsOf(batteryMv)}${share}; ${until}`;
}

function voltsOf(millivolts: number): string {
  return `${(millivolts / 1000).toFixed(2)} V`;
}

function detailOf(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}
