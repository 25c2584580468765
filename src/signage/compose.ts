import type { StoreRules } from '../shelf/decide.ts';
import type { LocalText } from '../shelf/fact.ts';
import type { VersionedOffer } from '../shelf/offer.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { Screen, ScreenEntry, ScreenMedia, ScreenQr } from '../shelf/screen.ts';
import { offerScene } from './offer-scene.ts';
import type { ProductFacts } from './price-plan.ts';
import { covers, nextTurn, type Window, windowsOf, within } from './windows.ts';
import type { Asset, Entry, Programme, Scene } from './wire/programme.ts';
import { wordsIn } from './words.ts';

/** Days ahead that a page can play by itself. */
const aheadMs = 2 * 86_400_000;
/** Entries that one screen plays in turn, and products whose prices it shows. */
const mostEntries = 200;
const mostSkus = 300;
/** Offers that one entry looks at, those that outrank others first. */
const mostOffers = 100;

export interface ComposeInput {
  readonly fact: Screen;
  readonly locales: readonly string[];
  readonly rules: StoreRules;
  /** Offers that were not taken back, those that outrank others first. */
  readonly offers: readonly VersionedOffer[];
  readonly factsOf: (sku: string) => ProductFacts;
  readonly asset: (media: ScreenMedia) => Asset | { readonly missing: Reason };
  /** Why an offer may not be made any more for now; null: it may. */
  readonly capped: (offer: VersionedOffer) => Reason | null;
  readonly atMs: number;
}

/** Where an entry of the playlist stands, for people. */
export interface EntryStanding {
  readonly id: string;
  readonly entry: string;
  readonly kind: Scene['kind'] | 'offers';
  readonly region: string;
  readonly state: 'ready' | 'scheduled' | 'blocked';
  readonly reason: Reason | null;
  /** When that changes by itself; null: it does not. */
  readonly untilMs: number | null;
}

export interface Composed {
  readonly entries: readonly Entry[];
  readonly standings: readonly EntryStanding[];
  /** Products whose prices it shows. */
  readonly skus: readonly string[];
  /** Everything that it would play if it were here. */
  readonly media: readonly ScreenMedia[];
}

type Made =
  | { readonly scene: Scene; readonly offer?: Entry['offer']; readonly cap?: number | null }
  | { readonly missing: Reason };

interface OfferOn {
  readonly offer: VersionedOffer;
  readonly windows: readonly Window[] | null;
  readonly made: Made;
}

/** What a screen plays, from its playlist and everything that has a say in it. Prices are planned apart from it. */
export function composeEntries(input: ComposeInput): Composed {
  const { fact, rules, atMs } = input;
  const entries: Entry[] = [];
  const standings: EntryStanding[] = [];
  const media: ScreenMedia[] = [];
  const skus = new Set(fact.board?.skus ?? []);

  function add(entry: ScreenEntry, id: string, windows: readonly Window[] | null, made: Made): void {
    const standing = { id, entry: entry.entry, kind: entry.show.kind, region: entry.region };
    const shown = 'missing' in made ? [] : skusOf(made.scene);
    const tooLong = entries.length >= mostEntries || skus.size + shown.filter(sku => !skus.has(sku)).length > mostSkus;
    const missing = 'missing' in made ? made.missing : tooLong ? 'screen.playlist-long' : null;
    const over = windows?.length === 0;
    if ('missing' in made || missing !== null || over) {
      const isOffer = entry.show.kind === 'offer' || entry.show.kind === 'offers';
      const reason = !over ? missing : isOffer ? 'offer.over' : null;
      standings.push({ ...standing, state: 'blocked', reason, untilMs: null });
      return;
    }
    for (const sku of shown) skus.add(sku);
    const ready = covers(windows, atMs);
    standings.push({
      ...standing,
      state: ready ? 'ready' : 'scheduled',
      reason: null,
      untilMs: nextTurn(windows, atMs),
    });
    entries.push({
      id,
      entry: entry.entry,
      region: entry.region,
      durationMs: entry.durationMs,
      priority: entry.priority,
      windows: windows === null ? null : windows.map(window => ({ ...window })),
      offer: made.offer ?? null,
      capPerHour: made.cap ?? null,
      scene: made.scene,
    });
  }

  function offerOn(offer: VersionedOffer, own: readonly Window[] | null): OfferOn {
    const windows = within(own, windowsOf(offer, rules.localTime, atMs, aheadMs));
    const capped = input.capped(offer);
    if (capped) return { offer, windows, made: { missing: capped } };
    const one = offerScene(offer, windows, {
      zone: fact.zone,
      rules,
      locales: input.locales,
      factsOf: input.factsOf,
      asset: sha256 => present(input.asset({ ref: refOf(offer, sha256), sha256 })),
      atMs,
    });
    if (!one) return { offer, windows, made: { missing: blockedBy(offer, input) } };
    const made = { scene: one.scene, offer: one.mark, cap: offer.caps.perScreenPerHour };
    const until = one.endsMs === null ? null : [{ fromMs: Number.NEGATIVE_INFINITY, untilMs: one.endsMs }];
    return { offer, windows: within(windows, until), made };
  }

  function addOffer(entry: ScreenEntry, { offer, windows, made }: OfferOn): void {
    const id = entry.show.kind === 'offers' ? `${entry.entry}/${offer.offer}` : entry.entry;
    for (const { ref, sha256 } of offer.media) media.push({ ref, sha256 });
    add(entry, id, windows, made);
  }

  /** So many as may be shown now, and where these are fewer those that come; what is blocked takes nobody's place. */
  function addOffers(entry: ScreenEntry, most: number, own: readonly Window[] | null): void {
    const found: OfferOn[] = [];
    const isReady = ({ made, windows }: OfferOn) => !('missing' in made) && covers(windows, atMs);
    for (const offer of input.offers) {
      if (found.length >= mostOffers || found.filter(isReady).length >= most) break;
      if (mayBeMade(offer, fact.zone, input)) found.push(offerOn(offer, own));
    }
    let room = most - found.filter(isReady).length;
    for (const one of found) {
      const comes = !('missing' in one.made) && !isReady(one);
      if (comes && room <= 0) continue;
      if (comes) room -= 1;
      addOffer(entry, one);
    }
  }

  for (const entry of fact.playlist) {
    const { show } = entry;
    const own = windowsOf(entry, rules.localTime, atMs, aheadMs);
    if (show.kind === 'offers') addOffers(entry, show.most, own);
    else if (show.kind === 'offer') {
      const offer = input.offers.find(one => one.offer === show.offer);
      if (offer && offer.audience !== 'session') addOffer(entry, offerOn(offer, own));
      else add(entry, entry.entry, own, { missing: 'offer.unknown' });
    } else {
      if (show.kind === 'image' || show.kind === 'video') media.push(show.media);
      add(entry, entry.entry, own, plainScene(show, input));
    }
  }
  return { entries, standings, skus: [...skus], media };
}

