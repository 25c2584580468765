import type { PrivacyDocument, PrivacyMode } from '../console/privacy-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo, formatDuration } from './duration.ts';
import { type Answer, wrongUsage } from './exit.ts';
import { on, optionalWord } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const modes: readonly PrivacyMode[] = ['broadcast', 'count', 'consented'];

const read = async (context: Context, socket: string | null): Promise<Answer<PrivacyDocument>> => {
  const agent = findPeer('agent', socket, context.env);
  if (!agent.ok) return agent;
  const { PrivacyDocument } = await import('../console/privacy-documents.ts');
  return agent.value.read('/api/privacy', PrivacyDocument);
};

const report = defineCommand({
  verb: 'report',
  summary: 'What this gateway notices of people, and everything that it keeps',
  about: `The mode that holds and since when, what is kept of anybody, where and for how long, and how many of it there are
    now. Below it stands how many frames of strangers were dropped before anything looked at them, by kind. It is all that
    there is: what is not listed is not kept.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap privacy report', 'for whoever asks, or for the file']],
  async run(context, { flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatReport(answer.value, context));
    return null;
  },
});

const mode = defineCommand({
  verb: 'mode',
  summary: 'Which mode holds, or choose another one',
  about: `broadcast listens to nothing of people, and is the mode of every gateway unless somebody chose otherwise. count
    counts phones for a minute at a time, with keys that it throws away, and tells no number below five. consented
    follows those who have checked in and agreed, and nobody else.

    Only modes that the configuration permits can be chosen; every mode but broadcast wants a notice at the door and an
    impact assessment named there. A choice outlasts a restart and is written to the audit trail.`,
  args: { mode: optionalWord('MODE', `One of ${modes.join(', ')}; left out, the one that holds is shown`) },
  flags: { dryRun: on('Say what would be done, and do nothing'), ...agentFlags },
  examples: [
    ['endcap privacy mode', 'which one holds?'],
    ['endcap privacy mode broadcast', 'listen to nothing of people any more'],
  ],
  async run(context, { args, flags }) {
    const { env, terminal, clock } = context;
    const wanted = modes.find(each => each === args.mode) ?? null;
    if (wanted === null && args.mode !== '')
      return wrongUsage(`MODE must be one of ${modes.join(', ')}, not "${args.mode}".`);
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { PrivacyDocument } = await import('../console/privacy-documents.ts');
    const changes = wanted !== null && !flags.dryRun;
    const answer = changes
      ? await agent.value.send('POST', '/api/privacy/mode', { mode: wanted }, PrivacyDocument)
      : await agent.value.read('/api/privacy', PrivacyDocument);
    if (!answer.ok) return answer.failure;
    const { mode: holds, permitted, since } = answer.value;
    if (flags.json) terminal.out(`${JSON.stringify(answer.value)}\n`);
    else if (wanted !== null && flags.dryRun) {
      const may = permitted.includes(wanted) ? 'would be chosen' : 'would be refused [privacy.mode-not-permitted]';
      terminal.out(`${wanted} ${may}; ${holds} holds.\n`);
    } else {
      terminal.out(`${holds}, for ${formatDuration(clock.now() - Date.parse(since))}. ${sentences[holds]}\n`);
      if (wanted === null) terminal.out(`Permitted: ${permitted.join(', ')}.\n`);
    }
    return null;
  },
});

const unlock = defineCommand({
  verb: 'unlock',
  summary: 'Permit a look at frames for ten minutes, or lock it again',
  about: `Opens endcap beacon sniff for ten minutes, then it locks itself. Even so only frames of our own tags, beacons and
    labels are seen, by name. Every page of the console says that it is open, and it is written to the audit trail.`,
  args: {},
  flags: {
    end: on('Lock it again at once'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [
    ['endcap privacy unlock', 'before endcap beacon sniff'],
    ['endcap privacy unlock --end', 'when it is done'],
  ],
  async run(context, { flags }) {
    const { env, terminal, clock } = context;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { PrivacyDocument } = await import('../console/privacy-documents.ts');
    const answer = flags.dryRun
      ? await agent.value.read('/api/privacy', PrivacyDocument)
      : await agent.value.send(flags.end ? 'DELETE' : 'POST', '/api/privacy/unlock', undefined, PrivacyDocument);
    if (!answer.ok) return answer.failure;
    const { unlockedUntil } = answer.value;
    if (flags.json) terminal.out(`${JSON.stringify(answer.value)}\n`);
    else if (flags.dryRun)
      terminal.out(`Looking at frames would be ${flags.end ? 'locked' : 'open for ten minutes'}.\n`);
    else if (unlockedUntil === null) terminal.out('Looking at frames is locked.\n');
    else {
      const left = formatDuration(Date.parse(unlockedUntil) - clock.now());
      terminal.out(`Looking at frames is open for ${left}: endcap beacon sniff.\n`);
    }
    return null;
  },
});

export const privacy: Noun = {
  noun: 'privacy',
  summary: 'What this gateway notices of people, and everything that it keeps',
  commands: [report, mode, unlock],
};

const sentences: Record<PrivacyMode, string> = {
  broadcast: 'It listens to nothing of people: only to its own labels, sensors and tags.',
  count: 'It counts phones in memory with keys that it throws away; it follows nobody.',
  consented: 'It follows those who have checked in and agreed, and nobody else.',
};

function formatReport(one: PrivacyDocument, { terminal, clock }: Context): string {
  const { colours, width } = terminal;
  const { counting, sessions } = one;
  const pairs: [string, Cell][] = [
    ['Mode', `${one.level}, ${one.mode}`],
    ['Means', sentences[one.mode]],
    ['Since', `${one.since}, ${formatAgo(one.since, clock.now())}`],
    ['Permitted', one.permitted.join(', ')],
    ['Notice', one.notice ?? 'none named'],
    ['Assessment', one.assessment ?? 'none named'],
    [
      'Counting',
      counting === null
        ? 'nobody is counted'
        : `each ${counting.windowSeconds} s, rounded to ${counting.roundedTo}, nothing below ${counting.leastTold}`,
    ],
    [
      'Sessions',
      `${sessions.open} open${sessions.nextEndsAt === null ? '' : `, the next ends ${sessions.nextEndsAt}`}`,
    ],
    [
      'Frames',
      one.unlockedUntil === null
        ? 'locked'
        : { text: `open until ${one.unlockedUntil}, by ${one.unlockedBy}`, paint: colours.yellow },
    ],
    ...Object.entries(one.dropped).map(([kind, count]): [string, Cell] => ['Dropped', `${count} ${kind}`]),
  ];
  const stored = formatTable(
    [
      { title: 'KEPT', shrinkTo: 12 },
      { title: 'WHERE', shrinkTo: 8 },
      { title: 'HOW LONG', shrinkTo: 10 },
      { title: 'NOW', align: 'right' },
    ],
    one.stored.map(({ what, where, howLong, now }): Cell[] => [what, where, howLong, `${now}`]),
    width,
    colours.dim,
  );
  return `${formatPairs(pairs, width)}\n${stored}`;
}
