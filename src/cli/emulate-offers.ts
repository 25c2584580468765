import { defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { choice, duration, type Flag, text, word } from './flag.ts';
import { shopFlags } from './peer-flags.ts';
import { order } from './shop-client.ts';

const id = word('ID', "The offer's name: lower-case letters, digits and hyphens");

/** A flag whose words are gathered, separated by commas or given again. */
function list(placeholder: string, about: string): Flag<readonly string[]> {
  return {
    placeholder,
    about,
    absent: [],
    many: true,
    read: given => ({ ok: true, value: given.split(',').filter(part => part !== '') }),
  };
}

export const offer = defineCommand({
  verb: 'offer',
  summary: 'Make an offer, for a zone, for members or for one session',
  about: `The emulated central mesh publishes an offer, signed. A public one stands on the labels and, with --url, on the
    beacon of its zone; one for members shows their price beside that of the shelf; one for a session is told only to who
    has checked in. The same ID again says something new of it. See endcap offer list for what the agent makes of it.`,
  args: { id },
  flags: {
    sku: list('SKU', 'What it is for; several with commas'),
    zone: list('ZONE', 'Where it is made; by default everywhere'),
    audience: choice('WHO', ['public', 'member', 'session'], 'For whom (public)'),
    price: text('AMOUNT', 'What members or one session pay, such as 1.49'),
    badge: text('TEXT', 'A short text for the badge'),
    text: text('TEXT', 'What it is, in a few words'),
    url: text('URL', "Where the zone's beacon leads meanwhile"),
    for: duration('TIME', 'It ends after this time, such as 10m'),
    ...shopFlags,
  },
  examples: [
    ['endcap emulate offer spring --sku 10001 --zone fresh --badge New', 'a public one, in one zone'],
    ['endcap emulate offer club --sku 12001 --audience member --price 1.05', 'beside the price of the shelf'],
  ],
  run(context, { args, flags }) {
    if (flags.sku.length === 0) return Promise.resolve(wrongUsage('--sku SKU is needed.'));
    const nowMs = context.clock.now();
    const { price, url } = flags;
    const body = {
      offer: args.id,
      skus: flags.sku,
      from: new Date(nowMs).toISOString(),
      ...(flags.for === null ? {} : { to: new Date(nowMs + flags.for).toISOString() }),
      ...(flags.zone.length === 0 ? {} : { zones: flags.zone }),
      ...(flags.audience === null ? {} : { audience: flags.audience }),
      ...(price === null ? {} : { price }),
      ...(flags.badge === null ? {} : { badge: inBoth(flags.badge) }),
      ...(flags.text === null ? {} : { text: inBoth(flags.text) }),
      ...(url === null ? {} : { url }),
      priority: 50,
    };
    const until = flags.for === null ? '' : ` for ${formatDuration(flags.for)}`;
    return order(context, flags, '/offer', body, `${args.id} is offered${until}`);
  },
});

export const revoke = defineCommand({
  verb: 'revoke',
  summary: 'Take an offer back',
  about: `The emulated central mesh deletes the offer. The agent takes it off labels and beacons and tells sessions; how
    long that took stands in endcap offer show.`,
  args: { id },
  flags: shopFlags,
  examples: [['endcap emulate revoke spring', 'gone from everywhere']],
  run: (context, { args, flags }) => order(context, flags, '/revoke', { offer: args.id }, `${args.id} is taken back`),
});

/** Whoever types one text means it in both languages of the shop. */
const inBoth = (said: string) => ({ de: said, en: said });
