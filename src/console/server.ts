import { randomUUID } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { LogFields } from '../shelf/log-events.ts';
import { type Reason, reasons } from '../shelf/reasons.ts';
import { bundlePage } from '../signage/bundle.ts';
import { createAdmission, type Doors } from './admission.ts';
import type { AgentView } from './agent-view.ts';
import { apiRoutes, declaredRoutes } from './api.ts';
import type { ConsoleApp } from './app.ts';
import { assetRoutes, bundleWeb, type WebFile } from './assets.ts';
import { admitLocal, guardDoors, guardHost, guardPages, guardRate, whoAsks } from './guard.ts';
import { isLoopback, pageUrl, parseListenAddress } from './listen-address.ts';
import { createLiveJournal } from './live-journal.ts';
import { refuse } from './refusal.ts';
import type { ScreenPages } from './screens/screen-pages.ts';
import { createScreenRoutes } from './screens/screen-routes.ts';
import { localSession } from './session.ts';
import { createStreams } from './streams.ts';
import type { ToPng } from './to-png.ts';

/** Connections at once per listener; more are refused by closing them. */
const maxConnections = 512;
const minTokenCharacters = 16;

/** Longest times in milliseconds; a client that is slower is cut off. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
}
const ordinaryPatience: Patience = { headersMs: 10_000, requestMs: 30_000 };

/** The few calls of a pino logger that the console makes. */
export interface ConsoleLog {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export interface ConsoleOptions {
  readonly view: AgentView;
  /** What pages of screens are told and say. */
  readonly screens: ScreenPages;
  /** `127.0.0.1:8080`; port 0: any free one. */
  readonly listen: string;
  /** The same API for programs of this user; null: none. A stale file in its place is replaced. */
  readonly socketPath: string | null;
  /** Wanted beyond localhost, and asked for wherever one is set (not on the socket, which only its owner can open). */
  readonly doors?: Doors;
  /** Serves over TLS; with `clientCa` a certificate of that authority may stand for a token. All PEM. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer; readonly clientCa: Buffer | undefined } | undefined;
  readonly toPng: ToPng;
  readonly metrics: Registry;
  readonly clock: Clock;
  readonly log: ConsoleLog;
  /** Where the page's files come from; by default they are bundled from source at the first request. */
  readonly loadWeb?: () => Promise<readonly WebFile[]>;
  /** The same for the page of a screen, by paths below `/s/`. */
  readonly loadScreen?: () => Promise<readonly WebFile[]>;
  /** How long a client may take for its request. */
  readonly patience?: Patience;
}

/** The console's servers, or why they cannot be. */
export type ConsoleStart =
  | { readonly ok: true; readonly url: string; stop(): Promise<void> }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string };

/**
 * Starts the console: pages, API and live stream, the same app on TCP and on a Unix socket (mode 0600). Refuses with a
 * `console.…` reason when the address or the token does not do; nothing is left listening then.
 */
