import { refuseRule } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import { NodeListDocument, NodePinsDocument } from '../wired-documents.ts';
import type { WiredView } from '../wired-view.ts';

/** The boards of the aisle. */
export function nodeRoutes(view: WiredView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/nodes',
      role: 'viewer',
      summary: 'Boards with what hangs on them, and whether they can be reached',
      answer: NodeListDocument,
      run: ({ c }) => c.json(view.nodes()),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/nodes/:id/pins',
      role: 'viewer',
      summary: 'What each pin of a board can do, and what it does now',
      answer: NodePinsDocument,
      run({ c, param }) {
        const pins = view.nodePins(param('id'));
        return pins.ok ? c.json(pins.document) : refuseRule(c, pins);
      },
    }),
  ];
}
