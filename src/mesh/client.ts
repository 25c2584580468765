import type { Cancel } from '../clock.ts';
import { createAlarms } from './alarms.ts';
import { createCommands } from './commands.ts';
import { createConditions } from './conditions.ts';
import { type Connection, createConnection } from './connection.ts';
import type { StreamName } from './contract/streams.ts';
import { gatewaySubscriptions, gatewayTopics } from './contract/topics.ts';
import { createHeads } from './heads.ts';
import { createIntake } from './intake.ts';
import { createLedger, emptyOutcome, type Outcome } from './ledger.ts';
import { createLocalBindingReports } from './local-bindings.ts';
import type { Mesh, MeshOptions, MeshStatus, StreamStatus } from './mesh.ts';
import { readNeighbour } from './neighbours.ts';
import { createEnvelopes } from './outbox.ts';
import { createReception } from './reception.ts';
import { createReconciler } from './reconciler.ts';
import { releaseHeld } from './release.ts';
import { createReporting } from './reporting.ts';
import { missing } from './stream.ts';
import { createTellings } from './tellings.ts';

const watchMs = 15_000;
const stopMs = 2_000;
const neighbourDropped = 'neighbour-dropped';

/**
 * The gateway's place on the event mesh. Nothing happens before `start`. Throws when a pinned key is no Ed25519 key.
 *
 * Cost: a fact is verified (0.1 ms), looked up and upserted (0.1 ms) and shares its fsync with what waits beside it. In
 * memory: 32 messages, one snapshot per stream, the digest of each stream (8 KiB), withheld facts.
 */
