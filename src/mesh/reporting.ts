import type { Cancel, Clock } from '../clock.ts';
import type { Connection } from './connection.ts';
import type { GatewayHealth } from './contract/gateway.ts';
import { type StreamName, streamNames } from './contract/streams.ts';
import type { gatewayTopics } from './contract/topics.ts';
import type { MeshDocuments, MeshLog } from './mesh.ts';
import type { Envelopes } from './outbox.ts';
import type { ReportStore } from './ports.ts';

const healthMs = 30_000;
/** Label states on their way at once, and the pause after each lot: at most 640 a second. */
const statesAtOnce = 32;
const pauseMs = 50;

export interface ReportingOptions {
  readonly connection: Pick<Connection, 'publish' | 'state'>;
  readonly database: ReportStore & { transaction(work: () => void): void };
  readonly topics: ReturnType<typeof gatewayTopics>;
  readonly envelopes: Envelopes;
  readonly documents: MeshDocuments;
  /** What the mesh itself adds to the health message. */
  readonly health: () => Pick<GatewayHealth, 'streams' | 'refused'>;
  readonly clock: Clock;
  readonly log: MeshLog;
}

/**
 * Tells the mesh what is known: health, how far the shelf has come, what each label shows. Level-triggered: what the
 * broker has not acknowledged is simply still to be told, however often the connection breaks.
 */
export function createReporting(options: ReportingOptions) {
  const { connection, database, topics, envelopes, documents, clock, log } = options;
  const told = new Map<StreamName, string>();
  let sessionId: string | null = null;
  let telling = false;
  let cancelHealth: Cancel = () => {};
  let cancelPause: Cancel = () => {};

  function health(): void {
    const document: GatewayHealth = { sessionId: sessionId!, ...documents.health(), ...options.health() };
    const payload = envelopes('shelf.gateway-health.v1', document);
    void connection.publish({ topic: topics.health, payload, qos: 0, retain: false });
    cancelHealth = clock.after(healthMs, health);
  }

  function applied(): void {
    for (const stream of streamNames) {
      const mark = documents.applied(stream);
      if (mark === null) continue;
      const { epoch, seq } = mark;
      const text = `${epoch}/${seq}`;
      if (told.get(stream) === text) continue;
      told.set(stream, text);
      const payload = envelopes('shelf.applied.v1', { stream, epoch, seq });
      void connection.publish({ topic: topics.applied(stream), payload, qos: 1, retain: true }).then(taken => {
        if (!taken && told.get(stream) === text) told.delete(stream);
      });
    }
  }

  async function publishState(label: string, revision: number): Promise<boolean> {
    const state = documents.labelState(label);
    // An empty retained message takes the state of a label that is not ours any more off the broker.
    const payload =
      state === null ? '' : envelopes('shelf.label-state.v1', { ...state, revision }, documents.traceparent(label));
    return connection.publish({ topic: topics.labelState(label), payload, qos: 1, retain: true });
  }

  async function labelStates(): Promise<void> {
    if (telling || sessionId === null) return;
    telling = true;
    try {
      const behind = database.unreported(statesAtOnce);
      const taken = await Promise.all(behind.map(({ label, revision }) => publishState(label, revision)));
      const reported = behind.filter((_, index) => taken[index]);
      if (reported.length > 0) {
        database.transaction(() => {
          for (const { label, revision } of reported) database.markReported(label, revision);
        });
      }
      if (reported.length > 0) cancelPause = clock.after(pauseMs, () => void labelStates());
    } catch (error) {
      // A disk that takes nothing: the states are told again once it does.
      log.error({ event: 'mesh.report-failed', error: String(error) }, 'label states cannot be marked as reported');
    } finally {
      telling = false;
    }
  }

  return {
    up(session: string): void {
      sessionId = session;
      told.clear();
      health();
      applied();
      void labelStates();
    },
    down(): void {
      sessionId = null;
      cancelHealth();
      cancelPause();
    },
    /** Something may be there to tell. */
    poke(): void {
      if (sessionId === null) return;
      applied();
      void labelStates();
    },
  };
}
export type Reporting = ReturnType<typeof createReporting>;
