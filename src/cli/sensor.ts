import type { SensorDocument, SensorEntry, SensorListDocument } from '../console/wired-documents.ts';
import { reasons } from '../shelf/reasons.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo, shortAge } from './duration.ts';
import { word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { calibrate, sensorPath, simulate, tare } from './sensor-change.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'Everything on wires, and what it says now',
  about: `Buttons, lights, motion sensors, lines, load cells, displays and relays of the nodes, and the scales and scanners
    at the tills. A weight of a load cell is an estimate and never billed; only a verified scale weighs for a price.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap sensor list', 'what do they say right now?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { SensorListDocument } = await import('../console/wired-documents.ts');
    const answer = await agent.value.read('/api/sensors', SensorListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatSensors(answer.value, context));
    return null;
  },
});

const show = defineCommand({
  verb: 'show',
  summary: 'One of them: each of its values, and its newest events',
  about: `Every value that it says, how that came about and how far it can be trusted, from 0 to 1; what it is for, and what
    happened last, newest first. Where something is wrong with it, what helps.`,
  args: { id: word('ID', 'The part, scale or scanner, as the configuration calls it') },
  flags: agentFlags,
  examples: [['endcap sensor show cheese-cell', 'was the last pick noticed?']],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { SensorDocument } = await import('../console/wired-documents.ts');
    const answer = await agent.value.read(sensorPath(args.id), SensorDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatSensor(answer.value, context));
    return null;
  },
});

export const sensor: Noun = {
  noun: 'sensor',
  summary: 'Buttons, lights, lines, load cells, displays, scales and scanners',
  commands: [list, show, tare, calibrate, simulate],
};

const saysOf = ({ values }: Pick<SensorEntry, 'values'>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

function stateCell({ state, reason }: SensorEntry, { terminal }: Context): Cell {
  return reason === null ? state : { text: state, paint: terminal.colours.yellow };
}

function formatSensors({ sensors }: SensorListDocument, context: Context): string {
  const { terminal, clock } = context;
  if (sensors.length === 0) return 'Nothing is on wires here: see nodes, scales and scanners in the configuration.\n';
  const rows = sensors.map((one): Cell[] => [
    one.id,
    one.kind,
    one.node ?? '',
    one.zone ?? '',
    stateCell(one, context),
    saysOf(one),
    one.lastEvent === null ? '' : `${one.lastEvent.event}, ${shortAge(one.lastEvent.at, clock.now())}`,
    one.reason === null ? '' : { text: one.reason, paint: terminal.colours.yellow },
  ]);
  return formatTable(
    [
      { title: 'SENSOR', shrinkTo: 8 },
      { title: 'KIND', shrinkTo: 6 },
      { title: 'NODE', shrinkTo: 5 },
      { title: 'ZONE', shrinkTo: 5 },
      { title: 'STATE', shrinkTo: 5 },
      { title: 'SAYS', shrinkTo: 8 },
      { title: 'LAST', shrinkTo: 6 },
      { title: 'REASON', shrinkTo: 10 },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
}

function formatSensor(one: SensorDocument, context: Context): string {
  const { terminal, clock } = context;
  const { colours, width } = terminal;
  const known = Object.entries(reasons).find(([code]) => code === one.reason)?.[1];
  const pairs: [string, Cell][] = [
    ['Sensor', `${one.id} (${one.kind})`],
    ['Node', one.node ?? 'none: it has a line of its own'],
    ['Zone', one.zone ?? 'none'],
    ['State', stateCell(one, context)],
    ...(one.reason === null ? [] : [['Reason', { text: one.reason, paint: colours.yellow }] as [string, Cell]]),
    ...(known ? [['What helps', known.fix] as [string, Cell]] : []),
    ...(one.role === null ? [] : [['For', one.role] as [string, Cell]]),
    ...(one.sku === null ? [] : [['Product', one.sku] as [string, Cell]]),
    ...(one.label === null ? [] : [['Label', one.label] as [string, Cell]]),
    ...Object.entries(one.values).map(([name, value]): [string, Cell] => [name, `${value}`]),
    ['Known by', `${one.method}, trust ${one.confidence}`],
  ];
  if (one.events.length === 0) return formatPairs(pairs, width);
  const rows = one.events.map(({ at, event, text }): Cell[] => [formatAgo(at, clock.now()), event, text]);
  const columns = [
    { title: 'WHEN', shrinkTo: 6 },
    { title: 'EVENT', shrinkTo: 5 },
    { title: 'WHAT', shrinkTo: 8 },
  ];
  return `${formatPairs(pairs, width)}\n${formatTable(columns, rows, width, colours.dim)}`;
}
