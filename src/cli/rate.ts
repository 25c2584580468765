import type { RateEntry, RatesDocument } from '../console/bitcoin-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { formatAgo, formatDuration } from './duration.ts';
import { exits, failure } from './exit.ts';
import { on, whole, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const read = async (context: Context, socket: string | null) => {
  const agent = findPeer('agent', socket, context.env);
  if (!agent.ok) return agent;
  const { RatesDocument } = await import('../console/bitcoin-documents.ts');
  return agent.value.read('/api/rates', RatesDocument);
};

const list = defineCommand({
  verb: 'list',
  summary: 'The exchange rates, and what follows for the labels',
  about: `Each pair with the last rate that passed the gate, its age, and how many were refused since the start. Below it
    stands how many labels show a price in bitcoin, and why the others do not.

    A rate that is refused changes no label. endcap rate show tells the last refusals of a pair.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap rate list', 'is the price in bitcoin right now?']],
  async run(context, { flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatRates(answer.value, context));
    return null;
  },
});

const show = defineCommand({
  verb: 'show',
  summary: 'One pair: what was accepted last, and what was refused why',
  about: `The last accepted rate with all that it said of itself, the refusals since the start by reason, and the last
    ten of them with what was wrong.`,
  args: { pair: word('PAIR', 'A pair such as btc-eur') },
  flags: agentFlags,
  examples: [['endcap rate show btc-eur', 'why is it refused?']],
  async run(context, { args, flags }) {
    const answer = await read(context, flags.socket);
    if (!answer.ok) return answer.failure;
    const { rates } = answer.value;
    const rate = rates.find(({ id }) => id === args.pair);
    if (!rate) {
      const known = rates.map(({ id }) => id).join(', ') || 'none: the configuration has no section bitcoin';
      return failure(exits.refused, 'fx.pair-unknown', `This gateway does not use ${args.pair}.`, `It uses ${known}.`);
    }
    const { terminal } = context;
    terminal.out(flags.json ? `${JSON.stringify({ schemaVersion: 1, ...rate })}\n` : formatRate(rate, context));
    return null;
  },
});

const labels = defineCommand({
  verb: 'labels',
  summary: 'The price in bitcoin of each label, and why it shows none',
  about: `Those that need a look come first: what is past its promise, what shows none, what is on its way. MOVED is how
    far the rate has gone since the figure was made, BAND where it is made anew, TOKENS how many refreshes are left.`,
  args: {},
  flags: {
    limit: whole('N', { min: 1, max: 50_000, absent: 100 }, 'How many labels at most'),
    ...agentFlags,
  },
  examples: [['endcap rate labels --limit 20', 'which ones are late?']],
  async run(context, { flags }) {
    const { terminal, clock } = context;
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { FiguresDocument } = await import('../console/bitcoin-documents.ts');
    const answer = await agent.value.read(`/api/figures?limit=${flags.limit}`, FiguresDocument);
    if (!answer.ok) return answer.failure;
    const { colours, width } = terminal;
    if (flags.json) terminal.out(`${JSON.stringify(answer.value)}\n`);
    else if (answer.value.total === 0) terminal.out('No label has a place for a price in bitcoin.\n');
    else {
      const rows = answer.value.labels.map((one): Cell[] => [
        one.id,
        one.name ?? '',
        one.state === 'shown'
          ? one.state
          : { text: one.state, paint: one.state === 'outdated' ? colours.red : colours.yellow },
        one.text ?? '',
        one.rateAt === null ? '' : formatAgo(one.rateAt, clock.now()),
        one.movedPercent === null ? '' : `${one.movedPercent} %`,
        `${one.bandPercent} %`,
        String(one.tokens),
        one.reason ?? '',
      ]);
      const right = 'right' as const;
      terminal.out(
        formatTable(
          [
            { title: 'LABEL' },
            { title: 'NAME', shrinkTo: 10 },
            { title: 'STATE' },
            { title: 'SHOWS', align: right },
            { title: 'RATE' },
            { title: 'MOVED', align: right },
            { title: 'BAND', align: right },
            { title: 'TOKENS', align: right },
            { title: 'REASON' },
          ],
          rows,
          width,
          colours.dim,
        ),
      );
    }
    return null;
  },
});

const trust = defineCommand({
  verb: 'trust',
  summary: 'Take the next rates of a pair wherever they lie',
  about: `For a rate that is refused because it lies too far from the last one, and is right all the same: after a long
    time without rates, or when the last one was wrong. Check it at its source first. The last accepted rate is forgotten;
    the next ones are taken like the first of a pair, once three agree over two minutes. It is written to the audit trail.`,
  args: { pair: word('PAIR', 'A pair such as btc-eur') },
  flags: { dryRun: on('Say what would be done, and do nothing'), ...agentFlags },
  examples: [['endcap rate trust btc-eur', 'after somebody has checked it']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { DoneDocument } = await import('../console/documents.ts');
    if (!flags.dryRun) {
      const path = `/api/rates/${encodeURIComponent(args.pair)}/trust`;
      const answer = await agent.value.send('POST', path, undefined, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    const would = flags.dryRun ? 'would be' : 'are';
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, trusted: !flags.dryRun, pair: args.pair })}\n`);
    else terminal.out(`The next rates of ${args.pair} ${would} taken once they agree.\n`);
    return null;
  },
});

