import type { ScreenListDocument } from '../console/screen-documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { pair, revoke } from './screen-access.ts';
import { formatLayouts, formatScreen, formatScreens } from './screen-format.ts';
import { identify, reload } from './screen-order.ts';
import { override } from './screen-override.ts';
import { screenPath, suggestScreen } from './screen-path.ts';
import { plays } from './screen-plays.ts';
import { screenshot } from './screen-shot.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'The screens, what plays on each, and what is wrong with it',
  about: `Each screen as its page reported it last: what it plays, since when nothing was heard of it, and how many prices
    it hides because it cannot know that they hold. A price that is hidden says "Preis am Regal"; it is never shown stale.

    stale: it hides prices. silent: its page does not report. unpaired: it waits for endcap screen pair. off: the store
    is closed, or its panel is switched off. refused: its fact or layout cannot be played.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap screen list', 'does every screen play?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { ScreenListDocument } = await import('../console/screen-documents.ts');
    const answer = await agent.value.read('/api/screens', ScreenListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : said(answer.value, context));
    return null;
  },
});

function said(document: ScreenListDocument, context: Context): string {
  return document.screens.length === 0
    ? 'There are no screens: the mesh has published none for this gateway.\n'
    : formatScreens(document, context);
}

const show = defineCommand({
  verb: 'show',
  summary: 'One screen: its playlist, pages, prices, pictures and last screenshot',
  about: `Every entry of its playlist with whether it plays now and why not, the pages that show it, the prices of its
    programme, its pictures and films, and whether the last screenshot showed what it should.

    What plays is what the page says that can be seen, not what was meant to be; endcap screen screenshot looks itself.`,
  args: { id: word('ID', 'The screen, as the mesh calls it') },
  flags: agentFlags,
  examples: [['endcap screen show entrance', 'why is the offer not on it?']],
  async run(context, { args, flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { ScreenDocument } = await import('../console/screen-documents.ts');
    const answer = await agent.value.read(screenPath(args.id), ScreenDocument);
    if (!answer.ok) return suggestScreen(args.id, agent.value, answer.failure);
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatScreen(answer.value, context));
    return null;
  },
});

const layouts = defineCommand({
  verb: 'layouts',
  summary: 'The layouts that screens can have, with their skins and what is wrong with them',
  about: `Those that are built in and those that the mesh published as templates. A layout with problems is played by no
    screen; the console shows each of them while it is written.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap screen layouts', 'what may a screen fact name?']],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { LayoutListDocument } = await import('../console/screen-documents.ts');
    const answer = await agent.value.read('/api/layouts', LayoutListDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatLayouts(answer.value, context));
    return null;
  },
});

export const screen: Noun = {
  noun: 'screen',
  summary: 'Signage screens: what they play, proof of it, pairing, an emergency notice',
  commands: [list, show, pair, revoke, reload, screenshot, identify, override, plays, layouts],
};
