import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { AgentView } from '../console/agent-view.ts';
import type { ScreenPages } from '../console/screens/screen-pages.ts';
import { type ConsoleLog, type ConsoleOptions, createConsole } from '../console/server.ts';
import { toPng } from '../render/png.ts';
import { announce, socketPathFor } from '../runtime-registry.ts';
import { doorsOf } from './credentials.ts';

export interface ServingOptions {
  readonly config: Config;
  readonly configFile: string;
  readonly view: AgentView;
  readonly screens: ScreenPages;
  readonly tls: ConsoleOptions['tls'];
  readonly radios: readonly string[];
  readonly clock: Clock;
  readonly log: ConsoleLog;
}

/** Opens the console, its socket and the pages of screens, and tells programs of this user where they are. */
export async function serveAgent(options: ServingOptions) {
  const { config, clock, log } = options;
  const socket = socketPathFor('agent');
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, prefix: 'endcap_' });
  const served = await createConsole({
    view: options.view,
    screens: options.screens,
    listen: config.console.listen,
    socketPath: socket,
    doors: doorsOf(config),
    tls: options.tls,
    toPng: (bitmap, _panel, scale) => toPng(bitmap, { scale }),
    metrics,
    clock,
    log,
  });
  if (!served.ok) return served;
  const { url, stop } = served;
  const withdraw = announce({ kind: 'agent', socket, url, config: options.configFile, radios: [...options.radios] });
  return { ok: true, url, socket, stop, withdraw } as const;
}
