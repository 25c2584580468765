import type { Catalogue } from '../catalogue/catalogue.ts';
import {
  type EntryLine,
  offerPictures,
  type Picture,
  type ScreenLine,
  type ShowLine,
  screenLines,
  type Words,
} from '../catalogue/screens.ts';
import type { Bodies } from './assortment.ts';
import type { CentralMesh } from './central.ts';
import type { Receipt } from './pricing.ts';
import type { Body } from './stream.ts';
import { rfc3339 } from './timeline.ts';

/** A picture or film as the contract's JSON names it. */
export interface MediaRef {
  readonly ref: string;
  readonly sha256: string;
}
type Media = Readonly<Record<Picture | 'film', MediaRef>>;

export interface OpeningScreensOptions {
  readonly catalogue: Catalogue;
  /** Zones that the shop has; screens in others hang in none. */
  readonly zones: readonly { readonly id: string }[];
  readonly media: Media;
  /** Who feeds them. */
  readonly gateway: string;
  readonly openingMs: number;
}

const everyDay = [1, 2, 3, 4, 5, 6, 7];
/** Months of the Gregorian calendar, counted from 0. */
const summer = { from: 3, until: 8 };

/** The screens of the opening day. Throws when a line names a product that does not exist. */
export function openingScreens(options: OpeningScreensOptions): Bodies {
  const { catalogue, zones, media, openingMs } = options;
  const month = new Date(openingMs).getUTCMonth();
  const season: Picture = month >= summer.from && month <= summer.until ? 'summer' : 'winter';
  const skus = (names: readonly string[]): string[] =>
    names.map(name => {
      const product = catalogue.products.find(each => each.name.de === name);
      if (product === undefined) throw new Error(`a screen names no product: ${name}`);
      return product.sku;
    });
  const mediaOf = (name: Picture | 'film') => ({ ref: media[name].ref, sha256: media[name].sha256 });

  function showOf(show: ShowLine): Readonly<Record<string, unknown>> {
    switch (show.kind) {
      case 'prices':
      case 'bitcoin':
        return { kind: show.kind, title: show.title, skus: skus(show.products) };
      case 'image': {
        const { picture, text } = show;
        const said = text === undefined ? {} : { text };
        return { kind: 'image', media: mediaOf(picture === 'season' ? season : picture), ...said };
      }
      case 'video':
        return { kind: 'video', media: mediaOf('film') };
      default:
        return { ...show };
    }
  }

  const entryOf = ({ hours, show, ...entry }: EntryLine) => ({
    ...entry,
    ...(hours === undefined ? {} : { dayparts: [{ days: everyDay, from: hours[0], until: hours[1] }] }),
    show: showOf(show),
  });

  function bodyOf({ screen: _screen, zone, board, playlist, ...line }: ScreenLine): Body {
    return {
      kind: 'screen',
      gateway: options.gateway,
      ...(zones.some(({ id }) => id === zone) ? { zone } : {}),
      ...line,
      ...(board === undefined ? {} : { board: { title: board.title, skus: skus(board.products) } }),
      playlist: playlist.map(entryOf),
    };
  }

  return screenLines.map(line => [line.screen, bodyOf(line)] as const);
}

/** Offers with the pictures that screens show of them. */
export function withPictures(offers: Bodies, media: Media): Bodies {
  return offers.map(([offer, body]) => {
    const picture = offerPictures[offer];
    if (body === null || picture === undefined) return [offer, body] as const;
    return [offer, { ...body, media: [{ ref: media[picture].ref, sha256: media[picture].sha256 }] }] as const;
  });
}

export type StyleOrdered =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly code: 'zone-unknown' | 'emergency-none' };

/** The desk where what all screens of a zone wear is ordered; zone null: of the store. */
export interface StyleDesk {
  /** @param skin null: each screen keeps its own */
  wear(zone: string | null, skin: string | null): StyleOrdered;
  /** @param untilMs null: until it is ended */
  emergency(zone: string | null, text: Words, untilMs: number | null): StyleOrdered;
  endEmergency(zone: string | null): StyleOrdered;
}

export function createStyleDesk(mesh: CentralMesh, zones: readonly { readonly id: string }[]): StyleDesk {
  const keyOf = (zone: string | null) => (zone === null ? 'style-store' : `style-${zone}`.slice(0, 40));
  const stream = mesh.authority.streams.screen;
  const wornIn = (zone: string | null): Readonly<Record<string, unknown>> => {
    const item = stream.item(keyOf(zone));
    return item === null || item.deleted ? {} : item;
  };

  function say(zone: string | null, said: Readonly<Record<string, unknown>>): StyleOrdered {
    if (zone !== null && !zones.some(({ id }) => id === zone)) return { ok: false, code: 'zone-unknown' };
    const { skin, emergency } = { ...wornIn(zone), ...said };
    const body = {
      kind: 'style',
      ...(zone === null ? {} : { zone }),
      ...(typeof skin === 'string' ? { skin } : {}),
      ...(emergency ? { emergency } : {}),
    };
    const key = keyOf(zone);
    const { epoch, lastSeq, items } = mesh.change('screen', [[key, body]]);
    return { ok: true, receipt: { key, version: items[0]!.version, epoch, seq: lastSeq } };
  }

  return {
    wear: (zone, skin) => say(zone, { skin }),
    emergency: (zone, text, untilMs) =>
      say(zone, {
        emergency: { text, from: rfc3339(mesh.now()), ...(untilMs === null ? {} : { until: rfc3339(untilMs) }) },
      }),
    endEmergency(zone) {
      if (wornIn(zone).emergency === undefined) return { ok: false, code: 'emergency-none' };
      return say(zone, { emergency: null });
    },
  };
}
