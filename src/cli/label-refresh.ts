import { findPeer } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { on, word } from './flag.ts';
import { labelPath, suggestLabel } from './label-lookup.ts';
import { agentFlags } from './peer-flags.ts';

export const refresh = defineCommand({
  verb: 'refresh',
  summary: 'Send a label its content again',
  about: `For a panel that looks wrong although everything says that it is right: after a ghost of the last picture, or
    when somebody changed its battery. The label counts as not proven until it has confirmed the picture again.

    It does not change what the label should show; endcap label why explains that.`,
  args: { id: word('ID', 'The id of a label: twelve hex digits') },
  flags: { dryRun: on('Say what would be done, and do nothing'), ...agentFlags },
  examples: [['endcap label refresh ffff92001234', 'when a panel looks wrong']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { DoneDocument, LabelDocument } = await import('../console/documents.ts');
    const path = labelPath(args.id);
    const answer = flags.dryRun
      ? await agent.value.read(path, LabelDocument)
      : await agent.value.send('POST', `${path}/refresh`, undefined, DoneDocument);
    if (!answer.ok) return suggestLabel(args.id, agent.value, answer.failure);
    const done = flags.dryRun ? 'would be sent its content again' : 'is sent its content again';
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, label: args.id, dryRun: flags.dryRun })}\n`);
    else terminal.out(`${args.id} ${done}; endcap label show ${args.id} tells how it goes.\n`);
    return null;
  },
});
