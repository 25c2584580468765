import { nothingPlayed, type Playing, playOn, upcoming } from '../playlist.ts';
import type { Entry, Programme } from '../wire/programme.ts';
import type { Play } from '../wire/report.ts';

/** A scene that is laid out: `next` is ready to come, `leaving` lies below what came after it until that covers it. */
export interface Layer {
  readonly key: string;
  readonly entry: Entry;
  readonly phase: 'leaving' | 'on' | 'next';
  /** Since when it is on, in the gateway's time; null: it is not. */
  readonly fromMs: number | null;
}

/** So long a scene fades in. The style says the same. */
export const fadeMs = 700;
/** So long media that could not be drawn are left alone. */
const brokenMs = 60_000;

interface Stand {
  playing: Playing;
  next: string | null;
  leaving: { readonly entry: Entry; readonly untilMs: number } | null;
  /** What is on as it was when it began, and how long it could be seen. */
  shown: { entry: Entry; fromMs: number; seenMs: number; frames: number; visible: boolean } | null;
}

export interface PlayerPorts {
  /** A play that is over; its `id` counts up. */
  readonly played: (play: Play) => void;
  /** A random name of this load of the page. */
  readonly page: string;
  readonly starts: Readonly<Record<string, Playing['starts']>>;
}

/** What the regions of a page play, which scenes are laid out, and for how long each could be seen. */
export function createPlayer({ played, page, starts }: PlayerPorts) {
  const stands = new Map<string, Stand>();
  /** Layers whose media are decoded; only those that are laid out. */
  const ready = new Set<string>();
  /** Media that failed, by hash, until when they are left alone. */
  const broken = new Map<string, number>();
  let grouped: { readonly of: readonly Entry[]; readonly by: ReadonlyMap<string, readonly Entry[]> } = {
    of: [],
    by: new Map(),
  };
  let count = 0;

  function end(stand: Stand, atMs: number): void {
    const { shown } = stand;
    stand.shown = null;
    if (shown === null || atMs <= shown.fromMs) return;
    count += 1;
    const { entry, fromMs, seenMs, frames } = shown;
    const { id, region, offer } = entry;
    played({
      id: `${page}-${count}`,
      entry: id,
      region,
      offer,
      fromMs: Math.round(fromMs),
      toMs: Math.round(atMs),
      seenMs: Math.round(seenMs),
      frames,
    });
  }

  return {
    /** Plays on. Says whether something began or ended. `monotonicMs`: for what only lasts. */
    play(programme: Programme, atMs: number, monotonicMs: number): boolean {
      if (grouped.of !== programme.entries) grouped = { of: programme.entries, by: byRegion(programme.entries) };
      for (const [asset, untilMs] of broken) if (untilMs <= monotonicMs) broken.delete(asset);
      let changed = false;
      for (const { id } of programme.layout.regions.filter(({ kind }) => kind === 'playlist')) {
        const stand = stands.get(id) ?? { playing: began(id), next: null, leaving: null, shown: null };
        stands.set(id, stand);
        changed = turn(stand, programme.dark ? [] : (grouped.by.get(id) ?? []), atMs, monotonicMs) || changed;
      }
      for (const [id, stand] of stands) {
        if (programme.layout.regions.some(region => region.id === id)) continue;
        end(stand, atMs);
        stands.delete(id);
      }
      return changed;
    },
    layers(region: string): readonly Layer[] {
      const stand = stands.get(region);
      if (stand === undefined) return [];
      const { shown, leaving, next } = stand;
      const layers: Layer[] = [];
      if (leaving !== null)
        layers.push({ key: layerKey(leaving.entry), entry: leaving.entry, phase: 'leaving', fromMs: null });
      const entries = grouped.by.get(region) ?? [];
      // The newest of it: texts of an entry may change while it is on.
      const on = shown && (entries.find(({ id }) => id === shown.entry.id) ?? shown.entry);
      if (on && shown) layers.push({ key: layerKey(on), entry: on, phase: 'on', fromMs: shown.fromMs });
      const coming = leaving === null ? entries.find(({ id }) => id === next) : undefined;
      if (coming) layers.push({ key: layerKey(coming), entry: coming, phase: 'next', fromMs: null });
      return layers;
    },
    ready: (key: string): void => void ready.add(key),
    gone: (key: string): void => void ready.delete(key),
    failed(sha256: string, monotonicMs: number): void {
      broken.set(sha256, monotonicMs + brokenMs);
    },
    isBroken: (sha256: string): boolean => broken.has(sha256),
    /** Whether what is on in a region can be read on the page now. */
    visible(region: string, visible: boolean): void {
      const shown = stands.get(region)?.shown;
      if (shown) shown.visible = visible;
    },
    /** A frame was drawn, so long after the one before. */
    frame(sinceMs: number): void {
      for (const { shown } of stands.values()) {
        if (!shown?.visible) continue;
        shown.seenMs += sinceMs;
        shown.frames += 1;
      }
    },
    /** Ends what is on: the page goes, or has no right to its programme any more. */
    stop(atMs: number): void {
      for (const stand of stands.values()) end(stand, atMs);
      stands.clear();
    },
    starts: (): Record<string, Playing['starts']> =>
      Object.fromEntries([...stands].map(([id, { playing }]) => [id, playing.starts])),
    /** When something begins or ends by itself, in the gateway's time. */
    nextTurnMs(): number {
      let next = Number.POSITIVE_INFINITY;
      for (const { shown } of stands.values()) if (shown) next = Math.min(next, shown.fromMs + shown.entry.durationMs);
      return next;
    },
  };

  function began(region: string): Playing {
    return { ...nothingPlayed, starts: starts[region] ?? {} };
  }

  function turn(stand: Stand, entries: readonly Entry[], atMs: number, monotonicMs: number): boolean {
    const before = stand.playing.on;
    const byId = new Map(entries.map(entry => [entry.id, entry]));
    stand.playing = playOn(entries, stand.playing, atMs, ({ id }) => {
      const entry = byId.get(id)!;
      return assetOf(entry) === null || ready.has(layerKey(entry));
    });
    const { on } = stand.playing;
    if (stand.leaving !== null && stand.leaving.untilMs <= monotonicMs) stand.leaving = null;
    const changed = on?.entry !== before?.entry || on?.fromMs !== before?.fromMs;
    if (changed) {
      const left = stand.shown?.entry ?? null;
      end(stand, atMs);
      if (left !== null && on !== null && left.id !== on.entry)
        stand.leaving = { entry: left, untilMs: monotonicMs + fadeMs };
      if (on !== null) {
        if (stand.leaving?.entry.id === on.entry) stand.leaving = null;
        stand.shown = { entry: byId.get(on.entry)!, fromMs: on.fromMs, seenMs: 0, frames: 0, visible: false };
      }
    }
    stand.next = upcoming(entries, stand.playing, atMs, ({ id }) => possible(byId.get(id)!));
    return changed;
  }

  function possible({ scene }: Entry): boolean {
    return !('asset' in scene) || !broken.has(scene.asset.sha256);
  }
}
export type Player = ReturnType<typeof createPlayer>;

function byRegion(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const by = new Map<string, Entry[]>();
  for (const entry of entries) by.set(entry.region, [...(by.get(entry.region) ?? []), entry]);
  return by;
}

/** What has to be decoded before an entry is shown. */
export function assetOf({ scene }: Entry) {
  if ('asset' in scene) return scene.asset;
  return scene.kind === 'offer' ? scene.picture : null;
}

/** Another picture is another layer. */
export function layerKey(entry: Entry): string {
  return `${entry.id}#${assetOf(entry)?.sha256.slice(0, 16) ?? ''}`;
}
