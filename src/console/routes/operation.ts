import type { Registry } from 'prom-client';
import type { AgentView } from '../agent-view.ts';
import { createBitcoinMetrics } from '../bitcoin-metrics.ts';
import { HealthDocument } from '../documents.ts';
import { createStatusMetrics } from '../metrics.ts';
import { createProximityMetrics } from '../proximity-metrics.ts';
import { defineRoute, type Route } from '../route.ts';
import { createScreenMetrics } from '../screen-metrics.ts';
import { createWiredMetrics } from '../wired-metrics.ts';

/** What machines ask: whether the agent is healthy, and its figures. */
export function operationRoutes(view: AgentView, metrics: Registry): Route[] {
  const feedMetrics = createStatusMetrics(metrics);
  const feedBitcoin = createBitcoinMetrics(metrics);
  const feedProximity = createProximityMetrics(metrics, Date.now);
  const feedWired = createWiredMetrics(metrics);
  const feedScreens = createScreenMetrics(metrics);
  return [
    defineRoute({
      method: 'GET',
      path: '/healthz',
      role: 'open',
      summary: 'Healthy (200), or the checks that fail (503)',
      answer: HealthDocument,
      run({ c }) {
        const failing = view.health().filter(check => !check.ok);
        const document: HealthDocument = {
          schemaVersion: 1,
          ok: failing.length === 0,
          failing: failing.map(({ name, detail }) => ({ name, detail })),
        };
        return c.json(document, document.ok ? 200 : 503, { 'cache-control': 'no-store' });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/metrics',
      role: 'viewer',
      summary: 'Figures for Prometheus',
      answer: 'text/plain',
      async run({ c }) {
        feedMetrics(view.status(), view.quarantine());
        feedBitcoin(view.rates());
        feedProximity({
          beacons: view.beacons(),
          zones: view.zones(),
          offers: view.offers(),
          privacy: view.privacy(),
        });
        feedWired({ nodes: view.nodes(), queues: view.queues(), alarms: view.shopAlarms() });
        feedScreens(view.screens());
        return c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType });
      },
    }),
  ];
}
