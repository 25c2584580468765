import type { NodeEntry, NodeListDocument, NodePinsDocument } from '../console/wired-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo } from './duration.ts';
import { word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'The boards of the aisle, and whether they can be reached',
  about: `Each node with what its firmware says of itself and what hangs on it. A node is unfit when its board can be
    reached, but does not speak Firmata or lacks what a part needs.

    What the parts say is told by endcap sensor list; what single pins can do by endcap node pins.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap node list', 'is every board there?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { NodeListDocument } = await import('../console/wired-documents.ts');
    const answer = await agent.value.read('/api/nodes', NodeListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatNodes(answer.value, context));
    return null;
  },
});

const pins = defineCommand({
  verb: 'pins',
  summary: 'What each pin of a board can do, and what it does',
  about: `As the board itself says it: the modes that its firmware offers on each pin, the one that it is in, what it reads
    or drives, and which part of the configuration uses it. For wiring a new part, and for a board that is unfit.

    A board that cannot be reached has no pins to tell.`,
  args: { id: word('ID', 'The node, as the configuration calls it') },
  flags: agentFlags,
  examples: [['endcap node pins dairy-shelf', 'which pin is free?']],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { NodePinsDocument } = await import('../console/wired-documents.ts');
    const answer = await agent.value.read(`/api/nodes/${encodeURIComponent(args.id)}/pins`, NodePinsDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatPins(answer.value, context));
    return null;
  },
});

export const node: Noun = {
  noun: 'node',
  summary: 'Boards with buttons, lights, sensors and displays, and their pins',
  commands: [list, pins],
};

function stateCell({ state }: NodeEntry, { terminal }: Context): Cell {
  const { colours } = terminal;
  const paint = { ready: colours.green, starting: colours.cyan, down: colours.red, unfit: colours.yellow }[state];
  return { text: state, paint };
}

function formatNodes({ nodes }: NodeListDocument, context: Context): string {
  const { terminal, clock } = context;
  if (nodes.length === 0) return 'There are no nodes: the configuration has no section nodes.\n';
  const rows = nodes.map((one): Cell[] => [
    one.id,
    stateCell(one, context),
    one.since === null ? '' : formatAgo(one.since, clock.now()),
    one.firmware ?? '',
    `${one.parts.length}`,
    one.parts.join(', '),
    [one.reason, one.detail].filter(Boolean).join(': '),
    one.url,
  ]);
  return formatTable(
    [
      { title: 'NODE', shrinkTo: 8 },
      { title: 'STATE' },
      { title: 'SINCE', shrinkTo: 6 },
      { title: 'FIRMWARE', shrinkTo: 8 },
      { title: 'PARTS', align: 'right' },
      { title: 'WHICH', shrinkTo: 6 },
      { title: 'REASON', shrinkTo: 9 },
      { title: 'URL', shrinkTo: 6 },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
}

function formatPins({ pins: all }: NodePinsDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  const rows = all.map((one): Cell[] => [
    one.pin,
    one.part === null ? '' : { text: one.part, paint: colours.cyan },
    one.mode ?? '',
    one.value === null ? '' : `${one.value}`,
    one.modes.join(', ') || { text: 'nothing', paint: colours.dim },
  ]);
  const free = all.filter(({ part, modes }) => part === null && modes.length > 0).length;
  const table = formatTable(
    [
      { title: 'PIN' },
      { title: 'PART', shrinkTo: 8 },
      { title: 'MODE', shrinkTo: 6 },
      { title: 'VALUE', align: 'right' },
      { title: 'CAN', shrinkTo: 8 },
    ],
    rows,
    width,
    colours.dim,
  );
  return `${table}\n${free} free.\n`;
}
