import { useContext, useMemo } from 'preact/hooks';
import type { BeaconEntry } from '../beacon-documents.ts';
import type { ZoneEntry } from '../zone-documents.ts';
import { formats } from './format.ts';
import { LanguageContext } from './preferences.ts';
import { HeatBars, TagShape } from './tag-icons.tsx';
import { useWidth } from './use-width.ts';
import { fitText, heatStep, layOutZones, type ZoneCell } from './zone-plan-layout.ts';
import { useZonesTexts } from './zones-texts.ts';

const pad = 10;
const tagStep = 23;

/** The store from above: each zone with how busy it is, what of ours is in it, its beacons and its offers. */
export function ZonePlan({
  zones,
  beacons,
  chosen,
  choose,
}: {
  zones: readonly ZoneEntry[];
  beacons: readonly BeaconEntry[];
  chosen: string | null;
  choose: (zone: string) => void;
}) {
  const texts = useZonesTexts();
  const [frame, width] = useWidth<HTMLDivElement>();
  const plan = useMemo(() => layOutZones(zones, width), [zones, width]);
  return (
    <div class="zone-plan" ref={frame}>
      {width === 0 ? null : (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand around parts of a drawing
        <svg role="group" aria-label={texts.plan} width={plan.width} height={plan.height}>
          <defs>
            <pattern id="silent" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0v8" class="hatch" />
            </pattern>
          </defs>
          {plan.undrawnAt === null || plan.undrawnAt === 0 ? null : (
            <text class="undrawn" x={4} y={plan.undrawnAt - 9}>
              {texts.undrawn}
            </text>
          )}
          {plan.cells.map(cell => (
            <Zone
              key={cell.zone.id}
              cell={cell}
              beacons={beacons.filter(({ zone }) => zone === cell.zone.id)}
              chosen={cell.zone.id === chosen}
              choose={choose}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

/** How many people are told of a zone, in a few words, or in hardly any. */
export function usePeopleText(how: 'full' | 'short' = 'full'): (zone: ZoneEntry) => string {
  const texts = useZonesTexts();
  const format = formats[useContext(LanguageContext)];
  const { about, few, not } = how === 'full' ? texts.peopleFull : texts.peopleShort;
  return ({ people }) => (people === null ? not : people.count === null ? few : about(format.count(people.count)));
}

function Zone({
  cell: { zone, x, y, width, height },
  beacons,
  chosen,
  choose,
}: {
  cell: ZoneCell;
  beacons: readonly BeaconEntry[];
  chosen: boolean;
  choose: (zone: string) => void;
}) {
  const texts = useZonesTexts();
  const people = usePeopleText()(zone);
  const short = usePeopleText('short');
  const step = heatStep(zone.heat);
  const silent = zone.state === 'silent';
  const inner = width - 2 * pad;
  const narrow = width < 140;
  const roomy = height >= 84;
  const second = silent ? texts.zoneStates.silent : short(zone);
  const says = beacons.flatMap(({ slots }) => slots.filter(({ hex }) => hex !== null).map(({ text }) => text));
  const spoken = [
    zone.name,
    texts.zoneStates[zone.state],
    texts.heats[step],
    people,
    `${texts.tags}: ${zone.tags.map(({ id }) => id).join(', ') || texts.none}`,
    `${texts.beacons}: ${says.join(', ') || texts.none}`,
    `${texts.offers}: ${zone.offers.join(', ') || texts.none}`,
  ];
  const tagsY = y + (roomy ? 44 : 30);
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(zone.id);
  };
  return (
    <g class={`zone is-heat-${step} is-${zone.state}${narrow ? ' is-narrow' : ''}${chosen ? ' is-chosen' : ''}`}>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group in a drawing takes no focus */}
      <g aria-hidden="true">
        <rect class="floor" x={x} y={y} width={width} height={height} rx={9} />
        {silent ? <rect class="silence" x={x} y={y} width={width} height={height} rx={9} fill="url(#silent)" /> : null}
        <text class="name" x={x + pad} y={y + 21}>
          {fitText(zone.name, narrow ? inner + 4 : inner - 26, narrow ? 12 : 13.5)}
        </text>
        <HeatBars step={step} x={x + width - pad - 19} y={narrow ? y + height - 22 : y + 9} />
        {roomy ? (
          <text class="people" x={x + pad} y={y + 37}>
            {fitText(second, narrow ? inner + 4 : inner, 11)}
          </text>
        ) : null}
        <Tags zone={zone} x={x + pad} y={tagsY} room={inner} />
        <Offers offers={zone.offers} x={x + pad} y={y + height - 50} room={inner} shown={height >= 140} />
        <Beacons beacons={beacons} x={x} y={y + height - 16} width={width} says={narrow ? '' : says.join(' · ')} />
      </g>
      {/* Above the drawing, so that what is drawn may be cut while what is said is whole. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a button cannot be a part of a drawing */}
      <rect
        class="press"
        role="button"
        tabindex={0}
        aria-pressed={chosen}
        aria-label={spoken.join('. ')}
        onClick={() => choose(zone.id)}
        onKeyDown={pressed}
        x={x}
        y={y}
        width={width}
        height={height}
        rx={9}
      />
    </g>
  );
}

function Tags({ zone, x, y, room }: { zone: ZoneEntry; x: number; y: number; room: number }) {
  const places = Math.max(1, Math.floor((room + 4) / tagStep));
  const some = zone.tags.length > places ? zone.tags.slice(0, Math.max(0, places - 1)) : zone.tags;
  const rest = zone.tags.length - some.length;
  return (
    <g>
      {some.map((tag, at) => (
        <g
          key={tag.id}
          class={tag.reason === null ? 'zone-tag' : 'zone-tag is-odd'}
          transform={`translate(${x + at * tagStep} ${y})`}
        >
          <circle cx={10} cy={10} r={10} />
          <g transform="translate(3.2 3.2) scale(0.85)">
            <TagShape kind={tag.kind} />
          </g>
        </g>
      ))}
      {rest === 0 ? null : (
        <text class="more" x={x + some.length * tagStep + 2} y={y + 14}>
          +{rest}
        </text>
      )}
    </g>
  );
}

function Offers({
  offers,
  x,
  y,
  room,
  shown,
}: {
  offers: readonly string[];
  x: number;
  y: number;
  room: number;
  shown: boolean;
}) {
  if (!shown || offers.length === 0) return null;
  const names = offers.map(offer => offer.replace(/@\d+$/, ''));
  const text = fitText(names.join(' · '), room - 30, 12);
  return (
    <g class="zone-offer" transform={`translate(${x} ${y})`}>
      <rect width={Math.min(room, text.length * 7.1 + 28)} height={19} rx={9.5} />
      <path d="M6 6.5h3.5l5 5-3.5 3.5-5-5zM8 8.6v.1" transform="translate(0 -1)" />
      <text x={20} y={13.2}>
        {text}
      </text>
    </g>
  );
}

function Beacons({
  beacons,
  x,
  y,
  width,
  says,
}: {
  beacons: readonly BeaconEntry[];
  x: number;
  y: number;
  width: number;
  says: string;
}) {
  return (
    <g>
      {beacons.map((beacon, at) => (
        <BeaconPoint key={beacon.id} state={beacon.state} x={x + pad + 6 + at * 20} y={y} />
      ))}
      {beacons.length === 0 || says === '' ? null : (
        <text class="says" x={x + pad + beacons.length * 20} y={y + 4}>
          {fitText(says, width - 2 * pad - beacons.length * 20, 11)}
        </text>
      )}
    </g>
  );
}

/** A point that pulses while it is on air; hollow, dashed or crossed out otherwise. */
export function BeaconPoint({ state, x, y }: { state: BeaconEntry['state']; x: number; y: number }) {
  return (
    <g class={`beacon-point is-${state}`} transform={`translate(${x} ${y})`}>
      {state === 'on-air' ? <circle class="wave" r={5} /> : null}
      <circle class="core" r={4.5} />
      {state === 'failed' || state === 'off' ? <path d="M-2.5-2.5l5 5M2.5-2.5l-5 5" /> : null}
    </g>
  );
}
