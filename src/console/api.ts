import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Registry } from 'prom-client';
import type { Bitmap, Panel } from '../shelf/panel.ts';
import type { AgentView } from './agent-view.ts';
import type { ConsoleApp } from './app.ts';
import {
  type HealthDocument,
  type LabelListDocument,
  type PreviewDocument,
  PreviewRequest,
  type TemplateListDocument,
} from './documents.ts';
import { createStatusMetrics } from './metrics.ts';
import { fixOf, refuse, refuseAs } from './refusal.ts';

/** Draws a picture as PNG, `scale` image pixels per panel pixel. */
export type ToPng = (bitmap: Bitmap, panel: Panel, scale: number) => Uint8Array;

/** A template of the largest size, escaped as JSON. */
const maxBodyBytes = 1_048_576;
const maxScale = 8;
/** Encoded pictures kept; one is a few kilobytes. The one unused for longest goes first. */
const keptPictures = 2_000;

/** Everything under `/api` that answers at once, `/healthz` and `/metrics`. Documents are those of `documents.ts`. */
export function apiRoutes(app: ConsoleApp, options: { view: AgentView; toPng: ToPng; metrics: Registry }): void {
  const { view } = options;
  const picture = pictureRoute(view, options.toPng);
  const feedMetrics = createStatusMetrics(options.metrics);

  app.use('/api/*', bodyLimit({ maxSize: maxBodyBytes, onError: c => refuse(c, 413, 'console.body-too-large') }));
  app.use('/api/*', async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });

  app.get('/api/status', c => c.json(view.status()));
  app.get('/api/labels', c => c.json({ schemaVersion: 1, labels: view.labels() } satisfies LabelListDocument));
  app.get('/api/labels/:id', c => {
    const label = view.label(c.req.param('id'));
    return label === null ? noLabel(c) : c.json(label);
  });
  app.get('/api/labels/:id/shown.png', c => picture(c, c.req.param('id'), 'shown'));
  app.get('/api/labels/:id/desired.png', c => picture(c, c.req.param('id'), 'desired'));
  app.get('/api/mesh/lag', c => c.json(view.lag()));
  app.get('/api/mesh/quarantine', c => c.json(view.quarantine()));
  app.post('/api/mesh/quarantine/:id/release', c => {
    const released = view.release(c.req.param('id'));
    if (released.ok) return c.json({ schemaVersion: 1, ok: true });
    return refuseAs(c, 409, released.reason, released.detail, fixOf(released.reason));
  });
  app.post('/api/mesh/quarantine/:id/drop', c =>
    view.drop(c.req.param('id'))
      ? c.json({ schemaVersion: 1, ok: true })
      : refuse(c, 404, 'console.not-found', 'No message with this id is held.'),
  );
  app.get('/api/config', c => c.json(view.config()));
  app.get('/api/templates', c =>
    c.json({ schemaVersion: 1, templates: view.templates() } satisfies TemplateListDocument),
  );
  app.post('/api/templates/preview', async c => {
    const request = PreviewRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!request.success)
      return refuse(c, 400, 'console.request-invalid', 'Send {"source": TEXT} of at most 524,288 characters.');
    const panels = view.previewTemplate(request.data.source).map(({ panel, bitmap, problems }) => ({
      width: panel.width,
      height: panel.height,
      palette: panel.palette,
      dpi: panel.dpi,
      png: bitmap === null ? null : Buffer.from(options.toPng(bitmap, panel, 1)).toString('base64'),
      problems: [...problems],
    }));
    return c.json({ schemaVersion: 1, panels } satisfies PreviewDocument);
  });

  app.get('/healthz', c => {
    const failing = view.health().filter(check => !check.ok);
    const document: HealthDocument = {
      schemaVersion: 1,
      ok: failing.length === 0,
      failing: failing.map(({ name, detail }) => ({ name, detail })),
    };
    return c.json(document, document.ok ? 200 : 503, { 'cache-control': 'no-store' });
  });
  app.get('/metrics', async c => {
    feedMetrics(view.status(), view.quarantine());
    return c.body(await options.metrics.metrics(), 200, { 'content-type': options.metrics.contentType });
  });
}

/**
 * A label's picture. Its hash is its identity, so it is encoded once per scale, and an address that names the hash
 * (`?v=HASH`) may be kept by the browser for ever.
 */
function pictureRoute(view: AgentView, toPng: ToPng) {
  const encoded = new Map<string, Uint8Array<ArrayBuffer>>();
  return (c: Context, id: string, which: 'shown' | 'desired'): Response => {
    const scale = Number(c.req.query('scale') ?? '1');
    if (!Number.isInteger(scale) || scale < 1 || scale > maxScale) {
      return refuse(c, 400, 'console.request-invalid', `scale is a whole number from 1 to ${maxScale}.`);
    }
    const found = view.picture(id, which);
    if (!found.ok) {
      if (found.reason === 'unknown-label') return noLabel(c);
      return refuse(c, 404, 'console.not-found', `There is no ${which} picture of this label yet.`);
    }
    const { bitmap, panel, hash } = found;
    const tag = `"${hash}-${scale}"`;
    const lasting = c.req.query('v') === hash;
    const headers = {
      etag: tag,
      'cache-control': lasting ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    };
    if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers);

    const key = `${hash}/${panel.width}x${panel.height}${panel.palette}/${scale}`;
    const png = encoded.get(key) ?? Uint8Array.from(toPng(bitmap, panel, scale));
    encoded.delete(key);
    encoded.set(key, png);
    if (encoded.size > keptPictures) encoded.delete(encoded.keys().next().value!);
    return c.body(png, 200, { ...headers, 'content-type': 'image/png' });
  };
}

function noLabel(c: Context): Response {
  return refuse(c, 404, 'console.not-found', 'No label has this id.');
}