export const rate: Noun = {
  noun: 'rate',
  summary: 'Exchange rates, and prices in bitcoin on the labels',
  commands: [list, show, labels, trust],
};

function stateCell({ state, reason }: RateEntry, { terminal }: Context): Cell {
  const { colours } = terminal;
  return state === 'usable' ? { text: state, paint: colours.green } : { text: `${reason}`, paint: colours.yellow };
}

function formatRates(document: RatesDocument, context: Context): string {
  const { terminal, clock } = context;
  const { policy, rates, figures } = document;
  if (!policy) return 'This store shows no prices in bitcoin: the configuration has no section bitcoin.\n';
  const right = 'right' as const;
  const rows = rates.map((one): Cell[] => [
    one.inUse ? `${one.id} *` : one.id,
    stateCell(one, context),
    one.rate ?? '',
    one.at === null ? '' : formatAgo(one.at, clock.now()),
    one.sources === null ? '' : String(one.sources),
    String(one.accepted),
    String(Object.values(one.refused).reduce((sum, n) => sum + n, 0)),
  ]);
  const table = formatTable(
    [
      { title: 'PAIR' },
      { title: 'STATE' },
      { title: 'RATE', align: right },
      { title: 'OF' },
      { title: 'SOURCES', align: right },
      { title: 'ACCEPTED', align: right },
      { title: 'REFUSED', align: right },
    ],
    rows,
    terminal.width,
    terminal.colours.dim,
  );
  const why = Object.entries(figures.reasons).map(([reason, n]) => `${n} ${reason}`);
  const pairs: [string, Cell][] = [
    ['Labels', `${figures.shown} of ${figures.total} show a price in bitcoin, ${figures.onTheirWay} on their way`],
    ...(figures.absent > 0 ? [['None on', `${figures.absent}: ${why.join(', ')}`] as [string, Cell]] : []),
    ...(figures.outdated > 0
      ? [
          ['Outdated', { text: `${figures.outdated} past their promise`, paint: terminal.colours.red }] as [
            string,
            Cell,
          ],
        ]
      : []),
    ['Promise', `within ${policy.promisePercent} %, made anew at ${policy.bandPercent} %`],
    [
      'Tokens',
      `${figures.tokensMean ?? '-'} in the mean, ${figures.tokensLeast ?? '-'} at least, ${figures.low} labels low`,
    ],
    ['Shop', policy.phase],
  ];
  return `${table}\n${formatPairs(pairs, terminal.width)}`;
}

function formatRate(one: RateEntry, context: Context): string {
  const { terminal, clock } = context;
  const pairs: [string, Cell][] = [
    ['Pair', one.id],
    ['State', stateCell(one, context)],
  ];
  if (one.rate !== null && one.at !== null) {
    pairs.push(
      ['Rate', `${one.rate} (bid ${one.bid}, ask ${one.ask})`],
      ['Of', `${one.at}, ${formatAgo(one.at, clock.now())}`],
      ['Age', formatDuration((one.ageSeconds ?? 0) * 1000)],
      ['Made from', `${one.sources} sources, ${one.dispersionBps} basis points apart, seq ${one.seq}`],
    );
  }
  pairs.push(['Volatility', `${one.volatilityPercent} % a year`], ['Accepted', String(one.accepted)]);
  for (const [reason, times] of Object.entries(one.refused)) pairs.push(['Refused', `${times} ${reason}`]);
  for (const { at, reason, detail } of one.refusals) pairs.push([formatAgo(at, clock.now()), `${reason}: ${detail}`]);
  return formatPairs(pairs, terminal.width);
}
