import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { announce, socketPathFor, sweep } from '../runtime-registry.ts';
import { defineCommand } from './command.ts';
import { exits, failure, wrongUsage } from './exit.ts';
import { choice, hidden, on, text, whole } from './flag.ts';
import { untilStopped } from './stop-signal.ts';
import { plain } from './terminal.ts';

/** Labels of the serial radio ask every minute in the field; whoever watches need not wait so long. */
const wiredCheckInMs = 5_000;

/** Flags that the emulated shop has wherever it is started. */
export const shopSizeFlags = {
  labels: whole('N', { min: 1, max: 10_000, absent: 60 }, 'How many labels hang in the aisle (60)'),
  seed: whole('N', { min: 0, max: 4_294_967_295, absent: 1 }, 'The same number gives the same shop (1)'),
  adapters: whole('N', { min: 1, max: 16, absent: 2 }, 'How many radios it has (2)'),
  rates: whole('N', { min: 0, max: 3_600, absent: 5 }, 'Exchange rates every so many seconds (5); 0: none'),
  people: whole('N', { min: 0, max: 2_000, absent: 12 }, 'People who walk about with telephones (12); 0: nobody'),
  drift: whole('N', { min: 0, max: 60_000, absent: 0 }, 'Random price changes a minute (0)'),
  wired: choice('WHETHER', ['yes', 'no'], 'Boards, a scale, scanners and a serial label radio (yes)'),
  screens: choice('WHETHER', ['yes', 'no'], 'Eight signage screens (yes)'),
} as const;

export const shop = defineCommand({
  verb: 'shop',
  summary: 'Only the other side: broker, mesh, radios, labels, boards, screens and people',
  about: `Starts everything an agent talks to, and writes the configuration with which an agent joins it. npm start does
    this and runs an agent as well.

    It is for working on the agent, or on something that stands in its place. It runs until Ctrl-C.`,
  args: {},
  flags: {
    configOut: text('FILE', 'Where the configuration for the agent is written'),
    broker: text('URL', 'Use this broker instead of an embedded one'),
    ...shopSizeFlags,
    console: text('ADDRESS', 'Where the agent will listen, for its screens (127.0.0.1:8080)'),
    script: text('FILE', 'Who walks where and when, as YAML, instead of an ordinary day'),
    control: text('PATH', 'Where the control socket is; by default where endcap emulate finds it'),
    json: on('Print a document once an agent can join'),
    untilStdinEnds: hidden(on('Stop when whoever started it is gone')),
    remove: hidden(text('DIR', 'Remove this directory in the end')),
  },
  examples: [
    ['endcap emulate shop --config-out shop.yaml', 'in one terminal'],
    ['endcap run --config shop.yaml', 'in another one'],
  ],
  async run({ terminal }, { flags }) {
    if (flags.configOut === null) return wrongUsage('--config-out FILE is needed.');
    const configOut = resolve(flags.configOut);
    const controlSocket = flags.control === null ? socketPathFor('shop') : resolve(flags.control);
    const stopping = untilStopped();
    if (flags.untilStdinEnds) process.stdin.on('end', stopping.stop).on('error', stopping.stop).resume();
    const { runShop } = await import('../../emulator/run.ts');
    const opening = runShop({
      labels: flags.labels,
      seed: flags.seed,
      adapters: flags.adapters,
      brokerUrl: flags.broker,
      driftPerMinute: flags.drift,
      ratesEveryMs: flags.rates * 1000,
      people: flags.people,
      peopleScript: flags.script === null ? null : resolve(flags.script),
      wired: flags.wired !== 'no',
      checkInMs: wiredCheckInMs,
      screens: flags.screens !== 'no',
      ...(flags.console === null ? {} : { consoleListen: flags.console }),
      configOut,
      controlSocket,
    });
    const closing = stopping.asked.then(() => opening).then(shop => shop.stop());
    closing.catch(() => {});
    let running: Awaited<typeof opening> | null;
    try {
      running = await Promise.race([opening, stopping.asked.then(() => null)]);
    } catch (error) {
      stopping.release();
      process.stdin.destroy();
      return failure(exits.failed, 'cli.shop-failed', error instanceof Error ? error.message : String(error));
    }
    if (!running) {
      await closing.catch(() => {});
      stopping.release();
      process.stdin.destroy();
      return null;
    }
    const withdraw = announce({ kind: 'shop', socket: controlSocket, config: configOut });
    terminal.out(
      flags.json
        ? `${JSON.stringify({ schemaVersion: 1, config: configOut, control: controlSocket })}\n`
        : `Ready: endcap run --config ${plain(configOut)}\n`,
    );
    await stopping.asked;
    await closing;
    withdraw();
    sweep();
    if (flags.remove !== null) await rm(flags.remove, { recursive: true, force: true });
    stopping.release();
    process.stdin.destroy();
    return null;
  },
});
