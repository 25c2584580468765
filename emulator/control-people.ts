import { z } from 'zod';
import { idSchema } from '../src/mesh/contract/ids.ts';
import { type Answer, refused, unknownZone } from './control-answers.ts';
import type { BeaconOrdered } from './mesh/beacons.ts';
import type { SessionOrdered } from './mesh/sessions.ts';
import { isWithin } from './people/walk.ts';
import type { Shop } from './shop.ts';

const usualVisitMs = 30 * 60_000;

export const beaconOrder = z.strictObject({
  beacon: idSchema,
  zone: idSchema,
  url: z.url({ protocol: /^https?$/ }).max(200),
});
export const beaconRemoval = z.strictObject({ beacon: idSchema });
export const checkInOrder = z.strictObject({
  name: z.string().min(1).max(80),
  audience: z.enum(['member', 'session']).default('session'),
  forMs: z.int().positive().max(86_400_000).default(usualVisitMs),
});
export const checkOutOrder = z.strictObject({ name: z.string().min(1).max(80) });

/** Orders about beacons and people, and the truth about who is where. */
export function createPeopleControl(shop: Shop) {
  const noBeacons = refused(409, 'no-beacons', 'The shop has no beacons.', 'Start it with --people 12.');
  const nobody = refused(409, 'no-people', 'Nobody walks about in the shop.', 'Start it with --people 12.');

  function ordered(result: BeaconOrdered, zone: string): Answer {
    if (result.ok) return { status: 200, body: { beacon: result.receipt.key, ...result.receipt } };
    if (result.code === 'zone-unknown') return unknownZone(zone);
    return refused(422, result.code, 'The mesh knows no such beacon.', 'Look at endcap beacon list for beacons.');
  }

  function session(result: SessionOrdered, name: string): Answer {
    if (!result.ok) {
      const [status, message, hint] = {
        'phone-unknown': [422, `There is no telephone ${name}.`, 'See endcap emulate people.'],
        'session-unknown': [422, `${name} is not checked in.`, 'See endcap emulate people.'],
        'session-too-many': [409, 'Too many people are checked in.', 'Check some out.'],
      }[result.code] as [409 | 422, string, string];
      return refused(status, result.code, message, hint);
    }
    const { session: id, audience, untilMs } = result.session;
    const until = new Date(untilMs).toISOString();
    return { status: 200, body: { name, session: id, audience, until, commands: result.commands } };
  }

  return {
    publishBeacon: ({ beacon, zone, url }: z.output<typeof beaconOrder>): Answer =>
      shop.beacons ? ordered(shop.beacons.publish(beacon, zone, url), zone) : noBeacons,
    removeBeacon: ({ beacon }: z.output<typeof beaconRemoval>): Answer =>
      shop.beacons ? ordered(shop.beacons.remove(beacon), '') : noBeacons,
    checkIn: ({ name, audience, forMs }: z.output<typeof checkInOrder>): Answer =>
      shop.sessions ? session(shop.sessions.open(name, audience, forMs), name) : nobody,
    checkOut: ({ name }: z.output<typeof checkOutOrder>): Answer =>
      shop.sessions ? session(shop.sessions.close(name), name) : nobody,
    /** Never an address: those are for tests only. */
    people(): Answer {
      const sessions = new Map(shop.sessions?.list().map(one => [one.name, one]));
      const people = (shop.people?.list() ?? []).map(({ name, kind, profile, spot }) => {
        const zone = spot && shop.zones.find(({ area }) => isWithin(spot, area));
        const visit = sessions.get(name);
        return {
          name,
          kind,
          says: profile,
          zone: zone?.id ?? null,
          x: spot && Math.round(spot.xM * 10) / 10,
          y: spot && Math.round(spot.yM * 10) / 10,
          session: visit?.session ?? null,
          audience: visit?.audience ?? null,
        };
      });
      return { status: 200, body: { people } };
    },
  };
}
