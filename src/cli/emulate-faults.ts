import { defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { duration, on, word } from './flag.ts';
import { shopFlags } from './peer-flags.ts';
import { askShop, readShop } from './shop-client.ts';
import { type Cell, formatTable } from './table.ts';
import { plain } from './terminal.ts';

export const fault = defineCommand({
  verb: 'fault',
  summary: 'Break something in the emulated shop',
  about: `Breaks what is named, until it is mended with --off or the time given with --for is over. endcap emulate faults
    lists what can be broken. Then watch how the agent copes, with endcap status and in the console.`,
  args: { name: word('NAME', 'What to break; endcap emulate faults lists the names') },
  flags: {
    for: duration('TIME', 'Mend it by itself after this time, such as 30s'),
    off: on('Mend it now'),
    ...shopFlags,
  },
  examples: [
    ['endcap emulate fault lost-packets --for 30s', 'a bad half minute on the radio'],
    ['endcap emulate fault dead-broker', 'no mesh, until --off'],
  ],
  async run({ terminal, env }, { args, flags }) {
    if (flags.off && flags.for !== null) return wrongUsage('--off and --for exclude each other.');
    const answer = flags.off
      ? await askShop(flags.control, env, 'DELETE', `/fault/${encodeURIComponent(args.name)}`)
      : await askShop(flags.control, env, 'POST', '/fault', {
          name: args.name,
          ...(flags.for === null ? {} : { forMs: flags.for }),
        });
    if (!answer.ok) return answer.failure;
    const until = flags.for === null ? '' : ` for ${formatDuration(flags.for)}`;
    const done = flags.off ? 'is mended' : `is on${until}`;
    terminal.out(
      flags.json ? `${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n` : `${plain(args.name)} ${done}.\n`,
    );
    return null;
  },
});

export const faults = defineCommand({
  verb: 'faults',
  summary: 'What can be broken, and what is',
  about: 'Lists every fault that the emulated shop knows, and which of them are on.',
  args: {},
  flags: shopFlags,
  examples: [['endcap emulate faults', 'the list']],
  async run({ terminal, env }, { flags }) {
    const { z } = await import('zod');
    const Fault = z.looseObject({ name: z.string(), description: z.string(), active: z.boolean().default(false) });
    const Faults = z.looseObject({ faults: z.array(Fault) });
    const answer = await readShop(flags.control, env, '/faults', Faults);
    if (!answer.ok) return answer.failure;
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n`);
      return null;
    }
    const { colours, width } = terminal;
    const rows = answer.value.faults.map((item): Cell[] => [
      item.name,
      item.active ? { text: 'on', paint: colours.red } : '',
      item.description,
    ]);
    const columns = [{ title: 'FAULT' }, { title: 'STATE' }, { title: 'WHAT IT DOES', shrinkTo: 20 }];
    terminal.out(formatTable(columns, rows, width, colours.dim));
    return null;
  },
});

export const reboot = defineCommand({
  verb: 'reboot',
  summary: 'Restart an emulated label',
  about: `The label restarts as after a change of its battery. Its panel may lose its picture, and the agent no longer
    trusts what it knew of it.`,
  args: { label: word('LABEL', 'The id of a label: twelve hex digits') },
  flags: shopFlags,
  examples: [['endcap emulate reboot ffff92001234', 'then see endcap label why ffff92001234']],
  async run({ terminal, env }, { args, flags }) {
    const answer = await askShop(flags.control, env, 'POST', `/reboot/${encodeURIComponent(args.label)}`);
    if (!answer.ok) return answer.failure;
    terminal.out(
      flags.json ? `${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n` : `${plain(args.label)} restarts.\n`,
    );
    return null;
  },
});
