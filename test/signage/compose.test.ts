import { describe, expect, it } from 'vitest';
import { decide } from '../../src/shelf/decide.ts';
import type { PricePoint, Product } from '../../src/shelf/fact.ts';
import type { VersionedOffer } from '../../src/shelf/offer.ts';
import type { Screen, ScreenEntry, ScreenShow } from '../../src/shelf/screen.ts';
import { type ComposeInput, composeEntries } from '../../src/signage/compose.ts';
import type { Asset } from '../../src/signage/wire/programme.ts';
import { entrySchema } from '../../src/signage/wire/programme.ts';
import {
  binding,
  germanStore,
  hourMs,
  offer,
  openingMs,
  point,
  product,
  reduction,
  versioned,
} from '../shelf/facts.ts';

const sha = (digit: string) => digit.repeat(64);
const atMs = openingMs + hourMs;
const entry = (show: ScreenShow, over: Partial<ScreenEntry> = {}): ScreenEntry => ({
  entry: 'one',
  region: 'main',
  durationMs: 10_000,
  priority: 0,
  fromMs: 0,
  toMs: null,
  dayparts: [],
  show,
  ...over,
});
const screen = (playlist: ScreenEntry[], over: Partial<Screen> = {}): Screen => ({
  kind: 'screen',
  screen: 'door-1',
  gateway: null,
  zone: 'dairy',
  panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
  viewingDistanceM: 3,
  layout: 'landscape',
  skin: null,
  title: null,
  ticker: [],
  board: null,
  qr: null,
  playlist,
  ...over,
});
const loop = (most = 10) => screen([entry({ kind: 'offers', most }, { entry: 'loop' })]);
const image: Asset = { sha256: sha('a'), type: 'image/png', bytes: 10 };

interface Shop {
  readonly timeline?: readonly PricePoint[];
  readonly of?: Partial<Product>;
}
const known = (sku: string, { timeline = [point()], of = {} }: Shop = {}) => ({
  sku,
  product: versioned(product({ sku, ...of })),
  price: versioned({ sku, timeline }),
  offers: [],
});
const composed = (fact: Screen, offers: VersionedOffer[] = [], over: Partial<ComposeInput> & Shop = {}) =>
  composeEntries({
    fact,
    locales: ['de-DE', 'en-GB'],
    rules: germanStore,
    offers,
    factsOf: sku => known(sku, over),
    asset: () => ({ missing: 'screen.asset-missing' }),
    capped: () => null,
    atMs,
    ...over,
  });
const idsOf = ({ entries }: ReturnType<typeof composed>) => entries.map(({ id }) => id);
const told = ({ standings }: ReturnType<typeof composed>) =>
  standings.map(({ id, state, reason }) => `${id} ${state} ${reason ?? '-'}`);

describe('what a screen plays', () => {
  it('is its playlist, with priorities and windows passed on to the page', () => {
    const made = composed(
      screen(
        [
          entry({ kind: 'message', title: null, text: { de: 'Hallo', en: 'Hello' } }, { priority: 7, toMs: atMs + 9 }),
          entry({ kind: 'prices', title: null, skus: ['b', 'a'] }, { entry: 'two', fromMs: atMs + 5 }),
        ],
        { board: { title: null, skus: ['a', 'z'] } },
      ),
    );
    expect(made.entries).toMatchObject([
      { id: 'one', priority: 7, windows: [{ fromMs: 0, untilMs: atMs + 9 }], scene: { text: ['Hallo', 'Hello'] } },
      { id: 'two', windows: [{ fromMs: atMs + 5, untilMs: null }] },
    ]);
    expect(made.skus).toEqual(['a', 'z', 'b']);
    expect(told(made)).toEqual(['one ready -', 'two scheduled -']);
    expect(made.standings.map(({ untilMs }) => untilMs)).toEqual([atMs + 9, atMs + 5]);
  });

  it('leaves out what is over, and pictures and films that are not here or no such thing', () => {
    const media = { ref: 'x.png', sha256: sha('a') };
    const fact = screen([
      entry({ kind: 'image', media, text: null }),
      entry({ kind: 'video', media }, { entry: 'two' }),
      entry({ kind: 'message', title: null, text: { de: 'x' } }, { entry: 'over', toMs: atMs }),
    ]);
    expect(told(composed(fact))).toEqual([
      'one blocked screen.asset-missing',
      'two blocked screen.asset-missing',
      'over blocked -',
    ]);
    const here = composed(fact, [], { asset: () => image });
    expect(told(here).slice(0, 2)).toEqual(['one ready -', 'two blocked screen.asset-refused']);
    expect(here.media).toEqual([media, media]);
  });

  it('is no more than a page can take, and says what it leaves out', () => {
    const prices = (n: number) =>
      entry(
        { kind: 'prices', title: null, skus: Array.from({ length: 24 }, (_, at) => `s-${n}-${at}`) },
        { entry: `e-${n}` },
      );
    const made = composed(screen(Array.from({ length: 14 }, (_, n) => prices(n))));
    expect(made.skus).toHaveLength(12 * 24);
    expect(told(made).slice(12)).toEqual(['e-12 blocked screen.playlist-long', 'e-13 blocked screen.playlist-long']);
    const offers = Array.from({ length: 60 }, (_, n) => offer({ offer: `o-${n}` }));
    const loops = Array.from({ length: 11 }, (_, n) => entry({ kind: 'offers', most: 20 }, { entry: `l-${n}` }));
    const many = composed(screen(loops), offers);
    expect(many.entries).toHaveLength(200);
    expect(told(many).at(-1)).toBe('l-10/o-19 blocked screen.playlist-long');
  });
});