function plainScene(show: Exclude<ScreenEntry['show'], { kind: 'offer' | 'offers' }>, input: ComposeInput): Made {
  const words = (text: LocalText | null) => text && wordsIn(text, input.locales);
  switch (show.kind) {
    case 'prices':
    case 'bitcoin':
      return { scene: { kind: show.kind, title: words(show.title), skus: [...show.skus] } };
    case 'image': {
      const asset = input.asset(show.media);
      if ('missing' in asset) return asset;
      return asset.type.startsWith('image/')
        ? { scene: { kind: 'image', asset, text: words(show.text) } }
        : { missing: 'screen.asset-refused' };
    }
    case 'video': {
      const asset = input.asset(show.media);
      if ('missing' in asset) return asset;
      return asset.type.startsWith('video/')
        ? { scene: { kind: 'video', asset } }
        : { missing: 'screen.asset-refused' };
    }
    case 'message':
      return { scene: { kind: 'message', title: words(show.title), text: wordsIn(show.text, input.locales) } };
    case 'qr':
      return { scene: { kind: 'qr', qr: qrWords(show.qr, input.locales) } };
  }
}

/** Whether an offer is one for everybody who reads screens here, now or later. Members read them too. */
function mayBeMade({ audience, zones, toMs }: VersionedOffer, zone: string | null, { atMs }: ComposeInput): boolean {
  if (audience === 'session' || (toMs !== null && toMs <= atMs)) return false;
  return zones.length === 0 || (zone !== null && zones.includes(zone));
}

function blockedBy({ skus, stockAtLeast, zones }: VersionedOffer, { factsOf, fact }: ComposeInput): Reason {
  if (zones.length > 0 && (fact.zone === null || !zones.includes(fact.zone))) return 'offer.zone-elsewhere';
  const stocks = skus.map(sku => factsOf(sku).product?.value.stock ?? null);
  const low = stockAtLeast !== null && stocks.every(stock => stock !== null && stock < stockAtLeast);
  return low ? 'offer.stock-low' : 'offer.price-misleading';
}

const skusOf = (scene: Scene): readonly string[] => ('skus' in scene ? scene.skus : []);

const present = (asset: Asset | { readonly missing: Reason }): Asset | null => ('missing' in asset ? null : asset);
const refOf = (offer: VersionedOffer, sha256: string): string =>
  offer.media.find(one => one.sha256 === sha256)?.ref ?? sha256;

/** A QR code with its caption in the screen's languages. */
export function qrWords(qr: ScreenQr, locales: readonly string[]): NonNullable<Programme['qr']> {
  return { kind: qr.kind, text: qr.text, caption: wordsIn(qr.caption, locales) };
}
