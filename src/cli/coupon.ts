import type { CouponDocument } from '../console/wired-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { drawQr } from './coupon-qr.ts';
import { formatDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { duration, on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs } from './table.ts';

const shortestMs = 60_000;

const issue = defineCommand({
  verb: 'issue',
  summary: 'Issue a coupon: a code of four digits that can be used once',
  about: `The code is told this once and never again; it is valid until it is redeemed or its time is over, with or without
    the mesh. With --qr its QR code is drawn as well, and with --json it comes with an NDEF message for a tag.

    Everybody who sees the code can use it. Send it to nobody by ways that others read.`,
  args: {},
  flags: {
    offer: text('ID', 'The offer that it stands for'),
    for: duration('2h', 'Valid so long; else as the configuration says under coupons'),
    qr: on('Draw its QR code'),
    ...agentFlags,
  },
  examples: [
    ['endcap coupon issue --offer cheese-week', 'for a customer at the counter'],
    ['endcap coupon issue --for 2h --qr', 'to be scanned from the screen'],
  ],
  async run(context, { flags }) {
    if (flags.for !== null && flags.for < shortestMs) return wrongUsage('A coupon is valid for at least a minute.');
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { CouponDocument } = await import('../console/wired-documents.ts');
    const body = {
      ...(flags.offer === null ? {} : { offer: flags.offer }),
      ...(flags.for === null ? {} : { lifeMs: flags.for }),
    };
    const answer = await agent.value.send('POST', '/api/coupons', body, CouponDocument);
    if (!answer.ok) return answer.failure;
    const { terminal } = context;
    if (flags.json) terminal.out(`${JSON.stringify(answer.value)}\n`);
    else {
      terminal.out(formatCoupon(answer.value, context));
      if (flags.qr) terminal.out(`\n${await drawQr(answer.value.qr, terminal)}`);
    }
    return null;
  },
});

const check = defineCommand({
  verb: 'check',
  summary: 'Ask whether a coupon is valid, and use it up with --redeem',
  about: `What a till does: without --redeem it asks only and nothing is used up. With it the coupon is used up, once and for
    all, whichever till asks first. Refused with exit code 5 when the code is wrong, used or too old.

    A wrong code counts even when it is only asked about. After a few of them a till has to wait.`,
  args: { code: word('CODE', 'Four digits') },
  flags: {
    till: text('T', 'Which till asks'),
    redeem: on('Use it up'),
    ...agentFlags,
  },
  examples: [
    ['endcap coupon check 4711 --till till-1', 'is it valid?'],
    ['endcap coupon check 4711 --till till-1 --redeem', 'and used up'],
  ],
  async run({ env, terminal }, { args, flags }) {
    if (!/^\d{4}$/.test(args.code)) return wrongUsage('CODE must be four digits.');
    if (flags.till === null) return wrongUsage('Say with --till which till asks.');
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { CouponRedeemDocument } = await import('../console/wired-documents.ts');
    const body = { code: args.code, till: flags.till, dryRun: !flags.redeem };
    const answer = await agent.value.send('POST', '/api/coupons/redeem', body, CouponRedeemDocument);
    if (!answer.ok) return answer.failure;
    const { id, offer, redeemed } = answer.value;
    const what = `${id}${offer === null ? '' : ` (${offer})`}`;
    const said = redeemed
      ? terminal.colours.green(`Redeemed: ${what}.`)
      : `Valid: ${what}. Nothing is used up; the same command with --redeem does it.`;
    terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : `${said}\n`);
    return null;
  },
});

export const coupon: Noun = {
  noun: 'coupon',
  summary: 'Codes of four digits that a till takes once',
  commands: [issue, check],
};

function formatCoupon(one: CouponDocument, { terminal, clock }: Context): string {
  const pairs: [string, Cell][] = [
    ['Code', { text: one.code, paint: terminal.colours.bold }],
    ['Coupon', one.id],
    ['Offer', one.offer ?? 'none'],
    ['Valid until', `${one.until}, for ${formatDuration(Date.parse(one.until) - clock.now())}`],
    ['QR code says', one.qr],
    ['NDEF', one.ndef],
  ];
  return formatPairs(pairs, terminal.width);
}
