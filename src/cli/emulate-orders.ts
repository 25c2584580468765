import { defineCommand } from './command.ts';
import { parseDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { amount, text, word } from './flag.ts';
import { shopFlags } from './peer-flags.ts';
import { order, readShop } from './shop-client.ts';
import { formatTable } from './table.ts';

const sku = word('SKU', "The product's number, as in endcap label list --json");

export const price = defineCommand({
  verb: 'price',
  summary: 'Publish a new price, signed, as the central mesh would',
  about: `The emulated central mesh publishes a new price for a product; the unit price follows from it. Watch it arrive
    with endcap tail, and on the label in the console.

    It works for the emulated shop only: a real mesh decides its prices itself.`,
  args: { sku, amount: amount('AMOUNT', 'The new price such as 2.49') },
  flags: shopFlags,
  examples: [['endcap emulate price 100001 12.34', 'one product, now']],
  run: (context, { args, flags }) =>
    order(context, flags, '/price', { sku: args.sku, amount: args.amount }, `${args.sku} now costs ${args.amount}`),
});

export const schedule = defineCommand({
  verb: 'schedule',
  summary: 'Publish a price that begins later',
  about: `The emulated central mesh publishes a price with the instant from which it holds. The agent activates it by
    itself, even when the mesh is down by then.`,
  args: { sku, amount: amount('AMOUNT', 'The price from then on, such as 2.49') },
  flags: { at: text('WHEN', 'An instant such as 2026-11-27T06:00:00Z, or 30s or 5m from now'), ...shopFlags },
  examples: [['endcap emulate schedule 100001 1.99 --at 30s', 'in half a minute']],
  async run(context, { args, flags }) {
    const at = instantOf(flags.at, context.clock.now());
    if (at === null)
      return wrongUsage('--at must be an instant such as 2026-11-27T06:00:00Z, or a duration such as 30s.');
    const done = `${args.sku} will cost ${args.amount} from ${at}`;
    return order(context, flags, '/schedule', { sku: args.sku, amount: args.amount, at }, done);
  },
});

export const soldOut = defineCommand({
  verb: 'sold-out',
  summary: 'Mark a product as sold out',
  about: 'The emulated central mesh publishes the product as sold out; its label says so.',
  args: { sku },
  flags: shopFlags,
  examples: [['endcap emulate sold-out 100001', 'nothing left of it']],
  run: (context, { args, flags }) => order(context, flags, '/sold-out', { sku: args.sku }, `${args.sku} is sold out`),
});

export const labels = defineCommand({
  verb: 'labels',
  summary: 'What the emulated panels really show',
  about: `Asks the emulated labels themselves, past the agent: what each panel has drawn and when. Compare it with
    endcap label list to see whether the agent knows the truth.`,
  args: {},
  flags: shopFlags,
  examples: [['endcap emulate labels --json', 'for a check by a script']],
  async run({ terminal, env }, { flags }) {
    const { z } = await import('zod');
    const Panel = z.looseObject({ id: z.string() });
    const Labels = z.looseObject({ labels: z.array(Panel) });
    const answer = await readShop(flags.control, env, '/labels', Labels);
    if (!answer.ok) return answer.failure;
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n`);
      return null;
    }
    const names = [...new Set(answer.value.labels.flatMap(panel => Object.keys(panel)))];
    const rows = answer.value.labels.map(panel => names.map(name => cellOf(panel[name])));
    terminal.out(
      formatTable(
        names.map(name => ({ title: name.toUpperCase(), shrinkTo: 8 })),
        rows,
        terminal.width,
        terminal.colours.dim,
      ),
    );
    return null;
  },
});

/** An RFC 3339 instant, from one or from a duration counted from now. */
function instantOf(given: string | null, nowMs: number): string | null {
  if (given === null) return null;
  const delayMs = parseDuration(given);
  if (delayMs !== null) return new Date(nowMs + delayMs).toISOString();
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(given)) return null;
  const ms = Date.parse(given);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
