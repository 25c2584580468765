import type { SimulateRequest } from '../console/wired-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { type Answer, type Failure, wrongUsage } from './exit.ts';
import { type Argument, decimal, on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';

/** Where the agent keeps a sensor. */
export const sensorPath = (id: string) => `/api/sensors/${encodeURIComponent(id)}`;

const id = word('ID', 'The part, scale or scanner, as the configuration calls it');
const dryRun = on('Say what would be done, and do nothing');

interface Change {
  readonly id: string;
  /** The last part of the path. */
  readonly verb: 'tare' | 'calibrate' | 'simulate';
  readonly body: unknown;
  readonly dryRun: boolean;
  readonly socket: string | null;
}

/** Has it done, or with a dry run only looks whether there is such a sensor. */
async function change({ env }: Context, { id, verb, body, dryRun, socket }: Change): Promise<Failure | null> {
  const agent = findPeer('agent', socket, env);
  if (!agent.ok) return agent.failure;
  const [{ DoneDocument }, { SensorDocument }] = await Promise.all([
    import('../console/documents.ts'),
    import('../console/wired-documents.ts'),
  ]);
  const answer: Answer<unknown> = dryRun
    ? await agent.value.read(sensorPath(id), SensorDocument)
    : await agent.value.send('POST', `${sensorPath(id)}/${verb}`, body, DoneDocument);
  return answer.ok ? null : answer.failure;
}

/** What lies on it now weighs nothing. */
export const tare = defineCommand({
  verb: 'tare',
  summary: 'Let what lies on a load cell now weigh nothing',
  about: `For a tray or a box that was put on a load cell, or one that has drifted while it was empty. It does not change how
    many grams a step of the cell is; that is what calibrate is for. It is written to the audit trail.`,
  args: { id },
  flags: { dryRun, ...agentFlags },
  examples: [['endcap sensor tare cheese-cell', 'with the empty tray on it']],
  async run(context, { args, flags }) {
    const failed = await change(context, { ...flags, id: args.id, verb: 'tare', body: undefined });
    if (failed !== null) return failed;
    const document = { schemaVersion: 1, sensor: args.id, tared: !flags.dryRun };
    const said = `What lies on ${args.id} ${flags.dryRun ? 'would weigh' : 'weighs'} nothing now.`;
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});

/** How many grams lie on it. */
export const calibrate = defineCommand({
  verb: 'calibrate',
  summary: 'Tell a load cell how much lies on it',
  about: `First tare the cell while it is empty, then put a known weight on it and say how many grams that is; half of what
    will lie there is a good choice. From both follows how much each step of the cell weighs. It is written to the audit
    trail.

    A load cell estimates how much was taken. It is no verified scale, and nothing is ever billed by it.`,
  args: { id },
  flags: {
    grams: decimal('N', { min: 0.1, max: 1_000_000, absent: null }, 'What lies on it, in grams'),
    dryRun,
    ...agentFlags,
  },
  examples: [['endcap sensor calibrate cheese-cell --grams 500', 'with a weight of 500 g on it']],
  async run(context, { args, flags }) {
    const { grams } = flags;
    if (grams === null) return wrongUsage('Say with --grams how much lies on it.');
    const failed = await change(context, { ...flags, id: args.id, verb: 'calibrate', body: { grams } });
    if (failed !== null) return failed;
    const document = { schemaVersion: 1, sensor: args.id, grams, calibrated: !flags.dryRun };
    const said = `What lies on ${args.id} ${flags.dryRun ? 'would be' : 'is'} ${grams} g now.`;
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});

const events = [
  'press',
  'double',
  'long',
  'in',
  'out',
  'pick',
  'put',
  'scan',
] as const satisfies readonly SimulateRequest['event'][];

const event: Argument<string> = {
  ...word('EVENT', `What it says: ${events.join(', ')}`),
  read: given =>
    events.some(each => each === given)
      ? { ok: true, value: given }
      : { ok: false, problem: `must be one of ${events.join(', ')}, not "${given}"` },
};

/** As if it had said so. */
export const simulate = defineCommand({
  verb: 'simulate',
  summary: 'Act as if a sensor had said something, to try what follows',
  about: `Everything that would follow from the real event follows from this one too: lights, alarms, messages on the mesh,
    counts of a queue. Those count one person too many then: see endcap count zero. It is written to the audit trail.

    A button takes press, double and long, a line in and out, a load cell pick and put, a scanner scan with --value.`,
  args: { id, event },
  flags: { value: text('TEXT', 'What was scanned'), dryRun, ...agentFlags },
  examples: [
    ['endcap sensor simulate assist-3 press', 'does anybody come?'],
    ['endcap sensor simulate floor-scanner scan --value 04012345678901', 'which display answers?'],
  ],
  async run(context, { args, flags }) {
    const body = { event: args.event, ...(flags.value === null ? {} : { value: flags.value }) };
    const failed = await change(context, { ...flags, id: args.id, verb: 'simulate', body });
    if (failed !== null) return failed;
    const document = { schemaVersion: 1, sensor: args.id, event: args.event, simulated: !flags.dryRun };
    const said = `${args.event} of ${args.id} ${flags.dryRun ? 'would be' : 'was'} simulated.`;
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});