describe('offers on a screen', () => {
  it('are those of its zone for everybody and members, never for one session', () => {
    const made = composed(loop(), [
      offer({ offer: 'all' }),
      offer({ offer: 'here', zones: ['dairy'] }),
      offer({ offer: 'there', zones: ['bakery'] }),
      offer({ offer: 'member', audience: 'member' }),
      offer({ offer: 'session', audience: 'session' }),
      offer({ offer: 'over', toMs: atMs }),
    ]);
    expect(idsOf(made)).toEqual(['loop/all', 'loop/here', 'loop/member']);
    const named = (id: string) => screen([entry({ kind: 'offer', offer: id })]);
    expect(told(composed(named('session'), [offer({ offer: 'session', audience: 'session' })]))).toEqual([
      'one blocked offer.unknown',
    ]);
    expect(told(composed(named('there'), [offer({ offer: 'there', zones: ['bakery'] })]))).toEqual([
      'one blocked offer.zone-elsewhere',
    ]);
    expect(told(composed(named('over'), [offer({ offer: 'over', toMs: atMs })]))).toEqual(['one blocked offer.over']);
  });

  it('show only products whose labels would show them as well', () => {
    const claim = offer({ offer: 'third', skus: ['good', 'bad'], badge: { de: '−21 %' }, percentOff: 21 });
    const made = composed(loop(), [claim], {
      factsOf: sku => known(sku, { timeline: [sku === 'good' ? reduction() : point()] }),
    });
    expect(made.entries[0]?.scene).toMatchObject({ skus: ['good'] });
    expect(told(composed(loop(), [claim]))).toEqual(['loop/third blocked offer.price-misleading']);
  });

  it('end when a price would no longer bear out what they claim', () => {
    const endsMs = atMs + hourMs;
    const timeline = [point(), reduction({ toMs: endsMs })];
    const claim = offer({ badge: { de: '−21 %' }, percentOff: 21 });
    const made = composed(loop(), [claim], { timeline });
    expect(made.entries[0]?.windows?.map(({ untilMs }) => untilMs)).toEqual([endsMs]);
    const plain = composed(loop(), [offer()], { timeline });
    expect(plain.entries[0]?.windows).toBeNull();
  });

  it('keep to the stock guard', () => {
    const guarded = offer({ stockAtLeast: 5 });
    expect(told(composed(loop(), [guarded], { of: { stock: 4 } }))).toEqual([
      'loop/coffee-week blocked offer.stock-low',
    ]);
    expect(told(composed(loop(), [guarded], { of: { stock: 5 } }))).toEqual(['loop/coffee-week ready -']);
  });

  it('carry their cap, and give way when it is reached', () => {
    const caps = { perHour: null, perScreenPerHour: 3, perSession: 1, zoneCooldownMs: 0 };
    expect(composed(loop(), [offer({ caps })]).entries[0]?.capPerHour).toBe(3);
    expect(told(composed(loop(), [offer({ caps })], { capped: () => 'offer.cap-screen' }))).toEqual([
      'loop/coffee-week blocked offer.cap-screen',
    ]);
  });

  it('are so many as are asked for of those that can be shown; neither blocked nor later ones take their place', () => {
    const offers = [
      offer({ offer: 'blocked', skus: ['none'] }),
      offer({ offer: 'later', fromMs: atMs + hourMs }),
      offer({ offer: 'first' }),
      offer({ offer: 'second' }),
      offer({ offer: 'third' }),
    ];
    const factsOf: ComposeInput['factsOf'] = sku => ({ ...known(sku), ...(sku === 'none' ? { price: null } : {}) });
    expect(idsOf(composed(loop(2), offers, { factsOf }))).toEqual(['loop/first', 'loop/second']);
    expect(idsOf(composed(loop(4), offers, { factsOf }))).toEqual([
      'loop/later',
      'loop/first',
      'loop/second',
      'loop/third',
    ]);
  });

  it('come in the same variant as on the labels of the zone', () => {
    const experiment = {
      experiment: 'words',
      key: '0b'.repeat(16),
      variants: ['a', 'b', 'c'].map(variant => ({
        variant,
        weight: 1,
        badge: { de: variant.toUpperCase() },
        text: null,
        url: null,
      })),
    };
    for (const zone of ['dairy', 'bakery', 'tills', 'door']) {
      const one = offer({ experiment });
      const [made] = composed({ ...loop(), zone }, [one]).entries;
      const verdict = decide({ binding: versioned(binding()), zone, items: [{ ...known('40123'), offers: [one] }] }, germanStore, atMs); // biome-ignore format: one line
      const onLabel = verdict.ok ? verdict.content.items[0] : null;
      expect(made?.offer?.variant).toBe(onLabel?.offer?.variant);
      expect(made?.scene).toMatchObject({ badge: onLabel?.badge });
    }
  });

  it('go without a picture that is not here, and with the first that is one', () => {
    const media = [
      { ref: 'film.mp4', sha256: sha('b') },
      { ref: 'tea.png', sha256: sha('a') },
    ];
    const asset: ComposeInput['asset'] = ({ sha256 }) =>
      sha256 === sha('a') ? image : { sha256, type: 'video/mp4', bytes: 9 };
    expect(composed(loop(), [offer({ media })], { asset }).entries[0]?.scene).toMatchObject({ picture: image });
    expect(composed(loop(), [offer({ media })]).entries[0]?.scene).toMatchObject({ picture: null });
  });

  it('make entries that every page can read', () => {
    const made = composed(loop(), [
      offer({ badge: { de: 'x'.repeat(400) }, url: 'https://ex.de/t', text: { de: 'y'.repeat(400) } }),
    ]);
    expect(entrySchema.parse(made.entries[0])).toEqual(made.entries[0]);
    expect(made.entries[0]?.scene).toMatchObject({ qr: { kind: 'link', caption: ['Mehr dazu', 'Find out more'] } });
  });
});
