import { randomBytes } from 'node:crypto';
import { loadCatalogue } from '../devices/catalogue.ts';
import { announceAlarm } from './agent/alarm-announcement.ts';
import { createAlarms } from './agent/alarms.ts';
import { createBitcoin } from './agent/bitcoin.ts';
import { createBitcoinView } from './agent/bitcoin-view.ts';
import { createCatchUp } from './agent/catch-up.ts';
import { createChanges } from './agent/changes.ts';
import { createClockTrust } from './agent/clock-trust.ts';
import { createCommands } from './agent/commands.ts';
import { createCommissioning } from './agent/commissioning.ts';
import { createCommissioningView, nameIn } from './agent/commissioning-view.ts';
import { asksTokens, brokerAccess, readConsoleTls } from './agent/credentials.ts';
import { createFactReader } from './agent/fact-reader.ts';
import { createIntake } from './agent/intake.ts';
import { createLabelDocuments } from './agent/label-documents.ts';
import { createLabelWatch } from './agent/label-watch.ts';
import { createLog } from './agent/log.ts';
import { createMeshSide } from './agent/mesh-side.ts';
import { createNarrator } from './agent/narrator.ts';
import { createPause } from './agent/pause.ts';
import { createPictures } from './agent/pictures.ts';
import { createProximity } from './agent/proximity/proximity.ts';
import { createRadios } from './agent/radios.ts';
import type { AgentOptions, AgentStart } from './agent/running-agent.ts';
import { createSelfCheck } from './agent/self-check.ts';
import { serveAgent } from './agent/serving.ts';
import { createSignage } from './agent/signage/signage.ts';
import { createStatusDocuments } from './agent/status-documents.ts';
import { openStorage } from './agent/storage.ts';
import { storeRules } from './agent/store-rules.ts';
import { createSupervision, statusLine } from './agent/supervision.ts';
import { createTraces } from './agent/traces.ts';
import { createUpkeep } from './agent/upkeep.ts';
import { createView } from './agent/view.ts';
import { createWaveLog } from './agent/wave-log.ts';
import { createWellBeing } from './agent/well-being.ts';
import { createWired } from './agent/wired/wired.ts';
import { createWiredView } from './agent/wired/wired-view.ts';
import { nextRunIn } from './alarms/hours.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config/schema.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createDesired } from './delivery/desired.ts';
import type { TillWatermark } from './delivery/till-order.ts';
import { clockSynchronised } from './doctor/time-service.ts';
import { createMesh } from './mesh/client.ts';
import type { Mesh } from './mesh/mesh.ts';
import type { Telling } from './mesh/telling.ts';
import { runSession } from './radio/exchange.ts';
import { createAtlas } from './render/atlas.ts';
import { builtinTemplates } from './render/builtin-templates.ts';
import { createRenderer } from './render/render.ts';

/**
 * Runs the agent: makes every station, joins them in the order in which facts travel, and starts them. The only place
 * that knows all of them. The console is there first, so that people can watch what follows.
 */
