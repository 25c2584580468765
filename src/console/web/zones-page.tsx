import { useState } from 'preact/hooks';
import type { BeaconListDocument } from '../beacon-documents.ts';
import type { OfferListDocument } from '../offer-documents.ts';
import type { PrivacyDocument } from '../privacy-documents.ts';
import type { TagEntry, ZoneEntry, ZoneListDocument } from '../zone-documents.ts';
import { BeaconsTable } from './beacons-table.tsx';
import { OffersTable } from './offers-table.tsx';
import { Page } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { PrivacyBanner } from './privacy-banner.tsx';
import { HeatBars, TagIcon } from './tag-icons.tsx';
import { TagsTable } from './tags-table.tsx';
import { useAsked } from './use-asked.ts';
import { ZoneDetail } from './zone-detail.tsx';
import { BeaconPoint, ZonePlan } from './zone-plan.tsx';
import { useZonesTexts } from './zones-texts.ts';

/** The store from above, alive: zones, tags, beacons and offers, and what the gateway notices of people. */
export function ZonesPage() {
  const page = usePageTexts();
  const texts = useZonesTexts();
  const asked = useAsked<ZoneListDocument>('/api/zones', { everyMs: 1_000 });
  const offers = useAsked<OfferListDocument>('/api/offers', { everyMs: 1_000 });
  const beacons = useAsked<BeaconListDocument>('/api/beacons', { everyMs: 2_000 });
  const privacy = useAsked<PrivacyDocument>('/api/privacy', { everyMs: 2_000 });
  const [wanted, choose] = useState<string | null>(null);
  const onAir = beacons.document?.beacons ?? [];
  return (
    <Page title={page.zones} intro={texts.intro} asked={asked} wide>
      {({ zones, away }) => {
        const chosen = zones.find(({ id }) => id === wanted) ?? busiest(zones);
        const nameOf = (id: string) => zones.find(zone => zone.id === id)?.name ?? id;
        return (
          <>
            {privacy.document === null ? null : <PrivacyBanner privacy={privacy.document} changed={privacy.again} />}
            {chosen === null ? (
              <p class="muted">{texts.noZones}</p>
            ) : (
              <div class="zone-board">
                <figure>
                  <ZonePlan zones={zones} beacons={onAir} chosen={chosen.id} choose={choose} />
                  <Legend />
                </figure>
                <ZoneDetail
                  zone={chosen}
                  beacons={onAir.filter(({ zone }) => zone === chosen.id)}
                  offers={offers.document?.offers ?? []}
                  mode={privacy.document?.mode ?? null}
                />
              </div>
            )}
            {offers.document === null ? null : <OffersTable offers={offers.document.offers} changed={offers.again} />}
            {beacons.document === null ? null : <BeaconsTable document={beacons.document} />}
            <TagsTable tags={[...zones.flatMap(({ tags }) => tags), ...away]} zoneName={nameOf} />
          </>
        );
      }}
    </Page>
  );
}

/** What there is most to see of, until somebody chooses. */
function busiest(zones: readonly ZoneEntry[]): ZoneEntry | null {
  return zones.reduce<ZoneEntry | null>((most, zone) => (most === null || zone.heat > most.heat ? zone : most), null);
}

const kinds: readonly TagEntry['kind'][] = ['staff', 'trolley', 'sensor', 'asset', 'session'];

function Legend() {
  const texts = useZonesTexts();
  return (
    <figcaption class="zone-legend">
      <p>{texts.planHint}</p>
      <ul aria-label={texts.heat} title={texts.heat}>
        {texts.heats.map((name, step) => (
          <li key={name}>
            <svg class={`swatch is-heat-${step}`} viewBox="0 0 31 20" width="31" height="20" aria-hidden="true">
              <rect class="floor" x={0.5} y={0.5} width={30} height={19} rx={4} />
              <HeatBars step={step} x={6} y={4} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <ul>
        {kinds.map(kind => (
          <li key={kind}>
            <TagIcon kind={kind} /> {texts.kinds[kind]}
          </li>
        ))}
        {(['on-air', 'starting', 'failed', 'elsewhere'] as const).map(state => (
          <li key={state}>
            <svg viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">
              <BeaconPoint state={state} x={0} y={0} />
            </svg>
            {texts.beacon}: {texts.beaconStates[state]}
          </li>
        ))}
      </ul>
    </figcaption>
  );
}
