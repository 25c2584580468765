import { Registry } from 'prom-client';
import { systemClock } from '../../clock.ts';
import type { AgentView } from '../../console/agent-view.ts';
import { declaredRoutes } from '../../console/api.ts';
import type { LiveJournal } from '../../console/live-journal.ts';
import { openApi } from '../../console/openapi.ts';
import { createStreams } from '../../console/streams.ts';
import type { GeneratedDocument } from '../../mesh/generate/document.ts';
import { jsonText } from '../../mesh/generate/json-schema.ts';

/** `docs/openapi.json`: the routes are only read here, never asked, so there is nobody behind them. */
export function openApiDocument(): GeneratedDocument {
  const routes = declaredRoutes({
    view: {} as AgentView,
    toPng: () => new Uint8Array(),
    metrics: new Registry(),
    streams: createStreams({} as LiveJournal, systemClock),
  });
  return { path: 'docs/openapi.json', content: jsonText(openApi(routes)) };
}
