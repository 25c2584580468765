import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { BeaconEntry } from '../beacon-documents.ts';
import type { OfferEntry } from '../offer-documents.ts';
import type { PrivacyMode } from '../privacy-documents.ts';
import type { ZoneEntry } from '../zone-documents.ts';
import { formats } from './format.ts';
import { LanguageContext } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { TagIcon } from './tag-icons.tsx';
import { BeaconPoint, usePeopleText } from './zone-plan.tsx';
import { useZonesTexts } from './zones-texts.ts';

/** All that is known of the zone that was chosen. */
export function ZoneDetail({
  zone,
  beacons,
  offers,
  mode,
}: {
  zone: ZoneEntry;
  beacons: readonly BeaconEntry[];
  offers: readonly OfferEntry[];
  mode: PrivacyMode | null;
}) {
  const texts = useZonesTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  const people = usePeopleText()(zone);
  const { dwell } = zone;
  const here = offers.filter(offer => zone.offers.includes(`${offer.id}@${offer.version}`));
  return (
    <section class="card zone-detail" aria-label={zone.name}>
      <h2>
        {zone.name} <span class={`zone-state is-${zone.state}`}>{texts.zoneStates[zone.state]}</span>
      </h2>
      <dl class="facts">
        <Fact name={texts.people}>
          {zone.people === null ? (mode === null ? people : texts.peopleWhy[mode]) : people}
          {zone.people === null ? null : <Trust {...zone.people} />}
        </Fact>
        <Fact name={texts.stay}>
          {dwell.medianSeconds === null
            ? texts.none
            : texts.stayed(format.duration(dwell.medianSeconds), format.count(dwell.visits))}
          {dwell.medianSeconds === null ? null : <Trust {...dwell} />}
        </Fact>
        <Fact name={texts.heardBy}>{zone.receivers.join(', ') || texts.none}</Fact>
        <Fact name={texts.labels}>{format.count(zone.labels)}</Fact>
      </dl>
      <List name={texts.beacons} empty={texts.none}>
        {beacons.map(beacon => (
          <li key={beacon.id}>
            <svg viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">
              <BeaconPoint state={beacon.state} x={0} y={0} />
            </svg>
            <span>
              {beacon.slots.map(({ text }) => text).join(' · ')}
              <span class="muted"> {texts.beaconStates[beacon.state]}</span>
            </span>
          </li>
        ))}
      </List>
      <List name={texts.offers} empty={texts.none}>
        {here.map(offer => (
          <li key={offer.id}>
            <span class="offer-badge">{offer.badge ?? '%'}</span>
            <span>
              {offer.text ?? offer.id} {offer.price === null ? null : <strong>{offer.price.text}</strong>}{' '}
              <span class="muted">{texts.audiences[offer.audience]}</span>
            </span>
          </li>
        ))}
      </List>
      <List name={texts.tags} empty={texts.noTags}>
        {zone.tags.map(tag => (
          <li key={tag.id} class={tag.reason === null ? undefined : 'is-odd'}>
            <TagIcon kind={tag.kind} />
            <span>
              {tag.id} <span class="muted">{texts.kinds[tag.kind]}</span>
              {tag.temperatureC === null ? null : <strong> {format.count(tag.temperatureC)} °C</strong>}
              {tag.reason === null ? null : (
                <span class="odd"> {explain(tag.reason, language)?.meaning ?? tag.reason}</span>
              )}
            </span>
          </li>
        ))}
      </List>
    </section>
  );
}

/** How a figure came about, and how far it can be trusted. */
function Trust({ method, confidence }: { method: string; confidence: number }) {
  const texts = useZonesTexts();
  const format = formats[useContext(LanguageContext)];
  const [, name = '', seconds = ''] = /^(.+)-(\d+)s$/.exec(method) ?? [];
  const how = texts.methods[name]?.(seconds) ?? method;
  return (
    <small class="muted">
      {how}; {texts.trust(format.share(confidence))}
    </small>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function List({ name, empty, children }: { name: string; empty: string; children: readonly ComponentChildren[] }) {
  return (
    <div class="zone-list">
      <h3>{name}</h3>
      {children.length === 0 ? <p class="muted">{empty}</p> : <ul>{children}</ul>}
    </div>
  );
}
