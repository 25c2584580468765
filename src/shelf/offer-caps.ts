import type { OfferCaps } from './fact.ts';
import type { Reason } from './reasons.ts';

/** Where an offer is made: said to one session, shown on a screen, or broadcast in a zone. */
export type OfferPlace =
  | { readonly kind: 'session'; readonly session: string; readonly zone: string | null }
  | { readonly kind: 'screen'; readonly screen: string }
  | { readonly kind: 'zone'; readonly zone: string };

type CapReason = Extract<Reason, `offer.cap-${string}` | 'offer.cooldown'>;

export type CapJudgement = { readonly allowed: true } | { readonly allowed: false; readonly reason: CapReason };

/** How often something was done in one minute since 1970. */
type Minute = readonly [minute: number, count: number];

/** All that a ledger remembers, as JSON takes it. Sessions are opaque and forgotten when they end. */
export interface OfferCapsState {
  readonly byOffer: readonly (readonly [offer: string, minutes: readonly Minute[]])[];
  readonly byScreen: readonly (readonly [offerAndScreen: string, minutes: readonly Minute[]])[];
  readonly bySession: readonly (readonly [
    session: string,
    lastMs: number,
    offers: readonly (readonly [string, number])[],
  ])[];
  /** When something was said in a zone last. */
  readonly byZone: readonly (readonly [zone: string, lastMs: number])[];
}

/** How often offers were made, for as long as that has a say in whether they may be made again. */
export interface OfferCapsLedger {
  judge(offer: string, caps: OfferCaps, place: OfferPlace, atMs: number): CapJudgement;
  /** It was made; to be called for what {@link judge} has allowed. */
  record(offer: string, place: OfferPlace, atMs: number): void;
  endSession(session: string): void;
  /** Forgets what is older than an hour, and sessions that were told nothing for a day. */
  prune(atMs: number): void;
  /** What one offer has used up. */
  used(offer: string, atMs: number): { readonly thisHour: number; readonly sessions: number };
  state(): OfferCapsState;
}

/** Offers, offers on screens, sessions and zones that are remembered at once; beyond them nothing new is made. */
export const ledgerSize = 20_000;

const minuteMs = 60_000;
/** One more than an hour has: the oldest may have been made at the end of its minute. */
const minutesKept = 61;
/** For a session of which nothing is heard, and the longest pause that an offer can ask for. */
const dayMs = 86_400_000;

/** Counts by minutes since 1970. */
type Minutes = Map<number, number>;

/**
 * A ledger for the caps of offers. Counts are kept by the minute, so an hour is up to a minute longer than it has to be,
 * and each takes two hours of numbers at most.
 *
 * Nothing is made more often because the clock is set back: what then lies ahead of it still counts, and what lies further
 * ahead than it would be remembered counts as made now.
 * @param restored what {@link OfferCapsLedger.state} said before a restart
 */
