import type { TagEntry, ZoneEntry, ZoneListDocument } from '../console/zone-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo, formatDuration, shortAge } from './duration.ts';
import { exits, failure } from './exit.ts';
import { word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const read = async (context: Context, socket: string | null) => {
  const agent = findPeer('agent', socket, context.env);
  if (!agent.ok) return agent;
  const { ZoneListDocument } = await import('../console/zone-documents.ts');
  return agent.value.read('/api/zones', ZoneListDocument);
};

const list = defineCommand({
  verb: 'list',
  summary: 'The zones of the store, and what of ours is in them',
  about: `Each zone with its tags, labels, beacons and offers, and how busy it was against the busiest of the last hour. A
    zone is silent when no radio that stands for it can be heard, so that nothing is known of it.

    PEOPLE is empty where people are not counted, which is so unless the store has chosen it: endcap privacy report.
    Figures below the least that is told stand as "few".`,
  args: {},
  flags: agentFlags,
  examples: [['endcap zone list', 'where is what?']],
  async run(context, { flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatZones(answer.value, context));
    return null;
  },
});

const show = defineCommand({
  verb: 'show',
  summary: 'One zone: its tags with battery and readings, its beacons and offers',
  about: `Every tag that is in the zone now, since when, how well it is heard, its battery and what it said last. Beside a
    figure stands how it came about and how far it can be trusted, from 0 to 1: a zone is where a tag is heard best, not a
    measured place.`,
  args: { id: word('ID', 'The zone, as the configuration calls it') },
  flags: agentFlags,
  examples: [['endcap zone show dairy', 'how warm is it there?']],
  async run(context, { args, flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    const { zones } = answer.value;
    const zone = zones.find(({ id }) => id === args.id);
    if (!zone) {
      const known = zones.map(({ id }) => id).join(', ');
      const hint = known === '' ? 'The configuration has no section zones.' : `There are: ${known}.`;
      return failure(exits.failed, 'zone.unknown', `There is no zone ${args.id}.`, hint);
    }
    const { terminal } = context;
    terminal.out(flags.json ? `${JSON.stringify({ schemaVersion: 1, ...zone })}\n` : formatZone(zone, context));
    return null;
  },
});

export const zone: Noun = {
  noun: 'zone',
  summary: 'Parts of the store: what of ours is where, and how busy it is',
  commands: [list, show],
};

function stateCell({ state }: ZoneEntry, { terminal }: Context): Cell {
  const { colours } = terminal;
  return { text: state, paint: { occupied: colours.green, empty: colours.dim, silent: colours.yellow }[state] };
}

/** `~15`; `few`: not told; empty: not counted. */
const peopleOf = ({ people }: ZoneEntry) => (people === null ? '' : people.count === null ? 'few' : `~${people.count}`);

function formatZones({ zones, away }: ZoneListDocument, context: Context): string {
  const { terminal } = context;
  if (zones.length === 0) return 'There are no zones: the configuration has no section zones.\n';
  const right = 'right' as const;
  const rows = zones.map((one): Cell[] => [
    one.id,
    one.name,
    stateCell(one, context),
    `${one.tags.length}`,
    peopleOf(one),
    `${Math.round(one.heat * 100)} %`,
    `${one.labels}`,
    one.beacons.join(', '),
    one.offers.join(', '),
  ]);
  const table = formatTable(
    [
      { title: 'ZONE', shrinkTo: 6 },
      { title: 'NAME', shrinkTo: 8 },
      { title: 'STATE' },
      { title: 'TAGS', align: right },
      { title: 'PEOPLE', align: right },
      { title: 'HEAT', align: right },
      { title: 'LABELS', align: right },
      { title: 'BEACONS', shrinkTo: 7 },
      { title: 'OFFERS', shrinkTo: 8 },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
  return away.length === 0 ? table : `${table}\nAway\n${formatTags(away, context)}`;
}

function formatZone(one: ZoneEntry, context: Context): string {
  const { width } = context.terminal;
  const { people, dwell } = one;
  const places = one.places.map(({ aisle, firstBay, lastBay }) => `aisle ${aisle}, bays ${firstBay} to ${lastBay}`);
  const median = dwell.medianSeconds === null ? 'no figure' : formatDuration(dwell.medianSeconds * 1000);
  const pairs: [string, Cell][] = [
    ['Zone', `${one.id} (${one.name})`],
    ['State', stateCell(one, context)],
    ['Heard by', one.receivers.join(', ') || 'nobody'],
    ['Places', places.join('; ') || 'none'],
    [
      'People',
      people === null
        ? 'not counted in this mode'
        : `${people.count === null ? 'fewer than are told' : `about ${people.count}`} (${people.method}, ${people.confidence})`,
    ],
    ['Stay', `${median} in the median of ${dwell.visits} visits (${dwell.method}, ${dwell.confidence})`],
    ['Heat', `${Math.round(one.heat * 100)} % of the busiest zone`],
    ['Labels', `${one.labels}`],
    ['Beacons', one.beacons.join(', ') || 'none'],
    ['Offers', one.offers.join(', ') || 'none'],
  ];
  const tags = one.tags.length === 0 ? 'No tag of ours is here.\n' : formatTags(one.tags, context);
  return `${formatPairs(pairs, width)}\n${tags}`;
}

function formatTags(tags: readonly TagEntry[], { terminal, clock }: Context): string {
  const { colours, width } = terminal;
  const right = 'right' as const;
  const rows = tags.map((tag): Cell[] => [
    tag.id,
    tag.kind,
    tag.since === null ? '' : formatAgo(tag.since, clock.now()),
    tag.rssi === null ? '' : `${tag.rssi}`,
    shortAge(tag.lastSeen, clock.now()),
    tag.batteryPercent === null ? (tag.batteryMv === null ? '' : `${tag.batteryMv} mV`) : `${tag.batteryPercent} %`,
    Object.entries(tag.readings)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    tag.reason === null ? '' : { text: tag.reason, paint: colours.yellow },
  ]);
  return formatTable(
    [
      { title: 'TAG', shrinkTo: 8 },
      { title: 'KIND' },
      { title: 'HERE SINCE', shrinkTo: 8 },
      { title: 'DBM', align: right },
      { title: 'SEEN', align: right },
      { title: 'BATTERY', align: right },
      { title: 'SAYS', shrinkTo: 8 },
      { title: 'REASON', shrinkTo: 10 },
    ],
    rows,
    width,
    colours.dim,
  );
}
