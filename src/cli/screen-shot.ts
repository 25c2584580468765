import { writeFile } from 'node:fs/promises';
import type { ScreenDocument } from '../console/screen-documents.ts';
import { findPeer } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { exits, failure } from './exit.ts';
import { text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { order, orderTimeoutMs } from './screen-order.ts';
import { screenPath } from './screen-path.ts';
import { type Colours, plain } from './terminal.ts';

export const screenshot = defineCommand({
  verb: 'screenshot',
  summary: 'What a screen really shows, in the terminal or as a PNG',
  about: `Asks the page for a picture of itself and says whether what can be read on it is what it should be. With --out it
    writes the page's own pixels; else they are drawn here, as coarse as the terminal is.

    It is a picture of the page, not a photograph: a panel that is off or broken looks the same here. Exit code 1 when the
    screen differs from what it should show, or did not answer in time. It is written to the audit trail.`,
  args: { id: word('ID', 'The screen, as the mesh calls it') },
  flags: { out: text('FILE.png', 'Write a PNG there; - writes it to stdout'), ...agentFlags },
  examples: [
    ['endcap screen screenshot entrance', 'draw it in the terminal'],
    ['endcap screen screenshot entrance --out entrance.png', 'write it for somebody else'],
  ],
  async run(context, { args, flags }) {
    const { env, terminal } = context;
    const agent = findPeer('agent', flags.socket, env, orderTimeoutMs);
    if (!agent.ok) return agent.failure;
    const ordered = await order(agent.value, args.id, 'screenshot', context);
    if (!ordered.ok) return ordered.failure;
    if (!ordered.value.done)
      return failure(exits.failed, 'screen.order-late', `${args.id} did not send its picture in time.`);
    const { ScreenDocument } = await import('../console/screen-documents.ts');
    const [shown, picture] = await Promise.all([
      agent.value.read(screenPath(args.id), ScreenDocument),
      agent.value.bytes(`${screenPath(args.id)}/screenshot.png`),
    ]);
    if (!shown.ok) return shown.failure;
    if (!picture.ok) return picture.failure;
    const { screenshot: verdict } = shown.value;
    const png = picture.value;
    if (flags.out === '-') terminal.outBytes(png);
    else if (flags.out !== null) {
      try {
        await writeFile(flags.out, png);
      } catch (error) {
        return failure(exits.failed, 'cli.cannot-write', `${flags.out} cannot be written: ${(error as Error).message}`);
      }
    } else if (!flags.json) {
      const { drawScreen } = await import('./screen-picture.ts');
      const { width, colours } = terminal;
      terminal.out(drawScreen(png, { width, colour: colours.isColorSupported, fine: env.COLORTERM === 'truecolor' }));
    }
    if (flags.json && flags.out !== '-')
      terminal.out(`${JSON.stringify(documentOf(args.id, flags.out, png, verdict))}\n`);
    else {
      if (flags.out !== null && flags.out !== '-') terminal.err(`Wrote ${flags.out}\n`);
      terminal.err(say(args.id, verdict, terminal.errColours));
    }
    return verdict?.matches === false ? { found: exits.failed } : null;
  },
});

type Verdict = ScreenDocument['screenshot'];

function documentOf(screen: string, file: string | null, png: Uint8Array, verdict: Verdict) {
  return {
    schemaVersion: 1,
    screen,
    file,
    bytes: png.length,
    ...(verdict ?? { at: null, matches: null, differences: [] }),
  };
}

function say(screen: string, verdict: Verdict, colours: Colours): string {
  if (verdict === null) return `${screen}: nothing is known of what it should show.\n`;
  if (verdict.matches) return `${colours.green(`${screen} shows what it should.`)}\n`;
  const lines = verdict.differences.map(difference => `  ${plain(difference)}\n`);
  return `${colours.red(`${screen} does not show what it should:`)}\n${lines.join('')}`;
}
