import { z } from 'zod';
import { actorOf } from '../actor.ts';
import {
  BatchDocument,
  BatchRequest,
  BindPreview,
  BindRequest,
  BindResult,
  LocalBindingsDocument,
  LooseLabelsDocument,
  ProductListDocument,
  ReplaceRequest,
  UnbindRequest,
} from '../binding-documents.ts';
import type { CommissioningView } from '../commissioning-view.ts';
import { DoneDocument } from '../documents.ts';
import { fixOf, refuse, refuseAs } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import type { ToPng } from '../to-png.ts';

/** Which label shows which product. What a rule refuses comes back as a verdict with its reason, not as an error. */
export function bindingRoutes(view: CommissioningView, toPng: ToPng): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/bindings',
      role: 'technician',
      summary: 'Bind a label to a product',
      body: BindRequest,
      answer: BindResult,
      run: ({ c, body }) => c.json(view.bind(body, actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/bindings/preview',
      role: 'viewer',
      summary: 'Draw what a label would show; nothing is changed',
      body: BindRequest,
      answer: BindPreview,
      run({ c, body }) {
        const drawn = view.previewBinding(body);
        if (!drawn.ok) return refuseAs(c, 422, drawn.reason, drawn.detail, fixOf(drawn.reason));
        const { bitmap, panel, priceText, name } = drawn;
        const png = Buffer.from(toPng(bitmap, panel, 1)).toString('base64');
        const { width, height } = panel;
        return c.json({ schemaVersion: 1, width, height, png, priceText, name } satisfies BindPreview);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/bindings/unbind',
      role: 'technician',
      summary: 'Bind a label to nothing',
      body: UnbindRequest,
      answer: BindResult,
      run: ({ c, body }) => c.json(view.unbind(body, actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/bindings/replace',
      role: 'technician',
      summary: 'Have a new label take over everything of a dead one',
      body: ReplaceRequest,
      answer: BindResult,
      run: ({ c, body }) => c.json(view.replace(body, actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/bindings/batch',
      role: 'technician',
      summary: 'Bind many labels, row by row; a wrong row leaves the rest done',
      body: BatchRequest,
      answer: BatchDocument,
      run: ({ c, body }) => c.json(view.bindBatch(body, actorOf(c))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/bindings/local',
      role: 'viewer',
      summary: 'Bindings made here that the mesh has not taken over, or has overruled',
      answer: LocalBindingsDocument,
      run: ({ c }) => c.json(view.localBindings()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/bindings/local/:label/seen',
      role: 'technician',
      summary: 'Note that somebody has seen that the mesh overruled a binding',
      answer: DoneDocument,
      run: ({ c, param }) =>
        view.seenOverruled(param('label'), actorOf(c))
          ? c.json({ schemaVersion: 1, ok: true } satisfies DoneDocument)
          : refuse(c, 404, 'console.not-found', 'No binding of this label was overruled.'),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/bindings/loose',
      role: 'viewer',
      summary: 'Labels that are heard but bound to nothing, and labels that are bound but were never heard',
      answer: LooseLabelsDocument,
      run: ({ c }) => c.json(view.looseLabels()),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/products',
      role: 'viewer',
      summary: 'Products whose SKU, GTIN or name contains the words, at most fifty',
      query: z.object({ search: z.string().min(1).max(100) }),
      answer: ProductListDocument,
      run: ({ c, query }) => c.json(view.products(query.search)),
    }),
  ];
}
