import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { latest } from '../runtime-registry.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { readConfig } from './config-file.ts';
import { type Answer, exits, failure, wrongUsage } from './exit.ts';
import { on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';

const backup = defineCommand({
  verb: 'backup',
  summary: 'A copy of everything the agent remembers, while it runs',
  about: `Writes one consistent SQLite file; the agent goes on meanwhile. Keys of labels stay wrapped: without the keyring's
    secret nobody can read them, so keep that elsewhere. Prices need no backup, as the mesh sends them again; what only
    the store knows is what was bound at the shelf, the labels' keys, the history and the audit trail.

    To go back, stop the agent and put the file in place of store.db in its data directory.`,
  args: { file: word('FILE', 'Where to; a file that is there is not overwritten') },
  flags: {
    force: on('Overwrite the file'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [['endcap store backup /mnt/usb/gw-01.db', 'before a card is changed']],
  async run({ env, terminal }, { args, flags }) {
    const file = resolve(args.file);
    if (existsSync(file) && !flags.force) {
      return failure(exits.failed, 'cli.cannot-write', `${file} is there already.`, 'Add --force to overwrite it.');
    }
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    if (!flags.dryRun) {
      try {
        const failed = await agent.value.save('/api/store/backup', file);
        if (failed !== null) return failed;
      } catch (error) {
        return failure(exits.failed, 'cli.cannot-write', `${file} cannot be written: ${(error as Error).message}`);
      }
    }
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, file, dryRun: flags.dryRun })}\n`);
    else terminal.out(`${flags.dryRun ? 'Would write' : 'Wrote'} ${file}\n`);
    return null;
  },
});

const check = defineCommand({
  verb: 'check',
  summary: 'Read the whole store and say whether it is whole',
  about: `Reads every page and compares every fact with its checksum, with or without a running agent, and changes nothing.
    FILE may also be a backup. Exit code 1 when something is damaged.`,
  args: {},
  flags: {
    file: text('FILE', 'A store or a backup; else that of the configuration'),
    config: text('FILE', "The configuration; else ENDCAP_CONFIG, else the running agent's"),
    json: agentFlags.json,
  },
  examples: [
    ['endcap store check', 'after the power went out'],
    ['endcap store check --file gw-01.db', 'is this backup good?'],
  ],
  async run(context, { flags }) {
    const path =
      flags.file === null ? await storeOf(flags.config, context) : ({ ok: true, value: flags.file } as const);
    if (!path.ok) return path.failure;
    const { inspectStore } = await import('../store/inspect.ts');
    const damage = inspectStore(path.value);
    if (damage === undefined) return failure(exits.failed, 'cli.cannot-read', `There is no store at ${path.value}.`);
    const { terminal } = context;
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, file: path.value, damage })}\n`);
    else if (damage === null) terminal.out(`${path.value} is whole.\n`);
    else terminal.out(`${path.value} is damaged: ${damage}\n`);
    return damage === null ? null : { found: exits.failed };
  },
});

export const store: Noun = {
  noun: 'store',
  summary: 'What the agent remembers: copy it, check it',
  commands: [backup, check],
};

async function storeOf(named: string | null, { env }: Context): Promise<Answer<string>> {
  const file = named ?? env.ENDCAP_CONFIG ?? latest('agent')?.config ?? null;
  if (file === null) {
    return { ok: false, failure: wrongUsage('Which store?', 'Name it with --file or --config.') };
  }
  const read = await readConfig(file, env);
  return read.ok ? { ok: true, value: resolve(read.value.config.data, 'store.db') } : read;
}
