import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StoreInfoDocument } from '../console/upkeep-documents.ts';
import { latest, thisHost } from '../runtime-registry.ts';
import { findPeer } from './agent-client.ts';
import { formatBytes } from './bytes.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { readConfig } from './config-file.ts';
import { type Answer, exits, type Failure, failure, wrongUsage } from './exit.ts';
import { on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { formatTable } from './table.ts';
import { plain } from './terminal.ts';

const backup = defineCommand({
  verb: 'backup',
  summary: 'A copy of everything the agent remembers, while it runs',
  about: `Writes one consistent SQLite file; the agent goes on meanwhile. Keys of labels stay wrapped: without the keyring's
    secret nobody can read them, so keep that elsewhere. Prices need no backup, as the mesh sends them again; what only
    the store knows is what was bound at the shelf, the labels' keys, the history and the audit trail.

    The copy is read again before this says that it is done; --force replaces an older backup, and never another file.
    Not in it are the keyring's secret, the configuration and certificates.

    To go back, stop the agent and put the file in place of store.db in its data directory, with no store.db-wal and
    store.db-shm beside it.`,
  args: { file: word('FILE', 'Where to; a file that is there is not overwritten') },
  flags: {
    force: on('Replace an older backup of this name'),
    config: text('FILE', 'Copy the store of this configuration, without an agent'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [
    ['endcap store backup /mnt/usb/gw-01.db', 'before a card is changed'],
    ['endcap store backup gw-01.db --config endcap.yaml', 'while no agent runs'],
  ],
  async run({ env, terminal }, { args, flags }) {
    const file = resolve(args.file);
    const { force, dryRun, socket } = flags;
    const failed = await backUp();
    if (failed !== null) return failed;
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, file, dryRun })}\n`);
    else terminal.out(`${dryRun ? 'Would write' : 'Wrote'} ${file}\n`);
    return null;

    async function backUp(): Promise<Failure | null> {
      const { backupObstacle, copyStore } = await import('../store/backup.ts');
      const source = flags.config === null ? findPeer('agent', socket, env) : await storeOf(flags.config, env);
      if (!source.ok) return source.failure;
      try {
        const obstacle = backupObstacle(file, force);
        if (obstacle !== null) return cannotWrite(`${file} ${obstacle}`, '--force replaces an older backup.');
        if (dryRun) return null;
        if (typeof source.value !== 'string') {
          const unsaved = await source.value.save('/api/store/backup', file);
          if (unsaved !== null) return unsaved;
        } else {
          if (!existsSync(source.value)) return noStore(source.value);
          const fault = copyStore(source.value, file);
          if (fault !== null) return failure(exits.failed, fault.reason, fault.detail);
        }
      } catch (error) {
        return cannotWrite(`${file} cannot be written: ${(error as Error).message}`);
      }
      const { inspectStore } = await import('../store/inspect.ts');
      const damage = inspectStore(file);
      return damage === null ? null : failure(exits.failed, 'store.damaged', `The copy ${file} is damaged: ${damage}`);
    }
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
      flags.file === null ? await storeOf(flags.config, context.env) : ({ ok: true, value: flags.file } as const);
    if (!path.ok) return path.failure;
    const { inspectStore } = await import('../store/inspect.ts');
    const damage = inspectStore(path.value);
    if (damage === undefined) return noStore(path.value);
    const { terminal } = context;
    if (flags.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, file: path.value, damage })}\n`);
    else if (damage === null) terminal.out(`${path.value} is whole.\n`);
    else terminal.out(`${path.value} is damaged: ${damage}\n`);
    return damage === null ? null : { found: exits.failed };
  },
});

const info = defineCommand({
  verb: 'info',
  summary: 'How large the store is',
  about: `The size of the file and of its log, the rows of each table, the version of the schema, and what is free on the
    disk, with or without a running agent. Every table is bounded, so that a store grows only with products and labels.`,
  args: {},
  flags: {
    file: text('FILE', 'A store or a backup; else that of the configuration'),
    config: text('FILE', "The configuration; else ENDCAP_CONFIG, else the running agent's"),
    json: agentFlags.json,
  },
  examples: [['endcap store info', 'is there room for the next year?']],
  async run(context, { flags }) {
    const path =
      flags.file === null ? await storeOf(flags.config, context.env) : ({ ok: true, value: flags.file } as const);
    if (!path.ok) return path.failure;
    const { describeStore } = await import('../store/describe.ts');
    const described = describeStore(path.value);
    if (described === null) return noStore(path.value);
    if (typeof described === 'string') return failure(exits.failed, 'cli.cannot-read', described);
    const document: StoreInfoDocument = { schemaVersion: 1, ...described, tables: [...described.tables] };
    context.terminal.out(flags.json ? `${JSON.stringify(document)}\n` : formatInfo(document, context));
    return null;
  },
});

export const store: Noun = {
  noun: 'store',
  summary: 'What the agent remembers: copy, check and measure it',
  commands: [backup, check, info],
};

async function storeOf(named: string | null, env: Context['env']): Promise<Answer<string>> {
  const file = named ?? env.ENDCAP_CONFIG ?? latest('agent', thisHost(env))?.config ?? null;
  if (file === null) {
    return { ok: false, failure: wrongUsage('Which store?', 'Name it with --file or --config.') };
  }
  const read = await readConfig(file, env);
  return read.ok ? { ok: true, value: resolve(read.value.config.data, 'store.db') } : read;
}

function noStore(path: string): Failure {
  return failure(exits.failed, 'cli.cannot-read', `There is no store at ${path}.`);
}

function cannotWrite(message: string, hint: string | null = null): Failure {
  return failure(exits.failed, 'cli.cannot-write', message, hint);
}

function formatInfo(document: StoreInfoDocument, { terminal }: Context): string {
  const { bytes, logBytes, unusedBytes, freeBytes, schema, path } = document;
  const facts = [
    `${plain(path)}, schema ${schema}`,
    `${formatBytes(bytes)}, of that ${formatBytes(unusedBytes)} unused; log ${formatBytes(logBytes)}`,
    `${formatBytes(freeBytes)} free on the disk`,
  ];
  const table = formatTable(
    [{ title: 'TABLE' }, { title: 'ROWS', align: 'right' }],
    document.tables.map(({ name, rows }) => [name, `${rows}`]),
    terminal.width,
    terminal.colours.dim,
  );
  return `${facts.join('\n')}\n\n${table}`;
}
