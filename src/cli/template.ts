import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPeer } from './agent-client.ts';
import { defineCommand, type Noun } from './command.ts';
import { exits, failure } from './exit.ts';
import { text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';
import { plain } from './terminal.ts';

const list = defineCommand({
  verb: 'list',
  summary: 'The templates, and where each comes from',
  about: `Those that come with Endcap, and those that the mesh has published; one of the mesh with the same name takes the
    place of a built-in one.`,
  args: {},
  flags: agentFlags,
  examples: [['endcap template list', 'what can a label be bound with?']],
  async run({ env, terminal }, { flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { TemplateListDocument } = await import('../console/documents.ts');
    const answer = await agent.value.read('/api/templates', TemplateListDocument);
    if (!answer.ok) return answer.failure;
    if (flags.json) terminal.out(`${JSON.stringify(answer.value)}\n`);
    else {
      const rows = answer.value.templates.map(({ id, origin, source }): Cell[] => [id, origin, `${source.length}`]);
      const columns = [{ title: 'TEMPLATE' }, { title: 'FROM' }, { title: 'CHARACTERS', align: 'right' as const }];
      terminal.out(formatTable(columns, rows, terminal.width, terminal.colours.dim));
    }
    return null;
  },
});

const validate = defineCommand({
  verb: 'validate',
  summary: 'Check a template file without an agent',
  about: `Names every problem with its line: what the schema does not know, text outside of the panel, inks that a panel
    lacks, digits too small to read, codes too small to scan. It cannot tell whether a long product name fits: preview
    shows that.`,
  args: { file: word('FILE', 'A template (YAML)') },
  flags: { json: agentFlags.json },
  examples: [['endcap template validate shelf.yaml', 'before it is published']],
  async run({ terminal }, { args, flags }) {
    const source = await read(args.file);
    if (typeof source !== 'string') return source;
    const [{ compileTemplate }, { createAtlas }] = await Promise.all([
      import('../render/template.ts'),
      import('../render/atlas.ts'),
    ]);
    const result = compileTemplate(source, createAtlas());
    const problems = result.ok ? [] : result.problems;
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, valid: result.ok, problems })}\n`);
    else if (result.ok) terminal.out(`${args.file} is a valid template: ${result.template.id}\n`);
    else {
      for (const { line, path, message, code } of problems) {
        terminal.out(`${plain(`${args.file}:${line ?? 1}: ${path === '' ? '' : `${path}: `}${message} [${code}]`)}\n`);
      }
    }
    return result.ok ? null : { found: exits.failed };
  },
});

const preview = defineCommand({
  verb: 'preview',
  summary: 'A template on every panel size, as pictures',
  about: `Draws the template with sample products on every panel that is known, by the very code that draws the labels,
    and writes a PNG for each. What cannot be drawn is listed with its reason; exit code 1 then.`,
  args: { file: word('FILE', 'A template (YAML)') },
  flags: { out: text('DIR', 'Where the pictures go; else only the verdicts are told'), ...agentFlags },
  examples: [['endcap template preview shelf.yaml --out pictures', 'look at all of them']],
  async run({ env, terminal }, { args, flags }) {
    const source = await read(args.file);
    if (typeof source !== 'string') return source;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { PreviewDocument } = await import('../console/documents.ts');
    const answer = await agent.value.send('POST', '/api/templates/preview', { source }, PreviewDocument);
    if (!answer.ok) return answer.failure;
    const { panels } = answer.value;
    const count = new Map<string, number>();
    const files = panels.map(({ width, height, palette }) => {
      const size = `${width}x${height}-${palette}`;
      count.set(size, (count.get(size) ?? 0) + 1);
      return `${size}-${count.get(size)}.png`;
    });
    if (flags.out !== null) {
      try {
        await mkdir(flags.out, { recursive: true });
        for (const [at, { png }] of panels.entries()) {
          if (png !== null) await writeFile(join(flags.out, files[at]!), Buffer.from(png, 'base64'));
        }
      } catch (error) {
        return failure(exits.failed, 'cli.cannot-write', (error as Error).message);
      }
    }
    const drawn = panels.filter(panel => panel.png !== null).length;
    if (flags.json) {
      const verdicts = panels.map(({ png, ...rest }, at) => ({ ...rest, file: png === null ? null : files[at] }));
      terminal.out(`${JSON.stringify({ schemaVersion: 1, panels: verdicts })}\n`);
    } else {
      for (const [at, { png, problems }] of panels.entries()) {
        if (png === null) terminal.out(`${plain(`${files[at]!.replace(/-\d+\.png$/, '')}: ${problems.join('; ')}`)}\n`);
      }
      terminal.out(
        `${drawn} of ${panels.length} pictures can be drawn${flags.out === null ? '' : `; they are in ${flags.out}`}.\n`,
      );
    }
    return drawn === panels.length ? null : { found: exits.failed };
  },
});

export const template: Noun = {
  noun: 'template',
  summary: 'How labels look: list, check and preview templates',
  commands: [list, preview, validate],
};

async function read(file: string) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    return failure(exits.failed, 'cli.cannot-read', `${file} cannot be read: ${(error as Error).message}`);
  }
}
