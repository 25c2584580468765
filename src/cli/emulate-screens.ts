import { defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { type Argument, duration, on, optionalWord, text } from './flag.ts';
import { shopFlags } from './peer-flags.ts';
import { order, readShop } from './shop-client.ts';
import { type Cell, formatTable } from './table.ts';

const actions = ['list', 'unplug', 'plug'] as const;
type Action = (typeof actions)[number];

const action: Argument<Action> = {
  name: 'ACTION',
  about: 'list what the screens show; unplug one; plug it in again',
  required: true,
  absent: 'list',
  read: given => {
    const found = actions.find(one => one === given);
    return found === undefined
      ? { ok: false, problem: `must be one of ${actions.join(', ')}, not "${given}"` }
      : { ok: true, value: found };
  },
};

export const screen = defineCommand({
  verb: 'screen',
  summary: 'What the emulated screens really show, and their power',
  about: `Asks the emulated screens themselves, past the agent: whether they have power and a gateway, what plays, what lies
    above it, how many prices stand there and how many gave way to "Preis am Regal". One that wants to be paired says its
    code. Compare it with endcap screen list.

    A screen without power is silent: see what the agent does about it.`,
  args: { action, screen: optionalWord('SCREEN', 'Which one, for unplug and plug') },
  flags: shopFlags,
  examples: [
    ['endcap emulate screen list', 'all of them'],
    ['endcap emulate screen unplug door', 'dark, until it is plugged in again'],
  ],
  async run(context, { args, flags }) {
    if (args.action !== 'list') {
      if (args.screen === '') return wrongUsage(`${args.action} needs the name of a screen.`);
      const body = { screen: args.screen, power: args.action };
      const has = args.action === 'unplug' ? 'has no power' : 'has power';
      return order(context, flags, '/screen', body, `${args.screen} ${has}`);
    }
    const { terminal, env } = context;
    const { z } = await import('zod');
    const Truth = z.looseObject({
      screen: z.string(),
      state: z.string(),
      code: z.string().nullable(),
      visible: z.boolean(),
      hidden: z.number(),
      seen: z.looseObject({
        prices: z.array(z.looseObject({ text: z.string().nullable() })),
        entries: z.array(z.looseObject({ entry: z.string() })),
        overlay: z.string().nullable(),
      }),
    });
    const answer = await readShop(flags.control, env, '/screens', z.looseObject({ screens: z.array(Truth) }));
    if (!answer.ok) return answer.failure;
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n`);
      return null;
    }
    const { colours, width } = terminal;
    const shown = answer.value.screens.filter(one => args.screen === '' || one.screen === args.screen);
    const rows = shown.map(({ screen: id, state, code, visible, hidden, seen }): Cell[] => [
      id,
      { text: code ?? state, paint: state === 'live' ? colours.green : colours.red },
      visible ? '' : 'hidden',
      seen.entries.map(({ entry }) => entry).join(', '),
      String(seen.prices.length - hidden),
      hidden === 0 ? '' : String(hidden),
      seen.overlay ?? '',
    ]);
    const right = 'right' as const;
    const columns = [
      { title: 'SCREEN' },
      { title: 'STATE' },
      { title: 'SEEN' },
      { title: 'PLAYS', shrinkTo: 12 },
      { title: 'PRICES', align: right },
      { title: 'GONE', align: right },
      { title: 'ABOVE', shrinkTo: 12 },
    ];
    terminal.out(formatTable(columns, rows, width, colours.dim));
    return null;
  },
});

const zone = text('ZONE', 'Only there; by default in the whole shop');
const inZone = (given: string | null) => (given === null ? {} : { zone: given });
const where = (given: string | null) => (given === null ? 'everywhere' : `in ${given}`);

export const style = defineCommand({
  verb: 'style',
  summary: 'Dress the screens of a zone, or all of them, in one step',
  about: `The emulated central mesh publishes a style: a skin that every screen of the zone wears whose layout has it. A zone
    goes before the shop. The built-in layouts have day, night, sale and season.`,
  args: {},
  flags: { zone, skin: text('SKIN', 'Which one'), off: on('Each screen its own again'), ...shopFlags },
  examples: [
    ['endcap emulate style --skin sale', 'the whole shop'],
    ['endcap emulate style --zone fresh --skin season', 'one zone'],
  ],
  run(context, { flags }) {
    const { skin } = flags;
    if ((skin === null) !== flags.off) return Promise.resolve(wrongUsage('--skin SKIN or --off is needed.'));
    const done = `Screens ${where(flags.zone)} wear ${skin ?? 'their own'}`;
    return order(context, flags, '/style', { ...inZone(flags.zone), skin }, done);
  },
});

export const emergency = defineCommand({
  verb: 'emergency',
  summary: 'A text on every screen, before everything else',
  about: `The emulated central mesh publishes an emergency: its text stands on every screen of the zone, or of the shop, and
    nothing else does, until its time is over or it is ended.`,
  args: { text: optionalWord('TEXT', 'What stands there') },
  flags: { zone, for: duration('TIME', 'It ends after this time, such as 5m'), end: on('End it now'), ...shopFlags },
  examples: [
    ["endcap emulate emergency 'Bitte verlassen Sie den Markt' --for 5m", 'on all screens'],
    ['endcap emulate emergency --end', 'over'],
  ],
  run(context, { args, flags }) {
    const place = inZone(flags.zone);
    if (flags.end) {
      if (args.text !== '' || flags.for !== null)
        return Promise.resolve(wrongUsage('--end stands alone, or with --zone.'));
      return order(context, flags, '/end-emergency', place, `The emergency ${where(flags.zone)} is over`);
    }
    if (args.text === '') return Promise.resolve(wrongUsage('TEXT is needed, or --end.'));
    // Whoever types one text means it in both languages of the shop.
    const body = { ...place, text: { de: args.text, en: args.text } };
    const until = flags.for === null ? '' : ` for ${formatDuration(flags.for)}`;
    const limit = flags.for === null ? {} : { forMs: flags.for };
    return order(context, flags, '/emergency', { ...body, ...limit }, `It stands ${where(flags.zone)}${until}`);
  },
});