export function createOfferCaps(restored?: OfferCapsState): OfferCapsLedger {
  const byOffer = new Map<string, Minutes>();
  const byScreen = new Map<string, Minutes>();
  const bySession = new Map<string, { lastMs: number; offers: Map<string, number> }>();
  const byZone = new Map<string, number>();

  for (const [offer, minutes] of restored?.byOffer ?? []) byOffer.set(offer, new Map(minutes));
  for (const [key, minutes] of restored?.byScreen ?? []) byScreen.set(key, new Map(minutes));
  for (const [session, lastMs, offers] of restored?.bySession ?? []) {
    bySession.set(session, { lastMs, offers: new Map(offers) });
  }
  for (const [zone, lastMs] of restored?.byZone ?? []) byZone.set(zone, lastMs);

  function judgeSession(offer: string, caps: OfferCaps, session: string): boolean {
    const known = bySession.get(session);
    return known ? (known.offers.get(offer) ?? 0) < caps.perSession : bySession.size < ledgerSize;
  }

  function judgeZone(cooldownMs: number, zone: string, atMs: number): boolean {
    const lastMs = byZone.get(zone);
    return lastMs === undefined ? byZone.size < ledgerSize : Math.max(0, atMs - lastMs) >= cooldownMs;
  }

  return {
    judge(offer, caps, place, atMs) {
      if (place.kind === 'session') {
        if (!judgeSession(offer, caps, place.session)) return { allowed: false, reason: 'offer.cap-session' };
        if (place.zone !== null && !judgeZone(caps.zoneCooldownMs, place.zone, atMs)) {
          return { allowed: false, reason: 'offer.cooldown' };
        }
      }
      if (place.kind === 'screen' && !hasRoom(byScreen, screenKey(offer, place.screen), caps.perScreenPerHour, atMs)) {
        return { allowed: false, reason: 'offer.cap-screen' };
      }
      if (!hasRoom(byOffer, offer, caps.perHour, atMs)) return { allowed: false, reason: 'offer.cap-hour' };
      return { allowed: true };
    },
    record(offer, place, atMs) {
      count(byOffer, offer, atMs);
      if (place.kind === 'screen') count(byScreen, screenKey(offer, place.screen), atMs);
      if (place.kind !== 'session') return;
      if (place.zone !== null) byZone.set(place.zone, atMs);
      const known = bySession.get(place.session) ?? { lastMs: atMs, offers: new Map<string, number>() };
      known.lastMs = atMs;
      known.offers.set(offer, (known.offers.get(offer) ?? 0) + 1);
      bySession.set(place.session, known);
    },
    endSession: session => void bySession.delete(session),
    prune(atMs) {
      for (const all of [byOffer, byScreen]) {
        for (const [key, minutes] of all) {
          keepHour(minutes, atMs);
          if (minutes.size === 0) all.delete(key);
        }
      }
      for (const [session, known] of bySession) {
        known.lastMs = notFarAhead(known.lastMs, atMs);
        if (known.lastMs <= atMs - dayMs) bySession.delete(session);
      }
      for (const [zone, lastMs] of byZone) {
        if (lastMs <= atMs - dayMs) byZone.delete(zone);
        else byZone.set(zone, notFarAhead(lastMs, atMs));
      }
    },
    used(offer, atMs) {
      let sessions = 0;
      for (const { offers } of bySession.values()) if (offers.has(offer)) sessions += 1;
      return { thisHour: madeInHour(byOffer.get(offer), atMs), sessions };
    },
    state: () => ({
      byOffer: [...byOffer].map(([offer, minutes]) => [offer, [...minutes]]),
      byScreen: [...byScreen].map(([key, minutes]) => [key, [...minutes]]),
      bySession: [...bySession].map(([session, { lastMs, offers }]) => [session, lastMs, [...offers]]),
      byZone: [...byZone],
    }),
  };
}

/** Ids have no spaces. */
function screenKey(offer: string, screen: string): string {
  return `${offer} ${screen}`;
}

function hasRoom(all: ReadonlyMap<string, Minutes>, key: string, most: number | null, atMs: number): boolean {
  const minutes = all.get(key);
  if (!minutes && all.size >= ledgerSize) return false;
  return most === null || madeInHour(minutes, atMs) < most;
}

/** What lies ahead of a clock that was set back counts as well. */
function madeInHour(minutes: Minutes | undefined, atMs: number): number {
  const oldest = Math.floor(atMs / minuteMs) - minutesKept + 1;
  let made = 0;
  for (const [minute, times] of minutes ?? []) if (minute >= oldest) made += times;
  return made;
}

function count(all: Map<string, Minutes>, key: string, atMs: number): void {
  const minutes = all.get(key) ?? new Map<number, number>();
  all.set(key, minutes);
  keepHour(minutes, atMs);
  const minute = Math.floor(atMs / minuteMs);
  minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
}

function keepHour(minutes: Minutes, atMs: number): void {
  const now = Math.floor(atMs / minuteMs);
  for (const [minute, times] of minutes) {
    if (now - minutesKept < minute && minute < now + minutesKept) continue;
    minutes.delete(minute);
    if (minute > now) minutes.set(now, (minutes.get(now) ?? 0) + times);
  }
}

function notFarAhead(instantMs: number, atMs: number): number {
  return instantMs > atMs + dayMs ? atMs : instantMs;
}
