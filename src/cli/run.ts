import { resolve } from 'node:path';
import { defineCommand, type Noun } from './command.ts';
import { readConfig } from './config-file.ts';
import { exits, wrongUsage } from './exit.ts';
import { text } from './flag.ts';
import { untilStopped } from './stop-signal.ts';

const start = defineCommand({
  verb: null,
  summary: 'Run the agent of a store',
  about: `Reads the configuration, joins the mesh, opens the radios and serves the console, until Ctrl-C or SIGTERM. Log
    lines go to stderr. This is what the systemd unit calls.

    To try Endcap without a mesh, a broker or labels, use npm start instead.`,
  args: {},
  flags: { config: text('FILE', 'The configuration file; else ENDCAP_CONFIG') },
  examples: [['endcap run --config /etc/endcap/endcap.yaml', 'in the foreground']],
  async run({ env, terminal, version }, { flags }) {
    const file = flags.config ?? env.ENDCAP_CONFIG;
    if (!file) return wrongUsage('A configuration file is needed.', 'Name it with --config FILE or ENDCAP_CONFIG.');
    const read = await readConfig(file, env);
    if (!read.ok) return read.failure;
    const { config, origins } = read.value;
    const { runAgent } = await import('../main.ts');
    const stopping = untilStopped();
    const started = await runAgent(config, { origins, configFile: resolve(file), version });
    if (!started.ok) {
      stopping.release();
      return { exit: exits.failed, code: started.reason, message: started.detail, hint: null };
    }
    terminal.out(`Console: ${started.agent.url}\n`);
    await stopping.asked;
    await started.agent.stop();
    stopping.release();
    return null;
  },
});

export const run: Noun = { noun: 'run', summary: 'Run the agent of a store', commands: [start] };
