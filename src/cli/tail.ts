import { findPeer } from './agent-client.ts';
import { defineCommand, type Noun } from './command.ts';
import { agentFlags } from './peer-flags.ts';
import { untilStopped } from './stop-signal.ts';
import { cut } from './table.ts';
import { plain } from './terminal.ts';

const follow = defineCommand({
  verb: null,
  summary: 'Follow what happens, line by line',
  about: `Prints each event as it happens: facts accepted, labels shown or failed, messages quarantined. It goes on until
    Ctrl-C, or until the agent ends.

    It begins now and remembers nothing: for what was before, ask endcap label show ID or the agent's log. When more
    happens than can be read, the agent leaves events out rather than waiting.`,
  args: {},
  flags: agentFlags,
  examples: [
    ['endcap tail', 'for people'],
    ['endcap tail --json', 'one JSON document per line'],
  ],
  async run({ terminal, env }, { flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { TailEvent } = await import('../console/documents.ts');
    const stopped = untilStopped();
    const failed = await agent.value.follow('/api/tail', TailEvent, stopped.signal, event => {
      if (flags.json) {
        terminal.out(`${JSON.stringify(event)}\n`);
        return;
      }
      const line = plain(`${event.at.slice(11, 19)}  ${event.event.padEnd(18)}  ${event.subject}  ${event.text}`);
      terminal.out(`${terminal.width === null ? line : cut(line, terminal.width)}\n`);
    });
    stopped.release();
    return failed;
  },
});

export const tail: Noun = { noun: 'tail', summary: 'Follow what happens, line by line', commands: [follow] };
