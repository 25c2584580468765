import type { AlarmEntry, AlarmListDocument } from '../console/wired-documents.ts';
import { findPeer } from './agent-client.ts';
import { acknowledge, readAlarms, silence, test } from './alarm-change.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { shortAge } from './duration.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'The alarms of queues, zones and buttons, with thresholds and state',
  about: `What each alarm looks at, what that is now, from where it is raised and below which it is cleared again, and what it
    does then. The alarms of the gateway itself stand in endcap status and endcap attention.

    pending: over the threshold, but not for long enough. off-hours: its hours are over. escalated: nobody has
    acknowledged it in time.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap alarm list', 'who is waited for?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const answer = await readAlarms(agent.value);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatAlarms(answer.value, context));
    return null;
  },
});

export const alarm: Noun = {
  noun: 'alarm',
  summary: 'Alarms of queues, zones and buttons: seeing to them, silencing, trying',
  commands: [list, acknowledge, silence, test],
};

function stateCell({ state }: AlarmEntry, { terminal }: Context): Cell {
  const { colours } = terminal;
  const paint = {
    quiet: colours.green,
    pending: colours.yellow,
    raised: colours.red,
    escalated: colours.red,
    acknowledged: colours.cyan,
    silenced: colours.dim,
    'off-hours': colours.dim,
  }[state];
  return { text: state, paint };
}

function formatAlarms({ alarms }: AlarmListDocument, context: Context): string {
  const { terminal, clock } = context;
  if (alarms.length === 0) return 'There are no alarms: the configuration has no section watches.\n';
  const right = 'right' as const;
  const figure = (value: number | null) => (value === null ? '' : `${value}`);
  const rows = alarms.map((one): Cell[] => [
    one.id,
    stateCell(one, context),
    one.severity,
    shortAge(one.since, clock.now()),
    figure(one.value),
    figure(one.raise),
    figure(one.clear),
    one.text,
    one.on,
    one.acknowledgedBy ?? (one.silencedUntil === null ? '' : `until ${one.silencedUntil.slice(11, 16)} UTC`),
    one.actions.join(', '),
  ]);
  return formatTable(
    [
      { title: 'ALARM', shrinkTo: 8 },
      { title: 'STATE' },
      { title: 'SEVERITY', shrinkTo: 4 },
      { title: 'SINCE', align: right },
      { title: 'NOW', align: right },
      { title: 'RAISE', align: right },
      { title: 'CLEAR', align: right },
      { title: 'SAYS', shrinkTo: 8 },
      { title: 'ON', shrinkTo: 6 },
      { title: 'BY', shrinkTo: 4 },
      { title: 'DOES', shrinkTo: 4 },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
}
