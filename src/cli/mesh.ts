import type { LagDocument, QuarantineDocument } from '../console/documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatDuration, shortAge } from './duration.ts';
import { type Failure, wrongUsage } from './exit.ts';
import { text } from './flag.ts';
import { wrap } from './help.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';
import { plain } from './terminal.ts';

const lag = defineCommand({
  verb: 'lag',
  summary: 'How far the agent is behind the mesh, stream by stream',
  about: `For each stream of facts: up to where every fact has arrived, where the mesh says that the stream stands (its
    signed head), how many are known to be missing, and up to where the labels prove it.

    Without a recent head nobody can tell whether something is missing: look at the head's age first.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap mesh lag', 'is the shelf up to date?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { LagDocument } = await import('../console/documents.ts');
    const answer = await agent.value.read('/api/mesh/lag', LagDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatLag(answer.value, context));
    return null;
  },
});

const quarantine = defineCommand({
  verb: 'quarantine',
  summary: 'Messages that were not believed, and why',
  about: `Lists the messages that were kept out, newest first, each with its reason code; the same message again only
    counts. --release ID accepts one after all, where its rule can be waived; --drop ID forgets it.

    A message that was not signed by the right key can never be released: only the mesh can publish it properly.`,
  args: {},
  flags: {
    release: text('ID', 'Accept this message after all'),
    drop: text('ID', 'Forget this message'),
    ...agentFlags,
  },
  examples: [
    ['endcap mesh quarantine', 'what was kept out'],
    ['endcap mesh quarantine --release 17', 'a price that looked like a slip, but is meant'],
  ],
  async run(context, { flags }) {
    const { release, drop } = flags;
    if (release !== null && drop !== null) return wrongUsage('--release and --drop exclude each other.');
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    if (release !== null) return decide(agent.value, release, 'release', flags.json, context);
    if (drop !== null) return decide(agent.value, drop, 'drop', flags.json, context);
    const { QuarantineDocument } = await import('../console/documents.ts');
    const answer = await agent.value.read('/api/mesh/quarantine', QuarantineDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatQuarantine(answer.value, context));
    return null;
  },
});

export const mesh: Noun = {
  noun: 'mesh',
  summary: 'The event mesh: what is missing, what was kept out',
  commands: [lag, quarantine],
};

async function decide(
  agent: LocalClient,
  id: string,
  verb: 'release' | 'drop',
  asJson: boolean,
  { terminal }: Context,
): Promise<Failure | null> {
  const { DoneDocument } = await import('../console/documents.ts');
  const path = `/api/mesh/quarantine/${encodeURIComponent(id)}/${verb}`;
  const answer = await agent.send('POST', path, undefined, DoneDocument);
  if (!answer.ok) return answer.failure;
  const done = verb === 'release' ? 'released' : 'dropped';
  terminal.out(asJson ? `${JSON.stringify({ schemaVersion: 1, id, done })}\n` : `${plain(id)} ${done}\n`);
  return null;
}

function formatLag(document: LagDocument, { terminal }: Context): string {
  const { colours } = terminal;
  const rows = document.streams.map((stream): Cell[] => [
    stream.name,
    `${stream.epoch}`,
    `${stream.seq}`,
    stream.headSeq === null ? '–' : `${stream.headSeq}`,
    stream.headAgeMs === null ? 'never' : formatDuration(stream.headAgeMs),
    { text: `${stream.gap}`, paint: stream.gap > 0 ? colours.yellow : colours.green },
    stream.appliedSeq === null ? '–' : `${stream.appliedSeq}`,
  ]);
  const right = 'right' as const;
  const table = formatTable(
    [
      { title: 'STREAM' },
      { title: 'EPOCH', align: right },
      { title: 'SEQ', align: right },
      { title: 'HEAD', align: right },
      { title: 'HEAD AGE', align: right },
      { title: 'MISSING', align: right },
      { title: 'ON THE SHELF', align: right },
    ],
    rows,
    terminal.width,
    colours.dim,
  );
  return `Mesh ${document.state}\n\n${table}`;
}

function formatQuarantine(document: QuarantineDocument, { terminal, clock }: Context): string {
  const { colours } = terminal;
  if (document.items.length === 0) return 'Nothing is in quarantine.\n';
  const nowMs = clock.now();
  const table = formatTable(
    [
      { title: 'ID' },
      { title: 'LAST', align: 'right' },
      { title: 'TIMES', align: 'right' },
      { title: 'REASON' },
      { title: 'TOPIC', shrinkTo: 16 },
      { title: 'DETAIL', shrinkTo: 12 },
    ],
    document.items.map((item): Cell[] => [
      item.id,
      shortAge(item.at, nowMs),
      `${item.count}`,
      { text: item.reason, paint: colours.yellow },
      item.topic,
      item.detail,
    ]),
    terminal.width,
    colours.dim,
  );
  const counts = Object.entries(document.counts).map(([reason, count]) => `${count} × ${plain(reason)}`);
  return `${table}\n${wrap(counts.join(', '), terminal.width ?? 100)}\n`;
}
