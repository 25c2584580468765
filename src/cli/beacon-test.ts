import type { BeaconTestDocument } from '../console/beacon-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { exits } from './exit.ts';
import { optionalWord } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

/** Whether what should be on air can be heard. */
export const test = defineCommand({
  verb: 'test',
  summary: 'Listen whether the beacons are really on air',
  about: `The radio that hears the labels listens for up to five seconds for what the other adapter broadcasts. A beacon
    that is heard is on air, whatever else is wrong; HEARD AFTER is the time from its last change. Exit code 1 when one of
    them is not heard.

    It says nothing about how far away a phone hears it: both antennas are on the same gateway.`,
  args: { id: optionalWord('ID', 'Only this beacon') },
  flags: agentFlags,
  examples: [
    ['endcap beacon test', 'after mounting a gateway'],
    ['endcap beacon test dairy', 'only one of them'],
  ],
  async run(context, { args, flags }) {
    const { terminal, env } = context;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { BeaconTestDocument } = await import('../console/beacon-documents.ts');
    const body = args.id === '' ? {} : { beacon: args.id };
    const answer = await agent.value.send('POST', '/api/beacons/test', body, BeaconTestDocument);
    if (!answer.ok) return answer.failure;
    terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatTest(answer.value, context));
    return answer.value.ok ? null : { found: exits.failed };
  },
});

function formatTest({ ok, beacons }: BeaconTestDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  if (beacons.length === 0) return 'This gateway broadcasts no beacons.\n';
  const rows = beacons.map((one): Cell[] => [
    one.id,
    one.heard ? { text: 'heard', paint: colours.green } : { text: 'not heard', paint: colours.red },
    one.rssi === null ? '' : `${one.rssi}`,
    one.afterMs === null ? '' : `${one.afterMs} ms`,
    one.reason ?? '',
  ]);
  const right = 'right' as const;
  const table = formatTable(
    [
      { title: 'BEACON', shrinkTo: 8 },
      { title: 'RESULT' },
      { title: 'DBM', align: right },
      { title: 'HEARD AFTER', align: right },
      { title: 'REASON', shrinkTo: 10 },
    ],
    rows,
    width,
    colours.dim,
  );
  const heard = beacons.filter(one => one.heard).length;
  const sum = ok
    ? colours.green(`All ${beacons.length} are on air.`)
    : colours.red(`${heard} of ${beacons.length} are on air.`);
  return `${table}\n${sum}\n`;
}
