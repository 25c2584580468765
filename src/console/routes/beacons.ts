import { actorOf } from '../actor.ts';
import {
  BeaconListDocument,
  BeaconTestDocument,
  BeaconTestRequest,
  ForeignBeaconDocument,
  ForeignReadRequest,
  ProvisionDocument,
  ProvisionRequest,
  SniffDocument,
  SniffQuery,
} from '../beacon-documents.ts';
import { DoneDocument } from '../documents.ts';
import type { ProximityView } from '../proximity-view.ts';
import { refuse, refuseRule } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';

const done: DoneDocument = { schemaVersion: 1, ok: true };

/** What this gateway broadcasts, whether that is on air, and the beacons of others. */
export function beaconRoutes(view: ProximityView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/beacons',
      role: 'viewer',
      summary: 'Beacons with what they say, and whether they are on air',
      answer: BeaconListDocument,
      run: ({ c }) => c.json(view.beacons()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/beacons/test',
      role: 'technician',
      summary: "Listen for the beacons with the gateway's other radio, for up to five seconds",
      body: BeaconTestRequest,
      answer: BeaconTestDocument,
      async run({ c, body }) {
        const id = body.beacon ?? null;
        if (id !== null && !view.beacons().beacons.some(beacon => beacon.id === id))
          return refuse(c, 404, 'beacon.unknown');
        return c.json(await view.testBeacons(id));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/beacons/foreign',
      role: 'technician',
      summary: 'Read the beacon of a third party over the air; nothing is changed',
      body: ForeignReadRequest,
      answer: ForeignBeaconDocument,
      async run({ c, body }) {
        const read = await view.readForeignBeacon(body);
        return read.ok ? c.json(read.document) : refuseRule(c, read);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/beacons/provision',
      role: 'technician',
      summary: 'Set up the beacon of a third party over the air, or say what would be done',
      body: ProvisionRequest,
      answer: ProvisionDocument,
      async run({ c, body }) {
        const done = await view.provisionBeacon(body, actorOf(c));
        return done.ok ? c.json(done.document) : refuseRule(c, done);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/beacons/tags/:tag/battery-changed',
      role: 'technician',
      summary: "Let a sensor's counter begin anew, as its battery was changed",
      answer: DoneDocument,
      run: ({ c, param }) =>
        view.batteryChanged(param('tag'), actorOf(c)) ? c.json(done) : refuse(c, 404, 'sighting.tag-unknown'),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/beacons/sniff',
      role: 'technician',
      summary: 'Frames of our own tags, beacons and labels, while a technician has unlocked that',
      query: SniffQuery,
      answer: SniffDocument,
      run({ c, query }) {
        const heard = view.sniff(query.after);
        return heard.ok ? c.json(heard.document) : refuseRule(c, heard);
      },
    }),
  ];
}
