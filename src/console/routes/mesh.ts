import { actorOf } from '../actor.ts';
import type { AgentView } from '../agent-view.ts';
import { DoneDocument, LagDocument, QuarantineDocument } from '../documents.ts';
import { fixOf, refuse, refuseAs } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';

/** The streams of facts, and the messages that were not believed. */
export function meshRoutes(view: AgentView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/mesh/lag',
      role: 'viewer',
      summary: 'How far the agent is behind the mesh, stream by stream',
      answer: LagDocument,
      run: ({ c }) => c.json(view.lag()),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/mesh/quarantine',
      role: 'viewer',
      summary: 'Messages that were not believed, and why',
      answer: QuarantineDocument,
      run: ({ c }) => c.json(view.quarantine()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/mesh/quarantine/:id/release',
      role: 'technician',
      summary: 'Accept a held message after all, where its rule can be waived',
      answer: DoneDocument,
      run({ c, param }) {
        const released = view.release(param('id'), actorOf(c));
        if (released.ok) return c.json({ schemaVersion: 1, ok: true } satisfies DoneDocument);
        return refuseAs(c, 409, released.reason, released.detail, fixOf(released.reason));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/mesh/quarantine/:id/drop',
      role: 'technician',
      summary: 'Forget a held message',
      answer: DoneDocument,
      run: ({ c, param }) =>
        view.drop(param('id'), actorOf(c))
          ? c.json({ schemaVersion: 1, ok: true } satisfies DoneDocument)
          : refuse(c, 404, 'console.not-found', 'No message with this id is held.'),
    }),
  ];
}
