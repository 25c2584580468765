import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { loadCatalogue } from '../devices/catalogue.ts';
import { createAlarms } from './agent/alarms.ts';
import { createChanges } from './agent/changes.ts';
import { createFactReader } from './agent/fact-reader.ts';
import { createIntake } from './agent/intake.ts';
import { createLabelDocuments } from './agent/label-documents.ts';
import { loadLabelKeys } from './agent/label-keys.ts';
import { createPictures } from './agent/pictures.ts';
import { createStatusDocuments } from './agent/status-documents.ts';
import { createView } from './agent/view.ts';
import type { AgentStart, RunAgent } from './cli/ports.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config/schema.ts';
import { createConsole } from './console/server.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createDesired } from './delivery/desired.ts';
import type { TillWatermark } from './delivery/till-order.ts';
import { createMesh } from './mesh/client.ts';
import type { BrokerAccess, Mesh } from './mesh/mesh.ts';
import { createBluetoothRadio } from './radio/bluetooth.ts';
import { runSession } from './radio/exchange.ts';
import { createAtlas } from './render/atlas.ts';
import { builtinTemplates } from './render/builtin-templates.ts';
import { toPng } from './render/png.ts';
import { createRenderer } from './render/render.ts';
import { announce, socketPathFor } from './runtime-registry.ts';
import { loadKeyring } from './store/keyring.ts';
import { openStore } from './store/open.ts';

/**
 * Runs the agent: makes every station, joins them in the order in which facts travel, and starts them. The only place
 * that knows all of them. The console is there first, so that people can watch what follows.
 */
