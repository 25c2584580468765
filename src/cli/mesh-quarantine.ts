import type { QuarantineDocument } from '../console/documents.ts';
import type { HeldMessageDocument } from '../console/upkeep-documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { shortAge } from './duration.ts';
import { exits, type Failure, type Found, wrongUsage } from './exit.ts';
import { on, optionalWord, text, word } from './flag.ts';
import { wrap } from './help.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';
import { plain } from './terminal.ts';

type Decision = 'release' | 'drop';

const list = defineCommand({
  verb: 'quarantine',
  summary: 'Messages that were not believed, and why',
  about: `Lists the messages that were kept out, newest first, each with its reason code; the same message again only
    counts. mesh quarantine show ID tells all about one, release accepts it after all where its rule can be waived, drop
    forgets it.

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

const show = defineCommand({
  verb: 'quarantine show',
  summary: 'One message that was not believed, as it came',
  about: `Shows the whole message with the reason that kept it out, what the reason means and what to do. At most 16 KiB
    of a message are kept.`,
  args: { id: word('ID', 'Its number in endcap mesh quarantine') },
  flags: agentFlags,
  examples: [['endcap mesh quarantine show 17', 'before releasing or dropping it']],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { HeldMessageDocument } = await import('../console/upkeep-documents.ts');
    const path = `/api/mesh/quarantine/${encodeURIComponent(args.id)}`;
    const answer = await agent.value.read(path, HeldMessageDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatMessage(answer.value, context));
    return null;
  },
});

const decision = (verb: Decision, summary: string, about: string, example: string) =>
  defineCommand({
    verb: `quarantine ${verb}`,
    summary,
    about,
    args: { id: optionalWord('ID', 'Its number in endcap mesh quarantine') },
    flags: {
      reason: text('CODE', 'All messages that this reason kept out'),
      dryRun: on('Say what would be done, and do nothing'),
      ...agentFlags,
    },
    examples: [
      [`endcap mesh quarantine ${verb} 17`, example],
      [`endcap mesh quarantine ${verb} --reason mesh.held-change-too-large --dry-run`, 'see which ones'],
    ],
    async run(context, { args, flags }): Promise<Failure | Found | null> {
      if ((args.id === '') === (flags.reason === null)) return wrongUsage('Give either an ID or --reason CODE.');
      const agent = findPeer('agent', flags.socket, context.env);
      if (!agent.ok) return agent.failure;
      let ids = [args.id];
      if (flags.reason !== null) {
        const { QuarantineDocument } = await import('../console/documents.ts');
        const held = await agent.value.read('/api/mesh/quarantine', QuarantineDocument);
        if (!held.ok) return held.failure;
        ids = held.value.items.filter(item => item.reason === flags.reason).map(item => item.id);
      }
      if (flags.dryRun) {
        const document = { schemaVersion: 1, would: verb, ids };
        context.terminal.out(
          flags.json ? `${JSON.stringify(document)}\n` : `Would ${verb} ${ids.join(', ') || 'nothing'}.\n`,
        );
        return null;
      }
      let refused: Failure | null = null;
      for (const id of ids) refused = (await decide(agent.value, id, verb, flags.json, context)) ?? refused;
      if (refused !== null && ids.length > 1) {
        context.terminal.err(`Not all: ${refused.message}\n`);
        return { found: exits.failed };
      }
      return refused;
    },
  });

const release = decision(
  'release',
  'Accept a held message after all',
  `For a price that looked like a slip but is meant: the rule that held it is waived once, and who did so stands in the
    audit trail. Signatures, versions and prices of zero cannot be waived.`,
  'a price that is meant',
);
const drop = decision(
  'drop',
  'Forget a held message',
  'For what is known to be spoilt. The counters per reason remain; the message itself is gone.',
  'it is known to be spoilt',
);

export const quarantineCommands = [list, show, release, drop];

async function decide(
  agent: LocalClient,
  id: string,
  verb: Decision,
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

function formatMessage(message: HeldMessageDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  const pairs: [string, Cell][] = [
    ['Message', message.id],
    ['Topic', message.topic],
    ['Came', `${message.times} times, last ${message.lastAt}`],
    ['Reason', { text: message.reason, paint: colours.yellow }],
    ['Detail', message.detail],
    ['Can be', message.releasable ? 'released or dropped' : 'dropped'],
  ];
  const room = Math.max(20, Math.min(width ?? 100, 100));
  const advice = [message.meaning, message.fix].filter(words => words !== null).join(' ');
  return `${formatPairs(pairs, width)}\n${wrap(advice, room)}\n\n${indented(message.payload)}\n`;
}

/** JSON on lines of its own; what is no JSON as it came, made safe to print. */
function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2).split('\n').map(plain).join('\n');
  } catch {
    return plain(payload);
  }
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
