import type { ScreenPlaysDocument } from '../console/screen-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { whole, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { screenPath, suggestScreen } from './screen-path.ts';
import { type Cell, formatTable } from './table.ts';

/** So long proof of play is kept. */
const keptHours = 168;

export const plays = defineCommand({
  verb: 'plays',
  summary: 'Proof of play: what was shown, hour by hour, and how much of it could be seen',
  about: `Counted by the page itself: SEEN is the time in which it was visible and drew frames, UNSEEN the rest, as behind
    another window or with a browser that sleeps. Nobody says whether a person looked. Each offer stands with its version
    and variant. Kept for seven days, and told to the mesh hour by hour.`,
  args: { id: word('ID', 'The screen, as the mesh calls it') },
  flags: { hours: whole('N', { min: 1, max: keptHours, absent: 24 }, 'So many hours back'), ...agentFlags },
  examples: [
    ['endcap screen plays entrance', 'the last day'],
    ['endcap screen plays entrance --hours 168 --json', 'everything that is kept, for a report'],
  ],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { ScreenPlaysDocument } = await import('../console/screen-documents.ts');
    const path = `${screenPath(args.id)}/plays?hours=${flags.hours}`;
    const answer = await agent.value.read(path, ScreenPlaysDocument);
    if (!answer.ok) return suggestScreen(args.id, agent.value, answer.failure);
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatPlays(answer.value, context));
    return null;
  },
});

function formatPlays({ hours }: ScreenPlaysDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  const right = 'right' as const;
  const time = (seconds: number) => formatDuration(seconds * 1000);
  const rows = hours.flatMap(({ hour, plays }) =>
    plays.map((play, at): Cell[] => [
      at === 0 ? `${hour.slice(0, 10)} ${hour.slice(11, 16)}` : '',
      play.entry,
      play.offer === null ? '' : `${play.offer}@${play.version ?? '?'}`,
      play.variant ?? '',
      `${play.count}`,
      time(play.seconds),
      play.unseenSeconds === 0 ? '' : { text: time(play.unseenSeconds), paint: colours.yellow },
    ]),
  );
  if (rows.length === 0) return 'Nothing was played in these hours.\n';
  return formatTable(
    [
      { title: 'HOUR (UTC)', shrinkTo: 5 },
      { title: 'ENTRY', shrinkTo: 6 },
      { title: 'OFFER', shrinkTo: 6 },
      { title: 'VARIANT', shrinkTo: 4 },
      { title: 'PLAYS', align: right },
      { title: 'SEEN', align: right },
      { title: 'UNSEEN', align: right },
    ],
    rows,
    width,
    colours.dim,
  );
}