export const runAgent: RunAgent = async (config, { origins, configFile, version }) => {
  const clock = systemClock;
  const stopping = new AbortController();
  const startedAtMs = clock.now();
  const log = pino({ level: config.log.level, base: { gateway: config.gateway.id } }, pino.destination(2));
  const { organisation, id: gateway, store: place, locale, secondLocale = null, currency } = config.gateway;

  const changes = createChanges(clock);
  let mesh: Mesh | null = null;
  const alarms = createAlarms(clock, ({ code, subject, detail }, state) => {
    log[state === 'raised' ? 'warn' : 'info']({ reason: code, subject, detail }, `alarm ${state}`);
    mesh?.alarm({ code, state, subject, detail });
    changes.event(`alarm.${state}`, subject, `${code}: ${detail}`);
    changes.status();
  });

  const broker = brokerAccess(config);
  if (!broker.ok) return broker;
  const keyring = loadKeyring({ ...config.keyring, dataDir: config.data, env: process.env });
  if (!keyring.ok) return keyring;
  const opened = openStore({
    dir: config.data,
    clock,
    keyring: keyring.keyring,
    onHealth(health) {
      for (const code of [
        'store.disk-full',
        'store.io',
        'store.damaged',
        'store.unwritable',
        'store.locked',
      ] as const) {
        if (!health.ok && health.reason === code) alarms.raise(code, 'store', health.detail);
        else alarms.clear(code, 'store');
      }
    },
  });
  if (!opened.ok) return opened;
  const { store, state: found } = opened;
  if (found.recovered) alarms.raise('store.damaged', 'store', `It was moved to ${found.recovered.movedTo}.`);
  if (found.keysUnreadable.length > 0) {
    alarms.raise('store.keyring-mismatch', 'keyring', `${found.keysUnreadable.length} keys of labels cannot be read.`);
  }
  if (config.labels.keyFile) {
    const { rows, problems } = loadLabelKeys(config.labels.keyFile);
    store.transaction(() => {
      for (const { label, key } of rows) store.putLabelKey(label, key);
    });
    if (problems.length > 0) alarms.raise('config.invalid', config.labels.keyFile, problems.slice(0, 3).join('; '));
  }

  const atlas = createAtlas();
  const renderer = createRenderer({ templates: builtinTemplates(), atlas });
  const pictures = createPictures(renderer);
  const catalogue = await loadCatalogue();
  const rules = { locale, secondLocale, currency };
  const reader = createFactReader(store);

  let till: TillWatermark | null = null;
  const delivery = createDelivery({
    store,
    catalogue,
    radios: config.radios.map(({ url, links }) =>
      createBluetoothRadio({ url, clock, log, ...(links ? { links } : {}) }),
    ),
    run: (session, link, options) => runSession(session, link, clock, options),
    draw: pictures.draw,
    rules: { ...config.delivery, till: config.till },
    backoff: config.delivery.backoff,
    till: () => till,
    clock,
    random: Math.random,
    randomBytes,
    log,
    hooks: {
      changed: changes.labels,
      modelKnown: label => desired.recompute([label]),
      ended({ id, desired: row }, outcome) {
        if (!outcome.ok) {
          log.info({ label: id, reason: outcome.reason, detail: outcome.detail }, 'attempt failed');
          changes.event('label.failed', id, `${outcome.reason}: ${outcome.detail}`);
        } else if (outcome.type === 'shown') {
          log.debug({ label: id, version: row?.version, traceparent: row?.traceparent }, 'shown');
          changes.event('label.shown', id, `shows version ${row?.version ?? '?'}, ${outcome.proof}`);
        } else {
          changes.event('label.identified', id, `is a ${outcome.model}`);
        }
      },
      radio(url, state) {
        if (state.state === 'down') alarms.raise('radio.down', url, state.detail);
        else if (state.state === 'ready') alarms.clear('radio.down', url);
        changes.status();
      },
    },
  });
  const desired = createDesired({
    store,
    reader,
    rules,
    clock,
    panelOf: label => delivery.model(label)?.panel ?? null,
    hashOf: pictures.hashOf,
    draws: pictures.draws,
    changed: delivery.desiredChanged,
    failed: error => log.error({ err: error }, 'a price that begins now could not be decided yet'),
  });
  const intake = createIntake({
    store,
    renderer,
    desired,
    templateRefused(id, detail) {
      if (detail === null) alarms.clear('render.template-invalid', `template/${id}`);
      else alarms.raise('render.template-invalid', `template/${id}`, detail);
    },
  });

  let caughtUp = false;
  const labels = createLabelDocuments({
    reader,
    delivery,
    history: store.history,
    rules,
    freshMs: config.delivery.freshMs,
    nowMs: clock.now,
  });
  const joined = createMesh({
    organisation,
    store: place,
    gateway,
    broker: broker.access,
    keys: config.mesh.keys,
    requireSignatures: config.mesh.requireSignatures,
    plausibility: config.plausibility,
    database: store,
    clock,
    random: Math.random,
    log,
    version,
    documents: {
      labelState: labels.state,
      health: () => ({
        uptimeSeconds: Math.round((clock.now() - startedAtMs) / 1000),
        rssBytes: process.memoryUsage.rss(),
        labels: status.labelCounts(),
      }),
      applied(stream) {
        const row = stream === 'price' && caughtUp ? store.stream('price') : null;
        return row && delivery.applied(row);
      },
    },
    hooks: {
      onCommitted(committed) {
        for (const { stream, key } of committed) changes.event('fact.accepted', `${stream}/${key}`, 'accepted');
        changes.status();
        try {
          intake.committed(committed);
        } catch (error) {
          log.error({ err: error }, 'facts are durable, but not yet on their way to the labels');
          void bringInLine();
        }
      },
      onCommand: async ({ verb }) => ({ outcome: 'refused', reason: 'mesh.command-unknown', detail: verb }),
      onTill(mark) {
        if (mark.stream === 'price') till = { ...mark, atMs: clock.now() };
        delivery.tillMoved();
      },
      onAlarm({ code, state, subject, detail }) {
        if (state === 'raised') alarms.raise(code, subject, detail);
        else alarms.clear(code, subject);
      },
    },
  });
  mesh = joined;
  changes.subscribe(joined.reportChanged);
  const spoken = joined.tillMark('price');
  if (spoken) till = { ...spoken, atMs: startedAtMs };
  const status = createStatusDocuments({
    config,
    version,
    startedAtMs,
    store,
    keyring: found.keyring,
    mesh: joined,
    delivery,
    alarms,
    clock,
    caughtUp: () => caughtUp,
  });

  const view = createView({
    config,
    origins,
    store,
    mesh: joined,
    delivery,
    catalogue,
    renderer,
    atlas,
    pictures,
    labels,
    status,
    changes,
  });
  const socket = socketPathFor('agent');
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, prefix: 'endcap_' });
  const served = await createConsole({
    view,
    listen: config.console.listen,
    socketPath: socket,
    token: config.console.token,
    toPng: (bitmap, _panel, scale) => toPng(bitmap, { scale }),
    metrics,
    clock,
    log,
  });
  if (!served.ok) {
    store.close();
    return served;
  }
  const { stop: stopConsole } = served;
  const withdraw = announce({ kind: 'agent', socket, url: served.url, config: configFile });

  let catchingUp: Promise<void> | null = null;
  /** Until it succeeds no watermark is given out; a store that refuses is tried again. */
  function bringInLine(): Promise<void> {
    caughtUp = false;
    catchingUp ??= (async () => {
      while (!caughtUp && !stopping.signal.aborted) {
        try {
          await intake.catchUp(stopping.signal);
          caughtUp = true;
          alarms.clear('store.behind', 'labels');
        } catch (error) {
          alarms.raise('store.behind', 'labels', error instanceof Error ? error.message : String(error));
          await new Promise<void>(resume => void clock.after(behindRetryMs, resume));
        }
      }
      catchingUp = null;
    })();
    return catchingUp;
  }
  void bringInLine().then(() => {
    if (stopping.signal.aborted) return;
    delivery.start();
    joined.start();
    changes.status();
  });

  async function stop(): Promise<void> {
    stopping.abort();
    withdraw();
    await catchingUp;
    desired.stop();
    await Promise.all([stopConsole(), joined.stop(), delivery.stop()]);
    status.stop();
    changes.stop();
    store.close();
  }
  return { ok: true, agent: { url: served.url, socket, stop } };
};

/** After the store refused to let everything be brought in line. */
const behindRetryMs = 2_000;

type StartFailure = Extract<AgentStart, { ok: false }>;

/** The broker with its certificates read, or why one of them cannot be. */
function brokerAccess({ mesh }: Config): { readonly ok: true; readonly access: BrokerAccess } | StartFailure {
  const { url, protocol, username, password } = mesh;
  try {
    const pem = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path));
    const access = { url, protocol, username, password, ca: pem(mesh.ca), cert: pem(mesh.cert), key: pem(mesh.key) };
    return { ok: true, access };
  } catch (error) {
    return { ok: false, reason: 'config.invalid', detail: error instanceof Error ? error.message : String(error) };
  }
}
