import type { OfferDocument } from '../console/offer-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { type Answer, exits } from './exit.ts';
import { duration, on, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';

/** Between two looks at how far it is. */
const pauseMs = 250;

/** Where the agent keeps an offer. */
export const offerPath = (id: string) => `/api/offers/${encodeURIComponent(id)}`;

/** Takes an offer off everything. */
export const revoke = defineCommand({
  verb: 'revoke',
  summary: 'Take an offer off every label, beacon and session at once',
  about: `It begins at once and needs no mesh: labels and beacons go back to what they said without the offer. It stays so
    until the mesh publishes the offer with a higher version. It is written to the audit trail.

    With --wait it ends when nothing shows the offer any more and says how long that took, or with exit code 1 when the
    time is over first. A label takes some seconds to draw; one that cannot be reached keeps what it shows.`,
  args: { id: word('ID', 'The offer, as the mesh calls it') },
  flags: {
    wait: duration('30s', 'Wait so long until it is gone everywhere'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [
    ['endcap offer revoke cheese-week --dry-run', 'from how much would it vanish?'],
    ['endcap offer revoke cheese-week --wait 1m', 'until it is gone everywhere'],
  ],
  async run(context, { args, flags }) {
    const { env, terminal, clock } = context;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const [{ DoneDocument }, { OfferDocument }] = await Promise.all([
      import('../console/documents.ts'),
      import('../console/offer-documents.ts'),
    ]);
    const look = (): Promise<Answer<OfferDocument>> => agent.value.read(offerPath(args.id), OfferDocument);
    if (!flags.dryRun) {
      const answer = await agent.value.send('POST', `${offerPath(args.id)}/revoke`, undefined, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    const first = await look();
    if (!first.ok) return first.failure;
    const waits = flags.wait !== null && !flags.dryRun;
    const last = waits ? await untilGone(look, first.value, clock.now() + flags.wait, context) : first;
    if (!last.ok) return last.failure;
    terminal.out(
      flags.json ? `${JSON.stringify(documentOf(last.value, flags.dryRun))}\n` : say(last.value, flags.dryRun),
    );
    return waits && leftOf(last.value) > 0 ? { found: exits.failed } : null;
  },
});

async function untilGone(
  look: () => Promise<Answer<OfferDocument>>,
  first: OfferDocument,
  untilMs: number,
  { clock }: Context,
): Promise<Answer<OfferDocument>> {
  let offer: Answer<OfferDocument> = { ok: true, value: first };
  while (offer.ok && leftOf(offer.value) > 0 && clock.now() < untilMs) {
    await new Promise<void>(resolve => clock.after(pauseMs, resolve));
    offer = await look();
  }
  return offer;
}

/** Places that are not proven to be without it. */
function leftOf({ revoke: taken, outputs }: OfferDocument): number {
  if (taken === null) return outputs.shown + outputs.pending + outputs.clearing;
  return taken.clearedAt === null ? Math.max(1, taken.left) : 0;
}

function documentOf(offer: OfferDocument, dryRun: boolean) {
  const { id, version, revoke: taken } = offer;
  return {
    schemaVersion: 1,
    offer: id,
    version,
    revoked: !dryRun,
    seconds: taken?.seconds ?? null,
    left: leftOf(offer),
  };
}

function say(offer: OfferDocument, dryRun: boolean): string {
  const left = leftOf(offer);
  const places = `${left} ${left === 1 ? 'place' : 'places'}`;
  if (dryRun) return `${offer.id}@${offer.version} would be taken off ${places}.\n`;
  const { revoke: taken } = offer;
  if (left > 0) return `${offer.id}@${offer.version} is taken back; ${places} left. endcap offer show tells which.\n`;
  const after = taken?.seconds == null ? '' : ` after ${taken.seconds} s`;
  return `${offer.id}@${offer.version} is gone everywhere${after}.\n`;
}
