import type { ConfigDocument } from '../console/documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { readConfig } from './config-file.ts';
import { on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { formatTable } from './table.ts';
import { plain } from './terminal.ts';

const show = defineCommand({
  verb: 'show',
  summary: 'The configuration that holds, and where each value came from',
  about: `Each field with its value and its origin: the default, a line of the file, or a variable of the environment.
    Secrets are never shown.

    Without --config it is what the running agent started with; a file that was changed since is not part of that.
    With --config it is what an agent would start with now, and no agent needs to run.`,
  args: {},
  flags: { config: text('FILE', 'Read this file instead of asking the agent'), ...agentFlags },
  examples: [
    ['endcap config show', 'what the running agent goes by'],
    ['endcap config show --config endcap.yaml', 'what a file and this environment would give'],
  ],
  async run(context, { flags }) {
    if (flags.config !== null) {
      const read = await readConfig(flags.config, context.env);
      if (!read.ok) return read.failure;
      const { configLines, originText } = await import('../config/origin.ts');
      const values = configLines(read.value.config, read.value.origins).map(({ field, value, origin }) => ({
        path: field,
        value,
        origin: originText(origin),
      }));
      print({ schemaVersion: 1, values }, flags.json, context);
      return null;
    }
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { ConfigDocument } = await import('../console/documents.ts');
    const answer = await agent.value.read('/api/config', ConfigDocument);
    if (!answer.ok) return answer.failure;
    print(answer.value, flags.json, context);
    return null;
  },
});

const validate = defineCommand({
  verb: 'validate',
  summary: 'Check a configuration file without starting anything',
  about: `Reads the file as an agent would, with the environment over it, and names every problem at once: file, line,
    field, what is wrong and how to mend it. No agent is needed.

    It does not try anything out: whether the broker answers or a radio is plugged in shows only when the agent runs.`,
  args: { file: word('FILE', 'A configuration file (YAML)') },
  flags: { json: on('Print a document for scripts') },
  examples: [['endcap config validate /etc/endcap/endcap.yaml', 'before restarting the service']],
  async run({ env, terminal }, { args, flags }) {
    const read = await readConfig(args.file, env);
    if (!read.ok) return read.failure;
    terminal.out(
      flags.json
        ? `${JSON.stringify({ schemaVersion: 1, valid: true, file: args.file })}\n`
        : `${plain(args.file)} is valid.\n`,
    );
    return null;
  },
});

export const config: Noun = {
  noun: 'config',
  summary: 'The configuration: what holds, and whether a file is right',
  commands: [show, validate],
};

function print(document: ConfigDocument, asJson: boolean, { terminal }: Context): void {
  if (asJson) {
    terminal.out(`${JSON.stringify(document)}\n`);
    return;
  }
  terminal.out(
    formatTable(
      [{ title: 'FIELD' }, { title: 'VALUE', shrinkTo: 16 }, { title: 'FROM', shrinkTo: 12 }],
      document.values.map(({ path, value, origin }) => [
        path,
        typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
        origin,
      ]),
      terminal.width,
      terminal.colours.dim,
    ),
  );
}
