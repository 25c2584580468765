import type { Clock } from '../clock.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { TillWatermark } from '../delivery/till-order.ts';
import type { Change, MeshDocuments, MeshHooks } from '../mesh/mesh.ts';
import type { NeighbourMedians } from '../mesh/neighbours.ts';
import type { LogFields } from '../shelf/log-events.ts';
import type { Store } from '../store/store.ts';
import type { Bitcoin } from './bitcoin.ts';
import type { CatchUp } from './catch-up.ts';
import type { Intake } from './intake.ts';
import type { LabelDocuments } from './label-documents.ts';
import type { Narrator } from './narrator.ts';
import type { StatusDocuments } from './status-documents.ts';

export interface MeshSideOptions {
  readonly store: Pick<Store, 'stream'>;
  readonly labels: Pick<LabelDocuments, 'state' | 'traceparent'>;
  readonly delivery: Pick<Delivery, 'applied' | 'tillMoved'>;
  readonly labelCounts: () => ReturnType<StatusDocuments['labelCounts']>;
  readonly catchUp: CatchUp;
  readonly intake: Pick<Intake, 'committed'>;
  readonly bitcoin: Pick<Bitcoin, 'committed' | 'refused'> | null;
  readonly proximity: {
    committed(changes: readonly Change[]): void;
    neighbour(medians: NeighbourMedians): void;
  };
  readonly signage: {
    committed(changes: readonly Change[]): void;
    rateChanged(): void;
    tillMoved(): void;
  };
  readonly narrator: Narrator;
  readonly command: MeshHooks['onCommand'];
  readonly tillSpoke: (mark: TillWatermark) => void;
  readonly startedAtMs: number;
  readonly clock: Clock;
  readonly log: { error(fields: LogFields, text: string): void };
}

/** What the mesh asks of this gateway when it reports, and who is told what the mesh says. */
export function createMeshSide(options: MeshSideOptions): {
  readonly documents: MeshDocuments;
  readonly hooks: MeshHooks;
} {
  const { store, labels, delivery, catchUp, bitcoin, narrator, clock } = options;
  return {
    documents: {
      labelState: labels.state,
      traceparent: labels.traceparent,
      health: () => ({
        uptimeSeconds: Math.round((clock.now() - options.startedAtMs) / 1000),
        rssBytes: process.memoryUsage.rss(),
        labels: options.labelCounts(),
      }),
      applied(stream) {
        const row = stream === 'price' && catchUp.done() ? store.stream('price') : null;
        return row && delivery.applied(row);
      },
    },
    hooks: {
      onCommitted(committed) {
        narrator.committed(committed);
        try {
          bitcoin?.committed(committed);
          if (committed.some(({ stream }) => stream === 'fx')) options.signage.rateChanged();
          // Before labels are decided: whether an offer is taken back has a say in that.
          options.proximity.committed(committed);
          options.intake.committed(committed);
        } catch (error) {
          options.log.error(
            { event: 'agent.catch-up-needed', err: error },
            'facts are durable, but not yet on their way to the labels',
          );
          void catchUp.needed();
        }
        // After labels are decided: screens never say another price than those are to show, and none where that failed.
        options.signage.committed(committed);
      },
      onCommand: options.command,
      onTill(mark) {
        if (mark.stream === 'price') options.tillSpoke({ ...mark, atMs: clock.now() });
        delivery.tillMoved();
        options.signage.tillMoved();
      },
      onAlarm: narrator.meshAlarm,
      onRefused: ({ topic, reason, detail }) => bitcoin?.refused(topic, reason, detail),
      onMedians: options.proximity.neighbour,
    },
  };
}
