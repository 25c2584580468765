import type { Context } from 'hono';
import { z } from 'zod';
import type { AgentView } from '../agent-view.ts';
import { LabelDocument, LabelListDocument } from '../documents.ts';
import { refuse } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import type { ToPng } from '../to-png.ts';

const maxScale = 8;
/** Encoded pictures kept; one is a few kilobytes. The one unused for longest goes first. */
const keptPictures = 2_000;

const PictureQuery = z.object({
  /** Image pixels per panel pixel. */
  scale: z.coerce.number().int().min(1).max(maxScale).default(1),
  /** The picture's hash: makes the address one that the browser may keep for ever. */
  v: z.string().optional(),
});
type PictureQuery = z.infer<typeof PictureQuery>;

/** The labels and their pictures. */
export function labelRoutes(view: AgentView, toPng: ToPng): Route[] {
  const picture = pictureAnswer(view, toPng);
  return [
    defineRoute({
      method: 'GET',
      path: '/api/labels',
      role: 'viewer',
      summary: 'Every label, what it shows and how sure that is',
      answer: LabelListDocument,
      run: ({ c }) => c.json({ schemaVersion: 1, labels: view.labels() } satisfies LabelListDocument),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/labels/:id',
      role: 'viewer',
      summary: 'One label with its content, its history and every rule that had a say',
      answer: LabelDocument,
      run({ c, param }) {
        const label = view.label(param('id'));
        return label === null ? noLabel(c) : c.json(label);
      },
    }),
    ...(['shown', 'desired'] as const).map(which =>
      defineRoute({
        method: 'GET',
        path: `/api/labels/:id/${which}.png`,
        role: 'viewer',
        summary:
          which === 'shown' ? 'What the panel is known to show, pixel for pixel' : 'What the panel is to show next',
        query: PictureQuery,
        answer: 'image/png',
        run: ({ c, param, query }) => picture(c, param('id'), which, query),
      }),
    ),
  ];
}

/** A label's picture. Its hash is its identity, so it is encoded once per scale. */
function pictureAnswer(view: AgentView, toPng: ToPng) {
  const encoded = new Map<string, Uint8Array<ArrayBuffer>>();
  return (c: Context, id: string, which: 'shown' | 'desired', { scale, v }: PictureQuery): Response => {
    const found = view.picture(id, which);
    if (!found.ok) {
      if (found.reason === 'unknown-label') return noLabel(c);
      return refuse(c, 404, 'console.not-found', `There is no ${which} picture of this label yet.`);
    }
    const { bitmap, panel, hash } = found;
    const tag = `"${hash}-${scale}"`;
    const headers = {
      etag: tag,
      'cache-control': v === hash ? 'private, max-age=31536000, immutable' : 'private, no-cache',
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

/** Refuses a label that nobody knows. */
export function noLabel(c: Context): Response {
  return refuse(c, 404, 'console.not-found', 'No label has this id.');
}
