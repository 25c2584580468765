import type {
  OfferDocument,
  OfferEntry,
  OfferSimulationDocument,
  SimulateQuery,
} from '../../console/offer-documents.ts';
import type { Offer } from '../../shelf/fact.ts';
import { formatPrice } from '../../shelf/format.ts';
import { textIn } from '../../shelf/local-text.ts';
import { money } from '../../shelf/money.ts';
import { judgeOffer, outranks, type VersionedOffer } from '../../shelf/offer.ts';
import { type Reason, reasons } from '../../shelf/reasons.ts';
import { countOf, type OfferBoard, type Output, type Standing } from './offer-board.ts';
import type { OfferRevokes } from './offer-revokes.ts';
import type { SessionOffers } from './session-offers.ts';

export interface OfferDocumentsOptions {
  readonly board: OfferBoard;
  readonly revokes: OfferRevokes;
  readonly sessions: Pick<SessionOffers, 'used' | 'outputs'>;
  readonly zones: readonly string[];
  readonly stockOf: (sku: string) => number | null;
  readonly localTime: Parameters<typeof judgeOffer>[1]['localTime'];
  /** Labels bound to a product, each with its zone. */
  readonly labelsOf: (sku: string) => readonly { readonly label: string; readonly zone: string | null }[];
  readonly locale: string;
  readonly nowMs: () => number;
}

