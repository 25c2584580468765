import { bodyLimit } from 'hono/body-limit';
import type { Registry } from 'prom-client';
import type { AgentView } from './agent-view.ts';
import type { ConsoleApp } from './app.ts';
import { openApi } from './openapi.ts';
import { refuse } from './refusal.ts';
import { defineRoute, type Route, registerRoutes } from './route.ts';
import { beaconRoutes } from './routes/beacons.ts';
import { bindingRoutes } from './routes/bindings.ts';
import { bitcoinRoutes } from './routes/bitcoin.ts';
import { couponRoutes } from './routes/coupons.ts';
import { doctorRoutes } from './routes/doctor.ts';
import { labelWorkRoutes } from './routes/label-work.ts';
import { labelRoutes } from './routes/labels.ts';
import { meshRoutes } from './routes/mesh.ts';
import { nodeRoutes } from './routes/nodes.ts';
import { offerRoutes } from './routes/offers.ts';
import { operationRoutes } from './routes/operation.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { queueRoutes } from './routes/queues.ts';
import { screenRoutes } from './routes/screens.ts';
import { sensorRoutes } from './routes/sensors.ts';
import { sessionRoutes } from './routes/session.ts';
import { statusRoutes } from './routes/status.ts';
import { templateRoutes } from './routes/templates.ts';
import { upkeepRoutes } from './routes/upkeep.ts';
import { wellBeingRoutes } from './routes/well-being.ts';
import { zoneRoutes } from './routes/zones.ts';
import type { Streams } from './streams.ts';
import type { ToPng } from './to-png.ts';

export interface ApiParts {
  readonly view: AgentView;
  readonly toPng: ToPng;
  readonly metrics: Registry;
  readonly streams: Streams;
}

/** A template of the largest size, escaped as JSON. */
const maxBodyBytes = 1_048_576;

/** Every route of the API: whatever is not in this list cannot be asked. */
export function declaredRoutes({ view, toPng, metrics, streams }: ApiParts): Route[] {
  const routes = [
    ...sessionRoutes(),
    ...statusRoutes(view),
    ...labelRoutes(view, toPng),
    ...labelWorkRoutes(view),
    ...wellBeingRoutes(view),
    ...bindingRoutes(view, toPng),
    ...bitcoinRoutes(view),
    ...beaconRoutes(view),
    ...zoneRoutes(view),
    ...offerRoutes(view),
    ...privacyRoutes(view),
    ...nodeRoutes(view),
    ...sensorRoutes(view),
    ...queueRoutes(view),
    ...couponRoutes(view),
    ...screenRoutes(view),
    ...doctorRoutes(view),
    ...meshRoutes(view),
    ...upkeepRoutes(view),
    ...templateRoutes(view, toPng),
    ...streams.routes,
    ...operationRoutes(view, metrics),
  ];
  return [...routes, openApiRoute(routes)];
}

function openApiRoute(routes: readonly Route[]): Route {
  return defineRoute({
    method: 'GET',
    path: '/api/openapi.json',
    role: 'viewer',
    summary: 'This description',
    answer: 'application/json',
    run: ({ c }) => c.json(openApi(routes)),
  });
}

/** Puts the API on an app. */
export function apiRoutes(app: ConsoleApp, routes: readonly Route[]): void {
  app.use('/api/*', bodyLimit({ maxSize: maxBodyBytes, onError: c => refuse(c, 413, 'console.body-too-large') }));
  app.use('/api/*', async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  registerRoutes(app, routes);
}
