import { writeFile } from 'node:fs/promises';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { exits, type Failure, failure, wrongUsage } from './exit.ts';
import { on, text, whole, word } from './flag.ts';
import { labelPath, suggestLabel } from './label-lookup.ts';
import { agentFlags } from './peer-flags.ts';

export const render = defineCommand({
  verb: 'render',
  summary: 'The picture on a label, in the terminal or as a PNG',
  about: `Shows the pixels that a label is known to show (or, with --desired, those it should show). With --out it writes
    the panel's own pixels, one image pixel each, unless --scale enlarges them.

    What is drawn is what the label acknowledged, not a photograph: a torn or covered panel looks the same here. In a
    terminal that is narrower than the panel the picture is made smaller; the file never is.`,
  args: { id: word('ID', 'The id of a label: twelve hex digits') },
  flags: {
    out: text('FILE.png', 'Write a PNG there; - writes it to stdout'),
    scale: whole('N', { min: 1, max: 8, absent: 1 }, 'Image pixels for each panel pixel, with --out'),
    shown: on('What it is known to show (the default)'),
    desired: on('What it should show'),
    ...agentFlags,
  },
  examples: [
    ['endcap label render ffff92001234', 'draw it in the terminal'],
    ['endcap label render ffff92001234 --out label.png --scale 3', 'write it for somebody else'],
  ],
  async run(context, { args, flags }) {
    if (flags.shown && flags.desired) return wrongUsage('--shown and --desired exclude each other.');
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const which = flags.desired ? 'desired' : 'shown';
    const scale = flags.out === null ? 1 : flags.scale;
    const picture = await agent.value.bytes(`${labelPath(args.id)}/${which}.png?scale=${scale}`);
    if (!picture.ok) {
      const none = picture.failure.message.includes('no shown picture');
      if (none) return { ...picture.failure, hint: 'Add --desired to see what it should show.' };
      return suggestLabel(args.id, agent.value, picture.failure);
    }
    if (flags.out === null) return draw(picture.value, flags.json, context);
    return write(flags.out, picture.value, flags.json, context);
  },
});

async function draw(png: Uint8Array, asJson: boolean, { terminal }: Context): Promise<Failure | null> {
  if (asJson) return wrongUsage('--json goes with --out FILE here: a drawing is no document.');
  const { drawPng } = await import('./picture.ts');
  const colour = terminal.colours.isColorSupported;
  terminal.out(drawPng(png, { width: terminal.width, colour }));
  return null;
}

async function write(file: string, png: Uint8Array, asJson: boolean, { terminal }: Context): Promise<Failure | null> {
  if (file === '-') {
    terminal.outBytes(png);
    return null;
  }
  try {
    await writeFile(file, png);
  } catch (error) {
    return failure(exits.failed, 'cli.cannot-write', `${file} cannot be written: ${(error as Error).message}`);
  }
  if (asJson) terminal.out(`${JSON.stringify({ schemaVersion: 1, file, bytes: png.length })}\n`);
  else terminal.err(`Wrote ${file}\n`);
  return null;
}
