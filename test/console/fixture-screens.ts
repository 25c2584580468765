import { randomBytes } from 'node:crypto';
import { encode } from 'fast-png';
import type { Clock } from '../../src/clock.ts';
import type { ScreenDocument, ScreenEntry } from '../../src/console/screen-documents.ts';
import type { ScreenView } from '../../src/console/screen-view.ts';
import type { AssetFile, PageDoor, ScreenPages, Visitor } from '../../src/console/screens/screen-pages.ts';
import { builtinLayouts } from '../../src/signage/builtin-layouts.ts';
import { createFeed, type Feed } from '../../src/signage/feed.ts';
import { previewLayout } from '../../src/signage/layout-preview.ts';
import { createScreenDoors, type ScreenDoors, type ScreenToken } from '../../src/signage/screen-doors.ts';
import type { Report } from '../../src/signage/wire/report.ts';
import { fixtureProgramme } from './fixture-programme.ts';
import { ago } from './fixture-zones.ts';

/** Screens with real feeds and real doors; what their pages say is kept for the test. */
export interface FixtureScreens {
  readonly view: ScreenView;
  readonly pages: ScreenPages;
  readonly doors: ScreenDoors;
  readonly assets: Map<string, AssetFile>;
  readonly reports: { readonly screen: string; readonly report: Report; readonly door: PageDoor }[];
  readonly pictures: Map<string, Uint8Array>;
  readonly visitors: Set<Visitor>;
  /** Those under way, by id. */
  readonly orders: Map<string, string>;
  /** Who did what. */
  readonly acts: string[];
  feed(screen: string): Feed;
  /** What screen it names may be asked of it, by hash. */
  names(screen: string, ...hashes: string[]): void;
}

const pagesPerScreen = 8;
const names = ['entrance', 'aisle-2', 'cheese', 'assets'];
const states = { entrance: 'playing', 'aisle-2': 'stale', cheese: 'unpaired', assets: 'silent' } as const;

/** Of a page that has been there for an hour. */
const pageOf = (id: string): ScreenDocument['pages'][number] => ({
  page: `${id.replace(/\W/g, '')}page0001`,
  since: ago(3_600),
  heardAt: ago(2),
  visible: true,
  clock: id === 'aisle-2' ? 'lost' : 'true',
  heapBytes: 31_457_280,
  widthPx: 1920,
  heightPx: 1080,
  door: 'local',
  problems: id === 'aisle-2' ? ['The stream broke off: network error'] : [],
});
const verdictOn = (id: string) => ({
  matches: id !== 'aisle-2',
  differences: id === 'aisle-2' ? ['40123 says nothing, it should say 2,49 €'] : [],
});
const onePixel = encode({ width: 2, height: 1, channels: 3, data: Uint8Array.of(255, 255, 255, 20, 30, 40) });

