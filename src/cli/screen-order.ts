import type { ScreenOrderDocument } from '../console/screen-documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { type Answer, exits } from './exit.ts';
import { word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { createProgressLine } from './progress.ts';
import { screenPath, suggestScreen } from './screen-path.ts';

/** The agent waits 15 s for a page before it answers. */
export const orderTimeoutMs = 25_000;

/** Has the pages of a screen do something, and says meanwhile that it waits for them. */
export async function order(
  agent: LocalClient,
  id: string,
  what: ScreenOrderDocument['order'],
  { terminal }: Context,
): Promise<Answer<ScreenOrderDocument>> {
  const { ScreenOrderDocument } = await import('../console/screen-documents.ts');
  const progress = createProgressLine(terminal);
  progress.show(`Waiting for the screen ${id} …`);
  const answer = await agent.send('POST', `${screenPath(id)}/${what}`, undefined, ScreenOrderDocument);
  progress.end(null);
  return answer.ok ? answer : { ok: false, failure: await suggestScreen(id, agent, answer.failure) };
}

const id = word('ID', 'The screen, as the mesh calls it');

/** What was told to how many pages, and what became of it. */
export function sayOrder(screen: string, { order, pages, done, reason }: ScreenOrderDocument): string {
  const told = `${pages} ${pages === 1 ? 'page' : 'pages'}`;
  if (!done) return `${screen}: told ${told}; none has answered yet${reason === null ? '' : ` [${reason}]`}.\n`;
  return order === 'reload' ? `${screen} is loaded anew (${told}).\n` : `${screen} shows its name now (${told}).\n`;
}

async function give(
  context: Context,
  what: 'reload' | 'identify',
  screen: string,
  flags: { readonly json: boolean; readonly socket: string | null },
) {
  const agent = findPeer('agent', flags.socket, context.env, orderTimeoutMs);
  if (!agent.ok) return agent.failure;
  const answer = await order(agent.value, screen, what, context);
  if (!answer.ok) return answer.failure;
  context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : sayOrder(screen, answer.value));
  return answer.value.done ? null : ({ found: exits.failed } as const);
}

export const reload = defineCommand({
  verb: 'reload',
  summary: 'Load the page of a screen anew',
  about: `For a page that hangs or shows what it should not; what it plays begins again. The agent does it by itself when a
    page is silent. Exit code 1 when no page has done it in time. It is written to the audit trail.`,
  args: { id },
  flags: agentFlags,
  examples: [['endcap screen reload entrance', 'begin anew']],
  run: (context, { args, flags }) => give(context, 'reload', args.id, flags),
});

export const identify = defineCommand({
  verb: 'identify',
  summary: 'Let a screen show its name for some seconds',
  about: `For finding out which of several screens is which. Its name stands large above what it plays and goes by itself.
    Exit code 1 when no page has done it in time. It is written to the audit trail.`,
  args: { id },
  flags: agentFlags,
  examples: [['endcap screen identify entrance', 'which one is it?']],
  run: (context, { args, flags }) => give(context, 'identify', args.id, flags),
});
