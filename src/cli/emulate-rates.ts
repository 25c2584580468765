import { defineCommand } from './command.ts';
import { formatAgo, formatDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { duration, optionalWord } from './flag.ts';
import { shopFlags } from './peer-flags.ts';
import { askShop, readShop } from './shop-client.ts';
import { type Cell, formatTable } from './table.ts';
import { plain } from './terminal.ts';

export const rates = defineCommand({
  verb: 'rates',
  summary: 'What the emulated market does: calm, volatile, silent …',
  about: `Without a word it lists the scenarios, which one is on, and the rate of each pair. With the name of a scenario it
    begins, until another one is named or the time of --for is over; then the market is calm again, where it stands.
    Watch how the agent copes with endcap rate list, endcap rate labels and in the console.`,
  args: { scenario: optionalWord('SCENARIO', 'What happens from now on; left out: the list') },
  flags: { for: duration('TIME', 'Calm again after this time, such as 5m'), ...shopFlags },
  examples: [
    ['endcap emulate rates', 'the list'],
    ['endcap emulate rates decimal-slip --for 1m', 'ten times the rate, signed all the same'],
  ],
  async run({ terminal, env, clock }, { args, flags }) {
    if (args.scenario !== '') {
      const body = { scenario: args.scenario, ...(flags.for === null ? {} : { forMs: flags.for }) };
      const answer = await askShop(flags.control, env, 'POST', '/rates', body);
      if (!answer.ok) return answer.failure;
      const until = flags.for === null ? '' : ` for ${formatDuration(flags.for)}`;
      terminal.out(
        flags.json
          ? `${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n`
          : `The market is ${plain(args.scenario)}${until}.\n`,
      );
      return null;
    }
    if (flags.for !== null) return wrongUsage('--for needs the name of a scenario.');
    const { z } = await import('zod');
    const Market = z.looseObject({
      scenarios: z.array(z.looseObject({ name: z.string(), description: z.string(), active: z.boolean() })),
      rates: z.array(z.looseObject({ pair: z.string(), rate: z.string().nullable(), at: z.string().nullable() })),
    });
    const answer = await readShop(flags.control, env, '/rates', Market);
    if (!answer.ok) return answer.failure;
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n`);
      return null;
    }
    const { colours, width } = terminal;
    const { scenarios, rates: pairs } = answer.value;
    const rows = scenarios.map((one): Cell[] => [
      one.name,
      one.active ? { text: 'on', paint: colours.green } : '',
      one.description,
    ]);
    const columns = [{ title: 'SCENARIO' }, { title: 'STATE' }, { title: 'WHAT HAPPENS', shrinkTo: 20 }];
    terminal.out(formatTable(columns, rows, width, colours.dim));
    const published = pairs.map((one): Cell[] => [
      one.pair,
      one.rate ?? '',
      one.at === null ? '' : formatAgo(one.at, clock.now()),
    ]);
    const right = 'right' as const;
    const titles = [{ title: 'PAIR' }, { title: 'RATE', align: right }, { title: 'PUBLISHED' }];
    terminal.out(`\n${formatTable(titles, published, width, colours.dim)}`);
    return null;
  },
});
