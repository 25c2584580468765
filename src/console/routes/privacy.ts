import { actorOf } from '../actor.ts';
import { PrivacyDocument, PrivacyModeRequest } from '../privacy-documents.ts';
import type { ProximityView } from '../proximity-view.ts';
import { refuseRule } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';

/** What the gateway notices of people, and who may change that. */
export function privacyRoutes(view: ProximityView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/privacy',
      role: 'viewer',
      summary: 'What this gateway listens to, and everything that it keeps about anybody',
      answer: PrivacyDocument,
      run: ({ c }) => c.json(view.privacy()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/privacy/mode',
      role: 'admin',
      summary: 'Choose one of the modes that the configuration permits',
      body: PrivacyModeRequest,
      answer: PrivacyDocument,
      run({ c, body }) {
        const chosen = view.setPrivacyMode(body.mode, actorOf(c));
        return chosen.ok ? c.json(view.privacy()) : refuseRule(c, chosen);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/privacy/unlock',
      role: 'technician',
      summary: 'Permit technicians to look at frames for ten minutes; it is said on every page',
      answer: PrivacyDocument,
      run: ({ c }) => c.json(view.unlockCapture(actorOf(c))),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/privacy/unlock',
      role: 'technician',
      summary: 'Lock it again at once',
      answer: PrivacyDocument,
      run: ({ c }) => c.json(view.lockCapture(actorOf(c))),
    }),
  ];
}
