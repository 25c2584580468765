import type { ScreenDocument, ScreenEntry } from '../../console/screen-documents.ts';
import type { ScreenView } from '../../console/screen-view.ts';
import type { AssetCache } from '../../signage/assets/cache.ts';
import type { Difference } from '../../signage/expect.ts';
import { previewLayout } from '../../signage/layout-preview.ts';
import type { LayoutProblem } from '../../signage/layout-source.ts';
import { sumsByEntry } from '../../signage/proof.ts';
import type { ScreenDoors } from '../../signage/screen-doors.ts';
import type { Store } from '../../store/store.ts';
import type { LayoutBook } from './layout-book.ts';
import type { Orders } from './orders.ts';
import type { Override } from './override.ts';
import type { Programmes, Standing } from './programmes.ts';
import type { ScreenStanding } from './standing.ts';

export interface ScreenViewParts {
  readonly programmes: Programmes;
  readonly standingOf: (screen: string) => ScreenStanding;
  /** Whether another gateway feeds it. */
  readonly elsewhere: (screen: string) => boolean;
  readonly layouts: LayoutBook;
  readonly override: Override;
  readonly orders: Orders;
  readonly doors: ScreenDoors;
  readonly assets: Pick<AssetCache, 'standing'>;
  /** What contradicts the programme in what its pages say that can be read. */
  readonly differences: (screen: string) => readonly Difference[];
  /** The same of the moment at which the last picture was taken; null: there is none. */
  readonly shotDifferences: (screen: string) => readonly Difference[] | null;
  readonly store: Pick<Store, 'playsByHour' | 'audit'>;
  /** Since the start. */
  readonly played: (screen: string) => { readonly count: number; readonly seenSeconds: number };
  /** The override is another. */
  readonly overridden: () => void;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
}

