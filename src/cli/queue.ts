import type { QueueEntry, QueueListDocument } from '../console/wired-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatDuration } from './duration.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'The queues: how long, how long one waits, and the last hour',
  about: `How many people stand in each queue and how long they wait: their number divided by how many are served in that
    time, by the law of Little. WAIT is empty when nobody was served lately. TRUST is from 0 to 1.

    A queue is stuck when people should stand in it and nobody has moved for long; then a beam is blocked, or the count
    has drifted: endcap count zero.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap queue list', 'should another till be opened?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { QueueListDocument } = await import('../console/wired-documents.ts');
    const answer = await agent.value.read('/api/queues', QueueListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatQueues(answer.value, context));
    return null;
  },
});

export const queue: Noun = {
  noun: 'queue',
  summary: 'Queues: their length and waiting time',
  commands: [list],
};

const bars = '▁▂▃▄▅▆▇█';
/** Columns that the last hour takes. */
const hourColumns = 20;

/** The last hour in bars of the same width, the highest of each stretch; nothing where nothing is known. */
function drawHour(lengths: readonly number[]): string {
  const most = Math.max(1, ...lengths);
  const stretch = Math.ceil(lengths.length / hourColumns);
  let drawn = '';
  for (let at = 0; at < lengths.length; at += stretch) {
    const highest = Math.max(...lengths.slice(at, at + stretch));
    drawn += bars[Math.round((highest / most) * (bars.length - 1))];
  }
  return drawn;
}

function stateCell({ state }: QueueEntry, { terminal }: Context): Cell {
  const { colours } = terminal;
  const paint = { quiet: colours.green, busy: colours.cyan, alarmed: colours.red, stuck: colours.yellow }[state];
  return { text: state, paint };
}

function formatQueues({ queues }: QueueListDocument, context: Context): string {
  const { terminal } = context;
  if (queues.length === 0) return 'There are no queues: the configuration has no section queues.\n';
  const right = 'right' as const;
  const rows = queues.map((one): Cell[] => [
    one.id,
    one.zone,
    stateCell(one, context),
    `${one.length}`,
    one.waitSeconds === null ? '' : formatDuration(one.waitSeconds * 1000),
    `${Math.round(one.servedPerHour)}`,
    drawHour(one.lengths),
    `${one.entered}`,
    `${one.left}`,
    `${one.confidence}`,
  ]);
  return formatTable(
    [
      { title: 'QUEUE', shrinkTo: 8 },
      { title: 'ZONE', shrinkTo: 5 },
      { title: 'STATE' },
      { title: 'LENGTH', align: right },
      { title: 'WAIT', align: right },
      { title: 'SERVED/H', align: right },
      { title: 'LAST HOUR', shrinkTo: 9 },
      { title: 'IN', align: right },
      { title: 'OUT', align: right },
      { title: 'TRUST', align: right },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
}
