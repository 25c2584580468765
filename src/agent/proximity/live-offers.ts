import { parseOffer } from '../../mesh/contract/parse.ts';
import type { FactRow } from '../../mesh/ports.ts';
import type { Offer } from '../../shelf/fact.ts';
import type { OfferRevokes } from './offer-revokes.ts';

/** An offer as the mesh last said it, or what it was before it was taken back. */
export interface LiveOffer {
  readonly offer: Offer;
  readonly epoch: number;
  readonly version: number;
  /** Taken back, by the mesh or here: it is made nowhere. */
  readonly revoked: boolean;
}

interface OfferFacts {
  fact(stream: 'offer', key: string): FactRow | null;
  factKeys(stream: 'offer'): Iterable<{ readonly key: string }>;
}

/** Bodies longer than this are not kept beside a revoke. */
const maxBodyChars = 16_384;

/** Every offer that is of interest: those that the mesh states, and those that are being cleared away. */
export function createLiveOffers(facts: OfferFacts, revokes: OfferRevokes, nowMs: () => number) {
  const offers = new Map<string, LiveOffer>();
  const bodies = new Map<string, string>();

  function put(row: FactRow, offer: Offer): void {
    const revoked = revokes.covers(row.key, row.epoch, row.version);
    // What is stated anew is not revoked any more.
    if (!revoked && revokes.get(row.key)) revokes.forget(row.key);
    offers.set(row.key, { offer, epoch: row.epoch, version: row.version, revoked });
    if (row.body.length <= maxBodyChars) bodies.set(row.key, row.body);
    else bodies.delete(row.key);
  }

  /** The mesh has taken it back: it was stated until now, or nobody remembers that it was. */
  function gone(row: FactRow): void {
    const before = offers.get(row.key);
    if (!before || before.revoked) return;
    const { epoch, version, key } = row;
    revokes.revoke({ offer: key, epoch, version, atMs: nowMs(), by: 'mesh', body: bodies.get(key) ?? null });
    offers.set(key, { ...before, version, epoch, revoked: true });
  }

  function load(id: string): void {
    const row = facts.fact('offer', id);
    const offer = row && !row.deleted ? parseOffer(row.body) : null;
    if (row && offer) put(row, offer);
    else if (row) gone(row);
  }

  for (const { key } of facts.factKeys('offer')) load(key);
  for (const { offer: id, body, epoch, version } of revokes.all()) {
    const offer = offers.has(id) || body === null ? null : parseOffer(body);
    if (offer) offers.set(id, { offer, epoch, version, revoked: true });
  }

  return {
    /** The mesh has said something of it. */
    load,
    get: (id: string): LiveOffer | null => offers.get(id) ?? null,
    all: (): IterableIterator<LiveOffer> => offers.values(),
    /** Takes it back here, until the mesh says something newer. Null: there is none. */
    revokeHere(id: string, actor: string): LiveOffer | null {
      const live = offers.get(id);
      if (!live) return null;
      if (live.revoked) return live;
      const { epoch, version } = live;
      revokes.revoke({ offer: id, epoch, version, atMs: nowMs(), by: actor, body: bodies.get(id) ?? null });
      const revoked = { ...live, revoked: true };
      offers.set(id, revoked);
      return revoked;
    },
    /** Forgets what was taken back by the mesh and is cleared everywhere. */
    forget(id: string): void {
      offers.delete(id);
      bodies.delete(id);
    },
  };
}
export type LiveOffers = ReturnType<typeof createLiveOffers>;
