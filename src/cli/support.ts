import { writeFile } from 'node:fs/promises';
import { arch, cpus, freemem, loadavg, platform, release, totalmem, uptime } from 'node:os';
import { findPeer, type LocalClient } from './agent-client.ts';
import { defineCommand, type Noun } from './command.ts';
import { exits, failure } from './exit.ts';
import { on, text } from './flag.ts';
import { agentFlags } from './peer-flags.ts';

/** What the agent is asked for. None of these documents carries a secret: they are what every console shows. */
const asked = [
  ['status.json', '/api/status'],
  ['attention.json', '/api/attention'],
  ['verify.json', '/api/verify?all=1'],
  ['doctor.json', '/api/doctor'],
  ['labels.json', '/api/labels'],
  ['lag.json', '/api/mesh/lag'],
  ['quarantine.json', '/api/mesh/quarantine'],
  ['waves.json', '/api/waves'],
  ['local-bindings.json', '/api/bindings/local'],
  ['audit.json', '/api/audit?limit=1000'],
  ['config.json', '/api/config'],
  ['metrics.txt', '/metrics'],
] as const;

const bundle = defineCommand({
  verb: 'bundle',
  summary: 'Everything that somebody who helps needs, in one file',
  about: `Collects what the agent knows of itself, its labels, its mesh and its machine into a ZIP file. Passwords, tokens
    and keys are not in it: the configuration is there with its secrets masked, messages of the mesh without their
    content. --dry-run lists what would go in.`,
  args: {},
  flags: {
    out: text('FILE.zip', 'Where to; else endcap-support.zip here'),
    dryRun: on('List what goes in, and write nothing'),
    ...agentFlags,
  },
  examples: [['endcap support bundle --out /tmp/gw-01.zip', 'for the one who helps']],
  async run(context, { flags }) {
    const { env, terminal, version } = context;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const names = [...asked.map(([name]) => name), 'machine.json'];
    const file = flags.out ?? 'endcap-support.zip';
    if (!flags.dryRun) {
      const { strToU8, zipSync } = await import('fflate');
      const entries = Object.fromEntries([
        ...(await collect(agent.value)),
        ['machine.json', strToU8(JSON.stringify({ schemaVersion: 1, version, ...machine() }, null, 2))] as const,
      ]);
      try {
        await writeFile(file, zipSync(entries), { mode: 0o600 });
      } catch (error) {
        return failure(exits.failed, 'cli.cannot-write', `${file} cannot be written: ${(error as Error).message}`);
      }
    }
    if (flags.json)
      terminal.out(`${JSON.stringify({ schemaVersion: 1, file: flags.dryRun ? null : file, entries: names })}\n`);
    else if (flags.dryRun) terminal.out(names.map(name => `${name}\n`).join(''));
    else terminal.out(`Wrote ${file}: ${names.length} parts, no secrets.\n`);
    return null;
  },
});

export const support: Noun = { noun: 'support', summary: 'Collect what somebody who helps needs', commands: [bundle] };

/** What cannot be had is in the bundle as the reason why. */
async function collect(agent: LocalClient): Promise<[string, Uint8Array][]> {
  const parts: [string, Uint8Array][] = [];
  for (const [name, path] of asked) {
    const answer = await agent.bytes(path);
    if (answer.ok) parts.push([name, answer.value]);
    else parts.push([`${name}.missing.txt`, Buffer.from(`${answer.failure.code}: ${answer.failure.message}\n`)]);
  }
  return parts;
}

function machine() {
  return {
    platform: platform(),
    release: release(),
    arch: arch(),
    node: process.versions.node,
    cpus: cpus().length,
    memoryBytes: { total: totalmem(), free: freemem() },
    load: loadavg(),
    uptimeSeconds: Math.round(uptime()),
  };
}