/** What people are told of offers. */
export function createOfferDocuments(options: OfferDocumentsOptions) {
  const { board, revokes, locale } = options;

  function entry(standing: Standing, outputs: readonly Output[]): OfferEntry {
    const { live, state, reason, untilMs } = standing;
    const { offer, version } = live;
    const revoke = live.revoked ? revokes.get(offer.offer) : null;
    const counts = countOf(outputs);
    return {
      id: offer.offer,
      version,
      state,
      reason,
      audience: offer.audience,
      priority: offer.priority,
      skus: [...offer.skus],
      zones: [...offer.zones],
      from: iso(offer.fromMs),
      to: offer.toMs === null ? null : iso(offer.toMs),
      nextChangeAt: untilMs === null ? null : iso(untilMs),
      badge: offer.badge && textIn(offer.badge, locale),
      text: offer.text && textIn(offer.text, locale),
      price: priceOf(offer, locale),
      outputs: counts,
      revoke: revoke && {
        at: iso(revoke.atMs),
        by: revoke.by,
        clearedAt: revoke.clearedMs === null ? null : iso(revoke.clearedMs),
        seconds: revoke.clearedMs === null ? null : (revoke.clearedMs - revoke.atMs) / 1000,
        left: counts.pending + counts.shown + counts.clearing,
      },
    };
  }

  function document(id: string): OfferDocument | null {
    const standing = board.standing(id);
    if (!standing) return null;
    const outputs = board.outputsOf(id);
    const { offer } = standing.live;
    const used = options.sessions.used(id);
    return {
      schemaVersion: 1,
      ...entry(standing, outputs),
      places: outputs.map(({ kind, id: output, zone, state, says, atMs }) => ({
        kind,
        id: output,
        zone,
        state,
        says: `${says.offer}@${says.version}`,
        variant: says.variant,
        at: atMs === null ? null : iso(atMs),
      })),
      dayparts: offer.dayparts.map(({ days, fromMinute, untilMinute }) => ({
        days: [...days],
        from: wallClock(fromMinute),
        until: wallClock(untilMinute),
      })),
      stock:
        offer.stockAtLeast === null
          ? null
          : { atLeast: offer.stockAtLeast, skus: offer.skus.map(sku => ({ sku, stock: options.stockOf(sku) })) },
      caps: { ...offer.caps, usedThisHour: used.thisHour, sessions: used.sessions },
      experiment: offer.experiment && {
        id: offer.experiment.experiment,
        variants: offer.experiment.variants.map(({ variant, weight }) => ({
          variant,
          weight,
          made: outputs.filter(({ says }) => says.variant === variant).length,
        })),
      },
      why: whyOf(standing, options.zones),
    };
  }

  function simulate({ at, zone, audience }: SimulateQuery): OfferSimulationDocument {
    const atMs = Date.parse(at);
    const asked = zone === undefined ? options.zones : [zone];
    const context = (place: string | null, whom: Offer['audience']) => ({
      zone: place,
      audience: whom,
      stockOf: options.stockOf,
      localTime: options.localTime,
    });
    const offers = board.standings().map(({ live }) => ({ live, offer: { ...live.offer, version: live.version } }));
    const holdsOnLabel = ({ live, offer }: (typeof offers)[number], place: string | null): boolean =>
      !live.revoked && judgeOffer(offer, context(place, 'member'), atMs).holds;
    return {
      schemaVersion: 1,
      at: iso(atMs),
      offers: offers.map(one => {
        const { live, offer } = one;
        const whom = audience ?? offer.audience;
        const places: (string | null)[] =
          zone === undefined && offer.zones.length === 0 ? [null, ...asked] : [...asked];
        const judged = places.map(place => ({ place, judged: judgeOffer(offer, context(place, whom), atMs) }));
        const held = live.revoked ? [] : judged.filter(each => each.judged.holds);
        const first = judged.find(each => !each.judged.holds)?.judged;
        const reason: Reason | null = live.revoked
          ? 'offer.revoked'
          : held.length > 0
            ? null
            : first && !first.holds
              ? first.reason
              : 'offer.zone-elsewhere';
        const untils = judged.flatMap(each => each.judged.untilMs ?? []);
        const labels = offer.skus
          .flatMap(options.labelsOf)
          .filter(({ zone: place }) => (zone === undefined || place === zone) && holdsOnLabel(one, place))
          .filter(({ zone: place }) => wins(one, place));
        return {
          id: offer.offer,
          version: live.version,
          holds: reason === null,
          reason,
          detail: reason === null ? 'It holds.' : reasons[reason].meaning,
          zones: held.flatMap(({ place }) => place ?? []),
          labels: new Set(labels.map(({ label }) => label)).size,
          nextChangeAt: untils.length === 0 ? null : iso(Math.min(...untils)),
        };
      }),
    };

    /** Whether no other offer of one of its products is shown there instead. */
    function wins({ offer }: { readonly offer: VersionedOffer }, place: string | null): boolean {
      return !offers.some(
        other =>
          other.offer.offer !== offer.offer &&
          other.offer.skus.some(sku => offer.skus.includes(sku)) &&
          outranks(other.offer, offer) &&
          holdsOnLabel(other, place),
      );
    }
  }

  return {
    list: (): OfferEntry[] =>
      board
        .standings()
        .map(standing => entry(standing, board.outputsOf(standing.live.offer.offer)))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    document,
    simulate,
  };
}

function whyOf({ state, reason, live, untilMs }: Standing, zones: readonly string[]): string[] {
  const { offer } = live;
  const unknown = offer.zones.filter(zone => !zones.includes(zone));
  return [
    reason === null ? 'It holds.' : `${reasons[reason].meaning}`,
    offer.zones.length === 0 ? 'It is made everywhere.' : `It is made in ${offer.zones.join(', ')} and nowhere else.`,
    ...(unknown.length > 0 ? [`The configuration of this gateway knows no zone ${unknown.join(', ')}.`] : []),
    `It is for ${{ public: 'everybody', member: 'members', session: 'one session at a time' }[offer.audience]}.`,
    ...(state !== 'revoked' && untilMs !== null ? [`Time alone changes it at ${iso(untilMs)}.`] : []),
  ];
}

function priceOf({ price }: Offer, locale: string): OfferEntry['price'] {
  if (!price) return null;
  const amount = money(price.amountMinor, price.currency);
  return {
    amountMinor: Number(price.amountMinor),
    currency: price.currency,
    exponent: amount.exponent,
    text: formatPrice(amount, locale).text,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

const wallClock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
