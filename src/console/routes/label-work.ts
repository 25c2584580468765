import { actorOf } from '../actor.ts';
import { DoneDocument } from '../documents.ts';
import type { LabelWorkView } from '../label-work-view.ts';
import { refuse } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import { noLabel } from './labels.ts';

/** What people have labels do. */
export function labelWorkRoutes(view: LabelWorkView): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/labels/:id/refresh',
      role: 'technician',
      summary: 'Send a label its content again, whatever it is believed to show',
      answer: DoneDocument,
      run({ c, param }) {
        const done = view.refresh(param('id'), actorOf(c));
        if (done.ok) return c.json({ schemaVersion: 1, ok: true } satisfies DoneDocument);
        return done.reason === 'unknown-label' ? noLabel(c) : refuse(c, 422, done.reason);
      },
    }),
  ];
}
