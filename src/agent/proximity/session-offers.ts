import { z } from 'zod';
import type { Telling } from '../../mesh/telling.ts';
import type { VersionedOffer } from '../../shelf/offer.ts';
import { createOfferCaps, type OfferCapsState, type OfferPlace } from '../../shelf/offer-caps.ts';
import { asDealt, type KeyedHash } from '../../shelf/offer-variant.ts';
import type { Output, Standing } from './offer-board.ts';
import type { Session } from './sessions.ts';

const name = 'offer-sessions';
/** That an offer is over is said again after this long, until the broker has it: it may have been away for long. */
const sayAgainMs = 60_000;

const toldOffer = z.object({
  offer: z.string(),
  version: z.number(),
  variant: z.string().nullable(),
  zone: z.string(),
  atMs: z.number(),
  /** `made`: the broker does not have it yet. `ending`: nor that it is over. */
  state: z.enum(['made', 'shown', 'ending']),
});
type ToldOffer = z.infer<typeof toldOffer>;

/** What a session was told, and has not been told the end of. Opaque ids only; the session's key is not among it. */
const toldSession = z.object({
  session: z.string(),
  consent: z.string(),
  untilMs: z.number(),
  offers: z.array(toldOffer),
});
const remembered = z.object({ caps: z.custom<OfferCapsState>(), told: z.array(toldSession) });

interface Told {
  readonly session: string;
  readonly consent: string;
  readonly untilMs: number;
  readonly offers: Map<string, ToldOffer>;
}

export interface SessionOffersOptions {
  readonly memory: { recall(name: string): string | null; remember(name: string, value: string): void };
  /** Offers that hold in a zone, the best first. */
  readonly holdingIn: (zone: string, audience: VersionedOffer['audience']) => readonly VersionedOffer[];
  readonly standing: (offer: string) => Standing | null;
  readonly hmac: KeyedHash;
  readonly textOf: (offer: VersionedOffer) => string | null;
  readonly tell: (telling: Telling) => void;
  /** Something could not be made durable, and was therefore not done. */
  readonly failed: (error: unknown) => void;
  readonly nowMs: () => number;
}

/**
 * Offers that are said to one session: the best that holds where it is, as often as the caps permit, and taken back when
 * the offer ends, is revoked, or was replaced. Caps and what was told are durable before anything is said, so that they
 * hold over a restart and while the mesh is away.
 */
export function createSessionOffers(options: SessionOffersOptions) {
  const { memory, tell, nowMs } = options;
  const stored = memory.recall(name);
  const before = stored === null ? null : remembered.parse(JSON.parse(stored));
  const ledger = createOfferCaps(before?.caps);
  const sessions = new Map<string, Told>(
    before?.told.map(one => [one.session, { ...one, offers: new Map(one.offers.map(offer => [offer.offer, offer])) }]),
  );

  const endingSaidMs = new WeakMap<ToldOffer, number>();

  function keep(): boolean {
    const told = [...sessions.values()].map(one => ({ ...one, offers: [...one.offers.values()] }));
    try {
      memory.remember(name, JSON.stringify({ caps: ledger.state(), told }));
      return true;
    } catch (error) {
      options.failed(error);
      return false;
    }
  }

  function say(
    told: Told,
    entry: ToldOffer,
    state: 'made' | 'ended' | 'revoked',
    offer: VersionedOffer | null,
    taken: () => void,
  ): void {
    tell({
      about: 'session-offer',
      id: told.session,
      taken,
      data: {
        session: told.session,
        offer: entry.offer,
        version: entry.version,
        variant: entry.variant,
        state,
        zone: entry.zone,
        at: iso(nowMs()),
        until: iso(Math.min(told.untilMs, offer?.toMs ?? told.untilMs)),
        consent: told.consent,
        text: offer && options.textOf(offer),
        url: offer?.url ?? null,
        coupon: offer?.coupon ?? null,
        price: offer?.price ? { amountMinor: Number(offer.price.amountMinor), currency: offer.price.currency } : null,
      },
    });
  }

  function makeFor(session: Session): void {
    const { zone } = session;
    if (zone === null) return;
    const told: Told = sessions.get(session.session) ?? { ...session, offers: new Map() };
    for (const holding of options.holdingIn(zone, 'session')) {
      if (!isFor(holding, session) || told.offers.has(holding.offer)) continue;
      const place: OfferPlace = { kind: 'session', session: session.session, zone };
      if (!ledger.judge(holding.offer, holding.caps, place, nowMs()).allowed) continue;
      const { offer, variant } = asDealt(holding, session.session, options.hmac);
      const entry: ToldOffer = {
        offer: offer.offer,
        version: offer.version,
        variant,
        zone,
        atMs: nowMs(),
        state: 'made',
      };
      ledger.record(offer.offer, place, nowMs());
      told.offers.set(offer.offer, entry);
      sessions.set(session.session, told);
      if (!keep()) told.offers.delete(offer.offer);
      else {
        say(told, entry, 'made', offer, () => {
          if (entry.state === 'made') entry.state = 'shown';
        });
      }
      return;
    }
  }

  function takeBack(told: Told): void {
    for (const entry of told.offers.values()) {
      const standing = options.standing(entry.offer);
      if (entry.state === 'ending') {
        if (Math.abs(nowMs() - (endingSaidMs.get(entry) ?? 0)) < sayAgainMs) continue;
      } else if (standing?.state === 'active' && standing.live.version === entry.version) continue;
      entry.state = 'ending';
      endingSaidMs.set(entry, nowMs());
      const over = standing === null || standing.state === 'revoked' ? 'revoked' : 'ended';
      say(told, entry, over, null, () => {
        told.offers.delete(entry.offer);
        if (told.offers.size === 0) sessions.delete(told.session);
        keep();
      });
    }
  }

  function forget(session: string): void {
    sessions.delete(session);
    ledger.endSession(session);
    keep();
  }

  return {
    /** Looks at every session that was told something, and at those that are open: takes back, and makes what is due. */
    look(open: readonly Session[]): void {
      ledger.prune(nowMs());
      for (const told of [...sessions.values()]) {
        if (told.untilMs <= nowMs()) forget(told.session);
        else takeBack(told);
      }
      for (const session of open) makeFor(session);
    },
    /** The session is over, and what it was told goes with it. */
    ended: forget,
    *outputs(): Generator<Output> {
      for (const { session, offers } of sessions.values()) {
        for (const { offer, version, variant, zone, atMs, state } of offers.values()) {
          const known = state === 'ending' ? 'clearing' : state === 'made' ? 'pending' : 'shown';
          yield { kind: 'session', id: session, zone, state: known, says: { offer, version, variant }, atMs };
        }
      }
    },
    used: (offer: string) => ledger.used(offer, nowMs()),
    /** Why an offer may not be made on a screen any more within this hour; null: it may. */
    cappedOn(screen: string, { offer, caps }: VersionedOffer) {
      const judged = ledger.judge(offer, caps, { kind: 'screen', screen }, nowMs());
      return judged.allowed ? null : judged.reason;
    },
    /** It was made on a screen. */
    madeOn(screen: string, offer: string, atMs: number): void {
      ledger.record(offer, { kind: 'screen', screen }, atMs);
      keep();
    },
  };
}
export type SessionOffers = ReturnType<typeof createSessionOffers>;

/** Members are told what is for members and for sessions; others what is for sessions. */
const isFor = ({ audience }: VersionedOffer, session: Session): boolean =>
  audience === 'session' || (audience === 'member' && session.audience === 'member');

const iso = (ms: number): string => new Date(ms).toISOString();