export async function createConsole(options: ConsoleOptions): Promise<ConsoleStart> {
  const { view, clock, log, tls, patience = ordinaryPatience, doors = { tokens: {}, certificates: {} } } = options;
  const admission = createAdmission(doors);
  const address = parseListenAddress(options.listen);
  if (address === null) return refused('console.listen-invalid', options.listen);
  if (!isLoopback(address.host) && !admission.asks) return refused('console.token-missing', options.listen);
  const short = Object.entries(doors.tokens).find(([, token]) => token.length < minTokenCharacters);
  if (short) return refused('console.token-short', `${short[0]}: ${short[1].length} characters`);

  const journal = createLiveJournal({ view, clock, boot: randomUUID().slice(0, 8) });
  const streams = createStreams(journal, clock);
  const pageBroken = (error: unknown) =>
    log.error({ event: 'console.page-broken', err: error }, 'console page cannot be bundled');
  const screens = createScreenRoutes({
    pages: options.screens,
    load: options.loadScreen ?? bundlePage,
    failed: pageBroken,
    clock,
  });
  const routes: ConsoleApp = new Hono();
  apiRoutes(routes, declaredRoutes({ ...options, streams }));
  assetRoutes(routes, options.loadWeb ?? bundleWeb, pageBroken);

  const appWith = (...guards: ((app: ConsoleApp) => void)[]) => {
    const app: ConsoleApp = new Hono();
    for (const guard of guards) guard(app);
    app.route('/', routes);
    app.notFound(c => refuse(c, 404, 'console.not-found'));
    app.onError((error, c) => {
      log.error({ event: 'console.request-failed', err: error, path: c.req.path }, 'console request failed');
      return refuse(c, 500, 'console.page-broken', 'The request failed inside the agent.');
    });
    return app;
  };
  const secure = tls !== undefined;
  const network = createHttpServer(
    appWith(
      app => guardPages(app, secure),
      app => isLoopback(address.host) && guardHost(app),
      app => screens.mount(app, c => (admission.asks ? whoAsks(c, admission) : localSession), secure),
      app => guardRate(app, clock),
      app => (admission.asks ? guardDoors(app, admission, secure, clock) : admitLocal(app)),
    ),
    patience,
    tls,
  );
  const local = createHttpServer(
    appWith(
      app => guardPages(app, false),
      app => screens.mount(app, () => localSession, false),
      admitLocal,
    ),
    patience,
  );

  let socketIsOurs = false;
  const stop = async () => {
    journal.stop();
    streams.endAll();
    screens.endAll();
    await Promise.all([close(network), close(local)]);
    if (socketIsOurs && options.socketPath !== null) await rm(options.socketPath, { force: true });
  };
  try {
    await listening(network, server => server.listen(address.port, address.host));
    if (options.socketPath !== null) {
      if (await isAnswered(options.socketPath)) throw new Error(`another agent answers on ${options.socketPath}`);
      await rm(options.socketPath, { force: true });
      socketIsOurs = true;
      await listenPrivately(local, options.socketPath);
    }
  } catch (error) {
    await stop();
    return refused('console.address-unusable', (error as Error).message);
  }
  const url = pageUrl(secure ? 'https' : 'http', address.host, (network.address() as AddressInfo).port);
  log.info({ event: 'console.listens', url, socket: options.socketPath, asks: admission.asks }, 'console listens');
  if (!secure && !isLoopback(address.host))
    log.warn({ event: 'console.plaintext', url }, 'console listens without TLS: tokens can be read on the way');
  return { ok: true, url, stop };
}

function refused(reason: Reason, detail: string): ConsoleStart {
  return { ok: false, reason, detail: `${reasons[reason].meaning} (${detail})` };
}

function createHttpServer(app: ConsoleApp, patience: Patience, tls?: ConsoleOptions['tls']): Server {
  const options = {
    requestTimeout: patience.requestMs,
    headersTimeout: patience.headersMs,
    keepAliveTimeout: 5_000,
    // Node looks for slow clients only this often.
    connectionsCheckingInterval: Math.min(5_000, patience.headersMs / 2),
    maxHeaderSize: 16_384,
  };
  const listener = getRequestListener(app.fetch);
  const server =
    tls === undefined
      ? createServer(options, listener)
      : createSecureServer(
          {
            ...options,
            cert: tls.cert,
            key: tls.key,
            minVersion: 'TLSv1.2',
            // Whoever brings no certificate may still bring a token; the guard looks at what was proven.
            ...(tls.clientCa ? { ca: tls.clientCa, requestCert: true, rejectUnauthorized: false } : {}),
          },
          listener,
        );
  server.maxConnections = maxConnections;
  return server;
}

function listening(server: Server, listen: (server: Server) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen(server);
  });
}

/** Whether a process listens there; a socket file whose process died refuses at once. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path);
    const answer = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

/** The file is never open to others, not even before its mode is set: it is created under a narrow umask. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177);
  const done = listening(server, s => s.listen(path));
  process.umask(before);
  await done;
  await chmod(path, 0o600);
}

/** Ends answers under way after what they have queued; whoever does not take it within a moment is cut off. */
function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise(resolve => {
    server.close(() => resolve());
    setImmediate(() => server.closeAllConnections());
  });
}
