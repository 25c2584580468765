import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sweep } from '../runtime-registry.ts';
import { createLocalClient } from './agent-client.ts';
import { type Context, defineCommand } from './command.ts';
import { readConfig } from './config-file.ts';
import { formatDuration } from './duration.ts';
import { shopSizeFlags } from './emulate-shop.ts';
import { exits, type Failure, failure } from './exit.ts';
import { text, whole } from './flag.ts';
import type { RunningAgent } from './ports.ts';
import { createProgressLine, describeLabels } from './progress.ts';
import { startShop } from './shop-process.ts';
import { type Stop, untilStopped } from './stop-signal.ts';

const usualPort = 8080;

export const start = defineCommand({
  verb: 'start',
  summary: 'A whole emulated shop with an agent and its console: npm start',
  about: `Starts an emulated shop and, against it, a real agent: a broker and a central mesh that sign and publish
    prices, radios with labels that really decode, draw and keep what they are sent, beacons to broadcast, people,
    trolleys and sensors that walk about, a queue at the till, boards with buttons and displays, a scale, scanners, a
    serial label radio, signage screens, and the console in the browser.
    On stdout stands one line, the console's address, as soon as the page can be opened.

    Ctrl-C stops everything and leaves nothing behind; with --data the agent's state stays.`,
  args: {},
  flags: {
    labels: shopSizeFlags.labels,
    seed: shopSizeFlags.seed,
    drift: shopSizeFlags.drift,
    rates: shopSizeFlags.rates,
    people: shopSizeFlags.people,
    wired: shopSizeFlags.wired,
    screens: shopSizeFlags.screens,
    port: whole('N', { min: 1, max: 65_535, absent: null }, `The console's port (${usualPort}, or a free one)`),
    data: text('DIR', "Where the agent's state is kept; by default it is removed in the end"),
  },
  examples: [
    ['npm start', 'the same, in a checkout'],
    ['npm start -- --labels 1000 --port 9000', 'a larger shop'],
    ['endcap emulate price 100001 12.34', 'meanwhile, in another terminal'],
  ],
  async run(context, { flags }) {
    const port = await choosePort(flags.port);
    if (port === null) {
      return failure(exits.failed, 'cli.port-taken', `Port ${flags.port} is taken.`, 'Name another one with --port.');
    }
    const stopping = untilStopped();
    const scratch = await mkdtemp(join(tmpdir(), 'endcap-shop-'));
    const configFile = join(scratch, 'endcap.yaml');
    const progress = createProgressLine(context.terminal);
    progress.show('Opening the shop …');
    const shopFlags = ['--config-out', configFile, '--labels', `${flags.labels}`, '--seed', `${flags.seed}`];
    const shop = startShop({
      scratch,
      flags: [
        ...shopFlags,
        ...['--drift', `${flags.drift}`, '--rates', `${flags.rates}`, '--people', `${flags.people}`],
        ...(flags.wired === null ? [] : ['--wired', flags.wired]),
        ...(flags.screens === null ? [] : ['--screens', flags.screens]),
        ...['--console', `127.0.0.1:${port}`],
      ],
    });
    try {
      const ready = await Promise.race([shop.ready, stopping.asked.then(() => false)]);
      if (stopping.signal.aborted) return null;
      if (!ready) return failure(exits.failed, 'cli.child-ended', 'The emulated shop did not open.', 'See above why.');
      progress.show('Starting the agent …');
      const data = flags.data === null ? join(scratch, 'data') : resolve(flags.data);
      mkdirSync(data, { recursive: true, mode: 0o700 });
      const env = { ...quietly(context.env), ENDCAP_DATA: data, ENDCAP_CONSOLE__LISTEN: `127.0.0.1:${port}` };
      const read = await readConfig(configFile, env);
      if (!read.ok) return read.failure;
      const { runAgent } = await import('../main.ts');
      const started = await runAgent(read.value.config, {
        origins: read.value.origins,
        configFile,
        version: context.version,
      });
      progress.end(null);
      if (!started.ok) return { exit: exits.failed, code: started.reason, message: started.detail, hint: null };
      context.terminal.out(`Console: ${started.agent.url}\n`);
      const failed = await accompany(started.agent, shop.ended, stopping, context);
      progress.show('Closing the shop …');
      await started.agent.stop();
      return failed;
    } finally {
      await shop.stop();
      await rm(scratch, { recursive: true, force: true });
      sweep();
      progress.end(null);
      stopping.release();
    }
  },
});

/** Says how the labels come along, then waits for the end: asked for, or because the shop is gone. */
async function accompany(
  agent: RunningAgent,
  shopEnded: Promise<void>,
  stopping: Stop,
  context: Context,
): Promise<Failure | null> {
  void watchLabels(agent, stopping, context);
  const gone = await Promise.race([stopping.asked.then(() => false), shopEnded.then(() => true)]);
  if (!gone) return null;
  stopping.stop();
  return failure(exits.failed, 'cli.child-ended', 'The emulated shop has ended by itself.', 'See above why.');
}

async function watchLabels(agent: RunningAgent, stopping: Stop, { terminal, clock }: Context): Promise<void> {
  const { StatusDocument } = await import('../console/documents.ts');
  const client = createLocalClient('agent', agent.socket);
  const progress = createProgressLine(terminal);
  const startedMs = clock.monotonic();
  while (!stopping.signal.aborted) {
    const status = await client.read('/api/status', StatusDocument);
    if (stopping.signal.aborted || !status.ok) break;
    const { text, done } = describeLabels(status.value);
    if (done) {
      const took = formatDuration(clock.monotonic() - startedMs);
      progress.end(`${status.value.labels.total} labels show their prices (${took}). Ctrl-C closes the shop.`);
      return;
    }
    progress.show(text);
    await new Promise<void>(resume => void clock.after(250, resume));
  }
  progress.end(null);
}

/** The user's environment may set how much is logged; everything else of the emulated shop's configuration is its own. */
function quietly(env: Context['env']): Record<string, string> {
  return { ENDCAP_LOG__LEVEL: env.ENDCAP_LOG__LEVEL ?? 'warn' };
}

/** The port that was named, or the usual one, or any free one; null: the named one is taken. */
async function choosePort(named: number | null): Promise<number | null> {
  const free = await listenOn(named ?? usualPort);
  return free ?? (named === null ? listenOn(0) : null);
}

function listenOn(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
