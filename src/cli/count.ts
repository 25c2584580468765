import { findPeer } from './agent-client.ts';
import { defineCommand, type Noun } from './command.ts';
import { on, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';

const zero = defineCommand({
  verb: 'zero',
  summary: 'Say that nobody is in a queue or a zone: counting begins anew',
  about: `Lines count who comes and who goes; whoever they miss stays in the count for ever. This sets it to none, from
    where it goes on by itself. Do it while you see that nobody stands there, such as before opening. What was counted
    until then is kept. It is written to the audit trail.`,
  args: { id: word('ID', 'The queue or the zone, as the configuration calls it') },
  flags: { dryRun: on('Say what would be done, and do nothing'), ...agentFlags },
  examples: [['endcap count zero tills', 'while nobody stands at the tills']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { QueueListDocument } = await import('../console/wired-documents.ts');
    const before = await agent.value.read('/api/queues', QueueListDocument);
    if (!before.ok) return before.failure;
    const counted = before.value.queues.find(({ id }) => id === args.id)?.length ?? null;
    if (!flags.dryRun) {
      const { DoneDocument } = await import('../console/documents.ts');
      const path = `/api/counts/${encodeURIComponent(args.id)}/zero`;
      const answer = await agent.value.send('POST', path, undefined, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    const document = { schemaVersion: 1, id: args.id, before: counted, zeroed: !flags.dryRun };
    const was = counted === null ? '' : `; it stood at ${counted}`;
    const said = `The count of ${args.id} ${flags.dryRun ? 'would begin' : 'begins'} anew${was}.`;
    terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});

export const count: Noun = {
  noun: 'count',
  summary: 'Counts of people in queues and zones, and beginning them anew',
  commands: [zero],
};
