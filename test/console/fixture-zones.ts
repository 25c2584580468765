import type { TagEntry, ZoneEntry, ZoneListDocument } from '../../src/console/zone-documents.ts';

/** Seconds before now: what is alive is seldom older than a few of them. */
export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

export const tag = (
  id: string,
  kind: TagEntry['kind'],
  zone: string | null,
  over: Partial<TagEntry> = {},
): TagEntry => ({
  id,
  kind,
  zone,
  since: zone === null ? null : ago(340),
  rssi: zone === null ? null : -58,
  lastSeen: ago(2),
  batteryMv: 2_940,
  batteryPercent: 82,
  temperatureC: null,
  readings: {},
  reason: null,
  ...over,
});

const counted = { method: 'random-addresses-60s', confidence: 0.7 };
const bySightings = { method: 'rssi-median-5s', confidence: 0.8 };

const zone = (id: string, name: string, over: Partial<ZoneEntry>): ZoneEntry => ({
  id,
  name,
  state: 'occupied',
  receivers: ['gw-01'],
  places: [],
  area: null,
  tags: [],
  people: null,
  dwell: { visits: 0, medianSeconds: null, ...bySightings },
  heat: 0,
  labels: 0,
  beacons: [],
  offers: [],
  ...over,
});

const tags: readonly TagEntry[] = [
  tag('mara', 'staff', 'dairy', { batteryPercent: null, batteryMv: 3_010, rssi: -49 }),
  tag('jonas', 'staff', 'checkout', { since: ago(2_900) }),
  tag('trolley-07', 'trolley', 'entrance', { since: ago(45), rssi: -66 }),
  tag('trolley-12', 'trolley', 'dairy', { since: ago(95), rssi: -71 }),
  tag('trolley-19', 'trolley', 'dairy', { since: ago(20), rssi: -62 }),
  tag('cooler-1', 'sensor', 'dairy', {
    temperatureC: 4.6,
    readings: { temperature: 4.6, humidity: 61, door: false },
    since: ago(86_400),
  }),
  tag('freezer-2', 'sensor', 'frozen', {
    temperatureC: -18.4,
    readings: { temperature: -18.4 },
    batteryPercent: 11,
    batteryMv: 2_380,
    reason: 'sighting.replayed',
    since: ago(86_400),
  }),
  tag('ladder', 'asset', 'wine', { since: ago(7_200) }),
];

const away: readonly TagEntry[] = [
  tag('trolley-03', 'trolley', null, { lastSeen: ago(5_400), reason: 'sighting.tag-silent', batteryPercent: 4 }),
];

const of = (id: string) => tags.filter(each => each.zone === id);

/** A small supermarket, 24 by 14 metres: seven zones, one without ears, one that nobody has drawn. */
export function fixtureZones(counting: boolean, offers: (zone: string) => string[]): ZoneListDocument {
  const people = (count: number | null) => (counting ? { count, windowEndsAt: ago(-38), ...counted } : null);
  const zones = [
    zone('entrance', 'Eingang', {
      area: { x: 0, y: 9, width: 8, height: 5 },
      receivers: ['gw-01'],
      tags: of('entrance'),
      people: people(10),
      heat: 0.35,
      dwell: { visits: 31, medianSeconds: 24, ...bySightings },
      beacons: ['entrance'],
    }),
    zone('produce', 'Obst & Gemüse', {
      area: { x: 0, y: 0, width: 8, height: 9 },
      state: 'empty',
      receivers: ['gw-01/1'],
      people: people(15),
      heat: 0.62,
      dwell: { visits: 18, medianSeconds: 140, ...bySightings },
      labels: 12,
      beacons: ['produce'],
    }),
    zone('dairy', 'Molkerei & Käse', {
      area: { x: 8, y: 0, width: 9, height: 5 },
      receivers: ['gw-01', 'gw-02'],
      places: [{ aisle: '3', firstBay: 1, lastBay: 4 }],
      tags: of('dairy'),
      people: people(20),
      heat: 1,
      dwell: { visits: 44, medianSeconds: 95, ...bySightings },
      labels: 24,
      beacons: ['dairy'],
    }),
    zone('frozen', 'Tiefkühl', {
      area: { x: 17, y: 0, width: 7, height: 5 },
      tags: of('frozen'),
      people: people(null),
      heat: 0.15,
      dwell: { visits: 6, medianSeconds: 41, ...bySightings },
      labels: 10,
    }),
    zone('wine', 'Wein', {
      area: { x: 8, y: 5, width: 9, height: 4 },
      receivers: ['gw-02'],
      tags: of('wine'),
      people: people(null),
      heat: 0.05,
      labels: 14,
      beacons: ['wine'],
    }),
    zone('bakery', 'Bäckerei', {
      area: { x: 17, y: 5, width: 7, height: 4 },
      state: 'silent',
      receivers: ['gw-03'],
      labels: 0,
      beacons: ['bakery'],
    }),
    zone('checkout', 'Kassen', {
      area: { x: 8, y: 9, width: 16, height: 5 },
      tags: of('checkout'),
      people: people(10),
      heat: 0.45,
      dwell: { visits: 38, medianSeconds: 160, ...bySightings },
      beacons: ['checkout'],
    }),
    zone('yard', 'Hof', { state: 'empty', receivers: ['gw-01'], heat: 0 }),
  ];
  return {
    schemaVersion: 1,
    zones: zones.map(each => ({ ...each, offers: offers(each.id) })),
    away: [...away],
  };
}
