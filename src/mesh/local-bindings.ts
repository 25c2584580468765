import type { Connection } from './connection.ts';
import type { gatewayTopics } from './contract/topics.ts';
import type { MeshLog } from './mesh.ts';
import type { Envelopes } from './outbox.ts';
import type { LocalBindingRow, LocalBindingStore } from './ports.ts';

/** On their way at once. */
const atOnce = 32;

export interface LocalBindingReportOptions {
  readonly connection: Pick<Connection, 'publish'>;
  readonly database: LocalBindingStore;
  readonly topics: Pick<ReturnType<typeof gatewayTopics>, 'binding'>;
  readonly envelopes: Envelopes;
  readonly log: MeshLog;
}

/**
 * Brings bindings that were made at the shelf up to the mesh. Level-triggered: each stays retained on its topic until the
 * authority has said something newer, and whatever the broker has not acknowledged is simply still to be told.
 */
export function createLocalBindingReports({ connection, database, topics, envelopes, log }: LocalBindingReportOptions) {
  let connected = false;
  let telling = false;

  function payloadOf({ label, body, basis, madeAtMs, actor, state }: LocalBindingRow): string {
    // What the authority has settled is taken off the broker.
    if (state !== 'open') return '';
    const content = body === '' ? { deleted: true } : (JSON.parse(body) as object);
    const madeAt = new Date(madeAtMs).toISOString();
    return envelopes('shelf.local-binding.v1', { label, ...content, basis, madeAt, actor });
  }

  async function tell(): Promise<void> {
    if (telling || !connected) return;
    telling = true;
    try {
      for (;;) {
        const rows = database.untoldBindings(atOnce);
        const taken = await Promise.all(
          rows.map(row =>
            connection.publish({ topic: topics.binding(row.label), payload: payloadOf(row), qos: 1, retain: true }),
          ),
        );
        for (const [index, row] of rows.entries()) if (taken[index]) database.bindingTold(row.label, row.revision);
        if (rows.length === 0 || !taken.every(Boolean)) return;
      }
    } catch (error) {
      log.error(
        { event: 'mesh.binding-failed', error: String(error) },
        'bindings made here cannot be told to the mesh yet',
      );
    } finally {
      telling = false;
    }
  }

  return {
    /** A broker may have lost what it retained, so that it is told everything again. */
    up(): void {
      connected = true;
      try {
        database.tellBindingsAgain();
      } catch (error) {
        log.error(
          { event: 'mesh.binding-failed', error: String(error) },
          'bindings made here cannot be marked to be told again',
        );
      }
      void tell();
    },
    down(): void {
      connected = false;
    },
    poke: (): void => void tell(),
  };
}
