import { statfsSync } from 'node:fs';
import type { Cancel, Clock, Random } from '../../clock.ts';
import type { Asset } from '../wire/programme.ts';
import { type AssetReason, type DownloadPorts, download } from './download.ts';
import { assetUrl } from './origin.ts';
import { createAssetShelf } from './shelf.ts';

/** What a programme names. */
export interface WantedAsset {
  /** Below the asset address. */
  readonly ref: string;
  readonly sha256: string;
}

/** How something that is wanted stands; `missing` and `refused` are tried again. */
export interface AssetStanding extends WantedAsset {
  readonly state: 'here' | 'coming' | 'missing' | 'refused';
  readonly reason: AssetReason | null;
  /** In words; null: nothing is wrong. */
  readonly detail: string | null;
  readonly type: Asset['type'] | null;
  readonly bytes: number | null;
}

/** A file that is there and verified. */
export interface AssetFile {
  readonly path: string;
  readonly type: Asset['type'];
  readonly bytes: number;
}

export interface AssetCachePorts {
  readonly dir: string;
  /** Where assets lie; null: nowhere, and none are played. */
  readonly url: string | null;
  readonly budgetBytes: number;
  readonly maxFileBytes: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Something came, went or failed. */
  readonly changed: (standing: AssetStanding) => void;
  readonly fetch?: DownloadPorts['fetch'];
  readonly freeBytes?: () => number;
  readonly limits?: Partial<AssetLimits>;
}

export interface AssetLimits {
  /** So much of the disk stays free. */
  readonly leastFreeBytes: number;
  readonly pieceLimitMs: number;
  readonly wholeLimitMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

const standard: AssetLimits = {
  leastFreeBytes: 128 * 1024 * 1024,
  pieceLimitMs: 15_000,
  wholeLimitMs: 900_000,
  firstRetryMs: 5_000,
  longestRetryMs: 900_000,
};

/** Downloads and verifications at once. */
const mostAtOnce = 2;
/** Different assets in all programmes of a gateway together; what comes after them in the list is refused. */
export const mostWanted = 2_000;

interface Wish {
  readonly ref: string;
  state: AssetStanding['state'];
  reason: AssetReason | null;
  detail: string | null;
  failures: number;
  nextMs: number;
  /** Set while it is worked on. */
  work: AbortController | null;
}

/**
 * Pictures and films by their hash, as far as the budget goes. It is told what is wanted and does what is missing for
 * that: fetches, hashes, lets go of what was used longest ago and is not wanted. Nothing is given out that was not hashed
 * in this life of the agent.
 */
export function createAssetCache(ports: AssetCachePorts) {
  const { dir, clock, random, budgetBytes, maxFileBytes, changed } = ports;
  const limits = { ...standard, ...ports.limits };
  const base = ports.url === null ? null : new URL(ports.url.endsWith('/') ? ports.url : `${ports.url}/`);
  const freeBytes = ports.freeBytes ?? (() => freeOn(dir));
  const shelf = createAssetShelf(dir, { budgetBytes, leastFreeBytes: limits.leastFreeBytes, freeBytes });
  let wishes = new Map<string, Wish>();
  const running = new Map<string, Promise<void>>();
  let cancel: Cancel = () => {};
  let stopped = false;

  const spare = (sha256: string) => !wishes.has(sha256);

  function standingOf(sha256: string, { ref, state, reason, detail }: Wish): AssetStanding {
    const kept = state === 'here' ? shelf.kept(sha256) : null;
    return { ref, sha256, state, reason, detail, type: kept?.type ?? null, bytes: kept?.bytes ?? null };
  }

  function tell(sha256: string, wish: Wish, state: Wish['state'], reason: AssetReason | null, detail: string | null) {
    if (wishes.get(sha256) !== wish) return;
    const same = wish.state === state && wish.reason === reason && wish.detail === detail;
    Object.assign(wish, { state, reason, detail });
    if (!same) changed(standingOf(sha256, wish));
  }

  function fail(sha256: string, wish: Wish, reason: AssetReason, detail: string): void {
    wish.failures += 1;
    const longestMs = Math.min(limits.longestRetryMs, limits.firstRetryMs * 2 ** Math.min(wish.failures - 1, 20));
    wish.nextMs = clock.monotonic() + Math.round(longestMs * (0.5 + random() / 2));
    tell(sha256, wish, reason === 'screen.asset-missing' ? 'missing' : 'refused', reason, detail);
  }

  function here(sha256: string, wish: Wish): void {
    wish.failures = 0;
    shelf.use(sha256, clock.now());
    tell(sha256, wish, 'here', null, null);
  }

  async function bring(sha256: string, wish: Wish, work: AbortController): Promise<void> {
    if (shelf.kept(sha256) !== null && (await shelf.verify(sha256, work.signal))) {
      if (!work.signal.aborted) here(sha256, wish);
      return;
    }
    if (base === null) return fail(sha256, wish, 'screen.asset-missing', 'no asset address is configured');
    const url = assetUrl(base, wish.ref);
    if (url === null) return fail(sha256, wish, 'screen.asset-refused', 'it does not lie below the asset address');
    const noRoom = (bytes: number) => shelf.makeRoom(sha256, bytes, spare);
    const order = {
      base,
      url,
      sha256,
      path: shelf.path(sha256),
      mostBytes: Math.min(maxFileBytes, budgetBytes),
      noRoom,
    };
    const { pieceLimitMs, wholeLimitMs } = limits;
    const how = { fetch: ports.fetch ?? fetch, clock, signal: work.signal, pieceLimitMs, wholeLimitMs };
    const got = await download(order, how);
    shelf.ended(sha256);
    if (got.ok) {
      shelf.add(sha256, got.type, got.bytes, clock.now());
      here(sha256, wish);
    } else if (!work.signal.aborted) fail(sha256, wish, got.reason, got.detail);
  }

  function begin(sha256: string, wish: Wish): void {
    const work = new AbortController();
    wish.work = work;
    const done = bring(sha256, wish, work).finally(() => {
      wish.work = null;
      running.delete(sha256);
      proceed();
    });
    running.set(sha256, done);
  }

  /** Begins what is due, and sees to it that what is not is looked at in time. */
  function proceed(): void {
    cancel();
    if (stopped) return;
    const nowMs = clock.monotonic();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [sha256, wish] of wishes) {
      // One that was given up for another place may not have ended yet.
      if (wish.state === 'here' || running.has(sha256)) continue;
      if (wish.nextMs > nowMs) nextMs = Math.min(nextMs, wish.nextMs);
      else if (running.size < mostAtOnce) begin(sha256, wish);
    }
    if (nextMs < Number.POSITIVE_INFINITY) cancel = clock.after(nextMs - nowMs, proceed);
  }

