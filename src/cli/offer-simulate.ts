import type { OfferSimulationDocument } from '../console/offer-documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { wrongUsage } from './exit.ts';
import { choice, text } from './flag.ts';
import { readInstant } from './offer-instant.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

/** Which offers would be made at another time. */
export const simulate = defineCommand({
  verb: 'simulate',
  summary: 'Which offers would be made at an instant, and what speaks against the others',
  about: `Asks the same rules that decide now, with another time: from and to, times of day, stock, priorities. Stock and
    limits are taken as they stand now, as nobody knows them for later. LABELS is how many would show the offer, i.e.
    where no other one outranks it. Nothing is changed.

    --at takes an instant such as 2026-12-01T18:00:00+01:00, or a date and time by the clock of the store. --zone asks for
    one zone only, --audience as somebody of that kind.`,
  args: {},
  flags: {
    at: text('INSTANT', 'When: 2026-12-01T18:00, or with Z or an offset'),
    zone: text('Z', 'Only in this zone'),
    audience: choice('A', ['public', 'member', 'session'], 'Only for these'),
    ...agentFlags,
  },
  examples: [
    ['endcap offer simulate --at 2026-12-01T17:30', 'what will hold on Tuesday evening?'],
    ['endcap offer simulate --at 2026-12-01T17:30 --zone wine --audience public', 'what would a stranger see?'],
  ],
  async run(context, { flags }) {
    const { env, terminal } = context;
    if (flags.at === null) return wrongUsage('--at is needed: a date and time such as 2026-12-01T18:00.');
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const at = readInstant(flags.at, await storeTimezone(agent.value));
    if (at === null)
      return wrongUsage(`--at must be a date and time such as 2026-12-01T18:00, or an instant, not "${flags.at}".`);
    const { OfferSimulationDocument } = await import('../console/offer-documents.ts');
    const query = new URLSearchParams({ at });
    if (flags.zone !== null) query.set('zone', flags.zone);
    if (flags.audience !== null) query.set('audience', flags.audience);
    const answer = await agent.value.read(`/api/offers/simulate?${query}`, OfferSimulationDocument);
    if (!answer.ok) return answer.failure;
    terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatSimulation(answer.value, context));
    return null;
  },
});

/** The clock that hangs in the store; where it is not told, that of this machine. */
async function storeTimezone(agent: LocalClient): Promise<string> {
  const { ConfigDocument } = await import('../console/documents.ts');
  const config = await agent.read('/api/config', ConfigDocument);
  const told = config.ok ? config.value.values.find(({ path }) => path === 'gateway.timezone')?.value : null;
  return typeof told === 'string' ? told : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function formatSimulation({ at, offers }: OfferSimulationDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  if (offers.length === 0) return `At ${at} there is no offer to judge.\n`;
  const rows = offers.map((one): Cell[] => [
    `${one.id}@${one.version}`,
    one.holds ? { text: 'made', paint: colours.green } : { text: 'not made', paint: colours.yellow },
    one.zones.join(', ') || 'everywhere',
    `${one.labels}`,
    one.nextChangeAt ?? '',
    one.reason ?? '',
    one.detail,
  ]);
  const table = formatTable(
    [
      { title: 'OFFER', shrinkTo: 8 },
      { title: 'VERDICT' },
      { title: 'ZONES', shrinkTo: 6 },
      { title: 'LABELS', align: 'right' },
      { title: 'NEXT CHANGE', shrinkTo: 10 },
      { title: 'REASON', shrinkTo: 10 },
      { title: 'DETAIL', shrinkTo: 6 },
    ],
    rows,
    width,
    colours.dim,
  );
  return `At ${at}\n\n${table}`;
}
