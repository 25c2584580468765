import type { LagDocument } from '../console/documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatDuration } from './duration.ts';
import { on, optionalWord } from './flag.ts';
import { quarantineCommands } from './mesh-quarantine.ts';
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

const resync = defineCommand({
  verb: 'resync',
  summary: 'Ask the mesh for everything again',
  about: `Has the agent fetch a snapshot of a stream, or of all that it knows, and compare. Nothing is thrown away: prices
    stay as they are until the snapshot says otherwise. The agent does this by itself whenever something is missing.`,
  args: { stream: optionalWord('STREAM', 'One stream such as price; all of them unless told') },
  flags: { dryRun: on('Say what would be done, and do nothing'), ...agentFlags },
  examples: [['endcap mesh resync price', 'when somebody doubts the prices']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const what = args.stream === '' ? 'all streams' : `the stream ${args.stream}`;
    if (!flags.dryRun) {
      const { DoneDocument } = await import('../console/documents.ts');
      const body = args.stream === '' ? {} : { stream: args.stream };
      const answer = await agent.value.send('POST', '/api/mesh/resync', body, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    if (flags.json)
      terminal.out(`${JSON.stringify({ schemaVersion: 1, stream: args.stream || null, dryRun: flags.dryRun })}\n`);
    else
      terminal.out(
        `${flags.dryRun ? 'Would ask' : 'Asked'} for ${plain(what)} again; endcap mesh lag tells how it goes.\n`,
      );
    return null;
  },
});

export const mesh: Noun = {
  noun: 'mesh',
  summary: 'The event mesh: what is missing, what was kept out',
  commands: [lag, resync, ...quarantineCommands],
};

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
