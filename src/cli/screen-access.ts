import { findPeer } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { screenPath, suggestScreen } from './screen-path.ts';

const id = word('ID', 'The screen, as the mesh calls it');

export const pair = defineCommand({
  verb: 'pair',
  summary: 'Let the page in that shows this code',
  about: `A screen that is not at the gateway itself opens the address /s/ID and shows a code of six characters. Whoever
    stands before it and reads it lets that page in; it then plays what is meant for this screen, and nothing else is
    open to it. A code is good for ten minutes, then the screen shows another one.

    Refused with exit code 5 when no screen shows the code. It is written to the audit trail.`,
  args: { id, code: word('CODE', 'The six characters on the screen') },
  flags: { name: text('NAME', 'What to call the device'), ...agentFlags },
  examples: [['endcap screen pair entrance 7KMQ4X --name "tablet at the door"', 'standing before it']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { DoneDocument } = await import('../console/documents.ts');
    const body = { code: args.code, ...(flags.name === null ? {} : { name: flags.name }) };
    const answer = await agent.value.send('POST', `${screenPath(args.id)}/pair`, body, DoneDocument);
    if (!answer.ok) return suggestScreen(args.id, agent.value, answer.failure);
    const document = { schemaVersion: 1, screen: args.id, paired: true };
    terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${args.id} is paired and begins to play.\n`);
    return null;
  },
});

export const revoke = defineCommand({
  verb: 'revoke',
  summary: 'Lock the paired pages of a screen out',
  about: `For a device that was lost, stolen or given away: its stream ends at once and its token is worth nothing any more.
    With --token only one of them. A screen at the gateway itself needs no token and goes on. It is written to the audit
    trail.`,
  args: { id },
  flags: {
    token: text('TOKEN', 'Only this one, as endcap screen show names it'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [
    ['endcap screen revoke entrance --dry-run', 'how many would be locked out?'],
    ['endcap screen revoke entrance', 'all of them'],
  ],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { RevokeDocument, ScreenDocument } = await import('../console/screen-documents.ts');
    const say = (count: number): void => {
      const document = { schemaVersion: 1, screen: args.id, revoked: flags.dryRun ? 0 : count, matching: count };
      const done = flags.dryRun ? 'would be locked out' : count === 1 ? 'is locked out' : 'are locked out';
      const said = `${count} ${count === 1 ? 'page' : 'pages'} of ${args.id} ${done}.`;
      terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    };
    if (flags.dryRun) {
      const shown = await agent.value.read(screenPath(args.id), ScreenDocument);
      if (!shown.ok) return suggestScreen(args.id, agent.value, shown.failure);
      const wanted = flags.token ?? '';
      say(shown.value.tokens.filter(({ token }) => token.startsWith(wanted) || wanted.startsWith(token)).length);
      return null;
    }
    const body = flags.token === null ? {} : { token: flags.token };
    const answer = await agent.value.send('POST', `${screenPath(args.id)}/revoke`, body, RevokeDocument);
    if (!answer.ok) return suggestScreen(args.id, agent.value, answer.failure);
    say(answer.value.revoked);
    return null;
  },
});
