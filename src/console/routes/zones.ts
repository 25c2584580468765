import type { ProximityView } from '../proximity-view.ts';
import { defineRoute, type Route } from '../route.ts';
import { ZoneListDocument } from '../zone-documents.ts';

/** The zones of the store, and what of ours is in them. */
export function zoneRoutes(view: ProximityView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/zones',
      role: 'viewer',
      summary: 'Zones with their tags, beacons and offers, and people where they are counted',
      answer: ZoneListDocument,
      run: ({ c }) => c.json(view.zones()),
    }),
  ];
}
