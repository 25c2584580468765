import { defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { choice, duration, on, text, word } from './flag.ts';
import { shopFlags } from './peer-flags.ts';
import { order, readShop } from './shop-client.ts';
import { type Cell, formatTable } from './table.ts';

const name = word('NAME', 'A telephone that endcap emulate people lists');

export const beacon = defineCommand({
  verb: 'beacon',
  summary: 'Publish what a beacon in a zone broadcasts',
  about: `The emulated central mesh publishes a beacon: an iBeacon of the zone and an address, in turns. A new ID is a new
    beacon, one that is there leads elsewhere from now on. endcap beacon list shows what the agent broadcasts of it. An
    address must be short to fit; endcap beacon list says so where it does not.`,
  args: { id: word('ID', "The beacon's name, such as zone-fresh") },
  flags: {
    zone: text('ZONE', 'Where it broadcasts'),
    url: text('URL', 'Where it leads'),
    off: on('Take it off the air'),
    ...shopFlags,
  },
  examples: [
    ['endcap emulate beacon zone-fresh --zone fresh --url https://ec.example/new', 'leads elsewhere'],
    ['endcap emulate beacon zone-fresh --off', 'is silent'],
  ],
  run(context, { args, flags }) {
    if (flags.off) return order(context, flags, '/remove-beacon', { beacon: args.id }, `${args.id} is taken away`);
    const { zone, url } = flags;
    if (zone === null || url === null) return Promise.resolve(wrongUsage('--zone and --url are needed, or --off.'));
    return order(context, flags, '/beacon', { beacon: args.id, zone, url }, `${args.id} leads to ${url}`);
  },
});

export const checkIn = defineCommand({
  verb: 'check-in',
  summary: 'Somebody in the aisle checks in, and consents',
  about: `The telephone begins to send tokens that change every ten minutes, and the emulated central mesh tells the gateway
    the key of them, signed. In the mode consented the agent then knows the zone of this one session, and may tell it of
    offers; in every other mode it does not listen. Try endcap privacy mode consented first.`,
  args: { name },
  flags: {
    audience: choice('WHO', ['member', 'session'], 'What they may be offered (session)'),
    for: duration('TIME', 'How long the visit lasts at most (30m)'),
    ...shopFlags,
  },
  examples: [['endcap emulate check-in phone-03 --audience member', 'with a card, for half an hour']],
  run(context, { args, flags }) {
    const body = {
      name: args.name,
      ...(flags.audience === null ? {} : { audience: flags.audience }),
      ...(flags.for === null ? {} : { forMs: flags.for }),
    };
    const until = flags.for === null ? '' : ` for ${formatDuration(flags.for)}`;
    return order(context, flags, '/check-in', body, `${args.name} is checked in${until}`);
  },
});

export const checkOut = defineCommand({
  verb: 'check-out',
  summary: 'Somebody checks out',
  about: 'The telephone sends no more tokens, and the emulated central mesh closes the session at the gateway.',
  args: { name },
  flags: shopFlags,
  examples: [['endcap emulate check-out phone-03', 'nobody in particular again']],
  run: (context, { args, flags }) =>
    order(context, flags, '/check-out', { name: args.name }, `${args.name} is checked out`),
});

export const people = defineCommand({
  verb: 'people',
  summary: 'Who is really where in the emulated aisle',
  about: `Asks the emulated aisle itself, past the agent: telephones, staff, trolleys and sensors, and the zone each of them is
    in. Compare it with endcap zone list to see what the agent knows, and what it does not.`,
  args: {},
  flags: shopFlags,
  examples: [['endcap emulate people', 'the truth']],
  async run({ terminal, env }, { flags }) {
    const { z } = await import('zod');
    const Person = z.looseObject({
      name: z.string(),
      kind: z.string(),
      says: z.string().nullable(),
      zone: z.string().nullable(),
      x: z.number().nullable(),
      y: z.number().nullable(),
      session: z.string().nullable(),
      audience: z.string().nullable(),
    });
    const answer = await readShop(flags.control, env, '/people', z.looseObject({ people: z.array(Person) }));
    if (!answer.ok) return answer.failure;
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n`);
      return null;
    }
    const rows = answer.value.people.map((one): Cell[] => [
      one.name,
      one.kind === 'phones' ? 'phone' : one.kind,
      one.x === null ? 'outside' : (one.zone ?? ''),
      one.x === null || one.y === null ? '' : `${one.x.toFixed(1)} × ${one.y.toFixed(1)} m`,
      one.session === null ? (one.says ?? '') : `${one.audience} ${one.session}`,
    ]);
    const columns = [
      { title: 'NAME' },
      { title: 'KIND' },
      { title: 'ZONE' },
      { title: 'AT' },
      { title: 'SAYS', shrinkTo: 10 },
    ];
    terminal.out(formatTable(columns, rows, terminal.width, terminal.colours.dim));
    return null;
  },
});
