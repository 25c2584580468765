import type { WavesDocument } from '../console/upkeep-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo, formatDuration } from './duration.ts';
import { duration, on } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const read = async (context: Context, socket: string | null) => {
  const agent = findPeer('agent', socket, context.env);
  if (!agent.ok) return agent;
  const { WavesDocument } = await import('../console/upkeep-documents.ts');
  return agent.value.read('/api/waves', WavesDocument);
};

const list = defineCommand({
  verb: 'list',
  summary: 'The waves that are over',
  about: `A wave is many labels that became due together, such as all prices of a Monday morning. The last fifty are
    kept, with how long each took. Labels that cannot be reached do not hold a wave up: endcap attention lists them.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap wave list', 'how long does a morning take?']],
  async run(context, { flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    const { terminal, clock } = context;
    if (flags.json) terminal.out(`${JSON.stringify(answer.value)}\n`);
    else if (answer.value.waves.length === 0) terminal.out('There was no wave yet.\n');
    else {
      const rows = answer.value.waves.map((wave): Cell[] => [
        `${wave.id}`,
        formatAgo(wave.startedAt, clock.now()),
        `${wave.total}`,
        formatDuration(wave.seconds * 1000),
      ]);
      const right = 'right' as const;
      terminal.out(
        formatTable(
          [{ title: 'WAVE' }, { title: 'BEGAN' }, { title: 'LABELS', align: right }, { title: 'TOOK', align: right }],
          rows,
          terminal.width,
          terminal.colours.dim,
        ),
      );
    }
    return null;
  },
});

const show = defineCommand({
  verb: 'show',
  summary: 'The wave under way, and whether delivery is paused',
  about: `How many labels of the wave have settled, and when it will be over at the pace of its last fifty labels. No
    estimate means that there is no pace yet, not that it takes no time.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap wave show', 'is the morning done?']],
  async run(context, { flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatWave(answer.value, context));
    return null;
  },
});

const pause = defineCommand({
  verb: 'pause',
  summary: 'Send labels nothing new for a while',
  about: `Holds new uploads back; those under way end in peace, so that no panel is left half drawn. It survives a
    restart, and an alarm stands until endcap wave resume or the end of --for. Prices on the shelf grow old meanwhile,
    also those that had to change by law at a certain time.`,
  args: {},
  flags: {
    for: duration('30m', 'Resume after so long; at most a day'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [['endcap wave pause --for 30m', 'while somebody measures the radio']],
  async run({ env, terminal }, { flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { DoneDocument } = await import('../console/documents.ts');
    const forSeconds = flags.for === null ? null : Math.ceil(flags.for / 1000);
    if (!flags.dryRun) {
      const body = forSeconds === null ? {} : { forSeconds };
      const answer = await agent.value.send('POST', '/api/waves/pause', body, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    const until = forSeconds === null ? 'until endcap wave resume' : `for ${formatDuration(forSeconds * 1000)}`;
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, paused: !flags.dryRun, forSeconds })}\n`);
    else terminal.out(`Delivery ${flags.dryRun ? 'would be' : 'is'} paused ${until}.\n`);
    return null;
  },
});

const resume = defineCommand({
  verb: 'resume',
  summary: 'Let uploads go on',
  about: 'Ends a pause; whatever became due meanwhile goes out, most urgent first.',
  args: {},
  flags: { dryRun: on('Say what would be done, and do nothing'), ...agentFlags },
  examples: [['endcap wave resume', 'when the measuring is over']],
  async run({ env, terminal }, { flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { DoneDocument } = await import('../console/documents.ts');
    if (!flags.dryRun) {
      const answer = await agent.value.send('POST', '/api/waves/resume', undefined, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, resumed: !flags.dryRun })}\n`);
    else terminal.out(`Delivery ${flags.dryRun ? 'would go' : 'goes'} on.\n`);
    return null;
  },
});

export const wave: Noun = {
  noun: 'wave',
  summary: 'Many labels at once: how far, how long, and holding them back',
  commands: [list, show, pause, resume],
};

function formatWave({ current, paused }: WavesDocument, { terminal, clock }: Context): string {
  const { colours } = terminal;
  const pairs: [string, Cell][] = [];
  if (current === null) pairs.push(['Wave', 'none is under way']);
  else {
    const eta =
      current.etaSeconds === null ? 'no estimate yet' : `ready in ${formatDuration(current.etaSeconds * 1000)}`;
    pairs.push(['Wave', `${current.done} of ${current.total} labels, ${eta}`]);
  }
  if (paused === null) pairs.push(['Delivery', 'goes on']);
  else {
    const until = paused.until === null ? 'until somebody resumes' : `until ${paused.until}`;
    const text = `paused ${until}, by ${paused.actor} ${formatAgo(paused.since, clock.now())}`;
    pairs.push(['Delivery', { text, paint: colours.yellow }]);
  }
  return formatPairs(pairs, terminal.width);
}
