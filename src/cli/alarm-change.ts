import type { AlarmListDocument } from '../console/wired-documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { type Answer, exits, type Failure, failure, wrongUsage } from './exit.ts';
import { duration, on, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';

/** The longest silence: what is never wanted is taken out of the configuration. */
const longestMs = 86_400_000;

export async function readAlarms(agent: LocalClient): Promise<Answer<AlarmListDocument>> {
  const { AlarmListDocument } = await import('../console/wired-documents.ts');
  return agent.read('/api/watches', AlarmListDocument);
}

const id = word('ID', 'The alarm, as the configuration calls it under watches');
const dryRun = on('Say what would be done, and do nothing');

interface Change {
  readonly id: string;
  /** The last part of the path. */
  readonly verb: 'ack' | 'silence' | 'test';
  readonly body: unknown;
  readonly dryRun: boolean;
  readonly socket: string | null;
}

async function change({ env }: Context, { id, verb, body, dryRun, socket }: Change): Promise<Failure | null> {
  const agent = findPeer('agent', socket, env);
  if (!agent.ok) return agent.failure;
  if (dryRun) {
    const answer = await readAlarms(agent.value);
    if (!answer.ok) return answer.failure;
    if (answer.value.alarms.some(alarm => alarm.id === id)) return null;
    const known = answer.value.alarms.map(alarm => alarm.id).join(', ') || 'none';
    return failure(exits.failed, 'alarm.unknown', `There is no alarm ${id}.`, `There are: ${known}.`);
  }
  const { DoneDocument } = await import('../console/documents.ts');
  const path = `/api/watches/${encodeURIComponent(id)}/${verb}`;
  const answer = await agent.value.send('POST', path, body, DoneDocument);
  return answer.ok ? null : answer.failure;
}

/** Somebody sees to it. */
export const acknowledge = defineCommand({
  verb: 'ack',
  summary: 'Say that somebody sees to an alarm',
  about: `It stays raised until what it looks at is better, but no longer escalates. A button of the aisle can do the same.
    It is written to the audit trail.`,
  args: { id },
  flags: { dryRun, ...agentFlags },
  examples: [['endcap alarm ack open-till', 'when a second till is being opened']],
  async run(context, { args, flags }) {
    const failed = await change(context, { ...flags, id: args.id, verb: 'ack', body: undefined });
    if (failed !== null) return failed;
    const document = { schemaVersion: 1, alarm: args.id, acknowledged: !flags.dryRun };
    const said = `${args.id} ${flags.dryRun ? 'would be' : 'is'} acknowledged.`;
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});

/** Not now. */
export const silence = defineCommand({
  verb: 'silence',
  summary: 'Let an alarm be quiet for a while, whatever it sees',
  about: `For a repair, a delivery or a school class: the alarm does nothing until the time is over, and looks again then. At
    most a day. It is written to the audit trail.`,
  args: { id },
  flags: { for: duration('10m', 'So long'), dryRun, ...agentFlags },
  examples: [['endcap alarm silence open-till --for 10m', 'while the beam is cleaned']],
  async run(context, { args, flags }) {
    const forMs = flags.for;
    if (forMs === null || forMs < 1_000 || forMs > longestMs)
      return wrongUsage('Say with --for how long, from 1s to 24h.');
    const failed = await change(context, { ...flags, id: args.id, verb: 'silence', body: { forMs } });
    if (failed !== null) return failed;
    const document = { schemaVersion: 1, alarm: args.id, forMs, silenced: !flags.dryRun };
    const said = `${args.id} ${flags.dryRun ? 'would be' : 'is'} quiet for ${formatDuration(forMs)}.`;
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});

/** As if it had been raised. */
export const test = defineCommand({
  verb: 'test',
  summary: 'Carry out the actions of an alarm for some seconds',
  about: `Its lights, displays and messages, as if it had been raised, and back again.
    For trying whether anybody sees it, before it matters. It is written to the audit trail.`,
  args: { id },
  flags: { dryRun, ...agentFlags },
  examples: [['endcap alarm test open-till', 'does the lamp light up?']],
  async run(context, { args, flags }) {
    const failed = await change(context, { ...flags, id: args.id, verb: 'test', body: undefined });
    if (failed !== null) return failed;
    const document = { schemaVersion: 1, alarm: args.id, tested: !flags.dryRun };
    const said = flags.dryRun ? `${args.id} would be tried.` : `${args.id} is tried for some seconds.`;
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});