export function createMesh(options: MeshOptions): Mesh {
  const { database, clock, random, log, hooks, broker, gateway, organisation, store } = options;
  const place = { organisation, store, gateway };
  const topics = gatewayTopics(place);
  const counts = new Map<string, number>();
  let lastMessageAtMs: number | null = null;
  let upAtMs: number | null = null;
  let cancelWatch: Cancel = () => {};

  const ledger = createLedger(database, { limits: options.plausibility, clock });
  const heads = createHeads(clock);
  const envelopes = createEnvelopes(place, clock, `${gateway}-${clock.now().toString(36)}`);

  const stateMessage = (state: 'online' | 'offline', sessionId: string) => ({
    topic: topics.state,
    payload: envelopes('shelf.gateway-state.v1', {
      gateway,
      state,
      sessionId,
      signatures: options.requireSignatures ? 'enforced' : 'lab',
      version: options.version,
    }),
    qos: 1 as const,
    retain: true,
  });

  const connection: Connection = createConnection({
    broker,
    clientId: `endcap-${organisation}-${store}-${gateway}`,
    subscriptions: gatewaySubscriptions(place),
    will: sessionId => stateMessage('offline', sessionId),
    clock,
    random,
    log,
    onUp: up,
    onDown: down,
    onMessage(inbound) {
      lastMessageAtMs = clock.now();
      const neighbour = readNeighbour(place, inbound.topic, inbound.payload);
      if (neighbour === 'mine') return reception.receive(inbound);
      inbound.ack();
      if (neighbour === 'dropped') counts.set(neighbourDropped, (counts.get(neighbourDropped) ?? 0) + 1);
      else if (neighbour !== 'own-echo') guarded(() => hooks.onMedians?.(neighbour));
    },
  });

  const alarms = createAlarms({
    clock,
    publish: ({ code, state, subject, detail, atMs }) =>
      connection.publish({
        topic: topics.alarm(code),
        payload: envelopes('shelf.alarm.v1', {
          code,
          state,
          subject: subject.slice(0, 200),
          detail: detail.slice(0, 1_000),
          at: new Date(atMs).toISOString(),
        }),
        qos: 1,
        retain: true,
      }),
    onAlarm: alarm => guarded(() => hooks.onAlarm(alarm)),
  });
  const conditions = createConditions((code, state, subject, detail) => {
    alarms.notify({ code, state, subject, detail });
  });
  const commands = createCommands({
    database,
    clock,
    log,
    run: command => hooks.onCommand(command),
    publish: ack =>
      connection.publish({
        topic: topics.ack(ack.id),
        payload: envelopes('shelf.command-ack.v1', ack),
        qos: 1,
        retain: false,
      }),
  });
  const intake = createIntake({
    database,
    door: { ...place, requireSignatures: options.requireSignatures },
    pinned: options.keys,
    ledger,
    heads,
    commands,
    now: clock.now,
  });
  const reception = createReception({
    database,
    ledger,
    intake,
    clock,
    log,
    durable,
    broken,
    onTill: mark => guarded(() => hooks.onTill(mark)),
    onChunk: (chunk, payloadBytes) => reconciler.chunk(chunk, payloadBytes),
    settled: () => reconciler.evaluate(),
  });
  const reconciler = createReconciler({
    ledger,
    heads,
    clock,
    random,
    ask: ({ corr, stream, buckets }, known) =>
      connection.publish({
        topic: topics.ask(stream),
        payload: envelopes('shelf.snapshot-ask.v1', { corr, stream, buckets, known }),
        qos: 1,
        retain: false,
      }),
    apply: (snapshot, done) => reception.applySnapshot(topics.ask(snapshot.stream), snapshot, done),
    condition: (code, stream, detail) => conditions.set(code, stream, detail),
  });
  const reporting = createReporting({
    connection,
    database,
    topics,
    envelopes,
    documents: options.documents,
    health: () => ({
      streams: streamStates().map(({ name, epoch, seq, gap, headSeq }) => ({ name, epoch, seq, gap, headSeq })),
      refused: Object.fromEntries([...counts].filter(([what]) => what.startsWith('mesh.'))),
    }),
    clock,
    log,
  });

  const localBindings = createLocalBindingReports({ connection, database, topics, envelopes, log });
  const tellings = createTellings({ connection, topics, envelopes, clock, guarded });

  /** What others do with our news must not undo it. */
  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error({ event: 'mesh.listener-failed', error: String(error) }, 'a listener of the mesh failed');
    }
  }

  function up(sessionId: string, sessionPresent: boolean): void {
    upAtMs = clock.monotonic();
    conditions.set('mesh.offline', 'broker', null);
    void connection.publish(stateMessage('online', sessionId));
    // Without its session the broker may have dropped anything; without rows there is nothing to compare.
    if (!sessionPresent || ledger.rows().length === 0) doubtAll();
    reporting.up(sessionId);
    localBindings.up();
    tellings.up();
    alarms.tellPending();
    commands.tellPending();
    reconciler.up();
  }

  function down(detail: string): void {
    upAtMs = null;
    conditions.set('mesh.offline', 'broker', detail);
    reporting.down();
    localBindings.down();
    tellings.down();
    reconciler.down();
  }

  function doubtAll(): void {
    try {
      database.transaction(() => {
        for (const { name } of ledger.rows()) ledger.doubt(name as StreamName);
      });
      reconciler.wantAll();
    } catch (error) {
      broken(error);
    }
  }

  function broken(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    log.error({ event: 'mesh.commit-failed', error: detail }, 'what the mesh sent cannot be made durable');
    conditions.set('mesh.commit-failed', 'store', detail);
    connection.restart(`mesh.commit-failed: ${detail}`);
  }

  function durable(outcome: Outcome): void {
    conditions.set('mesh.commit-failed', 'store', null);
    for (const [what, times] of outcome.counts) counts.set(what, (counts.get(what) ?? 0) + times);
    for (const { reason, topic, detail } of outcome.refusals) {
      log.warn({ event: 'mesh.message-refused', reason, topic }, detail);
      alarms.notify({ code: reason, state: 'raised', subject: topic, detail });
      guarded(() => hooks.onRefused({ reason, topic, detail }));
    }
    if (outcome.changes.length > 0) guarded(() => hooks.onCommitted(outcome.changes));
  }

  function watch(): void {
    for (const { name } of ledger.rows()) {
      const stream = name as StreamName;
      const frozen = upAtMs !== null && heads.frozen(stream, upAtMs);
      if (frozen) conditions.set('mesh.freeze-suspected', stream, `no head of ${stream} for five minutes`);
      else if (upAtMs !== null) conditions.set('mesh.freeze-suspected', stream, null);
    }
    cancelWatch = clock.after(watchMs, watch);
  }

  function streamStates(): StreamStatus[] {
    return ledger.rows().map(row => ({
      name: row.name as StreamName,
      epoch: row.epoch,
      seq: row.seq,
      gap: missing(row, row.headSeq),
      headSeq: row.headSeq,
      headAtMs: row.headAtMs,
    }));
  }

  function status(): MeshStatus {
    const state = connection.state();
    const trouble = conditions.text();
    return {
      state: state === 'connected' && trouble !== null ? 'amber' : state,
      detail: trouble ?? connection.detail(),
      unsignedAllowed: !options.requireSignatures,
      lastMessageAtMs,
      clockSkewMs: heads.clockSkewMs(),
      streams: streamStates(),
      counts: Object.fromEntries(counts),
    };
  }

  return {
    start() {
      if (!options.requireSignatures) {
        log.warn(
          { event: 'mesh.lab-mode', reason: 'mesh.lab-mode' },
          'unsigned facts are accepted: whoever reaches the broker can change prices',
        );
        alarms.notify({
          code: 'mesh.lab-mode',
          state: 'raised',
          subject: gateway,
          detail: 'requireSignatures is false',
        });
      } else if (options.keys.length === 0) {
        conditions.set('mesh.key-unknown', gateway, 'no key is pinned, so every fact is refused');
      }
      guarded(commands.recover);
      connection.start();
      watch();
    },
    async stop(timeoutMs = stopMs) {
      cancelWatch();
      alarms.stop();
      reconciler.stop();
      reporting.down();
      const sessionId = connection.sessionId();
      if (sessionId !== null) {
        let cancel: Cancel = () => {};
        const patience = new Promise<void>(resolve => {
          cancel = clock.after(timeoutMs / 2, resolve);
        });
        await Promise.race([connection.publish(stateMessage('offline', sessionId)), patience]);
        cancel();
      }
      await connection.stop(timeoutMs / 2);
    },
    status,
    tillMark: intake.tillMark,
    resync(stream) {
      const streams = stream === undefined ? ledger.rows().map(({ name }) => name as StreamName) : [stream];
      database.transaction(() => {
        for (const name of streams) ledger.doubt(name);
      });
      if (stream === undefined) reconciler.wantAll();
      else reconciler.wantOne(stream);
      reconciler.evaluate();
    },
    release(id, actor) {
      const outcome = emptyOutcome();
      try {
        const result = database.transaction(() => {
          const released = releaseHeld(database, ledger, outcome, id, clock.now(), actor);
          ledger.flush();
          return released;
        });
        if (result.ok) durable(outcome);
        return result;
      } catch (error) {
        ledger.reload();
        log.error({ event: 'mesh.release-failed', error: String(error) }, 'a held fact cannot be released');
        return {
          ok: false,
          reason: 'mesh.commit-failed',
          detail: error instanceof Error ? error.message : String(error),
        };
      }
    },
    drop(id) {
      return database.transaction(() => {
        const dropped = database.dropQuarantined(id);
        if (dropped) {
          const subject = `quarantine/${id}`;
          database.audit({ atMs: clock.now(), actor: 'technician', action: 'quarantine.dropped', subject, detail: {} });
        }
        return dropped;
      });
    },
    reportChanged() {
      reporting.poke();
      localBindings.poke();
    },
    tell: tellings.tell,
    forgetSession: tellings.forgetSession,
    alarm: alarms.notify,
  };
}