  try {
    shelf.load();
  } catch {
    // Each download says what is wrong with the directory.
  }

  return {
    /** Everything that programmes name now, the most important first. What is no more among it may go. */
    wanted(list: readonly WantedAsset[]): void {
      const before = wishes;
      wishes = new Map();
      for (const { ref, sha256 } of list) {
        if (wishes.has(sha256) || wishes.size >= mostWanted) continue;
        const known = before.get(sha256);
        // Another place, or perhaps more room: worth a try at once.
        if (known && (known.ref === ref || known.state === 'here')) {
          if (known.reason === 'screen.assets-full') known.nextMs = Number.NEGATIVE_INFINITY;
          wishes.set(sha256, known);
        } else wishes.set(sha256, newWish(ref));
      }
      for (const [sha256, wish] of before) {
        if (wishes.get(sha256) === wish) continue;
        wish.work?.abort();
        if (!wishes.has(sha256)) shelf.note(sha256);
      }
      proceed();
    },
    /** As a programme names it once it is here; else why it is not played. */
    asset({ sha256 }: WantedAsset): Asset | { readonly missing: AssetReason } {
      const kept = shelf.kept(sha256);
      if (kept?.type && wishes.get(sha256)?.state === 'here') return { sha256, type: kept.type, bytes: kept.bytes };
      return { missing: wishes.get(sha256)?.reason ?? 'screen.asset-missing' };
    },
    standing: (sha256: string): AssetStanding | null => {
      const wish = wishes.get(sha256);
      return wish ? standingOf(sha256, wish) : null;
    },
    standings: (): AssetStanding[] => [...wishes].map(([sha256, wish]) => standingOf(sha256, wish)),
    /** To be given out; null: it is not here. One that has lost its size is fetched anew. */
    open(sha256: string): AssetFile | null {
      const kept = shelf.kept(sha256);
      if (!kept?.type) return null;
      if (shelf.isWhole(sha256)) {
        shelf.use(sha256, clock.now());
        return { path: shelf.path(sha256), type: kept.type, bytes: kept.bytes };
      }
      shelf.remove(sha256);
      const wish = wishes.get(sha256);
      if (wish?.state === 'here') {
        fail(sha256, wish, 'screen.asset-missing', 'its file was changed or deleted');
        proceed();
      }
      return null;
    },
    usedBytes: shelf.usedBytes,
    /** Gives up what is under way; parts go. */
    async stop(): Promise<void> {
      stopped = true;
      cancel();
      for (const [sha256, { work }] of wishes) {
        work?.abort();
        shelf.note(sha256);
      }
      await Promise.all(running.values());
    },
  };
}

export type AssetCache = ReturnType<typeof createAssetCache>;

const newWish = (ref: string): Wish => ({
  ref,
  state: 'coming',
  reason: null,
  detail: null,
  failures: 0,
  nextMs: Number.NEGATIVE_INFINITY,
  work: null,
});

function freeOn(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY; // the download itself says what is wrong
  }
}
