import type { BeaconEntry, BeaconListDocument } from '../console/beacon-documents.ts';
import { findPeer } from './agent-client.ts';
import { formatForeign, readForeign } from './beacon-foreign.ts';
import { readAddress } from './beacon-lock-code.ts';
import { provision, set } from './beacon-provision.ts';
import { sniff } from './beacon-sniff.ts';
import { test } from './beacon-test.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo, shortAge } from './duration.ts';
import { exits, failure } from './exit.ts';
import { on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const read = async (context: Context, socket: string | null) => {
  const agent = findPeer('agent', socket, context.env);
  if (!agent.ok) return agent;
  const { BeaconListDocument } = await import('../console/beacon-documents.ts');
  return agent.value.read('/api/beacons', BeaconListDocument);
};

const list = defineCommand({
  verb: 'list',
  summary: 'The beacons of this store, and whether they are on air',
  about: `Each beacon with its zone, what it says now, and when a radio of this gateway heard it last. A beacon that is
    broadcast elsewhere is listed as well. Below it stands the adapter that broadcasts.

    On air means that the adapter has taken it. Whether it can really be received, only hearing it proves: endcap beacon
    test listens for each of them.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap beacon list', 'what does this gateway say to phones?']],
  async run(context, { flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatBeacons(answer.value, context));
    return null;
  },
});

const show = defineCommand({
  verb: 'show',
  summary: 'One beacon of ours slot by slot, or that of a third party, read over the air',
  about: `With the id of a beacon of this store: each slot in words and in the bytes that go on air, why one does not,
    and which offer put it there.

    With an address, the beacon of a third party is connected to and read over the air. It must speak the Eddystone
    configuration service and be ready to be connected to, which most are for a while after their button was pressed.
    A locked beacon tells its capabilities only; with its lock code it tells its slots. Nothing is changed.

    The lock code comes from a file or from ENDCAP_BEACON_LOCK_CODE, never from the command line.`,
  args: { id: word('ID', 'A beacon of this store, or the address of another one') },
  flags: { lockCodeFile: text('FILE', 'Holds the lock code of a third-party beacon'), ...agentFlags },
  examples: [
    ['endcap beacon show dairy', 'what goes on air, byte by byte'],
    ['endcap beacon show c0:ff:ee:00:aa:01 --lock-code-file code.txt', 'what is in the one on the bench?'],
  ],
  async run(context, { args, flags }) {
    const { terminal } = context;
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    const { beacons } = answer.value;
    const own = beacons.find(({ id }) => id === args.id);
    if (own) {
      terminal.out(flags.json ? `${JSON.stringify({ schemaVersion: 1, ...own })}\n` : formatBeacon(own, context));
      return null;
    }
    const address = readAddress(args.id);
    if (address === null) {
      const known = beacons.map(({ id }) => id).join(', ') || 'none yet';
      const hint = `There are: ${known}. An address is twelve hex digits.`;
      return failure(exits.failed, 'beacon.unknown', `There is no beacon ${args.id}.`, hint);
    }
    const foreign = await readForeign(context, address, flags);
    if (!foreign.ok) return foreign.failure;
    terminal.out(flags.json ? `${JSON.stringify(foreign.value)}\n` : formatForeign(foreign.value, context));
    return null;
  },
});

const batteryChanged = defineCommand({
  verb: 'battery-changed',
  summary: "Let a sensor's counter begin anew",
  about: `An encrypted sensor counts its messages, so that nobody can play back old ones. Without its battery it forgets
    where it was and begins at zero, and everything that it says is refused with sighting.replayed. This says that it was
    you. It is written to the audit trail.

    Do not use it for a sensor whose battery nobody has changed: then somebody plays back a recording.`,
  args: { tag: word('TAG', 'The tag, as the configuration calls it') },
  flags: { dryRun: on('Say what would be done, and do nothing'), ...agentFlags },
  examples: [['endcap beacon battery-changed freezer-2', 'right after the battery was changed']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    if (!flags.dryRun) {
      const { DoneDocument } = await import('../console/documents.ts');
      const path = `/api/beacons/tags/${encodeURIComponent(args.tag)}/battery-changed`;
      const answer = await agent.value.send('POST', path, undefined, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    const document = { schemaVersion: 1, tag: args.tag, counterReset: !flags.dryRun };
    if (flags.json) terminal.out(`${JSON.stringify(document)}\n`);
    else terminal.out(`The counter of ${args.tag} ${flags.dryRun ? 'would begin' : 'begins'} anew.\n`);
    return null;
  },
});

export const beacon: Noun = {
  noun: 'beacon',
  summary: 'What is broadcast to phones, whether it is on air, and the beacons of others',
  commands: [list, show, set, provision, test, sniff, batteryChanged],
};

function stateCell({ state }: BeaconEntry, { terminal }: Context): Cell {
  const { colours } = terminal;
  const paint = {
    'on-air': colours.green,
    starting: colours.cyan,
    elsewhere: colours.dim,
    failed: colours.red,
    off: colours.yellow,
  }[state];
  return { text: state, paint };
}

const offerOf = ({ offer }: Pick<BeaconEntry, 'offer'>) => (offer === null ? '' : `${offer.id}@${offer.version}`);

function formatBeacons({ adapter, publicKey, beacons }: BeaconListDocument, context: Context): string {
  const { terminal, clock } = context;
  const right = 'right' as const;
  const rows = beacons.map((one): Cell[] => [
    one.id,
    one.zone,
    stateCell(one, context),
    one.slots.map(({ format, text }) => `${format} ${text}`).join('; '),
    offerOf(one),
    shortAge(one.heardAt, clock.now()),
    one.heardRssi === null ? '' : `${one.heardRssi}`,
    one.reason ?? one.slots.find(({ reason }) => reason !== null)?.reason ?? '',
  ]);
  const table = formatTable(
    [
      { title: 'BEACON', shrinkTo: 8 },
      { title: 'ZONE', shrinkTo: 6 },
      { title: 'STATE' },
      { title: 'SAYS', shrinkTo: 10 },
      { title: 'OFFER', shrinkTo: 6 },
      { title: 'HEARD', align: right },
      { title: 'DBM', align: right },
      { title: 'REASON', shrinkTo: 10 },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
  const pairs: [string, Cell][] = [
    [
      'Adapter',
      adapter === null
        ? { text: 'none: the configuration names none under beacons.adapter', paint: terminal.colours.yellow }
        : `${adapter.url}, ${adapter.detail ?? adapter.state}, ${adapter.sets} sets`,
    ],
    ['Public key', publicKey ?? 'none: there is no keyring'],
  ];
  const above = beacons.length === 0 ? 'The mesh wants no beacons.\n' : table;
  return `${above}\n${formatPairs(pairs, terminal.width)}`;
}

function formatBeacon(one: BeaconEntry, context: Context): string {
  const { terminal, clock } = context;
  const pairs: [string, Cell][] = [
    ['Beacon', `${one.id}, version ${one.version}`],
    ['Zone', one.zone],
    ['State', stateCell(one, context)],
    ...(one.reason === null
      ? []
      : [['Reason', { text: one.reason, paint: terminal.colours.yellow }] as [string, Cell]]),
    ['Interval', `${one.intervalMs} ms`],
    ['Address', one.address ?? 'none now'],
    ['So since', one.since === null ? 'not yet' : `${one.since}, ${formatAgo(one.since, clock.now())}`],
    ['Heard', one.heardAt === null ? 'never' : `${formatAgo(one.heardAt, clock.now())}, ${one.heardRssi} dBm`],
    ['Offer', offerOf(one) || 'none'],
  ];
  for (const [at, slot] of one.slots.entries()) {
    pairs.push([`Slot ${at}`, `${slot.format}: ${slot.text}${slot.offer ? ` (${offerOf(slot)})` : ''}`]);
    if (slot.reason !== null) pairs.push(['', { text: `not on air: ${slot.reason}`, paint: terminal.colours.yellow }]);
    if (slot.hex !== null) pairs.push(['', slot.hex]);
  }
  return formatPairs(pairs, terminal.width);
}
