import type { OfferDocument, OfferEntry, OfferListDocument } from '../console/offer-documents.ts';
import { reasons } from '../shelf/reasons.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo } from './duration.ts';
import { word } from './flag.ts';
import { offerPath, revoke } from './offer-revoke.ts';
import { simulate } from './offer-simulate.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'The offers, and on how much they are shown',
  about: `Each offer with its state, the reason where it is not made, and where it stands: SHOWN is proven, PENDING wanted
    and not proven yet, CLEARING not wanted any more and not proven gone. An offer that was taken back is done with once
    nothing is clearing.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap offer list', 'what is on offer right now?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { OfferListDocument } = await import('../console/offer-documents.ts');
    const answer = await agent.value.read('/api/offers', OfferListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatOffers(answer.value, context));
    return null;
  },
});

const show = defineCommand({
  verb: 'show',
  summary: 'One offer: each place of it, its limits, and why it is made or not',
  about: `Where it stands, label by label and beacon by beacon, each with what it is known to say. Then how often it may be
    made and was, what it waits for, how its variants were dealt, and every rule that had a say.`,
  args: { id: word('ID', 'The offer, as the mesh calls it') },
  flags: agentFlags,
  examples: [['endcap offer show cheese-week', 'why is it not on the shelf?']],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { OfferDocument } = await import('../console/offer-documents.ts');
    const answer = await agent.value.read(offerPath(args.id), OfferDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatOffer(answer.value, context));
    return null;
  },
});

export const offer: Noun = {
  noun: 'offer',
  summary: 'Offers that are made where somebody stands',
  commands: [list, show, simulate, revoke],
};

function stateCell({ state }: OfferEntry, { terminal }: Context): Cell {
  const { colours } = terminal;
  const paint = {
    active: colours.green,
    scheduled: colours.cyan,
    pausing: colours.cyan,
    blocked: colours.yellow,
    ended: colours.dim,
    revoked: colours.dim,
  }[state];
  return { text: state, paint };
}

/** What became of taking it back, in words. */
function revokeText({ revoke }: OfferEntry): string {
  if (revoke === null) return '';
  return revoke.seconds === null ? `${revoke.left} places left` : `gone everywhere after ${revoke.seconds} s`;
}

function formatOffers({ offers }: OfferListDocument, context: Context): string {
  const { terminal } = context;
  if (offers.length === 0) return 'There are no offers.\n';
  const right = 'right' as const;
  const rows = offers.map((one): Cell[] => [
    `${one.id}@${one.version}`,
    stateCell(one, context),
    one.audience,
    one.zones.join(', ') || 'everywhere',
    one.price?.text ?? one.badge ?? one.text ?? '',
    `${one.outputs.shown}`,
    `${one.outputs.pending}`,
    one.outputs.clearing === 0 ? '0' : { text: `${one.outputs.clearing}`, paint: terminal.colours.yellow },
    one.revoke === null ? (one.reason ?? '') : revokeText(one),
  ]);
  return formatTable(
    [
      { title: 'OFFER', shrinkTo: 8 },
      { title: 'STATE' },
      { title: 'FOR' },
      { title: 'ZONES', shrinkTo: 6 },
      { title: 'SAYS', shrinkTo: 6 },
      { title: 'SHOWN', align: right },
      { title: 'PENDING', align: right },
      { title: 'CLEARING', align: right },
      { title: 'REASON', shrinkTo: 10 },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
}

function formatOffer(one: OfferDocument, context: Context): string {
  const { terminal, clock } = context;
  const { colours, width } = terminal;
  const { outputs, caps, stock, experiment } = one;
  const known = Object.entries(reasons).find(([code]) => code === one.reason)?.[1];
  const pairs: [string, Cell][] = [
    ['Offer', `${one.id}@${one.version}, priority ${one.priority}`],
    ['State', stateCell(one, context)],
    ...(one.reason === null ? [] : [['Reason', { text: one.reason, paint: colours.yellow }] as [string, Cell]]),
    ...(known
      ? ([
          ['Why', known.meaning],
          ['What helps', known.fix],
        ] as [string, Cell][])
      : []),
    ['For', one.audience],
    ['Products', one.skus.join(', ')],
    ['Zones', one.zones.join(', ') || 'everywhere'],
    ['Holds', `${one.from} to ${one.to ?? 'further notice'}`],
    ...one.dayparts.map(({ days, from, until }): [string, Cell] => [
      'At',
      `${from} to ${until}, days ${days.join(' ')}`,
    ]),
    ['Next change', one.nextChangeAt ?? 'none by time alone'],
    ['Says', [one.badge, one.text, one.price?.text].filter(Boolean).join(' · ') || 'nothing'],
    ['Places', `${outputs.shown} shown, ${outputs.pending} pending, ${outputs.clearing} clearing`],
    ...(one.revoke === null
      ? []
      : [
          ['Taken back', `by ${one.revoke.by} ${formatAgo(one.revoke.at, clock.now())}, ${revokeText(one)}`] as [
            string,
            Cell,
          ],
        ]),
    ...(stock?.skus ?? []).map(({ sku, stock: left }): [string, Cell] => [
      'Stock',
      `${sku}: ${left ?? 'unknown'}, at least ${stock!.atLeast}`,
    ]),
    ['Limits', `${caps.perHour ?? 'any'} an hour (${caps.usedThisHour} used), ${caps.perSession} a session`],
    ...(experiment?.variants ?? []).map(({ variant, weight, made }): [string, Cell] => [
      experiment!.id,
      `${variant}: weight ${weight}, made ${made} times`,
    ]),
    ...one.why.map((line): [string, Cell] => ['Because', line]),
  ];
  if (one.places.length === 0) return formatPairs(pairs, width);
  const rows = one.places.map((place): Cell[] => [
    place.kind,
    place.id,
    place.zone ?? '',
    place.state === 'shown' ? place.state : { text: place.state, paint: colours.yellow },
    place.says,
    place.at === null ? '' : formatAgo(place.at, clock.now()),
  ]);
  const table = formatTable(
    [
      { title: 'KIND' },
      { title: 'PLACE', shrinkTo: 8 },
      { title: 'ZONE', shrinkTo: 6 },
      { title: 'STATE' },
      { title: 'SAYS', shrinkTo: 8 },
      { title: 'SINCE', shrinkTo: 6 },
    ],
    rows,
    width,
    colours.dim,
  );
  return `${formatPairs(pairs, width)}\n${table}`;
}
