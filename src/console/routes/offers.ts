import { actorOf } from '../actor.ts';
import { DoneDocument } from '../documents.ts';
import { OfferDocument, OfferListDocument, OfferSimulationDocument, SimulateQuery } from '../offer-documents.ts';
import type { ProximityView } from '../proximity-view.ts';
import { refuse, refuseRule } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';

const done: DoneDocument = { schemaVersion: 1, ok: true };

/** Offers that are made where somebody stands. */
export function offerRoutes(view: ProximityView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/offers',
      role: 'viewer',
      summary: 'Offers with their state, and on how much they are shown, pending and clearing',
      answer: OfferListDocument,
      run: ({ c }) => c.json(view.offers()),
    }),
    // Before the offers by their id, as an offer could be called so.
    defineRoute({
      method: 'GET',
      path: '/api/offers/simulate',
      role: 'viewer',
      summary: 'What would be made where at an instant; nothing is changed',
      query: SimulateQuery,
      answer: OfferSimulationDocument,
      run({ c, query }) {
        const { zone } = query;
        if (zone !== undefined && !view.zones().zones.some(({ id }) => id === zone))
          return refuse(c, 404, 'zone.unknown');
        return c.json(view.simulateOffers(query));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/offers/:id',
      role: 'viewer',
      summary: 'One offer: every place of it, its limits, and every rule that had a say',
      answer: OfferDocument,
      run({ c, param }) {
        const offer = view.offer(param('id'));
        return offer === null ? refuse(c, 404, 'offer.unknown') : c.json(offer);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/offers/:id/revoke',
      role: 'admin',
      summary: 'Take an offer off everything at once, until the mesh says something newer of it',
      answer: DoneDocument,
      run({ c, param }) {
        const revoked = view.revokeOffer(param('id'), actorOf(c));
        return revoked.ok ? c.json(done) : refuseRule(c, revoked);
      },
    }),
  ];
}