const hourMs = 3_600_000;
const assetStates = { here: 'ready', coming: 'loading', missing: 'missing', refused: 'refused' } as const;
const version = { schemaVersion: 1 } as const;
const iso = (ms: number): string => new Date(ms).toISOString();
const refused = (reason: string, detail: string) => ({ ok: false, reason, detail }) as const;
/** What the console and the command line see of screens. */
export function createScreenView(parts: ScreenViewParts): ScreenView {
  const { programmes, orders, doors, override, store, nowMs } = parts;
  const unknown = (id: string) =>
    parts.elsewhere(id)
      ? refused('screen.elsewhere', `Another gateway feeds ${id}.`)
      : refused('screen.unknown', `There is no screen ${id}.`);
  const audit = (actor: string, action: string, subject: string, detail: Record<string, unknown> = {}): void =>
    store.audit({ atMs: nowMs(), actor, action, subject, detail });
  /** Instants of the clock that never goes back, as the wall clock has them. */
  const wall = (monotonicMs: number): string => iso(nowMs() - (parts.monotonicMs() - monotonicMs));

  function entryOf(id: string, { known: { fact, version: factVersion }, skin }: Standing): ScreenEntry {
    const { state, reason, pages, newest, visible, hidden, seen } = parts.standingOf(id);
    const above = programmes.feed(id)?.programme()?.above;
    return {
      id,
      zone: fact.zone,
      state,
      reason,
      layout: fact.layout,
      skin,
      panel: fact.panel,
      version: factVersion,
      pages: pages.length,
      heardAt: newest?.heardMs == null ? null : wall(newest.heardMs),
      visible,
      pricesHidden: hidden,
      playing: seen?.entries ?? [],
      overlay: above?.overlays[0]?.text ?? null,
      emergency: above?.emergency?.text ?? null,
      paired: doors.tokens(id).length,
      played: parts.played(id),
    };
  }

  function documentOf(id: string, standing: Standing): ScreenDocument {
    const { pages, seen } = parts.standingOf(id);
    const programme = programmes.feed(id)?.programme();
    const playing = new Set(seen?.entries.map(({ entry }) => entry));
    const shot = orders.lastShot(id);
    const differences = parts.shotDifferences(id) ?? [];
    const media = new Map((standing.composed?.media ?? []).map(one => [one.sha256, one]));
    return {
      ...version,
      ...entryOf(id, standing),
      playlist: (standing.composed?.standings ?? []).map(one => ({
        entry: one.id,
        kind: one.kind,
        region: one.region,
        state: playing.has(one.id) ? 'playing' : one.state === 'ready' ? 'waiting' : one.state,
        reason: one.reason,
        until: one.untilMs === null ? null : iso(one.untilMs),
      })),
      pages: pages.map(({ page, sinceMs, heardMs, report, door, problems }) => ({
        page,
        since: wall(sinceMs),
        heardAt: heardMs === null ? null : wall(heardMs),
        visible: report?.visible ?? null,
        clock: report?.clock ?? null,
        heapBytes: report?.heapBytes ?? null,
        widthPx: report?.widthPx ?? null,
        heightPx: report?.heightPx ?? null,
        door: door.kind === 'token' ? 'paired' : 'local',
        problems: [...problems],
      })),
      cards: (programme?.cards ?? []).map(({ sku, name, steps, absent }) => ({
        sku,
        name: name[0]!,
        price: steps[0]?.price.text ?? null,
        reason: absent,
      })),
      assets: [...media.values()].map(({ sha256 }) => {
        const known = parts.assets.standing(sha256);
        const { type = null, bytes = null, reason = null } = known ?? {};
        return { sha256, type, bytes, state: assetStates[known?.state ?? 'missing'], reason };
      }),
      screenshot: shot && {
        at: iso(shot.atMs),
        matches: differences.length === 0,
        differences: differences.map(({ text }) => text),
      },
      orders: orders.of(id).map(({ id: order, order: kind, atMs, by, state }) => ({
        id: order,
        order: kind,
        at: iso(atMs),
        by,
        state,
      })),
      tokens: doors.tokens(id).map(({ hash, name, atMs, by, lastMs }) => ({
        token: hash.slice(0, 12),
        name,
        at: iso(atMs),
        by,
        usedAt: iso(lastMs),
      })),
    };
  }

  return {
    screens() {
      const now = override.current();
      return {
        ...version,
        screens: programmes.ids().flatMap(id => {
          const standing = programmes.standing(id);
          return standing ? [entryOf(id, standing)] : [];
        }),
        override: now && {
          text: now.text,
          zone: now.zone,
          screen: now.screen,
          since: iso(now.sinceMs),
          until: iso(now.untilMs),
          by: now.by,
        },
      };
    },
    screen(id) {
      const standing = programmes.standing(id);
      return standing && documentOf(id, standing);
    },
    screenProgramme(id) {
      const feed = programmes.feed(id);
      const programme = feed?.programme();
      return feed && programme ? { type: 'programme', seq: feed.seq(), atMs: nowMs(), programme } : null;
    },
    screenPlays(id, hours) {
      if (!programmes.standing(id)) return null;
      const nowHour = Math.floor(nowMs() / hourMs) * hourMs;
      const rows = store.playsByHour(id, nowHour - (hours - 1) * hourMs, nowHour + hourMs);
      const byHour = new Map<number, typeof rows>();
      for (const row of rows) byHour.set(row.hourMs, [...(byHour.get(row.hourMs) ?? []), row]);
      return {
        ...version,
        screen: id,
        hours: [...byHour]
          .sort(([a], [b]) => b - a)
          .map(([began, sums]) => ({
            hour: iso(began),
            plays: sumsByEntry(sums).map(
              ({ seenMs, unseenMs, entry, offer, version: offerVersion, variant, count }) => ({
                entry,
                offer,
                version: offerVersion,
                variant,
                count,
                seconds: seenMs / 1000,
                unseenSeconds: unseenMs / 1000,
              }),
            ),
          })),
      };
    },
    async orderScreen(id, order, actor) {
      if (!programmes.standing(id)) return unknown(id);
      const pages = parts.standingOf(id).pages.filter(({ streams }) => streams > 0).length;
      if (pages === 0) return refused('screen.silent', `No page shows ${id}.`);
      audit(actor, `screen.${order}`, id);
      const given = await orders.give(id, order, actor, pages);
      return {
        ok: true,
        document: {
          ...version,
          id: given.id,
          order,
          pages,
          done: given.state === 'done',
          reason: given.state === 'done' ? null : 'screen.order-late',
        },
      };
    },
    screenshot: id => orders.lastShot(id),
    pairScreen(id, { code, name = null }, actor) {
      if (!programmes.standing(id)) return unknown(id);
      const paired = doors.pair(id, { code, name, by: actor });
      if (!paired.ok) return refused(paired.reason, `${id} was not paired.`);
      audit(actor, 'screen.paired', id, { name });
      return { ok: true };
    },
    revokeScreen(id, { token }, actor) {
      if (!programmes.standing(id) && doors.tokens(id).length === 0) return unknown(id);
      const revoked = doors.revoke(id, token);
      if (revoked > 0) audit(actor, 'screen.revoked', id, { token: token ?? null, revoked });
      return { ok: true, document: { ...version, revoked } };
    },
    overrideScreens({ text, zone = null, screen = null, forMs }, actor) {
      if (screen !== null && !programmes.standing(screen)) return unknown(screen);
      override.put({ text, zone, screen, forMs }, actor);
      audit(actor, 'screen.overridden', screen ?? zone ?? 'all', { text, forMs });
      parts.overridden();
      return { ok: true };
    },
    liftOverride(actor) {
      if (override.current()) audit(actor, 'screen.override-lifted', 'all');
      override.lift();
      parts.overridden();
      return { ok: true };
    },
    layouts: () => ({
      ...version,
      layouts: parts.layouts.all().map(({ id, source, origin, read, problems }) => ({
        id,
        source,
        origin,
        layout: read?.layout ?? null,
        skins: skinsOf(read?.skins ?? {}),
        about: read?.about ?? '',
        orientation: read?.orientation ?? 'any',
        problems: problems.map(shownProblem),
      })),
    }),
    previewLayout({ source, on = null }) {
      const { problems, layout, skins } = previewLayout(source, on);
      return { ...version, problems: problems.map(shownProblem), layout, skins: skinsOf(skins) };
    },
  };
}

function skinsOf<S>(skins: Readonly<Record<string, S>>): { id: string; skin: S }[] {
  return Object.entries(skins).map(([id, skin]) => ({ id, skin }));
}

const shownProblem = ({ message, line, path }: LayoutProblem) => ({ message, line, path });
