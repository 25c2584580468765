import { Gauge, type Registry } from 'prom-client';
import type { BeaconListDocument } from './beacon-documents.ts';
import type { OfferListDocument } from './offer-documents.ts';
import { type PrivacyDocument, PrivacyMode } from './privacy-documents.ts';
import type { ZoneListDocument } from './zone-documents.ts';

/** What the figures are taken from, all of one moment. */
export interface ProximityFigures {
  readonly beacons: BeaconListDocument;
  readonly zones: ZoneListDocument;
  readonly offers: OfferListDocument;
  readonly privacy: PrivacyDocument;
}

/**
 * Registers the figures about beacons, zones, offers and privacy and returns what feeds them, at each scrape. No label
 * ever holds an address, and people stand here only as they are told to people as well.
 */
export function createProximityMetrics(registry: Registry, nowMs: () => number): (figures: ProximityFigures) => void {
  const gauge = <const L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `endcap_${name}`, help, labelNames, registers: [registry] });

  const onAir = gauge('beacon_on_air', '1 while this gateway broadcasts the beacon.', 'beacon', 'zone');
  const heardAge = gauge('beacon_heard_age_seconds', 'Since a radio of this gateway heard it.', 'beacon');
  const tags = gauge('zone_tags', 'Tags in the zone, by kind.', 'zone', 'kind');
  const people = gauge('zone_people', 'People in the last window, rounded; absent: not counted, or not told.', 'zone');
  const outputs = gauge('offer_outputs', 'Places where offers are made, by what is known of them.', 'state');
  const offers = gauge('offers', 'Offers, by their state.', 'state');
  const revoke = gauge(
    'offer_revoke_seconds',
    'From taking an offer back until it was gone everywhere, of the one that was taken back last.',
  );
  const mode = gauge('privacy_mode', '1 for the mode that holds.', 'mode');
  const unlocked = gauge('privacy_capture_unlocked', '1 while a technician may look at frames.');
  const dropped = gauge('sightings_dropped_total', 'Frames of others dropped unseen since the start, by kind.', 'kind');

  return figures => {
    for (const one of [onAir, heardAge, tags, people, outputs, offers, dropped]) one.reset();
    for (const { id: beacon, zone, state, heardAt } of figures.beacons.beacons) {
      if (state === 'elsewhere') continue;
      onAir.set({ beacon, zone }, state === 'on-air' ? 1 : 0);
      if (heardAt !== null) heardAge.set({ beacon }, Math.max(0, (nowMs() - Date.parse(heardAt)) / 1000));
    }
    for (const zone of figures.zones.zones) {
      for (const { kind } of zone.tags) tags.inc({ zone: zone.id, kind });
      const told = zone.people?.count ?? null;
      if (told !== null) people.set({ zone: zone.id }, told);
    }
    const sums = { pending: 0, shown: 0, clearing: 0 };
    for (const offer of figures.offers.offers) {
      offers.inc({ state: offer.state });
      for (const state of ['pending', 'shown', 'clearing'] as const) sums[state] += offer.outputs[state];
    }
    const gone = figures.offers.offers.flatMap(({ revoke: taken }) => (taken?.seconds != null ? [taken] : []));
    const last = gone.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
    if (last) revoke.set(last.seconds!);
    else revoke.remove();
    for (const [state, count] of Object.entries(sums)) outputs.set({ state }, count);
    for (const each of PrivacyMode.options) mode.set({ mode: each }, each === figures.privacy.mode ? 1 : 0);
    unlocked.set(figures.privacy.unlockedUntil === null ? 0 : 1);
    for (const [kind, count] of Object.entries(figures.privacy.dropped)) dropped.set({ kind }, count);
  };
}