/** `clock`: of the doors, whose pairings run out. */
export function fixtureScreens(clock: Clock): FixtureScreens {
  const shelf = new Map<string, ScreenToken>();
  const ofScreen = (screen: string) => [...shelf.values()].filter(token => token.screen === screen);
  const doors = createScreenDoors({
    tokens: {
      putScreenToken: token => void shelf.set(token.hash, token),
      screenTokens: ofScreen,
      touchScreenToken() {},
      revokeScreenTokens(screen, hash) {
        const gone = ofScreen(screen).filter(token => hash === undefined || token.hash === hash);
        for (const token of gone) shelf.delete(token.hash);
        return gone.length;
      },
    },
    clock,
    randomBytes,
  });
  const feeds = new Map(names.map(screen => [screen, createFeed('b00t')]));
  const named = new Map<string, readonly string[]>();
  for (const [screen, feed] of feeds) feed.update(fixtureProgramme(screen, []), 0);
  const assets = new Map<string, AssetFile>();
  const reports: FixtureScreens['reports'] = [];
  const pictures = new Map<string, Uint8Array>();
  const visitors = new Set<Visitor>();
  const orders = new Map<string, string>();
  const acts: string[] = [];

  const entryOf = (id: string): ScreenEntry => ({
    id,
    zone: id === 'entrance' ? 'entrance' : null,
    state: states[id as keyof typeof states],
    reason: id === 'aisle-2' ? 'screen.stale' : id === 'cheese' ? 'screen.unpaired' : null,
    layout: 'landscape',
    skin: 'night',
    panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
    version: 3,
    pages: id === 'cheese' ? 0 : 1,
    heardAt: id === 'cheese' ? null : ago(2),
    visible: id === 'cheese' ? null : true,
    pricesHidden: id === 'aisle-2' ? 6 : 0,
    playing: [
      { region: 'main', entry: 'offers/cheese-week', offer: { offer: 'cheese-week', version: 2, variant: 'a' } },
    ],
    overlay: null,
    emergency: null,
    paired: ofScreen(id).length,
    played: { count: 412, seenSeconds: 3_290 },
  });
  const unknown = (id: string) => ({ ok: false, reason: 'screen.unknown', detail: id }) as const;
  const refusedUnless = <T>(id: string, then: () => T) => (feeds.has(id) ? then() : unknown(id));
  let override: {
    text: Record<string, string>;
    zone: string | null;
    screen: string | null;
    until: string;
    by: string;
  } | null = null;

  return {
    doors,
    assets,
    reports,
    pictures,
    visitors,
    orders,
    acts,
    feed: screen => feeds.get(screen)!,
    names: (screen, ...hashes) => void named.set(screen, hashes),
    pages: {
      ...doors,
      knows: screen => feeds.has(screen),
      join(screen, visitor, send) {
        const feed = feeds.get(screen);
        if (feed === undefined) return { ok: false, reason: 'screen.unknown' };
        if (feed.size() >= pagesPerScreen) return { ok: false, reason: 'screen.pages-too-many' };
        const { first, leave } = feed.join(visitor.lastEventId, 0, send);
        visitors.add(visitor);
        return {
          ok: true,
          first,
          leave() {
            visitors.delete(visitor);
            leave();
          },
        };
      },
      report(screen, report, door) {
        reports.push({ screen, report, door });
        return { ok: true, answer: { taken: report.plays.map(({ id }) => id) } };
      },
      asset: (screen, sha256) => (named.get(screen)?.includes(sha256) ? (assets.get(sha256) ?? null) : null),
      screenshot(screen, order, png) {
        if (orders.get(order) !== screen) return false;
        pictures.set(screen, png);
        return true;
      },
    },
    view: {
      screens: () => ({
        schemaVersion: 1,
        screens: names.map(entryOf),
        override: override && { ...override, since: ago(0) },
      }),
      screen(id) {
        if (!feeds.has(id)) return null;
        return {
          schemaVersion: 1,
          ...entryOf(id),
          playlist: [
            { entry: 'offers/cheese-week', kind: 'offer', region: 'main', state: 'playing', reason: null, until: null },
            {
              entry: 'film',
              kind: 'video',
              region: 'main',
              state: 'blocked',
              reason: 'screen.asset-missing',
              until: null,
            },
          ],
          pages: id === 'cheese' ? [] : [pageOf(id)],
          cards: [
            { sku: '40123', name: 'Bergkäse', price: '2,49 €', reason: null },
            { sku: '40124', name: 'Gouda', price: null, reason: 'screen.shelf-differs' },
          ],
          assets: [],
          screenshot: pictures.has(id) ? { at: ago(1), ...verdictOn(id) } : null,
          orders: [],
          tokens: ofScreen(id).map(({ hash, name, atMs, by }) => ({
            token: hash.slice(0, 12),
            name,
            at: new Date(atMs).toISOString(),
            by,
            usedAt: null,
          })),
        };
      },
      screenProgramme(id) {
        const programme = feeds.get(id)?.programme();
        return programme ? { type: 'programme', seq: feeds.get(id)!.seq(), atMs: 0, programme } : null;
      },
      screenPlays: (screen, hours) =>
        feeds.has(screen)
          ? {
              schemaVersion: 1,
              screen,
              hours: Array.from({ length: Math.min(hours, 3) }, (_, n) => ({
                hour: ago(n * 3_600),
                plays: [
                  {
                    entry: 'offers/cheese-week',
                    offer: 'cheese-week',
                    version: 2,
                    variant: 'a',
                    count: 40 + n,
                    seconds: 320,
                    unseenSeconds: n,
                  },
                ],
              })),
            }
          : null,
      orderScreen: async (id, order, actor) =>
        refusedUnless(id, () => {
          if (id === 'cheese') return { ok: false, reason: 'screen.silent', detail: 'No page shows it.' } as const;
          acts.push(`${actor} ${order} ${id}`);
          if (order === 'screenshot') pictures.set(id, onePixel);
          return {
            ok: true,
            document: { schemaVersion: 1, id: 'o-1', order, pages: 1, done: true, reason: null },
          } as const;
        }),
      screenshot(id) {
        const png = pictures.get(id);
        return png === undefined ? null : { png: Uint8Array.from(png), atMs: 1_795_446_000_000 };
      },
      pairScreen: (id, { code, name = null }, by) =>
        refusedUnless(id, () => {
          const paired = doors.pair(id, { code, name, by });
          return paired.ok ? paired : { ...paired, detail: '' };
        }),
      revokeScreen: (id, { token }, actor) =>
        refusedUnless(id, () => {
          acts.push(`${actor} revoke ${id}`);
          return { ok: true, document: { schemaVersion: 1, revoked: doors.revoke(id, token) } } as const;
        }),
      overrideScreens({ text, zone = null, screen = null, forMs }, by) {
        if (screen !== null && !feeds.has(screen)) return unknown(screen);
        override = { text, zone, screen, until: ago(-forMs / 1_000), by };
        return { ok: true };
      },
      liftOverride() {
        override = null;
        return { ok: true };
      },
      layouts: () => ({
        schemaVersion: 1,
        layouts: builtinLayouts().map(({ layout, skins, source, about, orientation }) => ({
          ...{ id: layout.id, layout, source, about, orientation },
          origin: 'built-in',
          skins: Object.entries(skins).map(([id, skin]) => ({ id, skin })),
          problems: [],
        })),
      }),
      previewLayout({ source, on }) {
        const { problems, layout, skins } = previewLayout(source, on ?? null);
        return {
          schemaVersion: 1,
          problems: problems.map(({ message, line, path }) => ({ message, line, path })),
          layout,
          skins: Object.entries(skins).map(([id, skin]) => ({ id, skin })),
        };
      },
    },
  };
}