export async function runAgent(config: Config, { origins, configFile, version }: AgentOptions): Promise<AgentStart> {
  const clock = systemClock;
  const loading = loadCatalogue();
  const startedAtMs = clock.now();
  const log = createLog(config);
  const { organisation, id: gateway, store: place, locale } = config.gateway;

  const changes = createChanges(clock);
  let mesh: Mesh | null = null;
  const alarms = createAlarms(clock, announceAlarm({ log, changes, mesh: () => mesh }));

  const broker = brokerAccess(config);
  if (!broker.ok) return broker;
  const consoleTls = readConsoleTls(config);
  if (!consoleTls.ok) return consoleTls;
  const narrator = createNarrator({ log, changes, alarms });
  const storage = openStorage({ config, env: process.env, clock, alarms, narrator });
  if (!storage.ok) return storage;
  const { store } = storage;

  const atlas = createAtlas();
  const renderer = createRenderer({ templates: builtinTemplates(), atlas });
  const pictures = createPictures(renderer);
  const catalogue = await loading;
  const rules = storeRules(config);
  const reader = createFactReader(store, {
    offerRevoked: id => proximity.offerRevoked(id),
    zoneOf: position => proximity.zoneOf(position),
  });

  /** What every room between the stations needs. */
  const house = { config, store, reader, rules, alarms, clock, log, tell: (telling: Telling) => mesh?.tell(telling) };

  const waves = createWaveLog(store);
  const pause = createPause({ store, alarms, clock, resumed: () => delivery.resumed() });
  const { otlp } = config.telemetry;
  const traces = otlp === undefined ? null : createTraces({ url: otlp, gateway, version, clock, randomBytes, log });
  let till: TillWatermark | null = null;
  const clockTrust = createClockTrust({
    require: config.time.requireSynchronised,
    machine: clockSynchronised,
    skewMs: () => mesh?.status().clockSkewMs ?? null,
    alarms,
    clock,
    trusted: () => desired.look(),
  });
  const bitcoin = config.bitcoin
    ? createBitcoin({
        config: config.bitcoin,
        gateway: config.gateway,
        store,
        synchronised: () => !clockTrust.held(),
        drawsSats: renderer.drawsSats,
        refigure: rates => desired.refigure(rates),
        inFlight: label => delivery.figureInFlight(label),
        nextRun: nextRunIn(config.gateway.timezone),
        alarms,
        clock,
        log,
      })
    : null;
  const proximity = createProximity({
    ...house,
    beaconKey: storage.beaconKey(gateway),
    recognise: catalogue.recognise,
    radios: () => radios.bluetooth,
    listening: () => delivery.radios().some(({ state }) => state.state === 'ready'),
    forgetSession: session => mesh?.forgetSession(session),
    recompute(skus) {
      desired.recompute(new Set(skus.flatMap(store.labelsBySku)));
      signage.offersChanged();
    },
    onScreens: () => signage.outputs(),
    visited: (zone, seconds) => wired.visited(zone, seconds),
  });
  const wired = createWired({
    ...house,
    couponKey: storage.couponKey(),
    nextRun: nextRunIn(config.gateway.timezone),
    recompute: ids => desired.recompute(ids),
    overScreen: (screen, notices) => signage.over(screen, notices),
    say: changes.event,
    clockTrusted: () => !clockTrust.held(),
  });
  const signage = createSignage({
    ...house,
    bitcoin,
    till: () => till,
    held: () => clockTrust.held(),
    offers: proximity.forScreens,
    asksTokens: asksTokens(config),
    nextRun: nextRunIn(config.gateway.timezone),
    say: changes.event,
    random: Math.random,
    randomBytes,
  });
  const radios = createRadios(config.radios, { audience: proximity.audience, clock, log });
  const delivery = createDelivery({
    store,
    catalogue,
    radios: [...radios.all, ...wired.displays],
    run: (session, link, options) => runSession(session, link, clock, options),
    draw: pictures.draw,
    hashOf: pictures.hashOf,
    rules: { ...config.delivery, till: config.till, figureGapMs: config.bitcoin?.minGapMs ?? 0 },
    pastPromise: rateLog => bitcoin?.pastPromise(rateLog) ?? false,
    backoff: config.delivery.backoff,
    till: () => till,
    paused: () => pause.current() !== null,
    clock,
    random: Math.random,
    randomBytes,
    log,
    hooks: {
      changed(ids) {
        changes.labels(ids);
        proximity.labelsChanged(ids);
      },
      modelKnown: label => desired.recompute([label]),
      ended(label, outcome) {
        narrator.attemptEnded(label, outcome);
        if (outcome.ok && outcome.type === 'shown') bitcoin?.figures.acknowledged(label.id);
        traces?.ended(label, outcome);
      },
      radio: narrator.radio,
      waveEnded: (wave, endedMs) => waves.ended(wave.startedMs, endedMs, wave.total),
      tillSilent: narrator.tillSilent,
    },
  });
  const desired = createDesired({
    store,
    ...wired.overlay.deciding(reader),
    rules,
    clock,
    panelOf: label => delivery.model(label)?.panel ?? null,
    hashOf: pictures.hashOf,
    draws: pictures.draws,
    samePicture: pictures.same,
    figures: bitcoin?.figures ?? null,
    changed(ids) {
      delivery.desiredChanged(ids);
      signage.labelsDecided(ids);
    },
    held: clockTrust.held,
    failed: error =>
      log.error({ event: 'label.desired-failed', err: error }, 'a price that begins now could not be decided yet'),
  });
  const hasTemplate = (id: string) => renderer.templateHash(id) !== null;
  const commissioning = createCommissioning({
    store,
    reader,
    delivery,
    hasTemplate,
    nameOf: sku => {
      const product = reader.product(sku);
      return product && nameIn(locale, product.value.name);
    },
    rebound(labels) {
      intake.rebound(labels);
      mesh?.reportChanged();
    },
    alarms,
    tell: changes.event,
    nowMs: clock.now,
  });
  const intake = createIntake({
    store,
    renderer,
    reader,
    desired,
    settleBinding: commissioning.settle,
    answering: wired.overlay.labelsOn,
    templateRefused: narrator.template,
  });
  const catchUp = createCatchUp(intake.catchUp, clock, alarms);
  commissioning.settleAll();
  for (const label of storage.keysChanged) delivery.keyChanged(label);

  const labels = createLabelDocuments({
    reader,
    delivery,
    history: store.history,
    samples: store.samples,
    localBinding: store.localBinding,
    paused: () => pause.current() !== null,
    timeHeld: clockTrust.held,
    whyNoFigure: label => bitcoin?.whyAbsent(label) ?? null,
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
    ...createMeshSide({
      store,
      labels,
      delivery,
      labelCounts: () => status.labelCounts(),
      catchUp,
      intake,
      bitcoin,
      proximity,
      signage,
      narrator,
      command: createCommands({ mesh: () => joined, refresh: delivery.refresh, proximity: proximity.command }),
      tillSpoke(mark) {
        till = mark;
      },
      startedAtMs,
      clock,
      log,
    }),
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
    keyring: storage.keyring,
    mesh: joined,
    delivery,
    alarms,
    clock,
    caughtUp: catchUp.done,
    capture: proximity.capture,
  });

  const watch = createLabelWatch({
    reports: delivery.reports,
    onAir: () => delivery.radios().some(({ state }) => state.state === 'ready'),
    alarms,
    clock,
    freshMs: config.delivery.freshMs,
  });
  const wellBeing = createWellBeing({ delivery, documents: labels, store, alarms, watch, locale, nowMs: clock.now });
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
    after: clock.after,
    nowMs: clock.now,
    wellBeing,
    bitcoin: createBitcoinView({ bitcoin, config, store, reader, delivery, nowMs: clock.now }),
    proximity: proximity.view,
    wired: createWiredView({ wired, store, queues: config.queues, zones: config.zones, nowMs: clock.now }),
    screens: signage.view,
    upkeep: createUpkeep({ store, mesh: joined, delivery, pause, waves, nowMs: clock.now }),
    commissioning: createCommissioningView({
      commissioning,
      store,
      reader,
      delivery,
      documents: labels,
      pictures,
      hasTemplate,
      models: catalogue.models,
      rules,
      nowMs: clock.now,
    }),
  });
  const served = await serveAgent({
    config,
    configFile,
    view,
    screens: signage.pages,
    tls: consoleTls.tls,
    radios: radios.all.map(({ url }) => url),
    clock,
    log,
  });
  if (!served.ok) {
    store.close();
    return served;
  }
  const { stop: stopConsole, withdraw, socket } = served;

  const supervision = createSupervision({
    env: process.env,
    clock,
    check: createSelfCheck(() => store.remember('agent.self-check', String(clock.now())), store.health, clock.now),
    describe: () => statusLine(status.status()),
    log,
  });
  let stopping = false;
  // Facts may come while the stored ones are still being looked through; nothing goes on air before that is done.
  clockTrust.start();
  joined.start();
  void catchUp.needed().then(() => {
    if (stopping) return;
    bitcoin?.start();
    delivery.start();
    void proximity.start();
    wired.start();
    signage.start();
    watch.start();
    pause.start();
    supervision.ready();
    changes.status();
  });

  async function stop(): Promise<void> {
    stopping = true;
    await supervision.stopping();
    withdraw();
    await catchUp.stop();
    clockTrust.stop();
    desired.stop();
    bitcoin?.stop();
    await Promise.all([stopConsole(), joined.stop(), delivery.stop(), proximity.stop()]);
    await wired.stop();
    await signage.stop();
    await traces?.stop();
    for (const one of [status, watch, pause, changes]) one.stop();
    store.close();
  }
  return { ok: true, agent: { url: served.url, socket, stop } };
}
