import { defineCommand, type Noun } from './command.ts';
import { on } from './flag.ts';

const show = defineCommand({
  verb: null,
  summary: 'Print the version of this command',
  about: `The version of the command itself. The agent that runs may be another one: endcap status shows which.`,
  args: {},
  flags: { json: on('Print a document for scripts') },
  examples: [],
  async run({ terminal, version }, { flags }) {
    terminal.out(flags.json ? `${JSON.stringify({ schemaVersion: 1, version })}\n` : `${version}\n`);
    return null;
  },
});

export const version: Noun = { noun: 'version', summary: 'Print the version of this command', commands: [show] };
