import { Gauge, type Registry } from 'prom-client';
import {
  AlarmEntry,
  type AlarmListDocument,
  type NodeListDocument,
  type QueueListDocument,
} from './wired-documents.ts';

/** What the figures are taken from, all of one moment. */
export interface WiredFigures {
  readonly nodes: NodeListDocument;
  readonly queues: QueueListDocument;
  readonly alarms: AlarmListDocument;
}

/** Registers the figures about nodes, queues and alarms and returns what feeds them, at each scrape. */
export function createWiredMetrics(registry: Registry): (figures: WiredFigures) => void {
  const gauge = <const L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `endcap_${name}`, help, labelNames, registers: [registry] });

  const up = gauge('node_up', '1 while the node is ready.', 'node');
  const length = gauge('queue_length', 'People in the queue.', 'queue');
  const wait = gauge('queue_wait_seconds', 'By the law of Little; absent: nobody was served lately.', 'queue');
  const state = gauge('watch_state', '1 for the state of the alarm that holds.', 'watch', 'state');

  return figures => {
    for (const one of [up, length, wait, state]) one.reset();
    for (const node of figures.nodes.nodes) up.set({ node: node.id }, node.state === 'ready' ? 1 : 0);
    for (const { id: queue, ...now } of figures.queues.queues) {
      length.set({ queue }, now.length);
      if (now.waitSeconds !== null) wait.set({ queue }, now.waitSeconds);
    }
    for (const { id: watch, ...now } of figures.alarms.alarms) {
      for (const each of AlarmEntry.shape.state.options) state.set({ watch, state: each }, each === now.state ? 1 : 0);
    }
  };
}
