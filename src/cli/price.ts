import type { QuoteDocument } from '../console/bitcoin-documents.ts';
import { decimalOf } from '../shelf/money.ts';
import { reasons } from '../shelf/reasons.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs } from './table.ts';

const quote = defineCommand({
  verb: 'quote',
  summary: 'What a till asks for a product in bitcoin',
  about: `The lower of two figures: the price at the rate now, and what any label said for this product within the time of
    grace (bitcoin.till.graceMs, half an hour unless set). So nobody pays more than the shelf said when they took it.

    Without a rate that may be used and without such a label there is no figure, and the reason why: then only the legal
    price is asked. It makes no invoice and knows nothing of payments.`,
  args: { product: word('SKU', 'Number of the product: SKU or GTIN') },
  flags: agentFlags,
  examples: [['endcap price quote 100001 --json', 'for a till']],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { QuoteDocument } = await import('../console/bitcoin-documents.ts');
    const answer = await agent.value.read(`/api/quotes/${encodeURIComponent(args.product)}`, QuoteDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatQuote(answer.value, context));
    return null;
  },
});

export const price: Noun = { noun: 'price', summary: 'Prices as a till asks them', commands: [quote] };

function formatQuote(asked: QuoteDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  const pairs: [string, Cell][] = [
    ['SKU', asked.sku],
    ['Price', asked.fiat ? decimal(asked.fiat) : { text: 'none holds now', paint: colours.red }],
  ];
  if (asked.sats === null) {
    pairs.push(['In bitcoin', { text: `none [${asked.reason}]`, paint: colours.yellow }]);
    const why = Object.entries(reasons).find(([code]) => code === asked.reason)?.[1];
    if (why) pairs.push(['Why', why.meaning], ['What helps', why.fix]);
    return formatPairs(pairs, width);
  }
  const source = asked.source === 'label' ? `what label ${asked.label} says or said` : 'the rate now';
  pairs.push(
    ['In bitcoin', `${asked.sats} sats`],
    ['By', source],
    ['Rate', `${asked.rate} (${asked.pair}, of ${asked.rateAt}, seq ${asked.rateSeq})`],
    ['Valid until', asked.validUntil ?? ''],
  );
  return formatPairs(pairs, width);
}

function decimal({ amountMinor, currency, exponent }: NonNullable<QuoteDocument['fiat']>): string {
  return `${decimalOf({ amountMinor: BigInt(amountMinor), currency, exponent })} ${currency}`;
}
